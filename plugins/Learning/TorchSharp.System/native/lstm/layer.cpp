#include "layer.h"

#include "packing.h"
#include "simd.h"

#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>
#include <vector>

namespace shim {
namespace lstm {

namespace {

Sizes sizes_of(const Layer& layer) {
    const int64_t hidden = layer.w_hh.size(1);
    return Sizes{layer.input.size(0), layer.input.size(1), layer.input.size(2), hidden, layer.w_hh.size(0) / hidden};
}

// The slices depend on the batch alone, never on the threads: so does every sum, bit for bit.
// Multiples of four share evenly among two and four threads.
std::vector<Slice> slices_of(const Layer& layer, const Sizes& sizes) {
    const int64_t most = 32;
    int64_t count = std::max((sizes.batch + most - 1) / most, std::min<int64_t>(4, sizes.batch / 8));
    count = count > 2 ? (count + 3) / 4 * 4 : std::max<int64_t>(count, 1);
    std::vector<Slice> slices;
    for (int64_t i = 0; i < count; i++) {
        const int64_t first = sizes.batch * i / count;
        const int64_t end = sizes.batch * (i + 1) / count;
        int64_t steps = sizes.steps;
        if (layer.lengths.defined()) {
            const int64_t* lengths = layer.lengths.data_ptr<int64_t>();
            steps = *std::max_element(lengths + first, lengths + end);
        }
        slices.push_back(Slice{first, end - first, steps});
    }
    return slices;
}

// Runs function(slice number, scratch) for every slice; threads take the next one when they are done.
template <typename Function>
void over_slices(int64_t count, int64_t scratch_size, const at::TensorOptions& options, const Function& function) {
    std::atomic<int64_t> next{0};
    at::parallel_for(0, std::min<int64_t>(count, at::get_num_threads()), 1, [&](int64_t, int64_t) {
        at::Tensor scratch;
        for (int64_t i = next++; i < count; i = next++) {
            if (!scratch.defined()) {
                scratch = at::empty({scratch_size}, options);
            }
            function(i, scratch);
        }
    });
}

int64_t panels_of(const Sizes& sizes, int64_t lanes) { return (sizes.hidden + lanes - 1) / lanes; }

// Elements of the stash before each slice's, and at the end the size of all.
std::vector<int64_t> stash_places(const Sizes& sizes, int64_t lanes, const std::vector<Slice>& slices) {
    std::vector<int64_t> places{0};
    for (const Slice& slice : slices) {
        places.push_back(places.back() + slice.steps * panels_of(sizes, lanes) * slice.rows * (sizes.gates + 1) * lanes);
    }
    return places;
}

template <typename S>
const S* read(const at::Tensor& tensor) {
    return tensor.defined() ? tensor.data_ptr<S>() : nullptr;
}

template <typename S>
S* write(const at::Tensor& tensor) {
    return tensor.defined() ? tensor.data_ptr<S>() : nullptr;
}

template <typename S>
Given<S> given_of(const Layer& layer, const Sizes& sizes) {
    return Given<S>{sizes,
                    layer.input.data_ptr<S>(),
                    layer.input.stride(0),
                    layer.input.stride(1),
                    read<S>(layer.h0),
                    read<S>(layer.c0),
                    read<S>(layer.input_gate),
                    layer.lengths.defined() ? layer.lengths.data_ptr<int64_t>() : nullptr,
                    layer.reverse};
}

}  // namespace

Result run(const Layer& layer, bool keep) {
    const Sizes sizes = sizes_of(layer);
    const std::vector<Slice> slices = slices_of(layer, sizes);
    const at::TensorOptions options = layer.input.options().requires_grad(false);
    Result result;
    if (layer.sequence) {
        const std::vector<int64_t> shape{sizes.steps, sizes.batch, sizes.hidden};
        result.output = layer.lengths.defined() ? at::zeros(shape, options) : at::empty(shape, options);
    }
    result.h_n = at::empty({sizes.batch, sizes.hidden}, options);
    result.c_n = at::empty({sizes.batch, sizes.hidden}, options);
    AT_DISPATCH_FLOATING_TYPES(layer.input.scalar_type(), "shim_lstm", [&] {
        const Kernels<scalar_t>& set = kernels<scalar_t>();
        const at::Tensor weights = pack_weights(sizes, set.lanes, layer.w_ih, layer.w_hh);
        const at::Tensor bias = layer.b_ih.defined() || layer.b_hh.defined() ? pack_bias(sizes, set.lanes, layer.b_ih, layer.b_hh)
                                                                             : at::zeros({panels_of(sizes, set.lanes) * sizes.gates * set.lanes}, options);
        const std::vector<int64_t> places = stash_places(sizes, set.lanes, slices);
        if (keep) {
            result.stash = at::empty({places.back()}, options);
        }
        const Forward<scalar_t> forward{given_of<scalar_t>(layer, sizes), weights.data_ptr<scalar_t>(), bias.data_ptr<scalar_t>(),
                                        read<scalar_t>(layer.gate_bias),  write<scalar_t>(result.output), result.h_n.data_ptr<scalar_t>(),
                                        result.c_n.data_ptr<scalar_t>()};
        int64_t scratch_size = 0;
        for (const Slice& slice : slices) {
            scratch_size = std::max(scratch_size, set.forward_scratch(sizes, slice.rows));
        }
        over_slices(slices.size(), scratch_size, options, [&](int64_t i, const at::Tensor& scratch) {
            set.forward(forward, slices[i], keep ? result.stash.data_ptr<scalar_t>() + places[i] : nullptr, scratch.data_ptr<scalar_t>());
        });
    });
    return result;
}

std::array<at::Tensor, Arguments> run_back(const Layer& layer, const at::Tensor& stash, const at::Tensor& d_output, const at::Tensor& d_h_n,
                                           const at::Tensor& d_c_n, const std::array<bool, Arguments>& wanted) {
    const Sizes sizes = sizes_of(layer);
    const std::vector<Slice> slices = slices_of(layer, sizes);
    const int64_t count = slices.size();
    const at::TensorOptions options = layer.input.options().requires_grad(false);
    std::array<at::Tensor, Arguments> gradients;
    if (wanted[Input]) {
        const std::vector<int64_t> shape{sizes.steps, sizes.batch, sizes.inputs};
        gradients[Input] = layer.lengths.defined() ? at::zeros(shape, options) : at::empty(shape, options);
    }
    for (const Argument state : {FirstHidden, FirstCell, InputGate}) {
        if (wanted[state]) {
            gradients[state] = at::empty({sizes.batch, sizes.hidden}, options);
        }
    }
    if (wanted[GateBias]) {
        gradients[GateBias] = at::empty({sizes.batch, sizes.gates * sizes.hidden}, options);
    }
    AT_DISPATCH_FLOATING_TYPES(layer.input.scalar_type(), "shim_lstm", [&] {
        const Kernels<scalar_t>& set = kernels<scalar_t>();
        const int64_t lanes = set.lanes;
        const int64_t row = sizes.gates * lanes;
        const std::vector<int64_t> places = stash_places(sizes, lanes, slices);
        const at::Tensor hidden_weights = pack_rows(sizes, lanes, layer.w_hh);
        const at::Tensor input_weights = wanted[Input] ? pack_rows(sizes, lanes, layer.w_ih) : at::Tensor();
        const int64_t weights_size = panels_of(sizes, lanes) * (sizes.inputs + sizes.hidden) * row;
        const int64_t bias_size = panels_of(sizes, lanes) * row;
        at::Tensor d_weights, d_bias;
        if (wanted[InputWeights] || wanted[HiddenWeights]) {
            d_weights = at::empty({count, weights_size}, options);
        }
        if (wanted[InputBias] || wanted[HiddenBias]) {
            d_bias = at::zeros({count, bias_size}, options);
        }
        const Backward<scalar_t> backward{given_of<scalar_t>(layer, sizes),
                                          hidden_weights.data_ptr<scalar_t>(),
                                          read<scalar_t>(input_weights),
                                          read<scalar_t>(d_output),
                                          d_output.defined() ? d_output.stride(0) : 0,
                                          d_output.defined() ? d_output.stride(1) : 0,
                                          read<scalar_t>(d_h_n),
                                          read<scalar_t>(d_c_n),
                                          write<scalar_t>(gradients[Input]),
                                          write<scalar_t>(gradients[FirstHidden]),
                                          write<scalar_t>(gradients[FirstCell]),
                                          write<scalar_t>(gradients[GateBias]),
                                          write<scalar_t>(gradients[InputGate])};
        int64_t scratch_size = 0;
        for (const Slice& slice : slices) {
            scratch_size = std::max(scratch_size, set.backward_scratch(sizes, slice.rows));
        }
        over_slices(count, scratch_size, options, [&](int64_t i, const at::Tensor& scratch) {
            if (d_weights.defined()) {
                d_weights.select(0, i).zero_();
            }
            set.backward(backward, slices[i], stash.data_ptr<scalar_t>() + places[i],
                         d_weights.defined() ? d_weights.data_ptr<scalar_t>() + i * weights_size : nullptr,
                         d_bias.defined() ? d_bias.data_ptr<scalar_t>() + i * bias_size : nullptr, scratch.data_ptr<scalar_t>());
        });
        if (d_weights.defined()) {
            gradients[InputWeights] = at::empty_like(layer.w_ih, options);
            gradients[HiddenWeights] = at::empty_like(layer.w_hh, options);
            unpack_weights(sizes, lanes, d_weights, gradients[InputWeights], gradients[HiddenWeights]);
        }
        if (d_bias.defined()) {
            gradients[InputBias] = unpack_bias(sizes, lanes, d_bias);
            // Each bias's gradient is its own memory: an optimiser may change one in place.
            gradients[HiddenBias] = wanted[HiddenBias] ? gradients[InputBias].clone() : at::Tensor();
        }
    });
    for (int i = 0; i < Arguments; i++) {
        if (!wanted[i]) {
            gradients[i] = at::Tensor();
        }
    }
    return gradients;
}

}  // namespace lstm
}  // namespace shim

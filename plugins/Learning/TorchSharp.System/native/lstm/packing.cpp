#include "packing.h"

#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <cstring>

namespace shim {
namespace lstm {

namespace {

constexpr int64_t tile = 16;

// Elements that one thread copies sooner than others would be called to help.
constexpr int64_t alone = 1 << 19;

int64_t panels_of(const Sizes& sizes, int64_t lanes) { return (sizes.hidden + lanes - 1) / lanes; }

// Columns of a few rows into rows of lanes: to[k * row + lane] = from[lane * columns + k]; lanes beyond `units` are zero.
template <typename S, int64_t lanes>
void transpose_lanes(const S* from, int64_t columns, int64_t units, S* to, int64_t row) {
    S block[lanes][tile] = {};
    for (int64_t begin = 0; begin < columns; begin += tile) {
        const int64_t count = std::min(tile, columns - begin);
        if (count == tile && units == lanes) {
            for (int64_t lane = 0; lane < lanes; lane++) {
                std::memcpy(block[lane], from + lane * columns + begin, tile * sizeof(S));
            }
        } else {
            for (int64_t lane = 0; lane < units; lane++) {
                std::memcpy(block[lane], from + lane * columns + begin, count * sizeof(S));
            }
        }
        for (int64_t k = 0; k < count; k++) {
            S* target = to + (begin + k) * row;
#pragma GCC unroll 16
            for (int64_t lane = 0; lane < lanes; lane++) {
                target[lane] = block[lane][k];
            }
        }
    }
}

template <typename S>
void transpose(const S* from, int64_t columns, int64_t units, int64_t lanes, S* to, int64_t row) {
    switch (lanes) {
        case 16:
            return transpose_lanes<S, 16>(from, columns, units, to, row);
        case 8:
            return transpose_lanes<S, 8>(from, columns, units, to, row);
        case 4:
            return transpose_lanes<S, 4>(from, columns, units, to, row);
        default:
            return transpose_lanes<S, 2>(from, columns, units, to, row);
    }
}

// The reverse of transpose.
template <typename S>
void transpose_back(const S* from, int64_t row, int64_t columns, int64_t units, S* to) {
    for (int64_t begin = 0; begin < columns; begin += tile) {
        const int64_t count = std::min(tile, columns - begin);
        S block[tile][tile];
        for (int64_t k = 0; k < count; k++) {
            for (int64_t lane = 0; lane < units; lane++) {
                block[lane][k] = from[(begin + k) * row + lane];
            }
        }
        for (int64_t lane = 0; lane < units; lane++) {
            std::memcpy(to + lane * columns + begin, block[lane], count * sizeof(S));
        }
    }
}

template <typename S>
void sum_slices(S* partial, int64_t size, int64_t slices, int64_t begin, int64_t end) {
    for (int64_t slice = 1; slice < slices; slice++) {
        const S* more = partial + slice * size;
        for (int64_t i = begin; i < end; i++) {
            partial[i] += more[i];
        }
    }
}

}  // namespace

at::Tensor pack_weights(const Sizes& sizes, int64_t lanes, const at::Tensor& w_ih, const at::Tensor& w_hh) {
    const int64_t panels = panels_of(sizes, lanes);
    const int64_t depth = sizes.inputs + sizes.hidden;
    const int64_t row = sizes.gates * lanes;
    at::Tensor packed = at::empty({panels * depth * row}, w_ih.options().requires_grad(false));
    AT_DISPATCH_FLOATING_TYPES(w_ih.scalar_type(), "shim_lstm", [&] {
        const scalar_t* input_weights = w_ih.data_ptr<scalar_t>();
        const scalar_t* hidden_weights = w_hh.data_ptr<scalar_t>();
        scalar_t* to = packed.data_ptr<scalar_t>();
        at::parallel_for(0, panels, alone / (depth * row) + 1, [&](int64_t begin, int64_t end) {
            for (int64_t panel = begin; panel < end; panel++) {
                const int64_t units = std::min(lanes, sizes.hidden - panel * lanes);
                for (int64_t gate = 0; gate < sizes.gates; gate++) {
                    const int64_t first = gate * sizes.hidden + panel * lanes;
                    scalar_t* target = to + panel * depth * row + gate * lanes;
                    transpose(input_weights + first * sizes.inputs, sizes.inputs, units, lanes, target, row);
                    transpose(hidden_weights + first * sizes.hidden, sizes.hidden, units, lanes, target + sizes.inputs * row, row);
                }
            }
        });
    });
    return packed;
}

at::Tensor pack_bias(const Sizes& sizes, int64_t lanes, const at::Tensor& b_ih, const at::Tensor& b_hh) {
    at::Tensor bias = b_ih.defined() && b_hh.defined() ? b_ih + b_hh : b_ih.defined() ? b_ih : b_hh;
    const int64_t panels = panels_of(sizes, lanes);
    at::Tensor packed = at::zeros({sizes.gates, panels * lanes}, bias.options().requires_grad(false));
    packed.narrow(1, 0, sizes.hidden).copy_(bias.view({sizes.gates, sizes.hidden}));
    return packed.view({sizes.gates, panels, lanes}).transpose(0, 1).contiguous();
}

at::Tensor pack_rows(const Sizes& sizes, int64_t lanes, const at::Tensor& weights) {
    const int64_t panels = panels_of(sizes, lanes);
    const int64_t columns = weights.size(1);
    const int64_t vectors = (columns + lanes - 1) / lanes;
    const int64_t depth = panels * sizes.gates * lanes;
    at::Tensor packed = at::empty({vectors * lanes * depth}, weights.options().requires_grad(false));
    AT_DISPATCH_FLOATING_TYPES(weights.scalar_type(), "shim_lstm", [&] {
        const scalar_t* from = weights.data_ptr<scalar_t>();
        scalar_t* to = packed.data_ptr<scalar_t>();
        const int64_t blocks = (vectors + block_vectors - 1) / block_vectors;
        at::parallel_for(0, blocks, alone / (block_vectors * lanes * depth) + 1, [&](int64_t begin, int64_t end) {
            for (int64_t block = begin; block < end; block++) {
                const int64_t first = block * block_vectors * lanes;
                const int64_t width = std::min(block_vectors * lanes, vectors * lanes - first);
                const int64_t count = std::min(width, columns - first);
                scalar_t* target = to + first * depth;
                for (int64_t panel = 0; panel < panels; panel++) {
                    for (int64_t gate = 0; gate < sizes.gates; gate++) {
                        for (int64_t lane = 0; lane < lanes; lane++) {
                            const int64_t unit = panel * lanes + lane;
                            const int64_t used = unit < sizes.hidden ? count : 0;
                            if (used > 0) {
                                std::memcpy(target, from + (gate * sizes.hidden + unit) * columns + first, used * sizeof(scalar_t));
                            }
                            std::memset(target + used, 0, (width - used) * sizeof(scalar_t));
                            target += width;
                        }
                    }
                }
            }
        });
    });
    return packed;
}

void unpack_weights(const Sizes& sizes, int64_t lanes, const at::Tensor& partial, at::Tensor& d_w_ih, at::Tensor& d_w_hh) {
    const int64_t panels = panels_of(sizes, lanes);
    const int64_t depth = sizes.inputs + sizes.hidden;
    const int64_t row = sizes.gates * lanes;
    AT_DISPATCH_FLOATING_TYPES(partial.scalar_type(), "shim_lstm", [&] {
        scalar_t* from = partial.data_ptr<scalar_t>();
        scalar_t* d_input_weights = d_w_ih.data_ptr<scalar_t>();
        scalar_t* d_hidden_weights = d_w_hh.data_ptr<scalar_t>();
        at::parallel_for(0, panels, 1, [&](int64_t begin, int64_t end) {
            sum_slices(from, panels * depth * row, partial.size(0), begin * depth * row, end * depth * row);
            for (int64_t panel = begin; panel < end; panel++) {
                const int64_t units = std::min(lanes, sizes.hidden - panel * lanes);
                for (int64_t gate = 0; gate < sizes.gates; gate++) {
                    const int64_t first = gate * sizes.hidden + panel * lanes;
                    const scalar_t* source = from + panel * depth * row + gate * lanes;
                    transpose_back(source, row, sizes.inputs, units, d_input_weights + first * sizes.inputs);
                    transpose_back(source + sizes.inputs * row, row, sizes.hidden, units, d_hidden_weights + first * sizes.hidden);
                }
            }
        });
    });
}

at::Tensor unpack_bias(const Sizes& sizes, int64_t lanes, const at::Tensor& partial) {
    const int64_t panels = panels_of(sizes, lanes);
    AT_DISPATCH_FLOATING_TYPES(partial.scalar_type(), "shim_lstm", [&] {
        sum_slices(partial.data_ptr<scalar_t>(), partial.size(1), partial.size(0), 0, partial.size(1));
    });
    return partial.select(0, 0)
        .view({panels, sizes.gates, lanes})
        .transpose(0, 1)
        .reshape({sizes.gates, panels * lanes})
        .narrow(1, 0, sizes.hidden)
        .reshape({sizes.gates * sizes.hidden});
}

}  // namespace lstm
}  // namespace shim

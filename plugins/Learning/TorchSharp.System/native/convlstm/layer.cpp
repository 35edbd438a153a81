#include "layer.h"

#include "kernels.h"
#include "lstm/simd.h"
#include "shim.h"

#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <atomic>

namespace shim {
namespace convlstm {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

template <typename S>
const Kernels<S>& kernels();

template <>
const Kernels<float>& kernels<float>() {
    return SHIM_KERNELS(float);
}

template <>
const Kernels<double>& kernels<double>() {
    return SHIM_KERNELS(double);
}

Sizes sizes_of(const at::Tensor& input, const at::Tensor& kernel) {
    return Sizes{input.size(0), input.size(1), input.size(2), kernel.size(0) / input.size(2), input.size(3), input.size(4), kernel.size(2)};
}

// [channel, of input and of states, tap, gate]
at::Tensor packed(const at::Tensor& input_kernel, const at::Tensor& hidden_kernel) {
    return at::stack({input_kernel.flatten(2), hidden_kernel.flatten(2)}, 1).transpose(2, 3).contiguous();
}

template <typename S>
Layer<S> layer_of(const Sizes& sizes, bool hard, const at::Tensor& input, const at::Tensor& weights, const at::Tensor& bias) {
    return Layer<S>{sizes, hard, input.data_ptr<S>(), weights.data_ptr<S>(), bias.data_ptr<S>()};
}

// Cells of all fields below which a second thread costs more than it gives.
constexpr int64_t worth_threads = 1 << 15;

// Runs function(sample, feature, scratch) for every feature of every sample; threads take the next one when they are done.
template <typename Function>
void over_features(const Sizes& sizes, int64_t scratch_size, const at::TensorOptions& options, const Function& function) {
    const int64_t count = sizes.batch * sizes.features;
    const int64_t threads = count * sizes.steps * sizes.cells() < worth_threads ? 1 : at::get_num_threads();
    std::atomic<int64_t> next{0};
    at::parallel_for(0, std::min(count, threads), 1, [&](int64_t, int64_t) {
        at::Tensor scratch;
        for (int64_t i = next++; i < count; i = next++) {
            if (!scratch.defined()) {
                scratch = at::empty({scratch_size}, options);
            }
            function(i / sizes.features, i % sizes.features, scratch);
        }
    });
}

at::Tensor run(const at::Tensor& input, const at::Tensor& input_kernel, const at::Tensor& hidden_kernel, const at::Tensor& bias, bool hard) {
    const Sizes sizes = sizes_of(input, input_kernel);
    const at::TensorOptions options = input.options().requires_grad(false);
    const at::Tensor weights = packed(input_kernel, hidden_kernel);
    at::Tensor output = at::empty({sizes.batch, sizes.steps, sizes.channels(), sizes.height, sizes.width}, options);
    AT_DISPATCH_FLOATING_TYPES(input.scalar_type(), "shim_convlstm", [&] {
        const Kernels<scalar_t>& set = kernels<scalar_t>();
        const Layer<scalar_t> layer = layer_of<scalar_t>(sizes, hard, input, weights, bias);
        over_features(sizes, set.forward_scratch(sizes), options, [&](int64_t sample, int64_t feature, const at::Tensor& scratch) {
            set.forward(layer, sample, feature, output.data_ptr<scalar_t>(), scratch.data_ptr<scalar_t>());
        });
    });
    return output;
}

class Function : public torch::autograd::Function<Function> {
public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& input, const at::Tensor& input_kernel, const at::Tensor& hidden_kernel,
                              const at::Tensor& bias, bool hard) {
        at::AutoDispatchBelowAutograd below;
        const at::Tensor dense = input.contiguous();
        const at::Tensor output = run(dense, input_kernel, hidden_kernel, bias.contiguous(), hard);
        context->save_for_backward({dense, input_kernel, hidden_kernel, bias, output});
        context->saved_data["hard"] = hard;
        context->saved_data["of_input"] = input.requires_grad();
        return output;
    }

    static variable_list backward(AutogradContext* context, variable_list given) {
        TORCH_CHECK(!at::GradMode::is_enabled(), "the fused ConvLSTM has no second derivative");
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& input = saved[0];
        const at::Tensor& output = saved[4];
        const Sizes sizes = sizes_of(input, saved[1]);
        const at::TensorOptions options = input.options().requires_grad(false);
        const at::Tensor weights = packed(saved[1], saved[2]);
        const at::Tensor bias = saved[3].contiguous();
        const at::Tensor d_output = given[0].contiguous();
        at::Tensor d_input = context->saved_data["of_input"].toBool() ? at::empty_like(input, options) : at::Tensor();
        at::Tensor d_weights = at::empty({sizes.batch, sizes.channels(), 2, sizes.taps(), gates}, options);
        at::Tensor d_bias = at::empty({sizes.batch, sizes.channels(), gates}, options);
        AT_DISPATCH_FLOATING_TYPES(input.scalar_type(), "shim_convlstm", [&] {
            const Kernels<scalar_t>& set = kernels<scalar_t>();
            const Layer<scalar_t> layer = layer_of<scalar_t>(sizes, context->saved_data["hard"].toBool(), input, weights, bias);
            const Gradients<scalar_t> gradients{d_output.data_ptr<scalar_t>(), d_input.defined() ? d_input.data_ptr<scalar_t>() : nullptr,
                                                d_weights.data_ptr<scalar_t>(), d_bias.data_ptr<scalar_t>()};
            over_features(sizes, set.backward_scratch(sizes), options, [&](int64_t sample, int64_t feature, const at::Tensor& scratch) {
                set.backward(layer, sample, feature, output.data_ptr<scalar_t>(), gradients, scratch.data_ptr<scalar_t>());
            });
        });
        const at::Tensor kernels = d_weights.sum(0).transpose(2, 3);
        return {d_input, kernels.select(1, 0).reshape(saved[1].sizes()), kernels.select(1, 1).reshape(saved[2].sizes()), d_bias.sum(0), at::Tensor()};
    }
};

}  // namespace

at::Tensor apply(const at::Tensor& input, const at::Tensor& input_kernel, const at::Tensor& hidden_kernel, const at::Tensor& bias, bool hard) {
    TORCH_CHECK(input.dim() == 5 && input.numel() > 0, "ConvLSTM: input has shape ", input.sizes(), "; expected [batch, steps, features, height, width]");
    const int64_t channels = input_kernel.dim() == 4 ? input_kernel.size(0) : 0;
    TORCH_CHECK(channels > 0 && channels % input.size(2) == 0 && input_kernel.size(1) == gates && input_kernel.size(2) == input_kernel.size(3) &&
                    input_kernel.size(2) % 2 == 1,
                "ConvLSTM: the input's kernel has shape ", input_kernel.sizes(), "; expected [a multiple of ", input.size(2),
                " features, 4 gates, kernel, kernel] with an odd kernel");
    TORCH_CHECK(hidden_kernel.sizes() == input_kernel.sizes(), "ConvLSTM: the states' kernel has shape ", hidden_kernel.sizes(), "; expected ", input_kernel.sizes());
    TORCH_CHECK(bias.sizes() == at::IntArrayRef({channels, gates}), "ConvLSTM: bias has shape ", bias.sizes(), "; expected [", channels, ", 4]");
    for (const at::Tensor* tensor : {&input, &input_kernel, &hidden_kernel, &bias}) {
        TORCH_CHECK(tensor->device().is_cpu() && tensor->layout() == at::kStrided && tensor->scalar_type() == input.scalar_type() &&
                        (input.scalar_type() == at::kFloat || input.scalar_type() == at::kDouble),
                    "ConvLSTM: the fused kernels run on dense tensors of one type, float32 or float64, on the CPU");
    }
    return Function::apply(input, input_kernel, hidden_kernel, bias, hard);
}

}  // namespace convlstm
}  // namespace shim

using namespace shim;

// One depthwise ConvLSTM2D layer. input [batch, steps, features, height, width]; kernels [features * multiplier, 4, kernel, kernel] (gates i, f, g, o),
// cross-correlated with zeros around the grid; bias [features * multiplier, 4]. Channel c reads feature c / multiplier and its own states.
// hard: gates by clip(0.2 x + 0.5, 0, 1). output [batch, steps, features * multiplier, height, width].
SHIM_EXPORT int shim_convlstm(Handle input, Handle input_kernel, Handle hidden_kernel, Handle bias, int32_t hard, Handle* output) {
    return guarded([&] { *output = give(convlstm::apply(borrow(input), borrow(input_kernel), borrow(hidden_kernel), borrow(bias), hard != 0)); });
}

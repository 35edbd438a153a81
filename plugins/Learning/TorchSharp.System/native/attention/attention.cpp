// Attention over the cells of a grid as a step of autograd: it keeps states and contexts, never the weights of the cells.
#include "kernels.h"
#include "lstm/simd.h"
#include "shim.h"

#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

namespace shim {
namespace attention {

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

// Cells below which a second thread costs more than it gives.
constexpr int64_t worth_threads = 1 << 15;

// Fields or features that a thread takes at least.
int64_t grain(const Sizes& sizes, int64_t count) {
    return sizes.fields * sizes.features * sizes.channels * sizes.cells < worth_threads ? count : 1;
}

// states [field, feature, channel, cell]
Sizes sizes_of(const at::Tensor& states) { return Sizes{states.size(0), states.size(1), states.size(2), states.size(3)}; }

template <typename S>
const S* read(const at::Tensor& tensor) {
    return tensor.defined() ? tensor.data_ptr<S>() : nullptr;
}

template <typename S>
Layer<S> layer_of(const at::Tensor& states, const at::Tensor& weights, const at::Tensor& offsets, const at::Tensor& mask) {
    return Layer<S>{sizes_of(states), states.data_ptr<S>(), weights.data_ptr<S>(), read<S>(offsets), read<S>(mask)};
}

Optional<at::Tensor> optional(const at::Tensor& tensor) { return tensor.defined() ? Optional<at::Tensor>(tensor) : Optional<at::Tensor>(); }

class Function : public torch::autograd::Function<Function> {
public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& given_states, const at::Tensor& given_weights,
                              const Optional<at::Tensor>& given_offsets, const Optional<at::Tensor>& given_mask) {
        at::AutoDispatchBelowAutograd below;
        const at::Tensor states = given_states.contiguous();
        const at::Tensor weights = given_weights.contiguous();
        const at::Tensor offsets = given_offsets.has_value() ? given_offsets->contiguous() : at::Tensor();
        const at::Tensor mask = given_mask.has_value() ? given_mask->contiguous() : at::Tensor();
        const Sizes sizes = sizes_of(states);
        const at::TensorOptions options = states.options().requires_grad(false);
        at::Tensor result = at::empty({sizes.fields, sizes.features, sizes.channels}, options);
        AT_DISPATCH_FLOATING_TYPES(states.scalar_type(), "shim_attention", [&] {
            const Kernels<scalar_t>& set = kernels<scalar_t>();
            const Layer<scalar_t> layer = layer_of<scalar_t>(states, weights, offsets, mask);
            at::parallel_for(0, sizes.fields * sizes.features, grain(sizes, sizes.fields * sizes.features), [&](int64_t first, int64_t end) {
                const at::Tensor scratch = at::empty({set.scratch(sizes)}, options);
                for (int64_t i = first; i < end; i++) {
                    set.forward(layer, i / sizes.features, i % sizes.features, result.data_ptr<scalar_t>(), scratch.data_ptr<scalar_t>());
                }
            });
        });
        context->save_for_backward({states, weights, offsets, mask, result});
        context->saved_data["of_offsets"] = given_offsets.has_value() && given_offsets->requires_grad();
        return result;
    }

    static variable_list backward(AutogradContext* context, variable_list given) {
        TORCH_CHECK(!at::GradMode::is_enabled(), "the fused attention has no second derivative");
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& states = saved[0];
        const Sizes sizes = sizes_of(states);
        const at::TensorOptions options = states.options().requires_grad(false);
        const at::Tensor d_context = given[0].contiguous();
        at::Tensor d_states = at::empty_like(states, options);
        at::Tensor d_weights = at::empty_like(saved[1], options);
        at::Tensor d_offsets = context->saved_data["of_offsets"].toBool() ? at::empty_like(saved[2], options) : at::Tensor();
        AT_DISPATCH_FLOATING_TYPES(states.scalar_type(), "shim_attention", [&] {
            const Kernels<scalar_t>& set = kernels<scalar_t>();
            const Layer<scalar_t> layer = layer_of<scalar_t>(states, saved[1], saved[2], saved[3]);
            const Gradients<scalar_t> gradients{d_context.data_ptr<scalar_t>(), d_states.data_ptr<scalar_t>(), d_weights.data_ptr<scalar_t>(),
                                                d_offsets.defined() ? d_offsets.data_ptr<scalar_t>() : nullptr};
            at::parallel_for(0, sizes.features, grain(sizes, sizes.features), [&](int64_t first, int64_t end) {
                const at::Tensor scratch = at::empty({set.scratch(sizes)}, options);
                for (int64_t feature = first; feature < end; feature++) {
                    set.backward(layer, feature, saved[4].data_ptr<scalar_t>(), gradients, scratch.data_ptr<scalar_t>());
                }
            });
        });
        return {d_states, d_weights, d_offsets, at::Tensor()};
    }
};

void check_shape(const char* name, const at::Tensor& tensor, at::IntArrayRef expected) {
    TORCH_CHECK(!tensor.defined() || tensor.sizes() == expected, "attention: ", name, " has shape ", tensor.sizes(), "; expected ", expected);
}

at::Tensor apply(const at::Tensor& states, const at::Tensor& weights, const at::Tensor& offsets, const at::Tensor& mask) {
    TORCH_CHECK(states.dim() == 4 && states.numel() > 0, "attention: states have shape ", states.sizes(), "; expected [field, feature, channel, cell]");
    check_shape("weights", weights, {states.size(1), states.size(2)});
    check_shape("offsets", offsets, {states.size(1), states.size(3)});
    check_shape("mask", mask, {states.size(3)});
    for (const at::Tensor* tensor : {&states, &weights, &offsets, &mask}) {
        TORCH_CHECK(!tensor->defined() || (tensor->device().is_cpu() && tensor->scalar_type() == states.scalar_type()),
                    "attention: the fused kernels run on tensors of one type on the CPU");
    }
    return Function::apply(states, weights, optional(offsets), optional(mask));
}

}  // namespace

}  // namespace attention
}  // namespace shim

using namespace shim;

// Mean states over the cells of a grid, weighed by a softmax over the cells inside the mask of scores = sum over channels of weights * states + offsets.
// states [field, feature, channel, cell]; weights [feature, channel]; offsets [feature, cell] or null; mask [cell] of 1 and 0, or null for all.
// context [field, feature, channel].
SHIM_EXPORT int shim_attention(Handle states, Handle weights, Handle offsets, Handle mask, Handle* context) {
    return guarded([&] { *context = give(attention::apply(borrow(states), borrow(weights), borrow(offsets), borrow(mask))); });
}

#include "shim.h"
#include "function.h"

#include "simd.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/autograd/grad_mode.h>

namespace shim {
namespace lstm {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct Named {
    const char* name;
    at::Tensor Layer::*tensor;
};

// In the order of Argument.
constexpr Named arguments[Arguments] = {
    {"input", &Layer::input},   {"h0", &Layer::h0},     {"c0", &Layer::c0},     {"w_ih", &Layer::w_ih},           {"w_hh", &Layer::w_hh},
    {"b_ih", &Layer::b_ih},     {"b_hh", &Layer::b_hh}, {"gate_bias", &Layer::gate_bias}, {"input_gate", &Layer::input_gate},
};

void check_shape(const char* name, const at::Tensor& tensor, at::IntArrayRef expected, const char* meaning) {
    TORCH_CHECK(!tensor.defined() || tensor.sizes() == expected, "LSTM: ", name, " has shape ", tensor.sizes(), "; expected ", meaning, " = ", expected);
}

void check(const Layer& layer) {
    TORCH_CHECK(layer.input.defined() && layer.w_ih.defined() && layer.w_hh.defined(), "LSTM: input, w_ih and w_hh must be given");
    TORCH_CHECK(layer.input.dim() == 3, "LSTM: input has shape ", layer.input.sizes(), "; expected [steps, batch, inputs]");
    TORCH_CHECK(layer.w_ih.dim() == 2, "LSTM: w_ih has shape ", layer.w_ih.sizes(), "; expected [gates * hidden, inputs]");
    TORCH_CHECK(layer.w_hh.dim() == 2, "LSTM: w_hh has shape ", layer.w_hh.sizes(), "; expected [gates * hidden, hidden]");
    TORCH_CHECK(layer.input.scalar_type() == at::kFloat || layer.input.scalar_type() == at::kDouble, "LSTM: input has type ", layer.input.scalar_type(),
                "; expected float32 or float64");
    for (const Named& argument : arguments) {
        const at::Tensor& tensor = layer.*argument.tensor;
        if (tensor.defined()) {
            TORCH_CHECK(tensor.device().is_cpu() && tensor.layout() == at::kStrided, "LSTM: ", argument.name, " lies on ", tensor.device(),
                        " with layout ", tensor.layout(), "; the fused LSTM runs on dense tensors on the CPU");
            TORCH_CHECK(tensor.scalar_type() == layer.input.scalar_type(), "LSTM: ", argument.name, " has type ", tensor.scalar_type(),
                        "; expected the input's, ", layer.input.scalar_type());
        }
    }
    const int64_t gates = layer.input_gate.defined() ? 3 : 4;
    const int64_t steps = layer.input.size(0);
    const int64_t batch = layer.input.size(1);
    const int64_t inputs = layer.input.size(2);
    const int64_t hidden = layer.w_hh.size(1);
    TORCH_CHECK(steps > 0 && batch > 0 && inputs > 0, "LSTM: input has shape ", layer.input.sizes(), "; expected at least one step, sample and input");
    TORCH_CHECK(hidden > 0, "LSTM: w_hh has shape ", layer.w_hh.sizes(), "; expected at least one hidden unit");
    const char* rows = gates == 4 ? "[4 * hidden, hidden] (gates i, f, g, o)" : "[3 * hidden, hidden] (gates f, g, o, as the input gate is given)";
    check_shape("w_hh", layer.w_hh, {gates * hidden, hidden}, rows);
    check_shape("w_ih", layer.w_ih, {gates * hidden, inputs}, "[gates * hidden, inputs]");
    check_shape("b_ih", layer.b_ih, {gates * hidden}, "[gates * hidden]");
    check_shape("b_hh", layer.b_hh, {gates * hidden}, "[gates * hidden]");
    check_shape("h0", layer.h0, {batch, hidden}, "[batch, hidden]");
    check_shape("c0", layer.c0, {batch, hidden}, "[batch, hidden]");
    check_shape("gate_bias", layer.gate_bias, {batch, gates * hidden}, "[batch, gates * hidden]");
    check_shape("input_gate", layer.input_gate, {batch, hidden}, "[batch, hidden]");
    check_shape("lengths", layer.lengths, {batch}, "[batch]");
    if (layer.lengths.defined()) {
        TORCH_CHECK(layer.lengths.scalar_type() == at::kLong && layer.lengths.device().is_cpu(), "LSTM: lengths has type ", layer.lengths.scalar_type(),
                    " on ", layer.lengths.device(), "; expected int64 on the CPU");
        const int64_t shortest = layer.lengths.min().item<int64_t>();
        const int64_t longest = layer.lengths.max().item<int64_t>();
        TORCH_CHECK(shortest >= 0 && longest <= steps, "LSTM: lengths run from ", shortest, " to ", longest, "; expected 0 to the input's ", steps, " steps");
    }
}

at::Tensor dense(const at::Tensor& tensor) { return tensor.defined() ? tensor.resolve_neg().contiguous() : tensor; }

// A sequence is read in place as long as the values of one step of one sample lie together.
at::Tensor dense_sequence(const at::Tensor& tensor) {
    return tensor.defined() && !tensor.is_neg() && (tensor.stride(2) == 1 || tensor.size(2) == 1) ? tensor : dense(tensor);
}

Layer dense(Layer layer) {
    layer.input = dense_sequence(layer.input);
    for (int i = FirstHidden; i < Arguments; i++) {
        layer.*arguments[i].tensor = dense(layer.*arguments[i].tensor);
    }
    layer.lengths = dense(layer.lengths);
    return layer;
}

// Autograd of libtorch 1.13 takes a tensor that is not given as an optional only.
using Optional = shim::Optional<at::Tensor>;

Optional optional(const at::Tensor& tensor) { return tensor.defined() ? Optional(tensor) : Optional(); }

at::Tensor given(const Optional& tensor) { return tensor.has_value() ? *tensor : at::Tensor(); }

class Function : public torch::autograd::Function<Function> {
public:
    static variable_list forward(AutogradContext* context, at::Tensor input, Optional h0, Optional c0, at::Tensor w_ih, at::Tensor w_hh, Optional b_ih,
                                 Optional b_hh, Optional gate_bias, Optional input_gate, Optional lengths, bool reverse, bool sequence) {
        const Layer layer{input,     given(h0),         given(c0),      w_ih,    w_hh,    given(b_ih), given(b_hh), given(gate_bias), given(input_gate),
                          given(lengths), reverse, sequence};
        Result result = run(dense(layer), true);
        int64_t wanted = 0;
        for (int i = 0; i < Arguments; i++) {
            const at::Tensor& tensor = layer.*arguments[i].tensor;
            wanted |= int64_t(tensor.defined() && tensor.requires_grad()) << i;
        }
        context->set_materialize_grads(false);
        context->save_for_backward({input, layer.h0, layer.c0, w_ih, w_hh, layer.input_gate, layer.lengths, result.stash});
        context->saved_data["wanted"] = wanted;
        context->saved_data["reverse"] = reverse;
        context->saved_data["sequence"] = sequence;
        context->saved_data["simd"] = std::string(kernels<float>().name);
        if (sequence) {
            return {result.output, result.h_n, result.c_n};
        }
        return {result.h_n, result.c_n};
    }

    static variable_list backward(AutogradContext* context, variable_list gradients) {
        TORCH_CHECK(!at::GradMode::is_enabled(), "LSTM: the fused LSTM has no second derivative; call backward without create_graph");
        TORCH_CHECK(context->saved_data["simd"].toStringRef() == kernels<float>().name, "LSTM: TRIBUTARY_SIMD changed between forward and backward");
        const variable_list saved = context->get_saved_variables();
        const bool sequence = context->saved_data["sequence"].toBool();
        const int64_t mask = context->saved_data["wanted"].toInt();
        std::array<bool, Arguments> wanted;
        for (int i = 0; i < Arguments; i++) {
            wanted[i] = (mask >> i & 1) != 0;
        }
        variable_list results(Arguments + 3);
        const at::Tensor d_output = sequence ? gradients[0] : at::Tensor();
        const at::Tensor& d_h_n = gradients[sequence ? 1 : 0];
        const at::Tensor& d_c_n = gradients[sequence ? 2 : 1];
        if (!d_output.defined() && !d_h_n.defined() && !d_c_n.defined()) {
            return results;
        }
        Layer layer{saved[0], saved[1], saved[2], saved[3], saved[4], {}, {}, {}, saved[5], saved[6], context->saved_data["reverse"].toBool(), sequence};
        const std::array<at::Tensor, Arguments> found = run_back(dense(layer), saved[7], dense_sequence(d_output), dense(d_h_n), dense(d_c_n), wanted);
        std::copy(found.begin(), found.end(), results.begin());
        return results;
    }
};

}  // namespace

std::vector<at::Tensor> apply(Layer layer) {
    check(layer);
    bool differentiable = false;
    for (const Named& argument : arguments) {
        const at::Tensor& tensor = layer.*argument.tensor;
        differentiable = differentiable || (tensor.defined() && tensor.requires_grad());
    }
    if (!differentiable || !at::GradMode::is_enabled()) {
        at::NoGradGuard no_grad;
        Result result = run(dense(layer), false);
        return {result.output, result.h_n, result.c_n};
    }
    variable_list results =
        Function::apply(layer.input, optional(layer.h0), optional(layer.c0), layer.w_ih, layer.w_hh, optional(layer.b_ih), optional(layer.b_hh),
                        optional(layer.gate_bias), optional(layer.input_gate), optional(layer.lengths), layer.reverse, layer.sequence);
    if (!layer.sequence) {
        results.insert(results.begin(), at::Tensor());
    }
    return results;
}

}  // namespace lstm
}  // namespace shim

// One LSTM layer in one direction on the CPU, without autograd.
#pragma once

#include <ATen/ATen.h>

#include <array>

namespace shim {
namespace lstm {

// What a layer reads; undefined where it is not given. All tensors are dense, of one type, on the CPU; shapes as in shim_lstm.
struct Layer {
    at::Tensor input;
    at::Tensor h0;
    at::Tensor c0;
    at::Tensor w_ih;
    at::Tensor w_hh;
    at::Tensor b_ih;
    at::Tensor b_hh;
    at::Tensor gate_bias;
    at::Tensor input_gate;
    at::Tensor lengths;
    bool reverse;
    bool sequence;
};

struct Result {
    at::Tensor output;  // undefined for many-to-one
    at::Tensor h_n;
    at::Tensor c_n;
    at::Tensor stash;  // what backward needs; undefined where it was not asked for
};

Result run(const Layer& layer, bool keep);

// The differentiable arguments, in the order of shim_lstm.
enum Argument { Input, FirstHidden, FirstCell, InputWeights, HiddenWeights, InputBias, HiddenBias, GateBias, InputGate, Arguments };

// Gradients of the wanted arguments; d_output, d_h_n and d_c_n may be undefined, which stands for zeros. The layer's biases are not read.
std::array<at::Tensor, Arguments> run_back(const Layer& layer, const at::Tensor& stash, const at::Tensor& d_output, const at::Tensor& d_h_n,
                                           const at::Tensor& d_c_n, const std::array<bool, Arguments>& wanted);

}  // namespace lstm
}  // namespace shim

// One depthwise ConvLSTM2D layer on the CPU (Shi et al., 2015, without peepholes, each channel alone), with its gradient.
#pragma once

#include <ATen/ATen.h>

namespace shim {
namespace convlstm {

// Hidden states at every step, [batch, steps, features * multiplier, height, width]. Shapes as in shim_convlstm.
at::Tensor apply(const at::Tensor& input, const at::Tensor& input_kernel, const at::Tensor& hidden_kernel, const at::Tensor& bias, bool hard);

}  // namespace convlstm
}  // namespace shim

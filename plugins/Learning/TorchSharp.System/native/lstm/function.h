// The layer as a step of autograd.
#pragma once

#include "layer.h"

#include <vector>

namespace shim {
namespace lstm {

// Checks every argument, then runs the layer. Returns output (undefined for many-to-one), h_n and c_n.
std::vector<at::Tensor> apply(Layer layer);

}  // namespace lstm
}  // namespace shim

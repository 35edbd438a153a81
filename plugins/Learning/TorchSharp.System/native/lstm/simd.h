// Which set of inner loops runs here.
#pragma once

#include "kernels.h"

namespace shim {
namespace lstm {

// The processor's best level, or the one that the environment variable TRIBUTARY_SIMD names (avx512, avx2, portable).
template <typename S>
const Kernels<S>& kernels();

template <>
const Kernels<float>& kernels<float>();
template <>
const Kernels<double>& kernels<double>();

}  // namespace lstm
}  // namespace shim

// Which set of inner loops runs here.
#pragma once

#include "kernels.h"

namespace shim {
namespace lstm {

enum class Level { Portable, Avx2, Avx512 };

// The processor's best level, or the one that the environment variable TRIBUTARY_SIMD names (avx512, avx2, portable).
Level level();

// The LSTM's loops of that level.
template <typename S>
const Kernels<S>& kernels();

template <>
const Kernels<float>& kernels<float>();
template <>
const Kernels<double>& kernels<double>();

}  // namespace lstm
}  // namespace shim

// Which set of inner loops runs here.
#pragma once

#include "kernels.h"

namespace shim {
namespace lstm {

enum class Level { Portable, Avx2, Avx512 };

// The processor's best level, or the one that the environment variable TRIBUTARY_SIMD names (avx512, avx2, portable).
Level level();

// The kernels of that level.
template <typename K>
const K& of_level(const K& (*avx512)(), const K& (*avx2)(), const K& (*portable)()) {
    switch (level()) {
        case Level::Avx512:
            return avx512();
        case Level::Avx2:
            return avx2();
        default:
            return portable();
    }
}

// The LSTM's loops of that level.
template <typename S>
const Kernels<S>& kernels();

template <>
const Kernels<float>& kernels<float>();
template <>
const Kernels<double>& kernels<double>();

}  // namespace lstm
}  // namespace shim

// Of the three kernels that a namespace declares for a type (avx512_float and so on) those that run here; other processors have only portable ones.
#if defined(__x86_64__)
#define SHIM_KERNELS(type) ::shim::lstm::of_level(avx512_##type, avx2_##type, portable_##type)
#else
#define SHIM_KERNELS(type) portable_##type()
#endif

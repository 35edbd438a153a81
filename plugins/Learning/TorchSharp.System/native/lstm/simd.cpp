#include "simd.h"

#include "shim.h"

#include <c10/util/Exception.h>

#include <cstdlib>
#include <string>

namespace shim {
namespace lstm {

namespace {

Level best_level() {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
        return Level::Avx512;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        return Level::Avx2;
    }
#endif
    return Level::Portable;
}

}  // namespace

// Read at every call, so that a test may change it; a wish beyond the processor is an error rather than a crash.
Level level() {
    static const Level best = best_level();
    const char* wish = std::getenv("TRIBUTARY_SIMD");
    if (wish == nullptr || *wish == '\0') {
        return best;
    }
    const std::string name(wish);
    TORCH_CHECK(name == "avx512" || name == "avx2" || name == "portable", "TRIBUTARY_SIMD is '", name, "'; it may be avx512, avx2 or portable");
    const Level wished = name == "avx512" ? Level::Avx512 : name == "avx2" ? Level::Avx2 : Level::Portable;
    TORCH_CHECK(wished <= best, "TRIBUTARY_SIMD is '", name, "', which this processor does not have");
    return wished;
}

template <>
const Kernels<float>& kernels<float>() {
    return SHIM_KERNELS(float);
}

template <>
const Kernels<double>& kernels<double>() {
    return SHIM_KERNELS(double);
}

}  // namespace lstm
}  // namespace shim

// The SIMD level in use: avx512, avx2 or portable; null (see shim_last_error) when TRIBUTARY_SIMD names none that this processor has.
SHIM_EXPORT const char* shim_simd() {
    const char* name = nullptr;
    shim::guarded([&] { name = shim::lstm::kernels<float>().name; });
    return name;
}

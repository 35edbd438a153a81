// The depthwise ConvLSTM's inner loops. Included once for each SIMD level by a unit that defines what ../lstm/kernels.inl asks for.
#include "kernels.h"

#include <cstddef>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define INLINE inline __attribute__((always_inline))
#define LSTM_JOIN_(a, b) a##_##b
#define LSTM_JOIN(a, b) LSTM_JOIN_(a, b)

namespace shim {
namespace convlstm {
namespace {

#include "lstm/simd.inl"
#include "planes.inl"
#include "forward.inl"
#include "backward.inl"

template <typename S>
Kernels<S> kernels() {
    return Kernels<S>{
        [](const Sizes& sizes) { return ForwardScratch<S>(sizes, nullptr).size; },
        [](const Sizes& sizes) { return BackwardScratch<S>(sizes, nullptr).size; },
        [](const Layer<S>& layer, int64_t sample, int64_t feature, S* output, S* scratch) {
            const FlushFaded flush;
            (layer.hard ? forward<S, true> : forward<S, false>)(layer, sample, feature, output, scratch);
        },
        [](const Layer<S>& layer, int64_t sample, int64_t feature, const S* output, const Gradients<S>& gradients, S* scratch) {
            const FlushFaded flush;
            (layer.hard ? backward<S, true> : backward<S, false>)(layer, sample, feature, output, gradients, scratch);
        },
    };
}

}  // namespace

const Kernels<float>& LSTM_JOIN(LSTM_LEVEL, float)() {
    static const Kernels<float> set = kernels<float>();
    return set;
}

const Kernels<double>& LSTM_JOIN(LSTM_LEVEL, double)() {
    static const Kernels<double> set = kernels<double>();
    return set;
}

}  // namespace convlstm
}  // namespace shim

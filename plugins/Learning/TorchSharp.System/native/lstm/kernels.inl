// The LSTM's inner loops. Included once for each SIMD level by a unit that defines
//   LSTM_BYTES      bytes in a vector
//   LSTM_REGISTERS  vector registers
//   LSTM_LEVEL      the level's name, as avx512
// All gates of a vector of hidden units come out of one tile of registers, where they are activated and the cell is updated at once.
#include "kernels.h"

#include <cstddef>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define INLINE inline __attribute__((always_inline))
#define LSTM_JOIN_(a, b) a##_##b
#define LSTM_JOIN(a, b) LSTM_JOIN_(a, b)
#define LSTM_TEXT_(a) #a
#define LSTM_TEXT(a) LSTM_TEXT_(a)

namespace shim {
namespace lstm {
namespace {

#include "simd.inl"
#include "tiles.inl"
#include "forward.inl"
#include "products.inl"
#include "backward.inl"

template <typename S, Vector<S> (*function)(Vector<S>)>
void each(const S* from, S* to, int64_t count) {
    for (int64_t i = 0; i < count; i += lanes<S>) {
        const int64_t length = least(lanes<S>, count - i);
        Vector<S> value{};
        std::memcpy(&value, from + i, length * sizeof(S));
        value = function(value);
        std::memcpy(to + i, &value, length * sizeof(S));
    }
}

template <typename S>
double peak(int64_t rounds) {
    Vector<S> sums[12] = {};
    Vector<S> factor = Vector<S>{} + S(0.999);
    for (int64_t round = 0; round < rounds; round++) {
#pragma GCC unroll 12
        for (int i = 0; i < 12; i++) {
            sums[i] = sums[i] * factor + factor;
            __asm__ volatile("" : "+" LSTM_REGISTER(sums[i]));
        }
    }
    return 2.0 * 12 * lanes<S> * static_cast<double>(rounds);
}

template <typename S>
Kernels<S> kernels() {
    return Kernels<S>{
        LSTM_TEXT(LSTM_LEVEL),
        lanes<S>,
        [](const Sizes& sizes, int64_t rows) { return ForwardScratch<S>(sizes, rows, nullptr).size; },
        [](const Sizes& sizes, int64_t rows) { return BackwardScratch<S>(sizes, rows, nullptr).size; },
        [](const Forward<S>& layer, const Slice& slice, S* stash, S* scratch) {
            const FlushFaded flush;
            (layer.given.sizes.gates == 4 ? forward<S, 4> : forward<S, 3>)(layer, slice, stash, scratch);
        },
        [](const Backward<S>& layer, const Slice& slice, const S* stash, S* d_weights, S* d_bias, S* scratch) {
            const FlushFaded flush;
            (layer.given.sizes.gates == 4 ? backward<S, 4> : backward<S, 3>)(layer, slice, stash, d_weights, d_bias, scratch);
        },
        each<S, sigmoid>,
        each<S, tanh>,
        peak<S>,
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

}  // namespace lstm
}  // namespace shim

// Attention over the cells of a grid. Included once for each SIMD level by a unit that defines what ../lstm/kernels.inl asks for.
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
namespace attention {
namespace {

#include "lstm/simd.inl"

INLINE Vector<float> power_of_e(Vector<float> x) {
    Vector<float> scale, rest;
    exponential<1>(bound(x, -87.0f, 0.0f), scale, rest);
    return scale * rest + scale;
}

INLINE Vector<double> power_of_e(Vector<double> x) {
    for (int64_t lane = 0; lane < lanes<double>; lane++) {
        x[lane] = __builtin_exp(x[lane]);
    }
    return x;
}

template <typename S>
int64_t padded(const Sizes& sizes) {
    return (sizes.cells + lanes<S> - 1) / lanes<S> * lanes<S>;
}

// Vectors from memory that may end within one; beyond its end there are zeros.
template <typename S>
INLINE Vector<S> load_part(const S* from, int64_t count) {
    if (count >= lanes<S>) {
        return load(from);
    }
    Vector<S> value{};
    std::memcpy(&value, from, count * sizeof(S));
    return value;
}

template <typename S>
INLINE void store_part(S* to, Vector<S> value, int64_t count) {
    if (count >= lanes<S>) {
        store(to, value);
    } else {
        std::memcpy(to, &value, count * sizeof(S));
    }
}

template <typename S>
INLINE S total(Vector<S> vector) {
    S sum = 0;
    for (int64_t lane = 0; lane < lanes<S>; lane++) {
        sum += vector[lane];
    }
    return sum;
}

// Attention weights of a feature in a field, zero outside the mask and behind the last cell. `states` are those of its channels.
template <typename S>
void weigh(const Layer<S>& layer, int64_t feature, const S* states, S* weights) {
    const Sizes& sizes = layer.sizes;
    const S* factors = layer.weights + feature * sizes.channels;
    const S least = S(-1e30);
    Vector<S> highest = Vector<S>{} + least;
    for (int64_t at = 0; at < sizes.cells; at += lanes<S>) {
        const int64_t rest = sizes.cells - at;
        Vector<S> score{};
        for (int64_t channel = 0; channel < sizes.channels; channel++) {
            score += load_part(states + channel * sizes.cells + at, rest) * factors[channel];
        }
        if (layer.offsets != nullptr) {
            score += load_part(layer.offsets + feature * sizes.cells + at, rest);
        }
        if (layer.mask != nullptr) {
            score = load_part(layer.mask + at, rest) > S(0) ? score : Vector<S>{} + least;
        }
        for (int64_t lane = rest; lane < lanes<S>; lane++) {
            score[lane] = least;
        }
        highest = score > highest ? score : highest;
        store(weights + at, score);
    }
    S top = highest[0];
    for (int64_t lane = 1; lane < lanes<S>; lane++) {
        top = highest[lane] > top ? highest[lane] : top;
    }
    Vector<S> sum{};
    for (int64_t at = 0; at < sizes.cells; at += lanes<S>) {
        const Vector<S> score = load(weights + at);
        const Vector<S> weight = score > least ? power_of_e(score - top) : Vector<S>{};
        store(weights + at, weight);
        sum += weight;
    }
    const S share = S(1) / total<S>(sum);
    for (int64_t at = 0; at < sizes.cells; at += lanes<S>) {
        store(weights + at, load(weights + at) * share);
    }
}

template <typename S>
void forward(const Layer<S>& layer, int64_t field, int64_t feature, S* context, S* weights) {
    const Sizes& sizes = layer.sizes;
    const int64_t place = (field * sizes.features + feature) * sizes.channels;
    const S* states = layer.states + place * sizes.cells;
    weigh(layer, feature, states, weights);
    for (int64_t channel = 0; channel < sizes.channels; channel++) {
        Vector<S> sum{};
        for (int64_t at = 0; at < sizes.cells; at += lanes<S>) {
            sum += load(weights + at) * load_part(states + channel * sizes.cells + at, sizes.cells - at);
        }
        context[place + channel] = total<S>(sum);
    }
}

template <typename S>
void backward(const Layer<S>& layer, int64_t feature, const S* context, const Gradients<S>& gradients, S* scratch) {
    const Sizes& sizes = layer.sizes;
    S* weights = scratch;
    S* scores = scratch + padded<S>(sizes);
    const S* factors = layer.weights + feature * sizes.channels;
    S* d_weights = gradients.d_weights + feature * sizes.channels;
    std::memset(d_weights, 0, sizes.channels * sizeof(S));
    S* d_offsets = gradients.d_offsets == nullptr ? nullptr : gradients.d_offsets + feature * sizes.cells;
    if (d_offsets != nullptr) {
        std::memset(d_offsets, 0, sizes.cells * sizeof(S));
    }
    for (int64_t field = 0; field < sizes.fields; field++) {
        const int64_t place = (field * sizes.features + feature) * sizes.channels;
        const S* states = layer.states + place * sizes.cells;
        const S* given = gradients.d_context + place;
        weigh(layer, feature, states, weights);
        for (int64_t at = 0; at < sizes.cells; at += lanes<S>) {
            Vector<S> slope{};
            for (int64_t channel = 0; channel < sizes.channels; channel++) {
                slope += (load_part(states + channel * sizes.cells + at, sizes.cells - at) - context[place + channel]) * given[channel];
            }
            store(scores + at, slope * load(weights + at));
        }
        for (int64_t channel = 0; channel < sizes.channels; channel++) {
            const S* state = states + channel * sizes.cells;
            S* d_states = gradients.d_states + (place + channel) * sizes.cells;
            Vector<S> sum{};
            for (int64_t at = 0; at < sizes.cells; at += lanes<S>) {
                const Vector<S> slope = load(scores + at);
                store_part(d_states + at, load(weights + at) * given[channel] + slope * factors[channel], sizes.cells - at);
                // The slopes sum to 0: a state less its mean gives the same sum, with less of it rounded away.
                sum += slope * (load_part(state + at, sizes.cells - at) - context[place + channel]);
            }
            d_weights[channel] += total<S>(sum);
        }
        for (int64_t cell = 0; d_offsets != nullptr && cell < sizes.cells; cell++) {
            d_offsets[cell] += scores[cell];
        }
    }
}

template <typename S>
Kernels<S> kernels() {
    return Kernels<S>{
        [](const Sizes& sizes) { return 2 * padded<S>(sizes); },
        [](const Layer<S>& layer, int64_t field, int64_t feature, S* context, S* scratch) {
            const FlushFaded flush;
            forward(layer, field, feature, context, scratch);
        },
        [](const Layer<S>& layer, int64_t feature, const S* context, const Gradients<S>& gradients, S* scratch) {
            const FlushFaded flush;
            backward(layer, feature, context, gradients, scratch);
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

}  // namespace attention
}  // namespace shim

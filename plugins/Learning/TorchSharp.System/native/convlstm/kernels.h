// The depthwise ConvLSTM's inner loops as plain functions over plain memory, one set for each SIMD level; compiled as ../lstm/kernels.h says.
#pragma once

#include <cstdint>

namespace shim {
namespace convlstm {

constexpr int gates = 4;  // i, f, g, o

// A feature has `multiplier` channels of states, each with kernels of its own; no channel sees another.
struct Sizes {
    int64_t batch;
    int64_t steps;
    int64_t features;
    int64_t multiplier;
    int64_t height;
    int64_t width;
    int64_t kernel;  // odd; of inputs and states alike

    int64_t taps() const { return kernel * kernel; }
    int64_t cells() const { return height * width; }
    int64_t channels() const { return features * multiplier; }
};

template <typename S>
struct Layer {
    Sizes sizes;
    bool hard;         // gates by clip(0.2 x + 0.5, 0, 1) instead of the logistic function
    const S* input;    // [batch, steps, features, height, width]
    const S* weights;  // [channel, of input and of states, tap, gate]
    const S* bias;     // [channel, gate]
};

template <typename S>
struct Gradients {
    const S* d_output;  // [batch, steps, channels, height, width]
    S* d_input;         // as the input; null where not needed
    S* d_weights;       // [batch, channel, of input and of states, tap, gate]
    S* d_bias;          // [batch, channel, gate]
};

template <typename S>
struct Kernels {
    // Elements of memory, aligned to 64 bytes, that one feature of one sample needs while it runs.
    int64_t (*forward_scratch)(const Sizes&);
    int64_t (*backward_scratch)(const Sizes&);
    // One feature of one sample through all steps; output [batch, steps, channels, height, width].
    void (*forward)(const Layer<S>&, int64_t sample, int64_t feature, S* output, S* scratch);
    // The way back. Gates and cells are computed again from the input and the output, so that nothing but these was kept.
    void (*backward)(const Layer<S>&, int64_t sample, int64_t feature, const S* output, const Gradients<S>&, S* scratch);
};

const Kernels<float>& portable_float();
const Kernels<double>& portable_double();
#if defined(__x86_64__)
const Kernels<float>& avx2_float();
const Kernels<double>& avx2_double();
const Kernels<float>& avx512_float();
const Kernels<double>& avx512_double();
#endif

}  // namespace convlstm
}  // namespace shim

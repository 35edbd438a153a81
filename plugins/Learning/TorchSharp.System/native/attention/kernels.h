// Attention over the cells of a grid as plain functions over plain memory, one set for each SIMD level; compiled as ../lstm/kernels.h says.
#pragma once

#include <cstdint>

namespace shim {
namespace attention {

struct Sizes {
    int64_t fields;    // samples times steps
    int64_t features;
    int64_t channels;  // of each feature
    int64_t cells;
};

// A feature's score of a cell is a sum over its channels, weight times state, and an offset of the cell; its weight is their softmax over unmasked cells.
template <typename S>
struct Layer {
    Sizes sizes;
    const S* states;   // [field, feature, channel, cell]
    const S* weights;  // [feature, channel]
    const S* offsets;  // [feature, cell]; null for none
    const S* mask;     // [cell], 1 inside and 0 outside; null for all inside
};

template <typename S>
struct Gradients {
    const S* d_context;  // [field, feature, channel]
    S* d_states;         // [field, feature, channel, cell]
    S* d_weights;        // [feature, channel]
    S* d_offsets;        // [feature, cell]; null where not needed
};

template <typename S>
struct Kernels {
    // Elements of memory, aligned to 64 bytes, that a feature needs while it runs.
    int64_t (*scratch)(const Sizes&);
    // Mean state of one feature in one field, weighed; context [field, feature, channel].
    void (*forward)(const Layer<S>&, int64_t field, int64_t feature, S* context, S* scratch);
    // One feature in all fields, backwards; the weights are computed again.
    void (*backward)(const Layer<S>&, int64_t feature, const S* context, const Gradients<S>&, S* scratch);
};

const Kernels<float>& portable_float();
const Kernels<double>& portable_double();
#if defined(__x86_64__)
const Kernels<float>& avx2_float();
const Kernels<double>& avx2_double();
const Kernels<float>& avx512_float();
const Kernels<double>& avx512_double();
#endif

}  // namespace attention
}  // namespace shim

// The LSTM's inner loops as plain functions over plain memory, one set for each SIMD level.
// The units that hold them are compiled with flags of their own, so nothing inline may cross this border: no ATen, no standard containers.
#pragma once

#include <cstdint>

namespace shim {
namespace lstm {

// Sizes of one layer. Gates are 4 (i, f, g, o) or 3 (f, g, o, with the input gate given).
struct Sizes {
    int64_t steps;
    int64_t batch;
    int64_t inputs;
    int64_t hidden;
    int64_t gates;
};

// Samples first .. first + rows - 1, which run through all steps without looking at any other sample.
struct Slice {
    int64_t first;
    int64_t rows;
    int64_t steps;  // steps of its longest sample
};

// What both directions read. Missing arrays are null. Panels hold one vector of hidden units each, all gates of these side by side.
template <typename S>
struct Given {
    Sizes sizes;
    const S* input;  // [steps, batch, inputs], the last dimension dense
    int64_t input_step;
    int64_t input_sample;
    const S* h0;          // [batch, hidden]
    const S* c0;          // [batch, hidden]
    const S* input_gate;  // [batch, hidden]
    const int64_t* lengths;
    bool reverse;
};

template <typename S>
struct Forward {
    Given<S> given;
    const S* weights;    // [panel, inputs + hidden, gate, lane]
    const S* bias;       // [panel, gate, lane]
    const S* gate_bias;  // [batch, gates * hidden]
    S* output;           // [steps, batch, hidden]
    S* h_n;              // [batch, hidden]
    S* c_n;              // [batch, hidden]
};

template <typename S>
struct Backward {
    Given<S> given;
    const S* hidden_weights;  // blocked, see pack_rows
    const S* input_weights;   // blocked; needed for d_input only
    const S* d_output;        // [steps, batch, hidden], the last dimension dense
    int64_t d_output_step;
    int64_t d_output_sample;
    const S* d_h_n;  // [batch, hidden]
    const S* d_c_n;  // [batch, hidden]
    S* d_input;      // [steps, batch, inputs]
    S* d_h0;         // [batch, hidden]
    S* d_c0;         // [batch, hidden]
    S* d_gate_bias;  // [batch, gates * hidden]
    S* d_input_gate;  // [batch, hidden]
};

template <typename S>
struct Kernels {
    const char* name;
    int64_t lanes;
    // Elements of memory, aligned to 64 bytes, that one slice needs while it runs.
    int64_t (*forward_scratch)(const Sizes&, int64_t rows);
    int64_t (*backward_scratch)(const Sizes&, int64_t rows);
    // Runs a slice. A null stash keeps nothing for the backward pass; otherwise it holds steps * panels * rows * (gates + 1) vectors.
    void (*forward)(const Forward<S>&, const Slice&, S* stash, S* scratch);
    // Adds to d_weights [panel, inputs + hidden, gate, lane] and d_bias [panel, gate, lane], each null where not needed.
    void (*backward)(const Backward<S>&, const Slice&, const S* stash, S* d_weights, S* d_bias, S* scratch);
    void (*sigmoid)(const S* from, S* to, int64_t count);
    void (*tanh)(const S* from, S* to, int64_t count);
    // Runs multiply-adds in registers only and returns how many floating-point operations these were.
    double (*peak)(int64_t rounds);
};

// Vectors of hidden units side by side in one block of columns of the backward product.
constexpr int block_vectors = 4;

const Kernels<float>& portable_float();
const Kernels<double>& portable_double();
#if defined(__x86_64__)
const Kernels<float>& avx2_float();
const Kernels<double>& avx2_double();
const Kernels<float>& avx512_float();
const Kernels<double>& avx512_double();
#endif

}  // namespace lstm
}  // namespace shim

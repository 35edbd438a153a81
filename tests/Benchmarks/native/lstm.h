// The shim's fused LSTM as seen from C++.
#pragma once

#include "shim.h"

#include <stdexcept>
#include <string>

extern "C" int shim_lstm(shim::Handle input, shim::Handle h0, shim::Handle c0, shim::Handle w_ih, shim::Handle w_hh, shim::Handle b_ih,
                         shim::Handle b_hh, shim::Handle gate_bias, shim::Handle input_gate, shim::Handle lengths, int32_t reverse, int32_t sequence,
                         shim::Handle* output, shim::Handle* h_n, shim::Handle* c_n);
extern "C" const char* shim_last_error();
extern "C" const char* shim_simd();
extern "C" void shim_release(shim::Handle handle);
extern "C" int64_t shim_living();

struct Lstm {
    at::Tensor input, h0, c0, w_ih, w_hh, b_ih, b_hh, gate_bias, input_gate, lengths;
    bool reverse = false;
    bool sequence = false;
};

struct Outcome {
    at::Tensor output, h_n, c_n;
};

inline at::Tensor taken(shim::Handle handle) {
    if (handle == nullptr) {
        return {};
    }
    at::Tensor tensor(c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>::reclaim_copy(handle));
    shim_release(handle);
    return tensor;
}

inline Outcome fused(const Lstm& layer) {
    auto handle = [](const at::Tensor& tensor) { return tensor.defined() ? tensor.unsafeGetTensorImpl() : nullptr; };
    shim::Handle output, h_n, c_n;
    if (shim_lstm(handle(layer.input), handle(layer.h0), handle(layer.c0), handle(layer.w_ih), handle(layer.w_hh), handle(layer.b_ih),
                  handle(layer.b_hh), handle(layer.gate_bias), handle(layer.input_gate), handle(layer.lengths), layer.reverse, layer.sequence, &output,
                  &h_n, &c_n) != 0) {
        throw std::runtime_error(shim_last_error());
    }
    return Outcome{taken(output), taken(h_n), taken(c_n)};
}

// Number of failed checks.
int run_checks();

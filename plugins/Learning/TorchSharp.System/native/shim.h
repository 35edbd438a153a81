// What every file of the shim shares: handles, the guard that stops C++ exceptions at the C border, and the count of living handles.
#pragma once

#include <ATen/ATen.h>
#include <torch/version.h>

#include <cstdint>
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 3)
#include <optional>
#define SHIM_OPTIONAL std::optional
#else
#include <c10/util/Optional.h>
#define SHIM_OPTIONAL c10::optional
#endif

#if defined(_WIN32)
#define SHIM_EXPORT extern "C" __declspec(dllexport)
#else
#define SHIM_EXPORT extern "C" __attribute__((visibility("default")))
#endif

namespace shim {

// What libtorch's interfaces take: the standard library's since release 2.3.
template <typename T>
using Optional = SHIM_OPTIONAL<T>;

// An owned reference to a tensor; null stands for "no tensor".
using Handle = c10::TensorImpl*;

// The tensor behind a handle, which stays owned by the caller; an undefined tensor for null.
at::Tensor borrow(Handle handle);

// Hands a tensor to the caller, who releases it with shim_release; null for an undefined tensor.
Handle give(at::Tensor tensor);

// Keeps the message of the exception in flight for shim_last_error.
void remember_error();

// Runs a function at the C border: 0 when it returns, 1 when it throws (the message is kept for this thread).
template <typename Function>
int guarded(Function&& function) {
    try {
        function();
        return 0;
    } catch (...) {
        remember_error();
        return 1;
    }
}

}  // namespace shim

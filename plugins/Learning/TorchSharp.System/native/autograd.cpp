// What is no operator: gradients and their mode, shapes and memory, seeds, threads, devices.
#include "shim.h"

#include <ATen/Parallel.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/api/include/torch/cuda.h>
#include <ATen/Version.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>
#include <torch/version.h>

#include <cstring>
#include <dlfcn.h>

using namespace shim;

namespace {

std::vector<at::Tensor> borrow_all(const Handle* handles, int32_t count) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(count);
    for (int32_t i = 0; i < count; i++) {
        tensors.push_back(borrow(handles[i]));
    }
    return tensors;
}

}  // namespace

SHIM_EXPORT int32_t shim_dim(Handle handle) { return static_cast<int32_t>(borrow(handle).dim()); }

SHIM_EXPORT void shim_sizes(Handle handle, int64_t* sizes) {
    at::Tensor tensor = borrow(handle);
    std::memcpy(sizes, tensor.sizes().data(), tensor.dim() * sizeof(int64_t));
}

SHIM_EXPORT void shim_strides(Handle handle, int64_t* strides) {
    at::Tensor tensor = borrow(handle);
    std::memcpy(strides, tensor.strides().data(), tensor.dim() * sizeof(int64_t));
}

SHIM_EXPORT int32_t shim_dtype(Handle handle) { return static_cast<int32_t>(borrow(handle).scalar_type()); }

SHIM_EXPORT int32_t shim_device(Handle handle, int32_t* index) {
    c10::Device device = borrow(handle).device();
    *index = device.index();
    return static_cast<int32_t>(device.type());
}

SHIM_EXPORT int32_t shim_is_contiguous(Handle handle) { return borrow(handle).is_contiguous() ? 1 : 0; }

// Address of the first element; of a tensor on the CPU only.
SHIM_EXPORT int shim_memory(Handle handle, void** memory) {
    return guarded([&] {
        at::Tensor tensor = borrow(handle);
        TORCH_CHECK(tensor.device().is_cpu(), "the tensor lies on ", tensor.device(), "; move it to the CPU before reading its memory");
        *memory = tensor.data_ptr();
    });
}

// Whether two handles are the same tensor.
SHIM_EXPORT int32_t shim_same(Handle first, Handle second) { return first == second ? 1 : 0; }

SHIM_EXPORT int32_t shim_requires_grad(Handle handle) { return borrow(handle).requires_grad() ? 1 : 0; }

SHIM_EXPORT int32_t shim_is_leaf(Handle handle) { return borrow(handle).is_leaf() ? 1 : 0; }

SHIM_EXPORT int shim_set_requires_grad(Handle handle, int32_t requires_grad) {
    return guarded([&] { borrow(handle).set_requires_grad(requires_grad != 0); });
}

SHIM_EXPORT int shim_grad(Handle handle, Handle* grad) {
    return guarded([&] { *grad = give(borrow(handle).grad()); });
}

SHIM_EXPORT int shim_set_grad(Handle handle, Handle grad) {
    return guarded([&] { borrow(handle).mutable_grad() = borrow(grad); });
}

SHIM_EXPORT int shim_backward(const Handle* outputs, const Handle* gradients, int32_t count, int32_t retain_graph, int32_t create_graph, const Handle* inputs,
                              int32_t input_count) {
    return guarded([&] {
        torch::autograd::backward(borrow_all(outputs, count), borrow_all(gradients, count), retain_graph != 0, create_graph != 0,
                                  borrow_all(inputs, input_count));
    });
}

// Gradients of outputs by inputs; null for an input that nothing depends on.
SHIM_EXPORT int shim_gradients(const Handle* outputs, const Handle* gradients, int32_t count, const Handle* inputs, int32_t input_count,
                               int32_t retain_graph, int32_t create_graph, int32_t allow_unused, Handle* results) {
    return guarded([&] {
        std::vector<at::Tensor> found = torch::autograd::grad(borrow_all(outputs, count), borrow_all(inputs, input_count), borrow_all(gradients, count),
                                                              retain_graph != 0, create_graph != 0, allow_unused != 0);
        for (int32_t i = 0; i < input_count; i++) {
            results[i] = give(found[i]);
        }
    });
}

SHIM_EXPORT int32_t shim_grad_mode() { return c10::GradMode::is_enabled() ? 1 : 0; }

SHIM_EXPORT void shim_set_grad_mode(int32_t enabled) { c10::GradMode::set_enabled(enabled != 0); }

// Seeds the generators of every device.
SHIM_EXPORT int shim_seed(int64_t seed) {
    return guarded([&] { at::manual_seed(static_cast<uint64_t>(seed)); });
}

// State of the processor's generator, a tensor of bytes.
SHIM_EXPORT int shim_random_state(Handle* state) {
    return guarded([&] {
        at::Generator generator = at::detail::getDefaultCPUGenerator();
        std::lock_guard<std::mutex> lock(generator.mutex());
        *state = give(generator.get_state());
    });
}

SHIM_EXPORT int shim_set_random_state(Handle state) {
    return guarded([&] {
        at::Generator generator = at::detail::getDefaultCPUGenerator();
        std::lock_guard<std::mutex> lock(generator.mutex());
        generator.set_state(borrow(state));
    });
}

SHIM_EXPORT int64_t shim_initial_seed() { return static_cast<int64_t>(at::detail::getDefaultCPUGenerator().current_seed()); }

// Waits for a graphics card; nothing to wait for on the processor.
SHIM_EXPORT int shim_synchronize(int64_t device) {
    return guarded([&] {
        if (torch::cuda::is_available()) {
            torch::cuda::synchronize(device);
        }
    });
}

SHIM_EXPORT int32_t shim_threads() { return at::get_num_threads(); }

// Threads of libtorch and, where it is OpenBLAS, of its BLAS: each has a pool of its own.
SHIM_EXPORT void shim_set_threads(int32_t count) {
    at::set_num_threads(count);
    if (void* set = dlsym(RTLD_DEFAULT, "openblas_set_num_threads")) {
        reinterpret_cast<void (*)(int)>(set)(count);
    }
}

SHIM_EXPORT int32_t shim_has_cuda() { return torch::cuda::is_available() ? 1 : 0; }

SHIM_EXPORT int64_t shim_cuda_devices() { return static_cast<int64_t>(torch::cuda::device_count()); }

SHIM_EXPORT int32_t shim_has_cudnn() { return torch::cuda::cudnn_is_available() ? 1 : 0; }

SHIM_EXPORT const char* shim_version() { return TORCH_VERSION; }

// Shared library that a symbol of BLAS comes from, as "/usr/lib/.../libblas.so.3"; null where there is none.
SHIM_EXPORT const char* shim_blas() {
    static std::string path;
    void* symbol = dlsym(RTLD_DEFAULT, "sgemm_");
    Dl_info info;
    if (symbol == nullptr || dladdr(symbol, &info) == 0 || info.dli_fname == nullptr) {
        return nullptr;
    }
    path = info.dli_fname;
    return path.c_str();
}

// What an OpenBLAS says of itself, as "OpenBLAS 0.3.21 ... SkylakeX MAX_THREADS=64"; null where BLAS is another one.
SHIM_EXPORT const char* shim_blas_config() {
    void* get = dlsym(RTLD_DEFAULT, "openblas_get_config");
    return get == nullptr ? nullptr : reinterpret_cast<const char* (*)()>(get)();
}

// Threads of an OpenBLAS; 0 where BLAS is another one.
SHIM_EXPORT int32_t shim_blas_threads() {
    void* get = dlsym(RTLD_DEFAULT, "openblas_get_num_threads");
    return get == nullptr ? 0 : reinterpret_cast<int (*)()>(get)();
}

// How libtorch was built and which instructions it uses here, over several lines.
SHIM_EXPORT const char* shim_build() {
    static std::string text;
    return guarded([&] { text = at::show_config(); }) == 0 ? text.c_str() : nullptr;
}

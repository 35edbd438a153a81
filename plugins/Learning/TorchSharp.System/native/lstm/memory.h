// Memory of hundreds of megabytes that is needed again at every training step.
#pragma once

#include <ATen/ATen.h>

namespace shim {
namespace lstm {

// An uninitialised vector. On Linux, large ones lie on large pages, and a few that were freed are kept for the next call: touching fresh memory
// page by page costs about a tenth of a small layer's training step. What is kept is marked as free, so that the system takes it when it needs memory.
at::Tensor large_empty(int64_t size, const at::TensorOptions& options);

}  // namespace lstm
}  // namespace shim

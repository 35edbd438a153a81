// Weights in the order that the inner loops read them, and their gradients back from it.
#pragma once

#include "kernels.h"

#include <ATen/ATen.h>

namespace shim {
namespace lstm {

// [panel, inputs + hidden, gate, lane] from w_ih [gates * hidden, inputs] and w_hh [gates * hidden, hidden].
at::Tensor pack_weights(const Sizes& sizes, int64_t lanes, const at::Tensor& w_ih, const at::Tensor& w_hh);

// [panel, gate, lane], the sum of both biases, each of which may be undefined.
at::Tensor pack_bias(const Sizes& sizes, int64_t lanes, const at::Tensor& b_ih, const at::Tensor& b_hh);

// Rows in the order of the gates in panels, columns in blocks of block_vectors vectors: [block, panel, gate, lane, column].
at::Tensor pack_rows(const Sizes& sizes, int64_t lanes, const at::Tensor& weights);

// Sums gradients [slice, panel, inputs + hidden, gate, lane] over the slices, in their order, into d_w_ih and d_w_hh.
void unpack_weights(const Sizes& sizes, int64_t lanes, const at::Tensor& partial, at::Tensor& d_w_ih, at::Tensor& d_w_hh);

// Sums gradients [slice, panel, gate, lane] over the slices into [gates * hidden].
at::Tensor unpack_bias(const Sizes& sizes, int64_t lanes, const at::Tensor& partial);

}  // namespace lstm
}  // namespace shim

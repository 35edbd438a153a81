// Dropout on the processor. libtorch draws one random number after the other on one thread and keeps the mask; here each element's number is a hash of
// its place and of one number drawn from libtorch's generator, so that threads share the work and the way back draws again what it needs.
#include "shim.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <mutex>

namespace shim {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// SplitMix64 (Steele, Lea and Flood, 2014): the number at one place of its sequence.
inline uint64_t hash(uint64_t seed, uint64_t place) {
    uint64_t x = seed + (place + 1) * 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

constexpr int64_t block = 1024;
constexpr int64_t per_hash = 2;

// Two elements share a hash; the last loop is such that the compiler makes vectors of it.
template <typename S>
void drop(const S* from, S* to, int64_t count, int64_t place, uint64_t seed, int32_t bound, S scale) {
    uint64_t hashes[block / per_hash];
    for (int64_t i = 0; i < block / per_hash; i++) {
        hashes[i] = hash(seed, place * (block / per_hash) + i);
    }
    int32_t drawn[block];
    std::memcpy(drawn, hashes, sizeof(drawn));
    for (int64_t i = 0; i < count; i++) {
        to[i] = from[i] * (drawn[i] >= bound ? scale : S(0));
    }
}

at::Tensor dropped(const at::Tensor& input, double share, uint64_t seed) {
    const at::Tensor from = input.contiguous();
    at::Tensor to = at::empty_like(from);
    // A hash's half is any of the 2^32 signed numbers.
    const int32_t bound = static_cast<int32_t>(std::min(std::ldexp(share, 32) - std::ldexp(1.0, 31), std::ldexp(1.0, 31) - 1));
    AT_DISPATCH_FLOATING_TYPES(from.scalar_type(), "shim_dropout", [&] {
        const scalar_t* source = from.data_ptr<scalar_t>();
        scalar_t* target = to.data_ptr<scalar_t>();
        const scalar_t scale = static_cast<scalar_t>(1 / (1 - share));
        const int64_t size = from.numel();
        at::parallel_for(0, (size + block - 1) / block, 32, [&](int64_t first, int64_t end) {
            for (int64_t place = first; place < end; place++) {
                const int64_t at = place * block;
                drop(source + at, target + at, std::min(block, size - at), place, seed, bound, scale);
            }
        });
    });
    return to;
}

class Dropout : public torch::autograd::Function<Dropout> {
public:
    static at::Tensor forward(AutogradContext* context, const at::Tensor& input, double share, int64_t seed) {
        context->saved_data["share"] = share;
        context->saved_data["seed"] = seed;
        return dropped(input, share, seed);
    }

    static variable_list backward(AutogradContext* context, variable_list gradients) {
        const int64_t seed = context->saved_data["seed"].toInt();
        return {apply(gradients[0], context->saved_data["share"].toDouble(), seed), {}, {}};
    }
};

}  // namespace

}  // namespace shim

using namespace shim;

// Zeros with a probability, the rest scaled up, of floating numbers on the processor.
SHIM_EXPORT int shim_dropout(Handle input, double share, Handle* result) {
    return guarded([&] {
        at::Generator generator = at::detail::getDefaultCPUGenerator();
        uint64_t seed;
        {
            std::lock_guard<std::mutex> lock(generator.mutex());
            seed = at::check_generator<at::CPUGeneratorImpl>(generator)->random64();
        }
        *result = give(Dropout::apply(borrow(input), share, static_cast<int64_t>(seed)));
    });
}

#include "memory.h"

#if defined(__linux__)
#include <sys/mman.h>

#include <mutex>
#include <vector>
#endif

namespace shim {
namespace lstm {

#if defined(__linux__) && defined(MADV_HUGEPAGE) && defined(MADV_FREE)

namespace {

constexpr size_t large_page = size_t(1) << 21;
constexpr size_t most_idle = 4;

struct Block {
    void* memory;
    size_t bytes;
};

std::mutex mutex;
// Never destroyed: tensors may be freed after this library's other statics are gone.
std::vector<Block>& idle = *new std::vector<Block>();

// A multiple of large pages, begun at one. Null when the system has no memory left.
Block map(size_t bytes) {
    void* memory = mmap(nullptr, bytes + large_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        return {nullptr, 0};
    }
    const uintptr_t begin = reinterpret_cast<uintptr_t>(memory);
    const uintptr_t aligned = (begin + large_page - 1) / large_page * large_page;
    if (aligned > begin) {
        munmap(memory, aligned - begin);
    }
    if (aligned < begin + large_page) {
        munmap(reinterpret_cast<void*>(aligned + bytes), begin + large_page - aligned);
    }
    madvise(reinterpret_cast<void*>(aligned), bytes, MADV_HUGEPAGE);
    return {reinterpret_cast<void*>(aligned), bytes};
}

Block take(size_t bytes) {
    {
        std::lock_guard<std::mutex> lock(mutex);
        size_t best = idle.size();
        for (size_t i = 0; i < idle.size(); i++) {
            if (idle[i].bytes >= bytes && idle[i].bytes <= bytes + bytes / 2 && (best == idle.size() || idle[i].bytes < idle[best].bytes)) {
                best = i;
            }
        }
        if (best < idle.size()) {
            const Block block = idle[best];
            idle.erase(idle.begin() + best);
            return block;
        }
    }
    return map(bytes);
}

void put_back(Block block) {
    madvise(block.memory, block.bytes, MADV_FREE);
    std::lock_guard<std::mutex> lock(mutex);
    idle.push_back(block);
    if (idle.size() > most_idle) {
        munmap(idle.front().memory, idle.front().bytes);
        idle.erase(idle.begin());
    }
}

}  // namespace

at::Tensor large_empty(int64_t size, const at::TensorOptions& options) {
    const size_t bytes = size * options.dtype().itemsize();
    if (bytes >= 2 * large_page) {
        const Block block = take((bytes + large_page - 1) / large_page * large_page);
        if (block.memory != nullptr) {
            return at::from_blob(block.memory, {size}, [block](void*) { put_back(block); }, options);
        }
    }
    return at::empty({size}, options);
}

#else

at::Tensor large_empty(int64_t size, const at::TensorOptions& options) { return at::empty({size}, options); }

#endif

}  // namespace lstm
}  // namespace shim

// Memory of megabytes that is needed again at every training step. The C library gives it back to the system when it is freed, so that each step touches
// fresh memory page by page: about a tenth of the step of a small network. Here it lies on large pages and is kept for the next request of about its size.
#include "shim.h"

#include <c10/core/CPUAllocator.h>

#if defined(__linux__)
#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <unordered_map>
#include <vector>
#endif

#if defined(__linux__) && defined(MADV_HUGEPAGE) && defined(MADV_FREE)

namespace shim {

namespace {

constexpr size_t large_page = size_t(1) << 21;
constexpr size_t least = 2 * large_page;

struct Block {
    void* memory;
    size_t bytes;
};

// A multiple of large pages, begun at one. Null when the system has no memory left.
void* map(size_t bytes) {
    void* memory = mmap(nullptr, bytes + large_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        return nullptr;
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
    return reinterpret_cast<void*>(aligned);
}

// What is freed is marked as free, so that the system takes it when it needs memory, and used and idle blocks together are never more than the most
// that was used at once.
class Pool {
public:
    void* take(size_t wanted) {
        const size_t bytes = (wanted + large_page - 1) / large_page * large_page;
        std::lock_guard<std::mutex> lock(mutex);
        size_t best = idle.size();
        for (size_t i = 0; i < idle.size(); i++) {
            if (idle[i].bytes >= bytes && idle[i].bytes <= bytes + bytes / 2 && (best == idle.size() || idle[i].bytes < idle[best].bytes)) {
                best = i;
            }
        }
        Block block{nullptr, bytes};
        if (best < idle.size()) {
            block = idle[best];
            idle.erase(idle.begin() + best);
            idle_bytes -= block.bytes;
        } else {
            const size_t most = std::max(most_used, used_bytes + bytes);
            while (!idle.empty() && used_bytes + bytes + idle_bytes > most) {
                unmap_oldest();
            }
            block.memory = map(bytes);
        }
        if (block.memory != nullptr) {
            used[block.memory] = block.bytes;
            used_bytes += block.bytes;
            most_used = std::max(most_used, used_bytes);
        }
        return block.memory;
    }

    // False where it is none of its blocks.
    bool put_back(void* memory) {
        std::lock_guard<std::mutex> lock(mutex);
        const auto found = used.find(memory);
        if (found == used.end()) {
            return false;
        }
        const Block block{memory, found->second};
        used.erase(found);
        used_bytes -= block.bytes;
        madvise(block.memory, block.bytes, MADV_FREE);
        idle.push_back(block);
        idle_bytes += block.bytes;
        return true;
    }

private:
    void unmap_oldest() {
        munmap(idle.front().memory, idle.front().bytes);
        idle_bytes -= idle.front().bytes;
        idle.erase(idle.begin());
    }

    std::mutex mutex;
    std::vector<Block> idle;
    std::unordered_map<void*, size_t> used;
    size_t idle_bytes = 0;
    size_t used_bytes = 0;
    size_t most_used = 0;
};

// Never destroyed: tensors may be freed after this library's other statics are gone.
Pool& pool = *new Pool();
c10::Allocator& small = *c10::GetCPUAllocator();

void release(void* memory) {
    if (reinterpret_cast<uintptr_t>(memory) % large_page != 0 || !pool.put_back(memory)) {
        small.raw_deallocate(memory);
    }
}

class Allocator final : public c10::Allocator {
public:
#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 3)
    c10::DataPtr allocate(size_t bytes) override { return allocated(bytes); }

    void copy_data(void* target, const void* source, size_t bytes) const override { std::memcpy(target, source, bytes); }
#else
    c10::DataPtr allocate(size_t bytes) const override { return allocated(bytes); }
#endif

    c10::DeleterFnPtr raw_deleter() const override { return &release; }

private:
    static c10::DataPtr allocated(size_t bytes) {
        void* memory = bytes >= least ? pool.take(bytes) : nullptr;
        return memory == nullptr ? small.allocate(bytes) : c10::DataPtr(memory, memory, &release, c10::Device(c10::DeviceType::CPU));
    }
};

const bool installed = [] {
    c10::SetCPUAllocator(new Allocator());
    return true;
}();

}  // namespace

}  // namespace shim

#endif

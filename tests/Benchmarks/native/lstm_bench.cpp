// lstm_bench check                    values and gradients
// lstm_bench speed [HIDDEN ...]       against at::lstm and sgemm, side by side
// lstm_bench profile [HIDDEN ...]     forward and backward of the fused LSTM alone, best of many
// lstm_bench alternatives [HIDDEN ...] the same products as large sgemms
// lstm_bench step                     one step of 500 samples with carried states
// lstm_bench memory HIDDEN fused|torch|carried  peak memory of one training step, or of 10,950 steps without gradients
// With ONE_THREAD set, profile and step run on one thread and count its processor time; TRIBUTARY_SIMD picks the level.
#include "lstm.h"

#include "lstm/kernels.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>

namespace {

constexpr int64_t steps = 365, batch = 256, inputs = 32;

// On a machine that others use too, one thread's own time says more than the clock on the wall.
bool by_processor = false;

double seconds(const std::function<void()>& action) {
    if (by_processor) {
        timespec begin, end;
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
        action();
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
        return (end.tv_sec - begin.tv_sec) + (end.tv_nsec - begin.tv_nsec) * 1e-9;
    }
    const auto begin = std::chrono::steady_clock::now();
    action();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double best(int repeats, const std::function<void()>& action) {
    double least = INFINITY;
    for (int i = 0; i < repeats; i++) {
        least = std::min(least, seconds(action));
    }
    return least;
}

Lstm layer_of(int64_t hidden, int64_t time = steps, int64_t samples = batch) {
    at::manual_seed(1);
    const double bound = 1 / std::sqrt(hidden);
    auto weights = [&](at::IntArrayRef shape) { return ((at::rand(shape) * 2 - 1) * bound).requires_grad_(true); };
    Lstm l;
    l.input = at::randn({time, samples, inputs});
    l.w_ih = weights({4 * hidden, inputs});
    l.w_hh = weights({4 * hidden, hidden});
    l.b_ih = weights({4 * hidden});
    l.b_hh = weights({4 * hidden});
    return l;
}

at::Tensor torch_last(const Lstm& l) {
    const at::Tensor zeros = at::zeros({1, l.input.size(1), l.w_hh.size(1)});
    return std::get<1>(at::lstm(l.input, {zeros, zeros}, {l.w_ih, l.w_hh, l.b_ih, l.b_hh}, true, 1, 0.0, true, false, false));
}

void backward(const at::Tensor& last) { torch::autograd::backward({last.sum()}, {}); }

double peak_rate() {
    const std::string name = shim_simd();
#if defined(__x86_64__)
    const auto& set = name == "avx512" ? shim::lstm::avx512_float() : name == "avx2" ? shim::lstm::avx2_float() : shim::lstm::portable_float();
#else
    const auto& set = shim::lstm::portable_float();
#endif
    double most = 0;
    for (int i = 0; i < 5; i++) {
        std::vector<double> work(at::get_num_threads());
        const double time = seconds([&] {
            at::parallel_for(0, work.size(), 1, [&](int64_t begin, int64_t end) {
                for (int64_t j = begin; j < end; j++) {
                    work[j] = set.peak(10000000);
                }
            });
        });
        double total = 0;
        for (double part : work) {
            total += part;
        }
        most = std::max(most, total / time / 1e9);
    }
    return most;
}

double sgemm_rate() {
    const at::Tensor a = at::randn({2048, 2048}), b = at::randn({2048, 2048});
    return 2.0 * 2048 * 2048 * 2048 / best(8, [&] { at::mm(a, b); }) / 1e9;
}

double work_of(int64_t hidden) { return 8.0 * hidden * (hidden + inputs) * steps * batch; }

// The input's gradient is not wanted, so neither is its product.
double backward_work_of(int64_t hidden) { return work_of(hidden) + 8.0 * hidden * hidden * steps * batch; }

struct Times {
    double forward = INFINITY, backward = INFINITY, both = INFINITY;
};

Times time_of(Lstm& l, int repeats, const std::function<at::Tensor(const Lstm&)>& last) {
    Times times;
    for (int i = 0; i < repeats; i++) {
        at::Tensor h;
        const double forward = seconds([&] { h = last(l); });
        const double back = seconds([&] {
            backward(h);
            h.reset();
        });
        times.forward = std::min(times.forward, forward);
        times.backward = std::min(times.backward, back);
        times.both = std::min(times.both, forward + back);
        for (at::Tensor* weight : {&l.w_ih, &l.w_hh, &l.b_ih, &l.b_hh}) {
            weight->mutable_grad().reset();
        }
    }
    return times;
}

at::Tensor fused_last(const Lstm& l) { return fused(l).h_n; }

void profile(int64_t hidden, int repeats) {
    Lstm l = layer_of(hidden);
    const Times times = time_of(l, repeats, fused_last);
    double plain = INFINITY;
    {
        at::NoGradGuard no_grad;
        plain = best(repeats, [&] { fused(l); });
    }
    const double peak = peak_rate();
    auto rate = [&](double work, double time) { return work / time / 1e9; };
    const double work = work_of(hidden), back = backward_work_of(hidden);
    std::printf("%-8s H=%-4ld forward %7.1f ms %5.1f GFLOP/s (%2.0f %%)  without stash %7.1f ms %5.1f (%2.0f %%)  backward %7.1f ms %5.1f (%2.0f %%)  total %7.1f ms %5.1f (%2.0f %%)  peak %.0f\n",
                shim_simd(), static_cast<long>(hidden), times.forward * 1e3, rate(work, times.forward), 100 * rate(work, times.forward) / peak, plain * 1e3,
                rate(work, plain), 100 * rate(work, plain) / peak, times.backward * 1e3, rate(back, times.backward), 100 * rate(back, times.backward) / peak,
                times.both * 1e3, rate(work + back, times.both), 100 * rate(work + back, times.both) / peak, peak);
    std::fflush(stdout);
}

void speed(const std::vector<int64_t>& sizes) {
    const double sgemm = sgemm_rate();
    std::printf("SIMD %s, %d threads, FMA peak %.0f GFLOP/s, sgemm %.0f GFLOP/s\n", shim_simd(), at::get_num_threads(), peak_rate(), sgemm);
    for (int64_t hidden : sizes) {
        Lstm l = layer_of(hidden);
        const Times ours = time_of(l, 7, fused_last), theirs = time_of(l, hidden > 128 ? 2 : 3, torch_last);
        const double rate = (work_of(hidden) + backward_work_of(hidden)) / ours.both / 1e9;
        std::printf("H=%-4ld fused %.3f + %.3f = %.3f s (%.0f GFLOP/s, %.2f of sgemm)   at::lstm %.2f + %.2f = %.2f s   %.1f times as fast\n",
                    static_cast<long>(hidden), ours.forward, ours.backward, ours.both, rate, rate / sgemm, theirs.forward, theirs.backward, theirs.both,
                    theirs.both / ours.both);
        std::fflush(stdout);
    }
}

void step() {
    at::NoGradGuard no_grad;
    for (int64_t samples : {1, 500}) {
        Lstm l = layer_of(256, 1, samples);
        Outcome state = fused(l);
        const int repeats = 200;
        const double time = best(5, [&] {
            for (int i = 0; i < repeats; i++) {
                l.h0 = state.h_n;
                l.c0 = state.c_n;
                state = fused(l);
            }
        }) / repeats;
        const at::Tensor zeros = at::zeros({1, samples, 256});
        const double theirs = best(5, [&] {
            for (int i = 0; i < 20; i++) {
                at::lstm(l.input, {zeros, zeros}, {l.w_ih, l.w_hh, l.b_ih, l.b_hh}, true, 1, 0.0, false, false, false);
            }
        }) / 20;
        std::printf("one step, %d threads, B=%ld, H=256: %.3f ms (%.0f GFLOP/s), at::lstm %.3f ms\n", at::get_num_threads(), static_cast<long>(samples), time * 1e3,
                    8.0 * 256 * (256 + inputs) * samples / time / 1e9, theirs * 1e3);
    }
}

// What the products that this layer folds into its steps would take as one large sgemm each: the inputs of all steps, and the weights' gradient.
void alternatives(int64_t hidden) {
    const at::Tensor x = at::randn({steps * batch, inputs}), weights = at::randn({inputs, 4 * hidden}), z = at::empty({steps * batch, 4 * hidden});
    const at::Tensor states = at::randn({steps * batch, inputs + hidden}), d_z = at::randn({steps * batch, 4 * hidden});
    const double input = best(3, [&] { at::mm_out(const_cast<at::Tensor&>(z), x, weights); });
    const double gradient = best(3, [&] { at::mm(d_z.t(), states); });
    std::printf("H=%-4ld as one sgemm each: inputs of all steps %.1f ms (%.0f GFLOP/s), gradient of the weights %.1f ms (%.0f GFLOP/s)\n",
                static_cast<long>(hidden), input * 1e3, 8.0 * hidden * inputs * steps * batch / input / 1e9, gradient * 1e3, work_of(hidden) / gradient / 1e9);
}

double status(const char* field) {
    std::ifstream file("/proc/self/status");
    std::string line;
    while (std::getline(file, line)) {
        if (line.rfind(field, 0) == 0) {
            return std::stod(line.substr(std::strlen(field) + 1)) / 1024;
        }
    }
    return NAN;
}

void memory(int64_t hidden, const std::string& which) {
    if (which == "carried") {
        at::NoGradGuard no_grad;
        Lstm l = layer_of(hidden, 10950, 500);
        l.sequence = true;
        const double before = status("VmRSS");
        double time = seconds([&] { fused(l); });
        std::printf("H=%ld 10950 steps of 500 samples: %.1f s, %.0f MB beyond the %.0f MB before (output %.0f MB)\n", static_cast<long>(hidden), time,
                    status("VmHWM") - before, before, 10950.0 * 500 * hidden * 4 / 1048576);
        return;
    }
    Lstm l = layer_of(hidden);
    const double before = status("VmRSS");
    time_of(l, 1, which == "fused" ? fused_last : torch_last);
    std::printf("H=%ld %s: peak %.0f MB beyond the %.0f MB before\n", static_cast<long>(hidden), which.c_str(), status("VmHWM") - before, before);
}

}  // namespace

int main(int count, char** words) {
    const std::string what = count > 1 ? words[1] : "check";
    by_processor = std::getenv("ONE_THREAD") != nullptr;
    at::set_num_threads(by_processor ? 1 : 2);
    if (what == "check") {
        const int failures = run_checks();
        std::printf(failures == 0 ? "all checks hold\n" : "%d checks failed\n", failures);
        return failures == 0 ? 0 : 1;
    }
    std::vector<int64_t> sizes;
    for (int i = 2; i < count && what != "memory"; i++) {
        sizes.push_back(std::stoll(words[i]));
    }
    if (sizes.empty()) {
        sizes = {64, 128, 256};
    }
    if (what == "speed") {
        speed(sizes);
    } else if (what == "profile") {
        for (int64_t hidden : sizes) {
            profile(hidden, 15);
        }
    } else if (what == "alternatives") {
        for (int64_t hidden : sizes) {
            alternatives(hidden);
        }
    } else if (what == "step") {
        step();
    } else if (what == "memory" && count == 4) {
        memory(std::stoll(words[2]), words[3]);
    } else {
        std::fprintf(stderr, "lstm_bench check | speed [HIDDEN ...] | profile [HIDDEN ...] | alternatives [HIDDEN ...] | step | memory HIDDEN fused|torch|carried\n");
        return 2;
    }
    return 0;
}

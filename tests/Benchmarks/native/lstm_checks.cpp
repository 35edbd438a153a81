// Values and gradients of the fused LSTM against at::lstm, against plain operators, and against published check values.
#include "lstm.h"

#include "lstm/kernels.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/variable.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <random>

namespace {

int failures = 0;
int checks = 0;
std::string context;

void expect(bool holds, const std::string& what) {
    checks++;
    if (!holds) {
        failures++;
        std::printf("FAILED %s: %s\n", context.c_str(), what.c_str());
    }
}

void near(const at::Tensor& found, const at::Tensor& wanted, double tolerance, const std::string& what) {
    if (!wanted.defined() || !found.defined()) {
        expect(wanted.defined() == found.defined(), what + " is given on one side only");
        return;
    }
    const at::Tensor a = found.detach().to(at::kDouble), b = wanted.detach().to(at::kDouble);
    const double error = (a - b).norm().item<double>(), norm = b.norm().item<double>();
    expect(error <= tolerance * (norm + 1e-30), what + " is off by " + std::to_string(error / norm * 1e9) + "e-9 of its norm");
}

at::Tensor leaf(at::Tensor tensor) { return tensor.defined() ? tensor.detach().clone().requires_grad_(true) : tensor; }

// The same layer step by step with plain operators.
Outcome composed(const Lstm& l) {
    const int64_t steps = l.input.size(0), batch = l.input.size(1), hidden = l.w_hh.size(1);
    at::Tensor h = l.h0.defined() ? l.h0 : at::zeros({batch, hidden}, l.input.options());
    at::Tensor c = l.c0.defined() ? l.c0 : at::zeros({batch, hidden}, l.input.options());
    const at::Tensor lengths = l.lengths.defined() ? l.lengths : at::full({batch}, steps, at::kLong);
    std::vector<at::Tensor> outputs;
    for (int64_t step = 0; step < steps; step++) {
        const at::Tensor active = lengths.gt(step).unsqueeze(1);
        const at::Tensor time = l.reverse ? (lengths - 1 - step).clamp_min(0) : at::full({batch}, step, at::kLong);
        const at::Tensor x = at::where(active, l.input.index({time, at::arange(batch)}), at::zeros({}, l.input.options()));
        at::Tensor z = at::matmul(x, l.w_ih.t()) + at::matmul(h, l.w_hh.t());
        for (const at::Tensor& bias : {l.b_ih, l.b_hh, l.gate_bias}) {
            z = bias.defined() ? z + bias : z;
        }
        std::vector<at::Tensor> gates = z.split(hidden, 1);
        const size_t f = l.input_gate.defined() ? 0 : 1;
        const at::Tensor i = l.input_gate.defined() ? l.input_gate : gates[0].sigmoid();
        const at::Tensor next = gates[f].sigmoid() * c + i * gates[f + 1].tanh();
        const at::Tensor state = gates[f + 2].sigmoid() * next.tanh();
        c = at::where(active, next, c);
        h = at::where(active, state, h);
        outputs.push_back(at::where(active, state, at::zeros_like(state)));
    }
    Outcome outcome{{}, h, c};
    if (l.sequence) {
        // Row t of the output is step t, or, backwards, the step that stands for time t.
        const at::Tensor stacked = at::stack(outputs);
        const at::Tensor times = at::arange(steps).unsqueeze(1);
        const at::Tensor step = l.reverse ? (lengths.unsqueeze(0) - 1 - times) : times.expand({steps, batch});
        const at::Tensor picked = stacked.index({step.clamp_min(0), at::arange(batch).unsqueeze(0)});
        outcome.output = at::where(step.ge(0).unsqueeze(2), picked, at::zeros({}, l.input.options()));
    }
    return outcome;
}

at::Tensor loss_of(const Outcome& outcome, int terms) {
    at::Tensor loss = at::zeros({}, outcome.h_n.options());
    auto add = [&](const at::Tensor& tensor, double phase) {
        const at::Tensor weights = (at::arange(tensor.numel(), at::kDouble) * 0.37 + phase).sin().to(tensor.scalar_type()).view(tensor.sizes());
        loss = loss + (tensor * weights).sum();
    };
    if (outcome.output.defined() && (terms & 1)) {
        add(outcome.output, 0.1);
    }
    if (terms & 2) {
        add(outcome.h_n, 0.5);
    }
    if (terms & 4) {
        add(outcome.c_n, 0.9);
    }
    return loss;
}

std::vector<at::Tensor*> parts(Lstm& l) {
    return {&l.input, &l.h0, &l.c0, &l.w_ih, &l.w_hh, &l.b_ih, &l.b_hh, &l.gate_bias, &l.input_gate};
}

const char* const names[] = {"input", "h0", "c0", "w_ih", "w_hh", "b_ih", "b_hh", "gate_bias", "input_gate"};

std::vector<at::Tensor> gradients(Lstm& l, const Outcome& outcome, int terms) {
    torch::autograd::backward({loss_of(outcome, terms)}, {});
    std::vector<at::Tensor> found;
    for (at::Tensor* part : parts(l)) {
        found.push_back(part->defined() ? part->grad() : at::Tensor());
    }
    return found;
}

Lstm leaves(Lstm l, at::ScalarType type) {
    for (at::Tensor* part : parts(l)) {
        *part = part->defined() ? leaf(part->to(type)) : *part;
    }
    return l;
}

void same(const Lstm& given, at::ScalarType type, int terms) {
    const double tolerance = type == at::kFloat ? 1e-5 : 1e-10;
    Lstm a = leaves(given, type), b = leaves(leaves(given, type), at::kDouble);
    const Outcome found = fused(a), wanted = composed(b);
    near(found.output, wanted.output, tolerance, "output");
    near(found.h_n, wanted.h_n, tolerance, "h_n");
    near(found.c_n, wanted.c_n, tolerance, "c_n");
    const std::vector<at::Tensor> da = gradients(a, found, terms), db = gradients(b, wanted, terms);
    for (size_t i = 0; i < da.size(); i++) {
        near(da[i], db[i], tolerance, std::string("gradient of ") + names[i]);
    }
    at::NoGradGuard no_grad;
    const Outcome again = fused(a);
    expect(again.h_n.equal(found.h_n) && again.c_n.equal(found.c_n) && (!given.sequence || again.output.equal(found.output)),
           "without gradients the values differ");
}

Lstm random_layer(int64_t steps, int64_t batch, int64_t inputs, int64_t hidden, int features) {
    const at::TensorOptions options = at::kDouble;
    const bool ea = features & 1;
    const int64_t rows = (ea ? 3 : 4) * hidden;
    const double bound = 1 / std::sqrt(hidden);
    Lstm l;
    l.input = at::randn({steps, batch, inputs}, options);
    l.w_ih = (at::rand({rows, inputs}, options) * 2 - 1) * bound;
    l.w_hh = (at::rand({rows, hidden}, options) * 2 - 1) * bound;
    if (features & 2) {
        l.b_ih = at::randn({rows}, options) * 0.3;
    }
    if (features & 4) {
        l.b_hh = at::randn({rows}, options) * 0.3;
    }
    if (features & 8) {
        l.h0 = at::randn({batch, hidden}, options).tanh();
        l.c0 = at::randn({batch, hidden}, options);
    }
    if (features & 16) {
        l.gate_bias = at::randn({batch, rows}, options) * 0.3;
    }
    if (features & 32) {
        l.lengths = at::randint(features & 1 ? 0 : 1, steps + 1, {batch}, at::kLong);
        // What lies beyond a sample's end is nobody's business.
        for (int64_t b = 0; b < batch; b++) {
            l.input.select(1, b).narrow(0, l.lengths[b].item<int64_t>(), steps - l.lengths[b].item<int64_t>()).fill_(NAN);
        }
    }
    l.reverse = features & 64;
    l.sequence = features & 128;
    if (ea) {
        l.input_gate = at::rand({batch, hidden}, options);
    }
    return l;
}

void random_layers() {
    std::mt19937 random(7);
    const int64_t batches[] = {1, 5, 7, 40, 130}, inputs[] = {1, 3, 33}, hidden[] = {1, 5, 16, 126};
    for (int64_t b : batches) {
        for (int64_t i : inputs) {
            for (int64_t h : hidden) {
                for (int repeat = 0; repeat < 3; repeat++) {
                    const int features = random() & 255;
                    const int terms = 1 + random() % 7;
                    const int64_t steps = 1 + random() % 9;
                    const Lstm layer = random_layer(steps, b, i, h, features);
                    const int used = layer.sequence || (terms & 6) ? terms : 2;
                    for (at::ScalarType type : {at::kFloat, at::kDouble}) {
                        context = std::string(shim_simd()) + " " + c10::toString(type) + " T=" + std::to_string(steps) + " B=" + std::to_string(b) +
                                  " I=" + std::to_string(i) + " H=" + std::to_string(h) + " features=" + std::to_string(features) +
                                  " loss=" + std::to_string(used);
                        same(layer, type, used);
                    }
                }
            }
        }
    }
}

void against_torch() {
    for (at::ScalarType type : {at::kFloat, at::kDouble}) {
        const double tolerance = type == at::kFloat ? 1e-5 : 1e-10;
        for (int64_t batch : {1, 7, 130}) {
            for (int64_t hidden : {5, 64, 126}) {
                context = std::string(shim_simd()) + " against at::lstm " + c10::toString(type) + " B=" + std::to_string(batch) + " H=" + std::to_string(hidden);
                Lstm given = random_layer(30, batch, 33, hidden, 2 | 4 | 8 | 128);
                Lstm a = leaves(given, type), b = leaves(given, type);
                auto [output, h_n, c_n] = at::lstm(b.input, {b.h0.unsqueeze(0), b.c0.unsqueeze(0)}, {b.w_ih, b.w_hh, b.b_ih, b.b_hh}, true, 1, 0.0, true, false, false);
                const Outcome found = fused(a), wanted{output, h_n.squeeze(0), c_n.squeeze(0)};
                near(found.output, wanted.output, tolerance, "output");
                near(found.h_n, wanted.h_n, tolerance, "h_n");
                near(found.c_n, wanted.c_n, tolerance, "c_n");
                const std::vector<at::Tensor> da = gradients(a, found, 7), db = gradients(b, wanted, 7);
                for (size_t i = 0; i < da.size(); i++) {
                    near(da[i], db[i], tolerance, std::string("gradient of ") + names[i]);
                }
            }
        }
    }
}

// Packed sequences, both directions at once: the shim's two single directions against one bidirectional at::lstm.
void against_packed() {
    const int64_t steps = 12, batch = 9, inputs = 4, hidden = 18;
    for (at::ScalarType type : {at::kFloat, at::kDouble}) {
        context = std::string(shim_simd()) + " against a packed bidirectional at::lstm " + c10::toString(type);
        const double tolerance = type == at::kFloat ? 1e-5 : 1e-10;
        const at::Tensor lengths = std::get<0>(at::randint(1, steps + 1, {batch}, at::kLong).sort(0, true));
        Lstm ahead = leaves(random_layer(steps, batch, inputs, hidden, 2 | 4 | 128), type), back = leaves(random_layer(steps, batch, inputs, hidden, 2 | 4 | 128), type);
        back.input = ahead.input;
        Lstm ahead_again = leaves(ahead, type), back_again = leaves(back, type);
        back_again.input = ahead_again.input;
        ahead.lengths = back.lengths = lengths;
        back.reverse = true;
        auto packed = at::_pack_padded_sequence(ahead_again.input, lengths, false);
        const at::Tensor zeros = at::zeros({2, batch, hidden}, type);
        auto [data, h_n, c_n] = at::lstm(std::get<0>(packed), std::get<1>(packed), {zeros, zeros},
                                         {ahead_again.w_ih, ahead_again.w_hh, ahead_again.b_ih, ahead_again.b_hh, back_again.w_ih, back_again.w_hh,
                                          back_again.b_ih, back_again.b_hh},
                                         true, 1, 0.0, true, true);
        const at::Tensor output = std::get<0>(at::_pad_packed_sequence(data, std::get<1>(packed), false, 0.0, steps));
        const Outcome first = fused(ahead), second = fused(back);
        const Outcome found{at::cat({first.output, second.output}, 2), at::stack({first.h_n, second.h_n}), at::stack({first.c_n, second.c_n})};
        near(found.output, output, tolerance, "output");
        near(found.h_n, h_n, tolerance, "h_n");
        near(found.c_n, c_n, tolerance, "c_n");
        torch::autograd::backward({loss_of(found, 7)}, {});
        torch::autograd::backward({loss_of(Outcome{output, h_n, c_n}, 7)}, {});
        std::vector<at::Tensor*> a = parts(ahead), b = parts(ahead_again), c = parts(back), d = parts(back_again);
        for (size_t i = 0; i < a.size(); i++) {
            if (!a[i]->defined()) {
                continue;
            }
            near(a[i]->grad(), b[i]->grad(), tolerance, std::string("gradient ahead of ") + names[i]);
            near(c[i]->grad(), d[i]->grad(), tolerance, std::string("gradient back of ") + names[i]);
        }
    }
}

at::Tensor series(at::IntArrayRef shape, double phase, double amplitude = 0.5) {
    int64_t count = 1;
    for (int64_t size : shape) {
        count *= size;
    }
    return ((at::arange(1, count + 1, at::kDouble) * 0.7 + phase).sin() * amplitude).view(shape);
}

// The project's check values, in double.
void published() {
    context = std::string(shim_simd()) + " check values";
    auto value = [](const at::Tensor& tensor, double wanted, const char* what) {
        const double found = tensor.sum().item<double>();
        expect(std::abs(found - wanted) < 6e-11, std::string(what) + " is " + std::to_string(found) + ", not " + std::to_string(wanted));
    };
    Lstm l;
    l.w_ih = leaf(series({16, 3}, 0.5));
    l.w_hh = leaf(series({16, 4}, 0.6));
    l.b_ih = leaf(series({16}, 0.7));
    l.b_hh = leaf(series({16}, 0.8));
    l.input = series({5, 2, 3}, 0.9, 1);
    const Outcome outcome = fused(l);
    value(outcome.h_n, 1.0444263768, "sum of h_n");
    value(outcome.c_n, 3.5073607950, "sum of c_n");
    torch::autograd::backward({outcome.h_n.sum()}, {});
    value(l.w_ih.grad(), 2.7881300772, "sum of the gradient of w_ih");
    value(l.w_hh.grad(), 1.3763954747, "sum of the gradient of w_hh");
    value(l.b_ih.grad(), 2.9790011752, "sum of the gradient of b_ih");
    value(l.b_hh.grad(), 2.9790011752, "sum of the gradient of b_hh");

    // Published with gates f, o, g and weights [inputs, gates * hidden].
    auto ordered = [](const at::Tensor& weights) {
        std::vector<at::Tensor> gates = weights.split(4, -1);
        return at::cat({gates[0], gates[2], gates[1]}, -1);
    };
    Lstm ea;
    ea.w_ih = ordered(series({3, 12}, 0.5)).t();
    ea.w_hh = ordered(series({4, 12}, 0.6)).t();
    ea.b_ih = ordered(series({12}, 0.7));
    ea.input = l.input;
    ea.input_gate = (at::matmul(series({2, 2}, 1, 1), series({4, 2}, 0.8).t()) + series({4}, 0.9)).sigmoid();
    value(fused(ea).h_n, 1.1098936896, "EA-LSTM: sum of h_T");
}

// One thread or two: the same bits.
void threads() {
    context = std::string(shim_simd()) + " threads";
    const Lstm given = random_layer(20, 130, 5, 40, 2 | 4 | 8 | 16 | 128);
    std::vector<at::Tensor> first;
    for (int count : {1, 2, 3}) {
        at::set_num_threads(count);
        Lstm l = leaves(given, at::kFloat);
        const Outcome outcome = fused(l);
        std::vector<at::Tensor> all = gradients(l, outcome, 7);
        all.insert(all.end(), {outcome.output, outcome.h_n, outcome.c_n});
        for (size_t i = 0; i < all.size(); i++) {
            expect(count == 1 || !all[i].defined() || all[i].equal(first[i]), "differs with " + std::to_string(count) + " threads");
        }
        first = all;
    }
    at::set_num_threads(2);
}

template <typename Action>
void refused(const char* what, const char* part, const Action& action) {
    try {
        action();
        expect(false, std::string(what) + " is not refused");
    } catch (const std::exception& error) {
        expect(std::string(error.what()).find(part) != std::string::npos, std::string(what) + " says: " + error.what());
    }
}

void graph() {
    context = std::string(shim_simd()) + " graph";
    const Lstm given = random_layer(6, 9, 5, 20, 2 | 4 | 8 | 128);
    {
        Lstm l = leaves(given, at::kDouble);
        const at::Tensor loss = loss_of(fused(l), 7);
        torch::autograd::backward({loss}, {}, true);
        const at::Tensor once = l.w_hh.grad().clone();
        torch::autograd::backward({loss}, {});
        near(l.w_hh.grad(), once * 2, 1e-14, "gradient of two passes");
    }
    {
        Lstm l = leaves(given, at::kDouble);
        const at::Tensor loss = loss_of(fused(l), 7);
        {
            at::NoGradGuard no_grad;
            l.w_hh.add_(1);
        }
        refused("a weight changed before backward", "modified by an inplace operation", [&] { torch::autograd::backward({loss}, {}); });
    }
    {
        Lstm l = leaves(given, at::kDouble);
        const at::Tensor loss = loss_of(fused(l), 7);
        refused("a second derivative", "second derivative", [&] { torch::autograd::backward({loss}, {}, true, true); });
    }
    {
        // Transposed, strided and expanded arguments.
        Lstm a = given, b = given;
        a.input = leaf(given.input.transpose(0, 1).contiguous());
        a.w_hh = leaf(given.w_hh.t().contiguous());
        b.input = leaf(given.input);
        b.w_hh = leaf(given.w_hh);
        Lstm viewed = a;
        viewed.input = a.input.transpose(0, 1);
        viewed.w_hh = a.w_hh.t();
        viewed.h0 = at::stack({given.h0, given.h0}, 2).select(2, 1);
        torch::autograd::backward({fused(viewed).output.sum()}, {});
        torch::autograd::backward({fused(b).output.sum()}, {});
        expect(a.input.grad().transpose(0, 1).equal(b.input.grad()) && a.w_hh.grad().t().equal(b.w_hh.grad()), "strided arguments give other gradients");
        viewed.input = at::stack({a.input, a.input}, 3).select(3, 1).transpose(0, 1);
        expect(fused(viewed).output.equal(fused(b).output), "strided inputs give other values");
    }
    {
        // Gradients only where they are wanted.
        Lstm l = given;
        l.w_ih = leaf(given.w_ih);
        torch::autograd::backward({fused(l).h_n.sum()}, {});
        expect(l.w_ih.grad().defined() && !l.w_hh.grad().defined(), "a gradient that nobody wants");
    }
    {
        Lstm l = given;
        l.w_ih = at::zeros({80, 6}, at::kDouble);
        refused("w_ih of a wrong shape", "w_ih has shape [80, 6]; expected [gates * hidden, inputs] = [80, 5]", [&] { fused(l); });
        l = given;
        l.h0 = given.h0.to(at::kFloat);
        refused("h0 of a wrong type", "h0 has type Float", [&] { fused(l); });
        l = given;
        l.lengths = at::full({9}, 7, at::kLong);
        refused("lengths beyond the steps", "lengths run from 7 to 7", [&] { fused(l); });
    }
}

const shim::lstm::Kernels<float>& level() {
    const std::string name = shim_simd();
#if defined(__x86_64__)
    return name == "avx512" ? shim::lstm::avx512_float() : name == "avx2" ? shim::lstm::avx2_float() : shim::lstm::portable_float();
#else
    return shim::lstm::portable_float();
#endif
}

void activations() {
    context = std::string(shim_simd()) + " activations";
    std::vector<float> x;
    for (double magnitude = 1e-30; magnitude < 86; magnitude *= 1.00007) {
        x.push_back(static_cast<float>(magnitude));
        x.push_back(static_cast<float>(-magnitude));
    }
    std::vector<float> s(x.size()), t(x.size());
    level().sigmoid(x.data(), s.data(), x.size());
    level().tanh(x.data(), t.data(), x.size());
    double worst_sigmoid = 0, worst_tanh = 0;
    auto distance = [](float found, double wanted) {
        const float rounded = std::abs(static_cast<float>(wanted));
        return std::abs(found - wanted) / (std::nextafter(rounded, INFINITY) - rounded);
    };
    bool bounded = true;
    for (size_t i = 0; i < x.size(); i++) {
        worst_sigmoid = std::max(worst_sigmoid, distance(s[i], 1 / (1 + std::exp(-static_cast<double>(x[i])))));
        worst_tanh = std::max(worst_tanh, distance(t[i], std::tanh(static_cast<double>(x[i]))));
        bounded = bounded && std::abs(t[i]) <= 1 && s[i] >= 0 && s[i] <= 1;
    }
    std::printf("%s: sigmoid within %.2f, tanh within %.2f units in the last place\n", shim_simd(), worst_sigmoid, worst_tanh);
    expect(worst_sigmoid <= 2.5 && worst_tanh <= 3, "an activation is inaccurate");
    expect(bounded, "an activation leaves its range");
    const float edges[] = {1e4f, -1e4f, INFINITY, -INFINITY, 0.0f, NAN};
    float found[6];
    level().sigmoid(edges, found, 6);
    expect(found[0] == 1 && found[1] >= 0 && found[1] < 1e-37f && found[2] == 1 && found[3] < 1e-37f && found[4] == 0.5f && std::isnan(found[5]), "sigmoid at its ends");
    level().tanh(edges, found, 6);
    expect(found[0] == 1 && found[1] == -1 && found[2] == 1 && found[3] == -1 && found[4] == 0 && std::isnan(found[5]), "tanh at its ends");
}

}  // namespace

int run_checks() {
    at::set_num_threads(2);
    for (const char* name : {"avx512", "avx2", "portable"}) {
        setenv("TRIBUTARY_SIMD", name, 1);
        if (shim_simd() == nullptr) {
            std::printf("%s: %s\n", name, shim_last_error());
            continue;
        }
        at::manual_seed(3);
        activations();
        published();
        against_torch();
        against_packed();
        threads();
        graph();
        random_layers();
        std::printf("%s: %d checks, %d failures so far\n", name, checks, failures);
    }
    unsetenv("TRIBUTARY_SIMD");
    expect(shim_living() == 0, "handles are left over");
    return failures;
}

// One feature of one sample through all steps, backwards.

template <typename S>
struct BackwardScratch {
    S* input;
    S* hidden;
    S* slopes;    // of the loss by the gates before their activation, one plane a gate
    S* d_hidden;  // handed back by the step after
    S* d_cells;
    S* d_input;
    S* cells;  // a plane a step
    S* kept;   // gates, four planes a step
    int64_t size;

    BackwardScratch(const Sizes& sizes, S* memory) {
        Planes<S> planes{memory, Plane<S>(sizes).size, 0};
        input = planes.take(1);
        hidden = planes.take(1);
        slopes = planes.take(gates);
        d_hidden = planes.take(1);
        d_cells = planes.take(1);
        d_input = planes.take(1);
        cells = planes.take(sizes.steps);
        kept = planes.take(gates * sizes.steps);
        size = planes.used;
    }
};

// Through the activations of one row. `d_hidden` holds the whole gradient of the states, `cells_before` is null at the first step.
template <typename S, bool hard>
INLINE void through_gates(const Plane<S>& plane, const S* kept, const S* cells, const S* cells_before, const S* d_hidden, S* d_cells, S* slopes) {
    for (int64_t at = 0; at < plane.vectors * lanes<S>; at += lanes<S>) {
        const Vector<S> i = load(kept + at);
        const Vector<S> f = load(kept + plane.size + at);
        const Vector<S> g = load(kept + 2 * plane.size + at);
        const Vector<S> o = load(kept + 3 * plane.size + at);
        const Vector<S> given = load(d_hidden + at);
        const Vector<S> bent = tanh(load(cells + at));
        const Vector<S> d_cell = load(d_cells + at) + given * o * (S(1) - bent * bent);
        store(slopes + at, d_cell * g * slope<S>(i, hard));
        store(slopes + plane.size + at, cells_before != nullptr ? d_cell * load(cells_before + at) * slope<S>(f, hard) : Vector<S>{});
        store(slopes + 2 * plane.size + at, d_cell * i * (S(1) - g * g));
        store(slopes + 3 * plane.size + at, given * bent * slope<S>(o, hard));
        store(d_cells + at, d_cell * f);
    }
    for (int n = 0; n < gates; n++) {
        plane.end_row(slopes + n * plane.size);
    }
}

// What the cells of some vectors of a row gave to the gates around them.
template <typename S>
struct GradientBlock {
    static constexpr int64_t lane_count = lanes<S>;
    const Sizes* sizes;
    const Plane<S>* plane;
    const S* weights;
    const S* slopes;
    S* d_input;   // null: not needed
    S* d_hidden;  // null: not needed

    template <int R, bool of_input, bool of_hidden>
    INLINE void add(int64_t at) const {
        Vector<S> inputs[R] = {};
        Vector<S> states[R] = {};
        const int64_t kernel = sizes->kernel;
        const S* factors = weights;
        const int64_t apart = sizes->taps() * gates;
        const S* line = slopes + at - place_of(*plane, kernel, 0);
        for (int64_t y = 0; y < kernel; y++, line -= plane->stride) {
            for (int64_t x = 0; x < kernel; x++, factors += gates) {
#pragma GCC unroll 4
                for (int n = 0; n < gates; n++) {
#pragma GCC unroll 8
                    for (int r = 0; r < R; r++) {
                        const Vector<S> value = load(line + n * plane->size - x + r * lanes<S>);
                        if (of_input) {
                            inputs[r] += value * factors[n];
                        }
                        if (of_hidden) {
                            states[r] += value * factors[apart + n];
                        }
                    }
                }
            }
        }
#pragma GCC unroll 8
        for (int r = 0; r < R; r++) {
            if (of_input) {
                store(d_input + at + r * lanes<S>, inputs[r]);
            }
            if (of_hidden) {
                store(d_hidden + at + r * lanes<S>, states[r]);
            }
        }
    }

    template <int R>
    INLINE void operator()(int64_t at) const {
        if (d_input == nullptr) {
            add<R, false, true>(at);
        } else if (d_hidden == nullptr) {
            add<R, true, false>(at);
        } else {
            add<R, true, true>(at);
        }
    }
};

template <typename S>
INLINE S total(Vector<S> vector) {
    S sum = 0;
    for (int64_t lane = 0; lane < lanes<S>; lane++) {
        sum += vector[lane];
    }
    return sum;
}

// Adds the gradient of D neighbouring taps of a kernel's row. `from` is what the taps read.
template <int D, typename S>
INLINE void add_taps(const Plane<S>& plane, const S* from, const S* slopes, S* d_weights) {
    Vector<S> sums[D][gates] = {};
    for (int64_t y = 0; y < plane.height; y++) {
        const S* read = from + plane.row(y);
        const S* slope = slopes + plane.row(y);
        for (int64_t at = 0; at < plane.vectors * lanes<S>; at += lanes<S>) {
            Vector<S> values[D];
#pragma GCC unroll 4
            for (int d = 0; d < D; d++) {
                values[d] = load(read + at + d);
            }
#pragma GCC unroll 4
            for (int n = 0; n < gates; n++) {
                const Vector<S> given = load(slope + n * plane.size + at);
#pragma GCC unroll 4
                for (int d = 0; d < D; d++) {
                    sums[d][n] += values[d] * given;
                }
            }
        }
    }
    for (int d = 0; d < D; d++) {
        for (int n = 0; n < gates; n++) {
            d_weights[d * gates + n] += total<S>(sums[d][n]);
        }
    }
}

template <typename S>
void add_kernel(const Sizes& sizes, const Plane<S>& plane, const S* from, const S* slopes, S* d_weights) {
    for (int64_t y = 0; y < sizes.kernel; y++) {
        int64_t x = 0;
        for (; x + 3 <= sizes.kernel; x += 3) {
            const int64_t tap = y * sizes.kernel + x;
            add_taps<3>(plane, from + place_of(plane, sizes.kernel, tap), slopes, d_weights + tap * gates);
        }
        for (; x < sizes.kernel; x++) {
            const int64_t tap = y * sizes.kernel + x;
            add_taps<1>(plane, from + place_of(plane, sizes.kernel, tap), slopes, d_weights + tap * gates);
        }
    }
}

template <typename S>
void add_bias(const Plane<S>& plane, const S* slopes, S* d_bias) {
    for (int n = 0; n < gates; n++) {
        Vector<S> sum{};
        for (int64_t y = 0; y < plane.height; y++) {
            const S* row = slopes + n * plane.size + plane.row(y);
            for (int64_t at = 0; at < plane.vectors * lanes<S>; at += lanes<S>) {
                sum += load(row + at);
            }
        }
        d_bias[n] += total<S>(sum);
    }
}

// Gates and cells of all steps of a channel, from its inputs and the states that it gave.
template <typename S, bool hard>
void again(const Layer<S>& layer, const Plane<S>& plane, const BackwardScratch<S>& scratch, int64_t sample, int64_t channel, const S* output) {
    const Sizes& sizes = layer.sizes;
    for (int64_t step = 0; step < sizes.steps; step++) {
        const int64_t time = sample * sizes.steps + step;
        plane.read(scratch.input, layer.input + (time * sizes.features + channel / sizes.multiplier) * sizes.cells());
        if (step > 0) {
            plane.read(scratch.hidden, output + ((time - 1) * sizes.channels() + channel) * sizes.cells());
        }
        GateBlock<S, hard> block;
        block.sizes = &sizes;
        block.plane = &plane;
        block.weights = layer.weights + channel * 2 * sizes.taps() * gates;
        block.bias = layer.bias + channel * gates;
        block.hidden = nullptr;
        for (int64_t y = 0; y < sizes.height; y++) {
            const int64_t row = plane.row(y);
            block.input = scratch.input + row;
            block.before = step == 0 ? nullptr : scratch.hidden + row;
            block.cells = scratch.cells + step * plane.size + row;
            block.cells_before = block.cells - plane.size;
            block.kept = scratch.kept + step * gates * plane.size + row;
            Blocks<gate_block>::call(plane.vectors, 0, block);
        }
    }
}

template <typename S, bool hard>
void backward(const Layer<S>& layer, int64_t sample, int64_t feature, const S* output, const Gradients<S>& gradients, S* memory) {
    const Sizes& sizes = layer.sizes;
    const Plane<S> plane(sizes);
    BackwardScratch<S> scratch(sizes, memory);
    std::memset(memory, 0, (scratch.cells - memory) * sizeof(S));

    for (int64_t channel = feature * sizes.multiplier; channel < (feature + 1) * sizes.multiplier; channel++) {
        again<S, hard>(layer, plane, scratch, sample, channel, output);
        std::memset(scratch.d_hidden, 0, plane.size * sizeof(S));
        std::memset(scratch.d_cells, 0, plane.size * sizeof(S));
        const int64_t of_kernel = sizes.taps() * gates;
        S* d_weights = gradients.d_weights + (sample * sizes.channels() + channel) * 2 * of_kernel;
        S* d_bias = gradients.d_bias + (sample * sizes.channels() + channel) * gates;
        std::memset(d_weights, 0, 2 * of_kernel * sizeof(S));
        std::memset(d_bias, 0, gates * sizeof(S));

        for (int64_t step = sizes.steps - 1; step >= 0; step--) {
            const int64_t time = sample * sizes.steps + step;
            const S* d_output = gradients.d_output + (time * sizes.channels() + channel) * sizes.cells();
            for (int64_t y = 0; y < sizes.height; y++) {
                const int64_t row = plane.row(y);
                S* d_hidden = scratch.d_hidden + row;
                for (int64_t x = 0; x < sizes.width; x++) {
                    d_hidden[x] += d_output[y * sizes.width + x];
                }
                const S* cells = scratch.cells + step * plane.size + row;
                through_gates<S, hard>(plane, scratch.kept + step * gates * plane.size + row, cells, step == 0 ? nullptr : cells - plane.size, d_hidden,
                                       scratch.d_cells + row, scratch.slopes + row);
            }

            const int64_t at = (time * sizes.features + feature) * sizes.cells();
            plane.read(scratch.input, layer.input + at);
            add_kernel(sizes, plane, scratch.input, scratch.slopes, d_weights);
            add_bias(plane, scratch.slopes, d_bias);
            if (step > 0) {
                plane.read(scratch.hidden, output + ((time - 1) * sizes.channels() + channel) * sizes.cells());
                add_kernel(sizes, plane, scratch.hidden, scratch.slopes, d_weights + of_kernel);
            }

            GradientBlock<S> block;
            block.sizes = &sizes;
            block.plane = &plane;
            block.weights = layer.weights + channel * 2 * of_kernel;
            if (step == 0 && gradients.d_input == nullptr) {
                break;
            }
            for (int64_t y = 0; y < sizes.height; y++) {
                const int64_t row = plane.row(y);
                block.slopes = scratch.slopes + row;
                block.d_input = gradients.d_input == nullptr ? nullptr : scratch.d_input + row;
                block.d_hidden = step == 0 ? nullptr : scratch.d_hidden + row;
                Blocks<gradient_block>::call(plane.vectors, 0, block);
                if (block.d_input != nullptr) {
                    S* to = gradients.d_input + at + y * sizes.width;
                    for (int64_t x = 0; x < sizes.width; x++) {
                        to[x] = channel == feature * sizes.multiplier ? block.d_input[x] : to[x] + block.d_input[x];
                    }
                }
            }
        }
    }
}

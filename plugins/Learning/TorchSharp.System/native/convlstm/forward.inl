// One feature of one sample through all steps, forwards.

template <typename S>
struct ForwardScratch {
    S* input;
    S* hidden[2];
    S* cells;
    int64_t size;

    ForwardScratch(const Sizes& sizes, S* memory) {
        Planes<S> planes{memory, rounded_up(Plane<S>(sizes).size, lanes<S>), 0};
        input = planes.take(1);
        hidden[0] = planes.take(1);
        hidden[1] = planes.take(1);
        cells = planes.take(1);
        size = planes.used;
    }
};

// All gates of some vectors of a row; the states follow at once.
template <typename S, bool hard>
struct GateBlock {
    static constexpr int64_t lane_count = lanes<S>;
    const Sizes* sizes;
    const Plane<S>* plane;
    const S* weights;
    const S* bias;
    const S* input;
    const S* before;  // hidden states; null before the first step
    const S* cells_before;
    S* cells;
    S* hidden;  // null: not wanted
    S* kept;    // gates, `plane->size` apart; null: keep nothing

    template <int R>
    INLINE void add(Vector<S> (&sums)[R][gates], const S* from, const S* factors) const {
        const int64_t kernel = sizes->kernel;
        const S* line = from + place_of(*plane, kernel, 0);
        for (int64_t y = 0; y < kernel; y++, line += plane->stride) {
            for (int64_t x = 0; x < kernel; x++, factors += gates) {
                Vector<S> values[R];
#pragma GCC unroll 8
                for (int r = 0; r < R; r++) {
                    values[r] = load(line + x + r * lanes<S>);
                }
#pragma GCC unroll 4
                for (int n = 0; n < gates; n++) {
#pragma GCC unroll 8
                    for (int r = 0; r < R; r++) {
                        sums[r][n] += values[r] * factors[n];
                    }
                }
            }
        }
    }

    template <int R>
    INLINE void operator()(int64_t at) const {
        Vector<S> sums[R][gates];
#pragma GCC unroll 8
        for (int r = 0; r < R; r++) {
#pragma GCC unroll 4
            for (int n = 0; n < gates; n++) {
                sums[r][n] = Vector<S>{} + bias[n];
            }
        }
        add<R>(sums, input + at, weights);
        if (before != nullptr) {
            add<R>(sums, before + at, weights + sizes->taps() * gates);
        }
#pragma GCC unroll 8
        for (int r = 0; r < R; r++) {
            const int64_t here = at + r * lanes<S>;
            const Vector<S> i = gate<S>(sums[r][0], hard);
            const Vector<S> f = gate<S>(sums[r][1], hard);
            const Vector<S> g = tanh(sums[r][2]);
            const Vector<S> o = gate<S>(sums[r][3], hard);
            const Vector<S> cell = before != nullptr ? f * load(cells_before + here) + i * g : i * g;
            store(cells + here, cell);
            if (hidden != nullptr) {
                store(hidden + here, o * tanh(cell));
            }
            if (kept != nullptr) {
                store(kept + here, i);
                store(kept + plane->size + here, f);
                store(kept + 2 * plane->size + here, g);
                store(kept + 3 * plane->size + here, o);
            }
        }
    }
};

template <typename S, bool hard>
void forward(const Layer<S>& layer, int64_t sample, int64_t feature, S* output, S* memory) {
    const Sizes& sizes = layer.sizes;
    const Plane<S> plane(sizes);
    ForwardScratch<S> scratch(sizes, memory);
    std::memset(memory, 0, scratch.size * sizeof(S));

    for (int64_t channel = feature * sizes.multiplier; channel < (feature + 1) * sizes.multiplier; channel++) {
        for (int64_t step = 0; step < sizes.steps; step++) {
            const int64_t time = sample * sizes.steps + step;
            plane.read(scratch.input, layer.input + (time * sizes.features + feature) * sizes.cells());
            S* hidden = scratch.hidden[step & 1];
            GateBlock<S, hard> block;
            block.sizes = &sizes;
            block.plane = &plane;
            block.weights = layer.weights + channel * 2 * sizes.taps() * gates;
            block.bias = layer.bias + channel * gates;
            block.kept = nullptr;
            for (int64_t y = 0; y < sizes.height; y++) {
                const int64_t row = plane.row(y);
                block.input = scratch.input + row;
                block.before = step == 0 ? nullptr : scratch.hidden[~step & 1] + row;
                block.cells_before = scratch.cells + row;
                block.cells = scratch.cells + row;
                block.hidden = hidden + row;
                Blocks<gate_block>::call(plane.vectors, 0, block);
                plane.end_row(hidden + row);
            }
            plane.write(hidden, output + (time * sizes.channels() + channel) * sizes.cells());
        }
    }
}

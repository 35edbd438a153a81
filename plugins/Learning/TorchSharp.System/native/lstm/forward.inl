// A slice of samples through all steps, forwards.

template <typename S>
struct ForwardScratch {
    S* states[2];  // [row, inputs | hidden]
    S* cells;      // [panel, row, lane]
    S* input_gates;  // [panel, row, lane]
    S* starts;       // [panel, row, gate, lane]
    int64_t size;

    ForwardScratch(const Sizes& sizes, int64_t rows, S* memory) {
        const Layout<S> layout(sizes);
        Pieces<S> pieces{memory, 0};
        states[0] = pieces.take(rows * layout.row);
        states[1] = pieces.take(rows * layout.row);
        cells = pieces.take(layout.panels * rows * lanes<S>);
        input_gates = pieces.take(layout.panels * rows * lanes<S>);
        starts = pieces.take(layout.panels * rows * sizes.gates * lanes<S>);
        size = pieces.used;
    }
};

// One panel of hidden units for a block of samples at one step.
template <typename S, int G>
struct ForwardPanel {
    const Given<S>* given;
    const Slice* slice;
    int64_t step;
    const S* states;  // rows, and one row's size
    int64_t row;
    const S* weights;
    int64_t depth;
    const S* starts;  // sums begin here
    int64_t start_row;
    S* cells;
    const S* input_gates;
    S* stash;  // null: keep nothing
    S* hidden;  // of the next states
    const S* hidden_before;

    template <int R>
    INLINE void operator()(int64_t first) const {
        Vector<S> sums[R][G];
        load_tile(sums, starts + first * start_row, start_row);
        multiply_rows(sums, states + first * row, row, weights, depth);
#pragma GCC unroll 8
        for (int r = 0; r < R; r++) {
            const int64_t sample = first + r;
            const Vector<S> before = load(cells + sample * lanes<S>);
            const Vector<S> i = G == 4 ? sigmoid(sums[r][0]) : load(input_gates + sample * lanes<S>);
            const Vector<S> f = sigmoid(sums[r][G - 3]);
            const Vector<S> g = tanh(sums[r][G - 2]);
            const Vector<S> o = sigmoid(sums[r][G - 1]);
            Vector<S> cell = f * before + i * g;
            Vector<S> state = o * tanh(cell);
            if (given->lengths != nullptr && step >= given->lengths[slice->first + sample]) {
                cell = before;
                state = load(hidden_before + sample * row);
            }
            store(cells + sample * lanes<S>, cell);
            store(hidden + sample * row, state);
            if (stash != nullptr) {
                S* kept = stash + sample * (G + 1) * lanes<S>;
                if (G == 4) {
                    store_away(kept, i);
                }
                store_away(kept + (G - 3) * lanes<S>, f);
                store_away(kept + (G - 2) * lanes<S>, g);
                store_away(kept + (G - 1) * lanes<S>, o);
                store_away(kept + G * lanes<S>, cell);
            }
        }
    }
};

template <typename S, int G>
void forward(const Forward<S>& layer, const Slice& slice, S* stash, S* memory) {
    const Given<S>& given = layer.given;
    const Sizes& sizes = given.sizes;
    const Layout<S> layout(sizes);
    const int64_t rows = slice.rows;
    ForwardScratch<S> scratch(sizes, rows, memory);

    std::memset(scratch.states[0], 0, 2 * rows * layout.row * sizeof(S));
    if (given.h0 != nullptr) {
        for (int64_t r = 0; r < rows; r++) {
            std::memcpy(scratch.states[0] + r * layout.row + sizes.inputs, given.h0 + (slice.first + r) * sizes.hidden, sizes.hidden * sizeof(S));
        }
    }
    spread(given.c0, sizes.hidden, 1, slice.first, rows, scratch.cells);
    if (G == 3) {
        spread(given.input_gate, sizes.hidden, 1, slice.first, rows, scratch.input_gates);
    }
    if (layer.gate_bias != nullptr) {
        spread(layer.gate_bias, sizes.hidden, G, slice.first, rows, scratch.starts);
        for (int64_t panel = 0; panel < layout.panels; panel++) {
            for (int64_t r = 0; r < rows; r++) {
                S* start = scratch.starts + (panel * rows + r) * G * lanes<S>;
                for (int n = 0; n < G; n++) {
                    store(start + n * lanes<S>, load(start + n * lanes<S>) + load(layer.bias + (panel * G + n) * lanes<S>));
                }
            }
        }
    }

    for (int64_t step = 0; step < slice.steps; step++) {
        S* states = scratch.states[step & 1];
        S* next = scratch.states[~step & 1];
        copy_inputs(given, slice, step, states, layout.row);
        for (int64_t panel = 0; panel < layout.panels; panel++) {
            ForwardPanel<S, G> block;
            block.given = &given;
            block.slice = &slice;
            block.step = step;
            block.states = states;
            block.row = layout.row;
            block.weights = layer.weights + panel * layout.depth * G * lanes<S>;
            block.depth = layout.depth;
            block.starts = layer.gate_bias == nullptr ? layer.bias + panel * G * lanes<S> : scratch.starts + panel * rows * G * lanes<S>;
            block.start_row = layer.gate_bias == nullptr ? 0 : G * lanes<S>;
            block.cells = scratch.cells + panel * rows * lanes<S>;
            block.input_gates = scratch.input_gates + panel * rows * lanes<S>;
            block.stash = stash == nullptr ? nullptr : stash + (step * layout.panels + panel) * rows * (G + 1) * lanes<S>;
            block.hidden = next + sizes.inputs + panel * lanes<S>;
            block.hidden_before = states + sizes.inputs + panel * lanes<S>;
            in_blocks<tile_rows<G>>(rows, block);
        }
        if (layer.output != nullptr) {
            for (int64_t r = 0; r < rows; r++) {
                const int64_t sample = slice.first + r;
                if (step < length_of(given, sample)) {
                    std::memcpy(layer.output + (time_of(given, sample, step) * sizes.batch + sample) * sizes.hidden,
                                next + r * layout.row + sizes.inputs, sizes.hidden * sizeof(S));
                }
            }
        }
    }
    finish_stores();

    const S* last = scratch.states[slice.steps & 1];
    for (int64_t r = 0; r < rows; r++) {
        std::memcpy(layer.h_n + (slice.first + r) * sizes.hidden, last + r * layout.row + sizes.inputs, sizes.hidden * sizeof(S));
    }
    gather(scratch.cells, sizes.hidden, 1, slice.first, rows, layer.c_n);
}

// A slice of samples through all steps, backwards.

// Rows (samples times steps) whose gate gradients are gathered before they are multiplied into the weights' gradients.
constexpr int64_t gathered_rows = 128;

template <typename S>
struct BackwardScratch {
    int64_t chunk;   // steps gathered
    int64_t columns;  // of d_hidden
    int64_t input_columns;
    S* states;       // [chunk, row, inputs | hidden before the step]
    S* d_gates;      // [panel, chunk, row, gate, lane]
    S* d_hidden;     // [row, columns]
    S* d_inputs;     // [row, input_columns]
    S* d_cells;      // [panel, row, lane]
    S* cell_tanhs;   // [panel, row, lane]
    S* first_cells;  // [panel, row, lane]
    S* input_gates;  // [panel, row, lane]
    S* d_input_gates;  // [panel, row, lane]
    S* d_gate_bias;    // [panel, row, gate, lane]
    int64_t size;

    BackwardScratch(const Sizes& sizes, int64_t rows, S* memory) {
        const Layout<S> layout(sizes);
        const int64_t units = layout.panels * rows * lanes<S>;
        chunk = rows >= gathered_rows ? 1 : gathered_rows / rows;
        chunk = least(chunk, sizes.steps);
        columns = layout.panels * lanes<S>;
        input_columns = quotient_up(sizes.inputs, lanes<S>) * lanes<S>;
        Pieces<S> pieces{memory, 0};
        states = pieces.take(chunk * rows * layout.row);
        d_gates = pieces.take(chunk * units * sizes.gates);
        d_hidden = pieces.take(rows * columns);
        d_inputs = pieces.take(rows * input_columns);
        d_cells = pieces.take(units);
        cell_tanhs = pieces.take(units);
        first_cells = pieces.take(units);
        input_gates = pieces.take(units);
        d_input_gates = pieces.take(units);
        d_gate_bias = pieces.take(units * sizes.gates);
        size = pieces.used;
    }
};

// Gradients of the gates of one step, of all samples of a slice.
template <typename S, int G>
void gate_gradients(const Backward<S>& layer, const Slice& slice, const Layout<S>& layout, const BackwardScratch<S>& scratch, const S* stash,
                    int64_t step, int64_t place, S* d_bias) {
    const Given<S>& given = layer.given;
    const int64_t rows = slice.rows;
    const int64_t kept = (G + 1) * lanes<S>;
    S* states = scratch.states + place * rows * layout.row + given.sizes.inputs;
    for (int64_t panel = 0; panel < layout.panels; panel++) {
        const S* gates = stash + (step * layout.panels + panel) * rows * kept;
        const S* gates_before = step > 0 ? gates - layout.panels * rows * kept : nullptr;
        S* d_gates = scratch.d_gates + (panel * scratch.chunk + place) * rows * G * lanes<S>;
        Vector<S> bias[G] = {};
        for (int64_t r = 0; r < rows; r++) {
            const int64_t at = (panel * rows + r) * lanes<S>;
            Vector<S> cell_before, tanh_before;
            if (step > 0) {
                const S* before = gates_before + r * kept;
                cell_before = load(before + G * lanes<S>);
                tanh_before = tanh(cell_before);
                store(states + r * layout.row + panel * lanes<S>, load(before + (G - 1) * lanes<S>) * tanh_before);
            } else {
                cell_before = load(scratch.first_cells + at);
                tanh_before = cell_before;
            }
            const Vector<S> cell_tanh = load(scratch.cell_tanhs + at);
            store(scratch.cell_tanhs + at, tanh_before);
            S* d_gate = d_gates + r * G * lanes<S>;
            if (given.lengths != nullptr && step >= given.lengths[slice.first + r]) {
                for (int n = 0; n < G; n++) {
                    store(d_gate + n * lanes<S>, Vector<S>{});
                }
                continue;
            }
            const S* gate = gates + r * kept;
            const Vector<S> i = G == 4 ? load(gate) : load(scratch.input_gates + at);
            const Vector<S> f = load(gate + (G - 3) * lanes<S>);
            const Vector<S> g = load(gate + (G - 2) * lanes<S>);
            const Vector<S> o = load(gate + (G - 1) * lanes<S>);
            S* d_hidden_at = scratch.d_hidden + r * scratch.columns + panel * lanes<S>;
            const Vector<S> d_hidden = load(d_hidden_at);
            store(d_hidden_at, Vector<S>{});
            const Vector<S> d_cell = load(scratch.d_cells + at) + d_hidden * o * (S(1) - cell_tanh * cell_tanh);
            store(scratch.d_cells + at, d_cell * f);
            Vector<S> d[G];
            if (G == 4) {
                d[0] = d_cell * g * i * (S(1) - i);
            } else {
                store(scratch.d_input_gates + at, load(scratch.d_input_gates + at) + d_cell * g);
            }
            d[G - 3] = d_cell * cell_before * f * (S(1) - f);
            d[G - 2] = d_cell * i * (S(1) - g * g);
            d[G - 1] = d_hidden * cell_tanh * o * (S(1) - o);
            for (int n = 0; n < G; n++) {
                store(d_gate + n * lanes<S>, d[n]);
                bias[n] += d[n];
            }
            if (layer.d_gate_bias != nullptr) {
                S* sum = scratch.d_gate_bias + at * G;
                for (int n = 0; n < G; n++) {
                    store(sum + n * lanes<S>, load(sum + n * lanes<S>) + d[n]);
                }
            }
        }
        if (d_bias != nullptr) {
            for (int n = 0; n < G; n++) {
                S* sum = d_bias + (panel * G + n) * lanes<S>;
                store(sum, load(sum) + bias[n]);
            }
        }
    }
}

template <typename S, int G>
void backward(const Backward<S>& layer, const Slice& slice, const S* stash, S* d_weights, S* d_bias, S* memory) {
    const Given<S>& given = layer.given;
    const Sizes& sizes = given.sizes;
    const Layout<S> layout(sizes);
    const int64_t rows = slice.rows;
    const int64_t units = layout.panels * rows * lanes<S>;
    const int64_t hidden = sizes.hidden;
    BackwardScratch<S> scratch(sizes, rows, memory);

    std::memset(scratch.d_hidden, 0, rows * scratch.columns * sizeof(S));
    std::memset(scratch.states, 0, scratch.chunk * rows * layout.row * sizeof(S));
    std::memset(scratch.d_input_gates, 0, units * sizeof(S));
    std::memset(scratch.d_gate_bias, 0, units * G * sizeof(S));
    if (layer.d_h_n != nullptr) {
        for (int64_t r = 0; r < rows; r++) {
            std::memcpy(scratch.d_hidden + r * scratch.columns, layer.d_h_n + (slice.first + r) * hidden, hidden * sizeof(S));
        }
    }
    spread(layer.d_c_n, hidden, 1, slice.first, rows, scratch.d_cells);
    spread(given.c0, hidden, 1, slice.first, rows, scratch.first_cells);
    if (G == 3) {
        spread(given.input_gate, hidden, 1, slice.first, rows, scratch.input_gates);
    }
    for (int64_t panel = 0; slice.steps > 0 && panel < layout.panels; panel++) {
        for (int64_t r = 0; r < rows; r++) {
            const S* gates = stash + (((slice.steps - 1) * layout.panels + panel) * rows + r) * (G + 1) * lanes<S>;
            store(scratch.cell_tanhs + (panel * rows + r) * lanes<S>, tanh(load(gates + G * lanes<S>)));
        }
    }

    // Gathered steps fill their chunk from its end, as time runs backwards.
    int64_t place = scratch.chunk;
    for (int64_t step = slice.steps - 1; step >= 0; step--) {
        place--;
        S* states = scratch.states + place * rows * layout.row;
        copy_inputs(given, slice, step, states, layout.row);
        if (layer.d_output != nullptr) {
            for (int64_t r = 0; r < rows; r++) {
                const int64_t sample = slice.first + r;
                if (step < length_of(given, sample)) {
                    const S* more = layer.d_output + time_of(given, sample, step) * layer.d_output_step + sample * layer.d_output_sample;
                    S* sum = scratch.d_hidden + r * scratch.columns;
                    for (int64_t unit = 0; unit < hidden; unit++) {
                        sum[unit] += more[unit];
                    }
                }
            }
        }
        gate_gradients<S, G>(layer, slice, layout, scratch, stash, step, place, d_bias);
        if (step == 0) {
            for (int64_t r = 0; r < rows; r++) {
                if (given.h0 == nullptr) {
                    std::memset(states + r * layout.row + sizes.inputs, 0, hidden * sizeof(S));
                } else {
                    std::memcpy(states + r * layout.row + sizes.inputs, given.h0 + (slice.first + r) * hidden, hidden * sizeof(S));
                }
            }
        }
        const int64_t panel_size = scratch.chunk * rows * G * lanes<S>;
        const S* d_gates = scratch.d_gates + place * rows * G * lanes<S>;
        const int64_t stash_step = layout.panels * rows * (G + 1) * lanes<S>;
        Ahead<S, G> ahead{stash + (step > 0 ? step - 1 : 0) * stash_step, stash + (step > 1 ? step - 2 : 0) * stash_step, step > 0 ? layout.panels * rows : 0, 0};
        if (step > 0 || layer.d_h0 != nullptr) {
            add_gradient<S, G>(d_gates, panel_size, layout.panels, rows, layer.hidden_weights, scratch.d_hidden, scratch.columns, ahead);
        }
        if (layer.d_input != nullptr) {
            std::memset(scratch.d_inputs, 0, rows * scratch.input_columns * sizeof(S));
            add_gradient<S, G>(d_gates, panel_size, layout.panels, rows, layer.input_weights, scratch.d_inputs, scratch.input_columns,
                               ahead);
            for (int64_t r = 0; r < rows; r++) {
                const int64_t sample = slice.first + r;
                if (step < length_of(given, sample)) {
                    std::memcpy(layer.d_input + (time_of(given, sample, step) * sizes.batch + sample) * sizes.inputs,
                                scratch.d_inputs + r * scratch.input_columns, sizes.inputs * sizeof(S));
                }
            }
        }
        if (d_weights != nullptr && (place == 0 || step == 0)) {
            for (int64_t panel = 0; panel < layout.panels; panel++) {
                in_blocks<tile_rows<G>>(layout.depth, WeightTile<S, G>{states, layout.row, d_gates + panel * panel_size, (scratch.chunk - place) * rows,
                                                                      d_weights + panel * layout.depth * G * lanes<S>});
            }
        }
        if (place == 0) {
            place = scratch.chunk;
        }
    }

    if (layer.d_h0 != nullptr) {
        for (int64_t r = 0; r < rows; r++) {
            std::memcpy(layer.d_h0 + (slice.first + r) * hidden, scratch.d_hidden + r * scratch.columns, hidden * sizeof(S));
        }
    }
    if (layer.d_c0 != nullptr) {
        gather(scratch.d_cells, hidden, 1, slice.first, rows, layer.d_c0);
    }
    if (layer.d_input_gate != nullptr) {
        gather(scratch.d_input_gates, hidden, 1, slice.first, rows, layer.d_input_gate);
    }
    if (layer.d_gate_bias != nullptr) {
        gather(scratch.d_gate_bias, hidden, G, slice.first, rows, layer.d_gate_bias);
    }
}

// The two products of the way back: gate gradients by weights, and states by gate gradients.

// The stash that the next step back will read, brought near the processor while this step's products are computed, a share with each tile.
template <typename S, int G>
struct Ahead {
    const S* gates;  // of the step before: all but its output gate and cell, which this step has read
    const S* gates_before;  // of the step before that: its output gate and cell
    int64_t vectors;  // left
    int64_t share;

    INLINE void fetch() {
        const int64_t count = least(share, vectors);
        for (int64_t v = 0; v < count; v++) {
#pragma GCC unroll 8
            for (int n = 0; n < G - 1; n++) {
                __builtin_prefetch(gates + n * lanes<S>, 0, 2);
            }
            __builtin_prefetch(gates_before + (G - 1) * lanes<S>, 0, 2);
            __builtin_prefetch(gates_before + G * lanes<S>, 0, 2);
            gates += (G + 1) * lanes<S>;
            gates_before += (G + 1) * lanes<S>;
        }
        vectors -= count;
    }
};

// A tile of d_gates times the weights, over a few panels of gates.
template <typename S, int G, int N>
struct GradientTile {
    const S* d_gates;
    int64_t panel;  // from one panel of d_gates to the next
    int64_t panels;
    const S* weights;
    S* product;
    int64_t columns;
    Ahead<S, G>* ahead;

    template <int R>
    INLINE void operator()(int64_t first) const {
        ahead->fetch();
        Vector<S> sums[R][N];
        load_tile(sums, product + first * columns, columns);
        for (int64_t p = 0; p < panels; p++) {
            multiply_rows(sums, d_gates + p * panel + first * G * lanes<S>, G * lanes<S>, weights + p * G * lanes<S> * N * lanes<S>, G * lanes<S>);
        }
        store_tile(sums, product + first * columns, columns);
    }
};

template <typename S, int G, int N>
INLINE void add_gradient_block(const S* d_gates, int64_t panel, int64_t panels, int64_t rows, const S* weights, S* product, int64_t columns,
                                Ahead<S, G>& ahead) {
    in_blocks<tile_rows<block_vectors>>(rows, GradientTile<S, G, N>{d_gates, panel, panels, weights, product, columns, &ahead});
}

// product [rows, columns] += d_gates times blocked weights.
template <typename S, int G>
void add_gradient(const S* d_gates, int64_t panel, int64_t panels, int64_t rows, const S* weights, S* product, int64_t columns,
                  Ahead<S, G>& ahead) {
    const int64_t vectors = columns / lanes<S>;
    const int64_t depth = panels * G * lanes<S>;
    // As many panels at once as keep a block of weights in the first cache.
    const int64_t most = 32768 / (G * lanes<S> * block_vectors * LSTM_BYTES);
    const int64_t tiles = quotient_up(vectors, block_vectors) * quotient_up(panels, most) * quotient_up(rows, tile_rows<block_vectors>);
    ahead.share = quotient_up(ahead.vectors, tiles);
    for (int64_t vector = 0; vector < vectors; vector += block_vectors) {
        const int64_t width = least(block_vectors, vectors - vector);
        const S* block = weights + vector * lanes<S> * depth;
        for (int64_t p = 0; p < panels; p += most) {
            const int64_t count = least(most, panels - p);
            const S* begin = d_gates + p * panel;
            const S* factors = block + p * G * lanes<S> * width * lanes<S>;
            S* target = product + vector * lanes<S>;
            switch (width) {
                case 1:
                    add_gradient_block<S, G, 1>(begin, panel, count, rows, factors, target, columns, ahead);
                    break;
                case 2:
                    add_gradient_block<S, G, 2>(begin, panel, count, rows, factors, target, columns, ahead);
                    break;
                case 3:
                    add_gradient_block<S, G, 3>(begin, panel, count, rows, factors, target, columns, ahead);
                    break;
                default:
                    add_gradient_block<S, G, 4>(begin, panel, count, rows, factors, target, columns, ahead);
                    break;
            }
        }
    }
}

// A tile of the weights' gradient: rows are inputs and hidden units.
template <typename S, int G>
struct WeightTile {
    const S* states;
    int64_t row;
    const S* d_gates;
    int64_t count;
    S* d_weights;

    template <int R>
    INLINE void operator()(int64_t first) const {
        Vector<S> sums[R][G] = {};
        multiply_columns(sums, states + first, row, d_gates, count);
        S* to = d_weights + first * G * lanes<S>;
#pragma GCC unroll 8
        for (int r = 0; r < R; r++) {
#pragma GCC unroll 8
            for (int n = 0; n < G; n++) {
                S* sum = to + (r * G + n) * lanes<S>;
                store(sum, load(sum) + sums[r][n]);
            }
        }
    }
};

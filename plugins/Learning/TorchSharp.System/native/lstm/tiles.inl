// Matrix products whose sums stay in registers, and where things lie in memory.

INLINE int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

INLINE int64_t quotient_up(int64_t a, int64_t b) { return (a + b - 1) / b; }

// Rows of a tile `Columns` vectors wide: as many as registers hold beside a row of factors.
template <int Columns>
constexpr int tile_rows = (LSTM_REGISTERS >= 32 ? 24 : 12) / Columns;

// Sizes in elements. A row of states holds a sample's inputs and then its hidden state; an odd number of vectors apart,
// rows do not fall into the same few sets of the cache.
template <typename S>
struct Layout {
    int64_t panels;
    int64_t depth;
    int64_t row;

    explicit Layout(const Sizes& sizes)
        : panels(quotient_up(sizes.hidden, lanes<S>)),
          depth(sizes.inputs + sizes.hidden),
          row((quotient_up(sizes.inputs + panels * lanes<S>, lanes<S>) | 1) * lanes<S>) {}
};

// Hands out pieces of one block of memory; of null it only counts.
template <typename S>
struct Pieces {
    S* base;
    int64_t used;

    S* take(int64_t count) {
        S* piece = base == nullptr ? nullptr : base + used;
        used += quotient_up(count, lanes<S>) * lanes<S>;
        return piece;
    }
};

// Splits rows into the fewest blocks of at most R, as even as can be, and calls function(block of that many rows, first row).
template <int R, int Most>
struct OfRows {
    template <typename Function>
    static INLINE void call(int64_t rows, int64_t first, const Function& function) {
        if (rows == R) {
            function.template operator()<R>(first);
        } else {
            OfRows<R - 1, Most>::call(rows, first, function);
        }
    }
};

template <int Most>
struct OfRows<0, Most> {
    template <typename Function>
    static INLINE void call(int64_t, int64_t, const Function&) {}
};

template <int Most, typename Function>
INLINE void in_blocks(int64_t rows, const Function& function) {
    const int64_t blocks = quotient_up(rows, Most);
    int64_t first = 0;
    for (int64_t block = 0; block < blocks; block++) {
        const int64_t end = rows * (block + 1) / blocks;
        OfRows<Most, Most>::call(end - first, first, function);
        first = end;
    }
}

// sums[r][n] += sum over k of a[r * row + k] * b[k][n].
template <typename S, int R, int N>
INLINE void multiply_rows(Vector<S> (&sums)[R][N], const S* a, int64_t row, const S* b, int64_t depth) {
    for (int64_t k = 0; k < depth; k++) {
        Vector<S> factors[N];
#pragma GCC unroll 8
        for (int n = 0; n < N; n++) {
            factors[n] = load(b + n * lanes<S>);
        }
#pragma GCC unroll 8
        for (int r = 0; r < R; r++) {
#pragma GCC unroll 8
            for (int n = 0; n < N; n++) {
                sums[r][n] += a[r * row] * factors[n];
            }
        }
        a++;
        b += N * lanes<S>;
    }
}

// sums[r][n] += sum over k of a[k * row + r] * b[k][n].
template <typename S, int R, int N>
INLINE void multiply_columns(Vector<S> (&sums)[R][N], const S* a, int64_t row, const S* b, int64_t depth) {
    for (int64_t k = 0; k < depth; k++) {
        Vector<S> factors[N];
#pragma GCC unroll 8
        for (int n = 0; n < N; n++) {
            factors[n] = load(b + n * lanes<S>);
        }
#pragma GCC unroll 8
        for (int r = 0; r < R; r++) {
#pragma GCC unroll 8
            for (int n = 0; n < N; n++) {
                sums[r][n] += a[r] * factors[n];
            }
        }
        a += row;
        b += N * lanes<S>;
    }
}

template <typename S, int R, int N>
INLINE void load_tile(Vector<S> (&sums)[R][N], const S* from, int64_t row) {
#pragma GCC unroll 8
    for (int r = 0; r < R; r++) {
#pragma GCC unroll 8
        for (int n = 0; n < N; n++) {
            sums[r][n] = load(from + r * row + n * lanes<S>);
        }
    }
}

template <typename S, int R, int N>
INLINE void store_tile(const Vector<S> (&sums)[R][N], S* to, int64_t row) {
#pragma GCC unroll 8
    for (int r = 0; r < R; r++) {
#pragma GCC unroll 8
        for (int n = 0; n < N; n++) {
            store(to + r * row + n * lanes<S>, sums[r][n]);
        }
    }
}

// Number of steps of a sample, and the time that a step of it stands for.
template <typename S>
INLINE int64_t length_of(const Given<S>& given, int64_t sample) {
    return given.lengths == nullptr ? given.sizes.steps : given.lengths[sample];
}

template <typename S>
INLINE int64_t time_of(const Given<S>& given, int64_t sample, int64_t step) {
    return given.reverse ? length_of(given, sample) - 1 - step : step;
}

// Copies the inputs of a step into rows of states; zeros for samples that have ended, whose own inputs may be anything.
template <typename S>
void copy_inputs(const Given<S>& given, const Slice& slice, int64_t step, S* rows, int64_t row) {
    for (int64_t r = 0; r < slice.rows; r++) {
        const int64_t sample = slice.first + r;
        if (step < length_of(given, sample)) {
            std::memcpy(rows + r * row, given.input + time_of(given, sample, step) * given.input_step + sample * given.input_sample,
                        given.sizes.inputs * sizeof(S));
        } else {
            std::memset(rows + r * row, 0, given.sizes.inputs * sizeof(S));
        }
    }
}

// Spreads rows [batch, groups * hidden] into panels [panel, row, group, lane], the lanes beyond the hidden units zero. A null source is zeros.
template <typename S>
void spread(const S* from, int64_t hidden, int64_t groups, int64_t first, int64_t rows, S* to) {
    const int64_t panels = quotient_up(hidden, lanes<S>);
    std::memset(to, 0, panels * rows * groups * lanes<S> * sizeof(S));
    if (from == nullptr) {
        return;
    }
    for (int64_t r = 0; r < rows; r++) {
        for (int64_t group = 0; group < groups; group++) {
            const S* source = from + (first + r) * groups * hidden + group * hidden;
            for (int64_t panel = 0; panel < panels; panel++) {
                const int64_t unit = panel * lanes<S>;
                std::memcpy(to + ((panel * rows + r) * groups + group) * lanes<S>, source + unit, least(lanes<S>, hidden - unit) * sizeof(S));
            }
        }
    }
}

// The reverse of spread.
template <typename S>
void gather(const S* from, int64_t hidden, int64_t groups, int64_t first, int64_t rows, S* to) {
    const int64_t panels = quotient_up(hidden, lanes<S>);
    for (int64_t r = 0; r < rows; r++) {
        for (int64_t group = 0; group < groups; group++) {
            S* target = to + (first + r) * groups * hidden + group * hidden;
            for (int64_t panel = 0; panel < panels; panel++) {
                const int64_t unit = panel * lanes<S>;
                std::memcpy(target + unit, from + ((panel * rows + r) * groups + group) * lanes<S>, least(lanes<S>, hidden - unit) * sizeof(S));
            }
        }
    }
}

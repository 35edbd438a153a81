// Planes of a grid with zeros around them, so that a kernel's taps are shifts of one run of memory.

INLINE int64_t rounded_up(int64_t count, int64_t to) { return (count + to - 1) / to * to; }

// Rows begin at whole vectors. What lies between the end of a row and the next one's begin is zero and serves both as margin.
template <typename S>
struct Plane {
    int64_t width;
    int64_t height;
    int64_t vectors;  // of a row
    int64_t stride;   // from row to row
    int64_t margin;   // before the first row
    int64_t size;

    explicit Plane(const Sizes& sizes)
        : width(sizes.width),
          height(sizes.height),
          vectors((sizes.width + lanes<S> - 1) / lanes<S>),
          stride(rounded_up(sizes.width + sizes.kernel / 2, lanes<S>)),
          margin((sizes.kernel / 2) * stride + rounded_up(sizes.kernel / 2, lanes<S>)),
          size(margin + sizes.height * stride + margin + lanes<S>) {}

    int64_t row(int64_t y) const { return margin + y * stride; }

    // Of the lanes behind a row's end only zeros may be left.
    INLINE void end_row(S* begin) const { std::memset(begin + width, 0, (stride - width) * sizeof(S)); }

    void read(S* plane, const S* cells) const {
        for (int64_t y = 0; y < height; y++) {
            std::memcpy(plane + row(y), cells + y * width, width * sizeof(S));
        }
    }

    void write(const S* plane, S* cells) const {
        for (int64_t y = 0; y < height; y++) {
            std::memcpy(cells + y * width, plane + row(y), width * sizeof(S));
        }
    }
};

// Hands out planes of one block of memory; of null it only counts.
template <typename S>
struct Planes {
    S* base;
    int64_t plane;
    int64_t used;

    S* take(int64_t count) {
        S* first = base == nullptr ? nullptr : base + used;
        used += count * plane;
        return first;
    }
};

// Where a tap of the kernel lies, seen from its cell.
template <typename S>
INLINE int64_t place_of(const Plane<S>& plane, int64_t kernel, int64_t tap) {
    return (tap / kernel - kernel / 2) * plane.stride + tap % kernel - kernel / 2;
}

// Calls function(block of R vectors, first vector) for all vectors of a row, R at most Most.
template <int R>
struct Blocks {
    template <typename Function>
    static INLINE void call(int64_t vectors, int64_t first, const Function& function) {
        for (; vectors - first >= R; first += R) {
            function.template operator()<R>(first * function.lane_count);
        }
        Blocks<R - 1>::call(vectors, first, function);
    }
};

template <>
struct Blocks<0> {
    template <typename Function>
    static INLINE void call(int64_t, int64_t, const Function&) {}
};

// Vectors of a row whose four gates stay in registers.
constexpr int gate_block = LSTM_REGISTERS >= 32 ? 5 : 2;

// Vectors of a row whose two gradients stay in registers.
constexpr int gradient_block = LSTM_REGISTERS >= 32 ? 5 : 4;

template <typename S>
INLINE Vector<S> gate(Vector<S> x, bool hard) {
    if (!hard) {
        return sigmoid(x);
    }
    const Vector<S> value = x * S(0.2) + S(0.5);
    const Vector<S> above = value > S(0) ? value : Vector<S>{};
    return above < S(1) ? above : Vector<S>{} + S(1);
}

// The slope of a gate where its value is known.
template <typename S>
INLINE Vector<S> slope(Vector<S> value, bool hard) {
    if (!hard) {
        return value * (S(1) - value);
    }
    const Vector<S> whole = value > S(0) ? Vector<S>{} + S(0.2) : Vector<S>{};
    return value < S(1) ? whole : Vector<S>{};
}

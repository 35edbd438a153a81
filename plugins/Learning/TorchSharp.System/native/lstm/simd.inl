// Vectors of LSTM_BYTES bytes, and the two activation functions on them.
// Included by one unit for each SIMD level, inside an anonymous namespace so that no level's code is ever linked into another.

typedef int32_t Int __attribute__((vector_size(LSTM_BYTES)));

template <typename S>
struct Simd;

template <>
struct Simd<float> {
    typedef float V __attribute__((vector_size(LSTM_BYTES)));
    typedef float Loose __attribute__((vector_size(LSTM_BYTES), aligned(4), may_alias));
};

template <>
struct Simd<double> {
    typedef double V __attribute__((vector_size(LSTM_BYTES)));
    typedef double Loose __attribute__((vector_size(LSTM_BYTES), aligned(8), may_alias));
};

template <typename S>
using Vector = typename Simd<S>::V;

template <typename S>
constexpr int64_t lanes = LSTM_BYTES / sizeof(S);

template <typename S>
INLINE Vector<S> load(const S* from) {
    return *reinterpret_cast<const typename Simd<S>::Loose*>(from);
}

template <typename S>
INLINE void store(S* to, Vector<S> value) {
    *reinterpret_cast<typename Simd<S>::Loose*>(to) = value;
}

// Stores around the caches where the level can: what is written here is read again only after all of it is written. `to` is aligned.
INLINE void store_away(float* to, Vector<float> value) {
#if LSTM_BYTES == 64
    _mm512_stream_ps(to, (__m512)value);
#elif LSTM_BYTES == 32
    _mm256_stream_ps(to, (__m256)value);
#else
    store(to, value);
#endif
}

INLINE void store_away(double* to, Vector<double> value) {
#if LSTM_BYTES == 64
    _mm512_stream_pd(to, (__m512d)value);
#elif LSTM_BYTES == 32
    _mm256_stream_pd(to, (__m256d)value);
#else
    store(to, value);
#endif
}

INLINE void finish_stores() {
#if LSTM_BYTES > 16
    _mm_sfence();
#endif
}

// Bounds a value; a value that is not a number stays so.
INLINE Vector<float> bound(Vector<float> x, float low, float high) {
#if LSTM_BYTES == 64
    return (Vector<float>)_mm512_max_ps(_mm512_set1_ps(low), _mm512_min_ps(_mm512_set1_ps(high), (__m512)x));
#elif LSTM_BYTES == 32
    return (Vector<float>)_mm256_max_ps(_mm256_set1_ps(low), _mm256_min_ps(_mm256_set1_ps(high), (__m256)x));
#else
    const Vector<float> lowest = low - Vector<float>{};
    const Vector<float> highest = high - Vector<float>{};
    x = x > highest ? highest : x;
    return x < lowest ? lowest : x;
#endif
}

// 1 / x for |x| between 1 and 1e38.
INLINE Vector<float> reciprocal(Vector<float> x) {
#if LSTM_BYTES == 64
    const Vector<float> guess = (Vector<float>)_mm512_rcp14_ps((__m512)x);
    return guess + guess * (1.0f - x * guess);
#else
    return 1.0f / x;
#endif
}

// 2^whole for whole numbers; `shifted` is the same number with its value in the lowest bits, see exponential.
INLINE Vector<float> power_of_two(Vector<float> whole, Vector<float> shifted) {
#if LSTM_BYTES == 64
    return (Vector<float>)_mm512_scalef_ps(_mm512_set1_ps(1.0f), (__m512)whole);
#else
    return (Vector<float>)(((Int)shifted << 23) + 0x3f800000);
#endif
}

// e^(sign x) as scale * (1 + rest), |rest| < 0.42, so that both e^x and e^x - 1 follow without loss of digits. -87 <= x <= 87.
template <int sign>
INLINE void exponential(Vector<float> x, Vector<float>& scale, Vector<float>& rest) {
    const float magic = 12582912.0f;  // 1.5 * 2^23: adding it rounds to a whole number, which then stands in the lowest bits
    const Vector<float> shifted = x * (sign * 1.442695041f) + magic;
    const Vector<float> whole = shifted - magic;
    const Vector<float> coarse = sign > 0 ? x - whole * 0.693359375f : -(whole * 0.693359375f) - x;
    const Vector<float> r = coarse + whole * 2.12194440e-4f;
    Vector<float> q = r * 1.392618359e-3f + 8.363179053e-3f;
    q = q * r + 4.166655462e-2f;
    q = q * r + 1.666657699e-1f;
    q = q * r + 0.5f;
    rest = r + (r * r) * q;
    scale = power_of_two(whole, shifted);
}

INLINE Vector<float> sigmoid(Vector<float> x) {
    Vector<float> scale, rest;
    exponential<-1>(bound(x, -87.0f, 87.0f), scale, rest);
    return reciprocal(scale * rest + (scale + 1.0f));
}

INLINE Vector<float> tanh(Vector<float> x) {
    Vector<float> scale, rest;
    exponential<1>(bound(x + x, -20.0f, 20.0f), scale, rest);
    const Vector<float> grown = scale * rest + (scale - 1.0f);
    return grown * reciprocal(grown + 2.0f);
}

INLINE Vector<double> sigmoid(Vector<double> x) {
    for (int64_t lane = 0; lane < lanes<double>; lane++) {
        x[lane] = 1.0 / (1.0 + __builtin_exp(-x[lane]));
    }
    return x;
}

INLINE Vector<double> tanh(Vector<double> x) {
    for (int64_t lane = 0; lane < lanes<double>; lane++) {
        x[lane] = __builtin_tanh(x[lane]);
    }
    return x;
}

// While it lives, numbers too small for full precision are zero: a gradient that has faded over many steps would cost ten times the time.
struct FlushFaded {
#if defined(__SSE__)
    const unsigned before = _mm_getcsr();
    FlushFaded() { _mm_setcsr(before | 0x8040); }
    ~FlushFaded() { _mm_setcsr(before); }
    FlushFaded(const FlushFaded&) = delete;
    FlushFaded& operator=(const FlushFaded&) = delete;
#endif
};

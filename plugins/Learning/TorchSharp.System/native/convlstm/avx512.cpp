#if defined(__x86_64__)
#define LSTM_BYTES 64
#define LSTM_REGISTERS 32
#define LSTM_LEVEL avx512
#include "kernels.inl"
#endif

#if defined(__x86_64__)
#define LSTM_BYTES 32
#define LSTM_REGISTERS 16
#define LSTM_LEVEL avx2
#include "kernels.inl"
#endif

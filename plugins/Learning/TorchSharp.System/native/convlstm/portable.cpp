#define LSTM_BYTES 16
#if defined(__aarch64__)
#define LSTM_REGISTERS 32
#else
#define LSTM_REGISTERS 16
#endif
#define LSTM_LEVEL portable
#include "kernels.inl"

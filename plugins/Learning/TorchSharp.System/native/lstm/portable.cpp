#define LSTM_BYTES 16
#if defined(__aarch64__)
#define LSTM_REGISTERS 32
#define LSTM_REGISTER "w"
#elif defined(__x86_64__)
#define LSTM_REGISTERS 16
#define LSTM_REGISTER "x"
#else
#define LSTM_REGISTERS 16
#define LSTM_REGISTER "m"
#endif
#define LSTM_LEVEL portable
#include "kernels.inl"

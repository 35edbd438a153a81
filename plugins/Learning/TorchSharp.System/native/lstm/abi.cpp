#include "function.h"
#include "shim.h"

using namespace shim;

// One LSTM layer in one direction, time first. input [steps, batch, inputs]; h0, c0 and input_gate [batch, hidden]; w_ih [gates * hidden, inputs];
// w_hh [gates * hidden, hidden]; b_ih, b_hh [gates * hidden]; gate_bias [batch, gates * hidden]; lengths int64 [batch].
// Null: no initial state (zeros), no bias, no gate bias, four gates, all samples run through all steps.
// Gates are i, f, g, o; with an input gate (already between 0 and 1, the same at every step: EA-LSTM) they are f, g, o.
// gate_bias is added to each sample's gates at every step. Beyond its length a sample keeps its state and its output is zero.
// reverse runs from a sample's last step to its first; output stays in the order of time.
// output [steps, batch, hidden] is null unless sequence is asked for; h_n and c_n are [batch, hidden].
SHIM_EXPORT int shim_lstm(Handle input, Handle h0, Handle c0, Handle w_ih, Handle w_hh, Handle b_ih, Handle b_hh, Handle gate_bias, Handle input_gate,
                          Handle lengths, int32_t reverse, int32_t sequence, Handle* output, Handle* h_n, Handle* c_n) {
    return guarded([&] {
        std::vector<at::Tensor> results =
            lstm::apply(lstm::Layer{borrow(input), borrow(h0), borrow(c0), borrow(w_ih), borrow(w_hh), borrow(b_ih), borrow(b_hh), borrow(gate_bias),
                                    borrow(input_gate), borrow(lengths), reverse != 0, sequence != 0});
        *output = give(std::move(results[0]));
        *h_n = give(std::move(results[1]));
        *c_n = give(std::move(results[2]));
    });
}

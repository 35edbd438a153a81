/* Requests of the host and answers to it, as README.md has them. What cannot be, as a request that is cut off, ends the process. */
#ifndef TRIBUTARY_BMI_FRAMES_H
#define TRIBUTARY_BMI_FRAMES_H

#include <stddef.h>
#include <stdint.h>

enum { TEXT = 4096 };
enum { DONE, FAILED, WRONG };
#define NO_STEP UINT32_MAX

/* Takes the pipes to the host away from the model, which gets nothing to read and prints to standard error; 0 where that fails. */
int take_pipes(void);

/* Waits for a request and gives its operation; 0 at the end of the input. */
int receive(unsigned char *operation);

void take(void *value, size_t bytes);
uint32_t take_u32(void);
/* A new text, with room behind it: Fortran declares a name or path as 2048 characters. */
char *take_text(void);

/* Begins an answer anew, with its outcome. */
void begin(unsigned char outcome);
void put(const void *value, size_t bytes);
void put_u32(uint32_t value);
void put_text(const char *text);
void send_answer(void);

/* Makes what went wrong the answer, and gives 0: whoever gets that leaves at once. */
int fail_at(unsigned char outcome, uint32_t step, const char *remedy, const char *format, ...) __attribute__((format(printf, 4, 5)));
#define FAIL(...) fail_at(FAILED, NO_STEP, "", __VA_ARGS__)
#define WRONG_INPUT(remedy, ...) fail_at(WRONG, NO_STEP, remedy, __VA_ARGS__)

/* Memory of zeros. */
void *room(size_t bytes);

#endif

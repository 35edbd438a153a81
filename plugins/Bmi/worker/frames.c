#define _GNU_SOURCE
#include "frames.h"
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int from_host, to_host;

typedef struct { unsigned char *bytes; size_t length, capacity, at; } Frame;
static Frame request, answer;

void *room(size_t bytes)
{
    void *found = calloc(1, bytes ? bytes : 1);
    if (!found) { fprintf(stderr, "no memory for %zu bytes\n", bytes); _exit(3); }
    return found;
}

static unsigned char *grow(Frame *frame, size_t more)
{
    if (frame->length + more > frame->capacity) {
        frame->capacity = 2 * (frame->length + more);
        frame->bytes = realloc(frame->bytes, frame->capacity);
        if (!frame->bytes) { fprintf(stderr, "no memory for a frame\n"); _exit(3); }
    }
    frame->length += more;
    return frame->bytes + frame->length - more;
}

void put(const void *value, size_t bytes) { memcpy(grow(&answer, bytes), value, bytes); }
void put_u32(uint32_t value) { put(&value, sizeof value); }
void put_text(const char *text) { put_u32((uint32_t)strlen(text)); put(text, strlen(text)); }

void begin(unsigned char outcome) { answer.length = 0; put_u32(0); put(&outcome, 1); }

void send_answer(void)
{
    uint32_t length = (uint32_t)(answer.length - sizeof length);
    memcpy(answer.bytes, &length, sizeof length);
    fflush(NULL);
    for (size_t at = 0; at < answer.length;) {
        ssize_t written = write(to_host, answer.bytes + at, answer.length - at);
        if (written <= 0) _exit(0);
        at += (size_t)written;
    }
}

void take(void *value, size_t bytes)
{
    if (request.at + bytes > request.length) { fprintf(stderr, "a request is cut off\n"); _exit(3); }
    memcpy(value, request.bytes + request.at, bytes);
    request.at += bytes;
}

uint32_t take_u32(void) { uint32_t value; take(&value, sizeof value); return value; }

char *take_text(void)
{
    uint32_t length = take_u32();
    /* Fortran declares a name or path as 2048 characters. */
    char *text = room((size_t)length + TEXT);
    take(text, length);
    return text;
}

static int read_all(void *target, size_t bytes)
{
    for (size_t at = 0; at < bytes;) {
        ssize_t found = read(from_host, (char *)target + at, bytes - at);
        if (found <= 0) return 0;
        at += (size_t)found;
    }
    return 1;
}

int receive(unsigned char *operation)
{
    uint32_t length;
    request.length = request.at = 0;
    if (!read_all(&length, sizeof length)) return 0;
    grow(&request, length);
    if (!read_all(request.bytes, length)) return 0;
    take(operation, 1);
    return 1;
}

int fail_at(unsigned char outcome, uint32_t step, const char *remedy, const char *format, ...)
{
    char problem[TEXT];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(problem, sizeof problem, format, arguments);
    va_end(arguments);
    begin(outcome);
    put_text(problem);
    put_text(remedy);
    put_u32(step);
    return 0;
}

/* A model that hangs must not outlive the host. */
static void *watch(void *nothing)
{
    struct pollfd host = { .fd = from_host, .events = 0 };
    while (poll(&host, 1, -1) < 0 || !(host.revents & (POLLHUP | POLLERR))) continue;
    _exit(0);
    return nothing;
}

int take_pipes(void)
{
    pthread_t watching;
    /* Ctrl-C is the host's to handle. What the model prints must not get among the answers. */
    signal(SIGINT, SIG_IGN);
    from_host = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
    to_host = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, STDIN_FILENO);
    dup2(STDERR_FILENO, STDOUT_FILENO);
    setvbuf(stdout, NULL, _IOLBF, 0);
    return from_host >= 0 && to_host >= 0 && pthread_create(&watching, NULL, watch, NULL) == 0;
}

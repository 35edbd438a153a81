/* A disk that is full after FULL_DISK_BYTES bytes have been written below FULL_DISK_FOLDER. Preloaded into the program under test. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long left;
static const char *folder;

__attribute__((constructor)) static void start(void)
{
    const char *bytes = getenv("FULL_DISK_BYTES");
    folder = getenv("FULL_DISK_FOLDER");
    atomic_store(&left, bytes ? atol(bytes) : 0);
}

static int is_full(int file, size_t count)
{
    char link[64], path[4096];
    if (!folder)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    if (strncmp(path, folder, strlen(folder)) != 0)
        return 0;
    if (atomic_fetch_sub(&left, (long)count) >= (long)count)
        return 0;
    errno = ENOSPC;
    return 1;
}

static size_t total(const struct iovec *parts, int count)
{
    size_t sum = 0;
    for (int i = 0; i < count; i++)
        sum += parts[i].iov_len;
    return sum;
}

#define REAL(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))

ssize_t write(int file, const void *bytes, size_t count)
{
    return is_full(file, count) ? -1 : REAL(write)(file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset)
{
    return is_full(file, count) ? -1 : REAL(pwrite)(file, bytes, count, offset);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset)
{
    return is_full(file, count) ? -1 : REAL(pwrite64)(file, bytes, count, offset);
}

ssize_t writev(int file, const struct iovec *parts, int count)
{
    return is_full(file, total(parts, count)) ? -1 : REAL(writev)(file, parts, count);
}

ssize_t pwritev64(int file, const struct iovec *parts, int count, off64_t offset)
{
    return is_full(file, total(parts, count)) ? -1 : REAL(pwritev64)(file, parts, count, offset);
}

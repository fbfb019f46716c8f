/*
 * jp_error: why a call of this library failed, in one line a person can read.
 *
 * Every function that can fail takes a `struct jp_error *` as its last argument, returns -1 or
 * NULL, and leaves the reason there. The pointer may be NULL when nobody asks for the reason.
 * The text is valid UTF-8, ends without a newline, and is owned by the struct itself.
 */
#ifndef JP_ERROR_H
#define JP_ERROR_H

struct jp_error {
    char text[512];
};

/* Store the formatted reason and return -1, so that callers can `return jp_fail(...)`. */
int jp_fail(struct jp_error *error, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif

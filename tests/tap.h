/*
 * tap: the few calls a test program needs, printing the Test Anything Protocol for meson.
 *
 *     ok(condition, "what should hold", …)      the text is a printf format
 *     is_int(got, wanted, "name", …)
 *     is_str(got, wanted, "name", …)            NULL is allowed on both sides
 *     return done();                            prints the plan; the exit status of main
 */
#ifndef TESTS_TAP_H
#define TESTS_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed;

__attribute__((format(printf, 2, 0), unused)) static bool
tap_report(bool passed, const char *format, va_list args)
{
    char name[1024];

    vsnprintf(name, sizeof(name), format, args);
    /* A line end would end the test line, "#" would begin a directive. */
    for (char *c = name; *c; c++) {
        if (*c == '\n' || *c == '#')
            *c = ' ';
    }
    tap_count++;
    tap_failed += !passed;
    printf("%sok %d - %s\n", passed ? "" : "not ", tap_count, name);
    return passed;
}

__attribute__((format(printf, 4, 5), unused)) static bool
tap_ok(bool passed, const char *file, int line, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    tap_report(passed, format, args);
    va_end(args);
    if (!passed)
        printf("#   at %s:%d\n", file, line);
    fflush(stdout);
    return passed;
}

__attribute__((format(printf, 5, 6), unused)) static bool
tap_is_int(long long got, long long wanted, const char *file, int line, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    tap_report(got == wanted, format, args);
    va_end(args);
    if (got != wanted)
        printf("#   at %s:%d: got %lld, wanted %lld\n", file, line, got, wanted);
    fflush(stdout);
    return got == wanted;
}

/* The text in quotes on one line: a line of its own could look like a result. */
__attribute__((unused)) static void tap_print(const char *text)
{
    if (!text) {
        printf("NULL");
        return;
    }
    putchar('"');
    for (; *text; text++) {
        if (*text == '\n')
            printf("\\n");
        else
            putchar(*text);
    }
    putchar('"');
}

__attribute__((format(printf, 5, 6), unused)) static bool
tap_is_str(const char *got, const char *wanted, const char *file, int line, const char *format,
           ...)
{
    bool same = got && wanted ? strcmp(got, wanted) == 0 : got == wanted;
    va_list args;

    va_start(args, format);
    tap_report(same, format, args);
    va_end(args);
    if (!same) {
        printf("#   at %s:%d: got ", file, line);
        tap_print(got);
        printf(", wanted ");
        tap_print(wanted);
        putchar('\n');
    }
    fflush(stdout);
    return same;
}

__attribute__((unused)) static int done(void)
{
    printf("1..%d\n", tap_count);
    return tap_failed ? 1 : 0;
}

#define ok(condition, ...) tap_ok((condition), __FILE__, __LINE__, __VA_ARGS__)
#define is_int(got, wanted, ...) \
    tap_is_int((long long)(got), (long long)(wanted), __FILE__, __LINE__, __VA_ARGS__)
#define is_str(got, wanted, ...) tap_is_str((got), (wanted), __FILE__, __LINE__, __VA_ARGS__)

#endif

/*
 * compile_tool.c - compiles for the tests.
 *
 *     compile-tool verify FILE...    checks the code of each file (verify.h)
 *     compile-tool errors            programs from standard input, each ended by NUL: a line each,
 *                                    "ok", or the error's type, message and position
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/compile.h"
#include "core/runtime.h"
#include "types/exception.h"
#include "types/str.h"
#include "verify.h"

static char *read_all(FILE *in, size_t *length)
{
    size_t capacity = 65536;
    char *text = malloc(capacity);

    *length = 0;
    for (size_t n; text && (n = fread(text + *length, 1, capacity - *length, in)) > 0;) {
        *length += n;
        if (*length == capacity)
            text = realloc(text, capacity *= 2);
    }
    return text;
}

static void print_value(mr_runtime *rt, mr_value v)
{
    mr_value repr = v ? mr_str_format(rt, "%R", v) : MR_NULL;
    char *owned = NULL;
    const char *text = repr ? mr_str_utf8(rt, repr, NULL, &owned) : NULL;

    printf("|%s", text ? text : "None");
    free(owned);
    mr_decref(rt, repr);
    mr_error_clear(rt);
}

static void print_error(mr_runtime *rt)
{
    mr_value error = mr_error_take(rt);
    const mr_exception *e = (const mr_exception *)mr_obj(error);

    printf("%s", mr_type_short_name(mr_type_of(rt, error)));
    if (mr_isinstance(rt, error, rt->exc.SyntaxError)) {
        print_value(rt, e->fields[0]);
        print_value(rt, e->fields[2]);
        print_value(rt, e->fields[3]);
        print_value(rt, e->extra[0]);
        print_value(rt, e->extra[1]);
    }
    printf("\n");
    mr_decref(rt, error);
}

static int verify(mr_runtime *rt, const char *path)
{
    FILE *in = fopen(path, "rb");
    size_t length;
    char *text = in ? read_all(in, &length) : NULL;
    int faults = 1;

    if (text) {
        mr_code *code = mr_compile(rt, text, length, path, MR_COMPILE_EXEC, 0);
        if (code) {
            faults = verify_code(code, stdout);
            char *words = mr_disassemble(rt, code);
            if (!words || !strstr(words, "<module>"))
                faults++;
            free(words);
            mr_decref(rt, mr_from(code));
        } else {
            print_error(rt);
        }
    }
    if (faults)
        printf("%s: %d faults\n", path, faults);
    if (in)
        fclose(in);
    free(text);
    return faults;
}

static void errors(mr_runtime *rt)
{
    size_t length;
    char *text = read_all(stdin, &length);

    for (size_t at = 0; text && at < length; at += strlen(text + at) + 1) {
        mr_code *code = mr_compile(rt, text + at, strlen(text + at), "<string>", MR_COMPILE_EXEC,
                                   MR_COMPILE_IGNORE_COOKIE);
        if (code && verify_code(code, stdout) == 0)
            printf("ok\n");
        else if (!code)
            print_error(rt);
        if (code)
            mr_decref(rt, mr_from(code));
    }
    free(text);
}

int main(int argc, char **argv)
{
    mr_config config = {0};
    const char *error;
    int faults = 0;

    if (argc < 2)
        return 2;
    mr_runtime *rt = mr_create(&config, &error);
    if (!rt) {
        fprintf(stderr, "%s\n", error);
        return 1;
    }
    if (!strcmp(argv[1], "verify")) {
        for (int i = 2; i < argc; i++)
            faults += verify(rt, argv[i]);
    } else {
        errors(rt);
    }
    mr_destroy(rt);
    return faults > 0;
}

/*
 * bind.c - arguments of native functions, sorted into places by a signature.
 */
#include <stdio.h>
#include <stdlib.h>

#include "types/abstract.h"
#include "types/containers.h"
#include "types/model.h"
#include "types/str.h"

#define MAX_PARAMETERS 32

struct parameter {
    const char *name;
    int length;
    bool optional;
};

struct mr_signature {
    const char *text;
    char function[64]; /* its name, may be empty */
    char call[68];     /* "name()", or "function" without a name, for messages */
    struct parameter parameters[MAX_PARAMETERS];
    size_t count;
    size_t posonly; /* positional-only ones, at the start */
    size_t positional; /* those and the ones that may be given by position */
    size_t least;      /* required ones at the start */
};

static void read_signature(const char *text, struct mr_signature *s)
{
    const char *p = strchr(text, '(');
    s->text = text;
    snprintf(s->function, sizeof s->function, "%.*s", (int)(p - text), text);
    snprintf(s->call, sizeof s->call, "%s%s", *s->function ? s->function : "function",
             *s->function ? "()" : "");
    s->count = s->posonly = 0;
    s->positional = SIZE_MAX;
    p++;
    while (*p != ')') {
        while (*p == ' ' || *p == ',')
            p++;
        if (*p == ')')
            break;
        if (*p == '/') {
            s->posonly = s->count;
            p++;
            continue;
        }
        if (*p == '*') {
            s->positional = s->count;
            p++;
            continue;
        }
        struct parameter *q = &s->parameters[s->count++];
        q->name = p;
        while (*p != ',' && *p != ')' && *p != '=' && *p != ' ')
            p++;
        q->length = (int)(p - q->name);
        q->optional = *p == '=';
        while (*p != ',' && *p != ')')
            p++;
    }
    if (s->positional == SIZE_MAX)
        s->positional = s->count;
    for (s->least = 0; s->least < s->count && !s->parameters[s->least].optional;)
        s->least++;
}

/* Signatures are static text, read once: a table by address keeps those in use.
 * Without memory for the table's entry *spare is filled in. */
static const struct mr_signature *find_signature(mr_runtime *rt, const char *text,
                                                 struct mr_signature *spare)
{
    size_t i = (((uintptr_t)text >> 3) ^ ((uintptr_t)text >> 11)) & (MR_SIGNATURES - 1);
    struct mr_signature *s = rt->model->signatures[i];
    if (__builtin_expect(s && s->text == text, 1))
        return s;
    if (!s)
        s = rt->model->signatures[i] = malloc(sizeof *s);
    if (!s)
        s = spare;
    read_signature(text, s);
    return s;
}

static bool name_is(mr_value name, const struct parameter *q)
{
    const mr_str *s = mr_as_str(name);
    return s->width == 1 && s->length == (size_t)q->length &&
           memcmp(s->data, q->name, s->length) == 0;
}

static bool too_many(mr_runtime *rt, const struct mr_signature *s, size_t least, size_t nargs,
                     size_t named)
{
    if (nargs + named > s->count) {
        mr_raise(rt, rt->exc.TypeError, "%s takes %s %zu %sargument%s (%zu given)", s->call,
                 least < s->count ? "at most" : "exactly", s->count, nargs == 0 ? "keyword " : "",
                 s->count == 1 ? "" : "s", nargs + named);
        return false;
    }
    if (s->positional == 0)
        mr_raise(rt, rt->exc.TypeError, "%s takes no positional arguments", s->call);
    else
        mr_raise(rt, rt->exc.TypeError, "%s takes %s %zu positional argument%s (%zu given)",
                 s->call, least < s->positional ? "at most" : "exactly", s->positional,
                 s->positional == 1 ? "" : "s", nargs);
    return false;
}

bool mr_bind(mr_runtime *rt, const char *signature, const mr_value *args, size_t nargs,
             mr_value kwnames,
             mr_value *out)
{
    struct mr_signature spare;
    const struct mr_signature *s = find_signature(rt, signature, &spare);
    size_t named = kwnames ? mr_as_tuple(kwnames)->length : 0;
    size_t least = s->least;
    if (s->posonly == s->count && s->count) {
        if (!mr_arity(rt, s->function, nargs, kwnames, least, s->count))
            return false;
        for (size_t i = 0; i < s->count; i++)
            out[i] = i < nargs ? args[i] : MR_NULL;
        return true;
    }
    if (nargs + named > s->count || nargs > s->positional)
        return too_many(rt, s, least, nargs, named);
    for (size_t i = 0; i < s->count; i++)
        out[i] = i < nargs ? args[i] : MR_NULL;
    for (size_t k = 0; k < named; k++) {
        mr_value name = mr_as_tuple(kwnames)->items[k];
        size_t i = s->posonly;
        while (i < s->count && !name_is(name, &s->parameters[i]))
            i++;
        if (i == s->count) {
            mr_raise(rt, rt->exc.TypeError, "'%S' is an invalid keyword argument for %s", name,
                     *s->function ? s->call : "this function");
            return false;
        }
        if (out[i]) {
            mr_raise(rt, rt->exc.TypeError, "argument for %s given by name ('%S') and position "
                                            "(%zu)",
                     s->call, name, i + 1);
            return false;
        }
        out[i] = args[nargs + k];
    }
    if (nargs < s->posonly && nargs < least) {
        size_t need = least < s->posonly ? least : s->posonly;
        mr_raise(rt, rt->exc.TypeError, "%s takes %s %zu positional argument%s (%zu given)",
                 s->call, need < s->positional ? "at least" : "exactly", need, need == 1 ? ""
                 : "s", nargs);
        return false;
    }
    for (size_t i = 0; i < s->count; i++) {
        if (out[i] || s->parameters[i].optional)
            continue;
        char name[64];
        snprintf(name, sizeof name, "%.*s", s->parameters[i].length, s->parameters[i].name);
        if (i >= s->positional)
            mr_raise(rt, rt->exc.TypeError, "%s missing required keyword-only argument: '%s'",
                     s->call, name);
        else
            mr_raise(rt, rt->exc.TypeError, "%s missing required argument '%s' (pos %zu)",
                     s->call, name,
                     i + 1);
        return false;
    }
    return true;
}

bool mr_arity(mr_runtime *rt, const char *name, size_t nargs, mr_value kwnames, size_t least,
              size_t most)
{
    if (kwnames && mr_as_tuple(kwnames)->length) {
        mr_raise(rt, rt->exc.TypeError, "%s() takes no keyword arguments", name);
        return false;
    }
    if (nargs >= least && nargs <= most)
        return true;
    size_t bound = nargs < least ? least : most;
    const char *how = least == most ? "" : nargs < least ? "at least " : "at most ";
    mr_raise(rt, rt->exc.TypeError, "%s expected %s%zu argument%s, got %zu", name, how, bound,
             bound == 1 ? "" : "s",
             nargs);
    return false;
}

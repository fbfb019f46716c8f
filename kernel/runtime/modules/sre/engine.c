/*
 * engine.c - matching and searching.
 */
#include <stdlib.h>

#include "modules/sre/sre.h"
#include "types/str.h"

#define POLL_STEPS 4096

/* Choices first, notes from NOTE_MARK on. */
enum kind {
    CHOICE,     /* go on at pc */
    BRANCH,     /* the next alternative is at pc */
    ONE,        /* REPEAT_ONE at pc from `at`: `extra` times were tried */
    MIN_ONE,    /* MIN_REPEAT_ONE at pc: `extra` times, up to `at` */
    MIN,        /* MIN_UNTIL at pc: once more */
    ASSERT,     /* barriers; extra: the barrier outside */
    ASSERT_NOT,
    ATOMIC,
    POSSESSIVE, /* number: times done */
    NOTE_MARK,  /* mark `number` was `at`, the last index `extra` */
    NOTE_COUNT, /* repeat `number` had count `at` and last place `extra` */
    NOTE_REPEATS /* there were `extra` repeats */
};

struct mr_sre_entry {
    uint8_t kind;
    int32_t repeat;
    uint32_t pc, number;
    int64_t at, extra;
};

struct mr_sre_repeat {
    uint32_t pc;
    int64_t count; /* bodies matched, -1 at first */
    int64_t last;  /* where the last one began: an empty body is not repeated */
    int32_t outer;
};

static bool grow(struct mr_sre_state *s, void *place, size_t *capacity, size_t size)
{
    void **array = place;
    size_t more = *capacity ? 2 * *capacity : 64;
    void *grown = realloc(*array, more * size);

    if (!grown) {
        mr_raise_no_memory(s->rt);
        return false;
    }
    *array = grown;
    *capacity = more;
    return true;
}

static bool grow_stack(struct mr_sre_state *s)
{
    return grow(s, &s->stack, &s->capacity, sizeof *s->stack);
}

static bool grow_repeats(struct mr_sre_state *s)
{
    return grow(s, &s->repeats, &s->repeat_capacity, sizeof *s->repeats);
}

/* Cuts the stack down to `to`, undoing what its notes say. */
static void undo(struct mr_sre_state *s, size_t to)
{
    while (s->count > to) {
        const struct mr_sre_entry *e = &s->stack[--s->count];
        switch (e->kind) {
        case NOTE_MARK:
            s->marks[e->number] = e->at;
            s->last_index = e->extra;
            break;
        case NOTE_COUNT:
            s->repeats[e->number].count = e->at;
            s->repeats[e->number].last = e->extra;
            break;
        case NOTE_REPEATS: s->repeat_count = (size_t)e->extra; break;
        default: break;
        }
    }
}

/* Drops the choices from `from` on. */
static void keep_notes(struct mr_sre_state *s, size_t from)
{
    size_t kept = from;

    for (size_t i = from; i < s->count; i++)
        if (s->stack[i].kind >= NOTE_MARK)
            s->stack[kept++] = s->stack[i];
    s->count = kept;
}

/* Is it in the 256 bits of a CHARSET? */
static inline bool in_bitmap(const uint32_t *bits, uint32_t c)
{
    return c < 256 && (bits[c / 32] >> (c & 31) & 1);
}

#define CHAR uint8_t
#define FN(name) name##_1
#include "modules/sre/engine.inc"
#undef CHAR
#undef FN
#define CHAR uint16_t
#define FN(name) name##_2
#include "modules/sre/engine.inc"
#undef CHAR
#undef FN
#define CHAR uint32_t
#define FN(name) name##_4
#include "modules/sre/engine.inc"
#undef CHAR
#undef FN

static void reset(struct mr_sre_state *s)
{
    for (uint32_t i = 0; i < 2 * s->pattern->groups; i++)
        s->marks[i] = -1;
    s->last_index = -1;
}

int mr_sre_match(struct mr_sre_state *s)
{
    reset(s);
    if (s->start > s->end)
        return 0;
    switch (s->width) {
    case 1: return match_1(s, s->start);
    case 2: return match_2(s, s->start);
    default: return match_4(s, s->start);
    }
}

int mr_sre_search(struct mr_sre_state *s)
{
    reset(s);
    if (s->start > s->end)
        return 0;
    switch (s->width) {
    case 1: return search_1(s);
    case 2: return search_2(s);
    default: return search_4(s);
    }
}

bool mr_sre_state_init(struct mr_sre_state *s, mr_runtime *rt, const mr_pattern *p, mr_value string,
                       int64_t pos, int64_t endpos)
{
    *s = (struct mr_sre_state){.rt = rt, .pattern = p, .width = 1, .last_index = -1};
    if (mr_is_str(string)) {
        s->width = mr_as_str(string)->width;
        s->text = mr_as_str(string)->data;
        s->length = (int64_t)mr_as_str(string)->length;
    } else {
        if (!mr_has_buffer(rt, string)) {
            mr_raise(rt, rt->exc.TypeError, "expected string or bytes-like object, got '%T'",
                     string);
            return false;
        }
        if (mr_buffer_get(rt, string, &s->buffer, 0) < 0)
            return false;
        s->has_buffer = s->is_bytes = true;
        s->text = s->buffer.data;
        s->length = (int64_t)s->buffer.length;
    }
    s->string = mr_incref(string);
    if (p->is_bytes >= 0 && p->is_bytes != s->is_bytes) {
        mr_raise(rt, rt->exc.TypeError,
                 p->is_bytes ? "cannot use a bytes pattern on a string-like object"
                             : "cannot use a string pattern on a bytes-like object");
        mr_sre_state_finish(s);
        return false;
    }
    s->marks = malloc((2 * (size_t)p->groups + 1) * sizeof *s->marks);
    if (!s->marks) {
        mr_raise_no_memory(rt);
        mr_sre_state_finish(s);
        return false;
    }
    s->start = pos < 0 ? 0 : pos > s->length ? s->length : pos;
    s->end = endpos < 0 ? 0 : endpos > s->length ? s->length : endpos;
    return true;
}

void mr_sre_state_finish(struct mr_sre_state *s)
{
    if (s->has_buffer)
        mr_buffer_release(s->rt, &s->buffer);
    mr_decref(s->rt, s->string);
    free(s->marks);
    free(s->stack);
    free(s->repeats);
}

mr_value mr_sre_slice(mr_runtime *rt, mr_value string, int64_t from, int64_t to)
{
    if (mr_is_str(string))
        return mr_str_substring(rt, string, (size_t)from, (size_t)to);
    if (mr_is_exact(string, MR_KIND_BYTES) && from == 0 &&
        to == (int64_t)mr_as_bytes(string)->length)
        return mr_incref(string);
    mr_buffer view;
    if (mr_buffer_get(rt, string, &view, 0) < 0)
        return MR_NULL;
    mr_value v = mr_bytes_new(rt, (const uint8_t *)view.data + from, (size_t)(to - from));
    mr_buffer_release(rt, &view);
    return v;
}

mr_value mr_sre_state_group(struct mr_sre_state *s, uint32_t number, mr_value otherwise)
{
    int64_t from = number ? s->marks[2 * number - 2] : s->start,
            to = number ? s->marks[2 * number - 1] : s->at;

    if (from < 0 || to < from)
        return mr_incref(otherwise);
    return mr_sre_slice(s->rt, s->string, from, to);
}

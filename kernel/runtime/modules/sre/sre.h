/*
 * sre.h - the engine under the standard library's re: the module _sre.
 *
 * re compiles a pattern to a list of 32-bit codes (re/_compiler.py); this
 * engine runs them. It backtracks with an explicit stack, so that no subject
 * and no pattern can exhaust the C stack, and polls for interrupts. Places in
 * the subject are counted in characters from its beginning.
 */
#ifndef MR_SRE_H
#define MR_SRE_H

#include "types/abstract.h"
#include "types/bytes.h"

/* In the order of re/_constants.py, version MR_SRE_MAGIC. */
#define MR_SRE_MAGIC 20220615
enum mr_sre_op {
    SRE_FAILURE, SRE_SUCCESS, SRE_ANY, SRE_ANY_ALL, SRE_ASSERT, SRE_ASSERT_NOT, SRE_AT, SRE_BRANCH,
    SRE_CATEGORY, SRE_CHARSET, SRE_BIGCHARSET, SRE_GROUPREF, SRE_GROUPREF_EXISTS, SRE_IN, SRE_INFO,
    SRE_JUMP, SRE_LITERAL, SRE_MARK, SRE_MAX_UNTIL, SRE_MIN_UNTIL, SRE_NOT_LITERAL, SRE_NEGATE,
    SRE_RANGE, SRE_REPEAT, SRE_REPEAT_ONE, SRE_SUBPATTERN, SRE_MIN_REPEAT_ONE, SRE_ATOMIC_GROUP,
    SRE_POSSESSIVE_REPEAT, SRE_POSSESSIVE_REPEAT_ONE, SRE_GROUPREF_IGNORE, SRE_IN_IGNORE,
    SRE_LITERAL_IGNORE, SRE_NOT_LITERAL_IGNORE, SRE_GROUPREF_LOC_IGNORE, SRE_IN_LOC_IGNORE,
    SRE_LITERAL_LOC_IGNORE, SRE_NOT_LITERAL_LOC_IGNORE, SRE_GROUPREF_UNI_IGNORE, SRE_IN_UNI_IGNORE,
    SRE_LITERAL_UNI_IGNORE, SRE_NOT_LITERAL_UNI_IGNORE, SRE_RANGE_UNI_IGNORE
};
enum mr_sre_at {
    SRE_AT_BEGINNING, SRE_AT_BEGINNING_LINE, SRE_AT_BEGINNING_STRING, SRE_AT_BOUNDARY,
    SRE_AT_NON_BOUNDARY, SRE_AT_END, SRE_AT_END_LINE, SRE_AT_END_STRING, SRE_AT_LOC_BOUNDARY,
    SRE_AT_LOC_NON_BOUNDARY, SRE_AT_UNI_BOUNDARY, SRE_AT_UNI_NON_BOUNDARY
};
#define MR_SRE_MAXREPEAT UINT32_MAX
#define MR_SRE_INFO_PREFIX 1
#define MR_SRE_INFO_LITERAL 2
#define MR_SRE_INFO_CHARSET 4

typedef struct mr_pattern {
    mr_object head;
    mr_value pattern;     /* str, bytes or None */
    mr_value group_index; /* dict from name to number */
    mr_value index_group; /* tuple of names by number */
    mr_type *match_type, *scanner_type; /* owned */
    int64_t flags;
    uint32_t groups;
    int8_t is_bytes;      /* -1: of anything, there is no pattern text */
    uint32_t *code;       /* heap buffer of code_count codes */
    size_t code_count;
} mr_pattern;

/* One attempt after another on one subject. */
struct mr_sre_state {
    mr_runtime *rt;
    const mr_pattern *pattern;
    mr_value string;   /* owned */
    mr_buffer buffer;  /* of a bytes-like subject */
    bool has_buffer, is_bytes;
    uint32_t width;    /* of a character: 1, 2, 4 */
    const void *text;
    int64_t length;
    int64_t start, end; /* where to begin, where the subject ends for this search */
    int64_t at;         /* end of the match */
    bool whole;         /* fullmatch */
    bool must_advance;  /* an empty match at the start does not count */
    int64_t *marks;     /* 2 a group, -1 unset */
    int64_t last_index; /* number of the group that was closed last, -1 none */
    /* the engine's own */
    struct mr_sre_entry *stack;
    size_t count, capacity;
    struct mr_sre_repeat *repeats;
    size_t repeat_count, repeat_capacity;
    uint32_t steps;
};

/* False with an exception set. pos and endpos as Pattern.match takes them. */
bool mr_sre_state_init(struct mr_sre_state *s, mr_runtime *rt, const mr_pattern *p, mr_value string,
                       int64_t pos, int64_t endpos);
void mr_sre_state_finish(struct mr_sre_state *s);
/* Match at s->start, or search from there on. 1: s->start, s->at and the marks
 * tell where; 0: no; -1 with an exception set. */
int mr_sre_match(struct mr_sre_state *s);
int mr_sre_search(struct mr_sre_state *s);
/* A piece of the subject, of its own type; owned. */
mr_value mr_sre_slice(mr_runtime *rt, mr_value string, int64_t from, int64_t to);

/* chars.c */
bool mr_sre_category(uint32_t category, uint32_t c);
bool mr_sre_in_set(const uint32_t *set, uint32_t c);
uint32_t mr_sre_lower_ascii(uint32_t c);
uint32_t mr_sre_lower_locale(uint32_t c);
uint32_t mr_sre_upper_locale(uint32_t c);
uint32_t mr_sre_lower_unicode(uint32_t c);
uint32_t mr_sre_upper_unicode(uint32_t c);
bool mr_sre_word(uint32_t c, uint32_t at);

/* match_object.c; the match that s has found. */
extern const mr_type_spec mr_sre_match_spec;
mr_value mr_sre_match_new(struct mr_sre_state *s, int64_t pos, int64_t endpos);
/* Group by number of a found match, `otherwise` where it did not take part; owned. */
mr_value mr_sre_state_group(struct mr_sre_state *s, uint32_t number, mr_value otherwise);

/* pattern.c, scanner.c */
extern const mr_type_spec mr_sre_pattern_spec, mr_sre_scanner_spec;
mr_value mr_sre_scanner_new(mr_runtime *rt, mr_value pattern, mr_value string, int64_t pos,
                            int64_t endpos);
/* substitute.c, split and findall */
mr_value mr_sre_sub(mr_runtime *rt, mr_value self, mr_value repl, mr_value string, int64_t count,
                    bool with_number);

#endif

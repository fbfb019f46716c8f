/* The model and its JSON form: round trips, what the reader refuses and how it says so, texts. */
#include "plots/timeline_table.h"
#include "tests/plots/make.h"
#include "tests/tap.h"

static void test_round_trip(void)
{
    for (uint64_t seed = 1; seed <= 8; seed++) {
        struct tl_timeline tl, copy, back;
        struct tl_error error = {""};
        make_random(&tl, seed, 20 * seed - 20, seed * 3 - 3, seed - 1);
        ok(tl_timeline_check(&tl, &error), "timeline %d is sound %s", (int)seed, error.text);
        char *text = tl_to_text(&tl), *again;
        ok(tl_from_text(&back, text, strlen(text), &error), "timeline %d reads back %s", (int)seed,
           error.text);
        again = tl_to_text(&back);
        is_str(again, text, "and is the same");
        free(again);
        ok(tl_timeline_copy(&copy, &tl), "timeline %d is copied", (int)seed);
        tl_timeline_finish(&tl);
        again = tl_to_text(&copy);
        is_str(again, text, "and the copy is the same");
        free(again);
        free(text);
        tl_timeline_finish(&copy);
        tl_timeline_finish(&back);
    }
}

static void test_text_is_repaired(void)
{
    struct tl_timeline tl, back;
    struct tl_error error;

    tl_timeline_init(&tl);
    ok(tl_timeline_set_text(&tl, "e", "a\xff\xed\xa0\x80z", NULL), "bytes that are no UTF-8");
    is_str(tl.name, "a\uFFFD\uFFFD\uFFFD\uFFFDz", "become replacement characters");
    tl_add_span(&tl, &(struct tl_span){.name = (char *)"\xc0\xaf\u00e9"});
    is_str(tl.spans[0].name, "\uFFFD\uFFFD\u00e9", "in a span's name, too");
    char *text = tl_to_text(&tl);
    ok(text && tl_from_text(&back, text, strlen(text), &error), "and the JSON is valid");
    is_int(back.spans[0].merged, 1, "a span stands for one call");
    ok(back.gc_enabled, "the collector is enabled unless said otherwise");
    free(text);
    tl_timeline_finish(&tl);
    tl_timeline_finish(&back);
}

/* A sound document, one part of it changed: the error must name the part. */
static void refuse(const char *from, const char *to, const char *message)
{
    static const char good[] =
        "{\"version\":1,\"engine\":\"e\",\"name\":\"n\",\"started\":\"s\",\"duration_ns\":100,"
        "\"start_bytes\":5,\"end_bytes\":7,\"waiting_bytes\":2,"
        "\"peak\":{\"bytes\":9,\"t_ns\":50,\"line\":3},"
        "\"totals\":{\"allocated\":10,\"freed\":{\"refcount\":1,\"collector\":2,\"resize\":3,"
        "\"exit\":4}},"
        "\"buckets\":{\"t_ns\":[0,50],\"first\":[5,6],\"min\":[4,6],\"max\":[6,9],\"last\":[6,7],"
        "\"allocated\":[2,3],\"freed_refcount\":[1,2],\"freed_collector\":[0,0],"
        "\"waiting\":[0,2],\"line\":[1,3],\"counts\":[[1,2],[0,0],[3,3]]},"
        "\"rss\":{\"t_ns\":[10,20],\"bytes\":[30,40]},\"thresholds\":[700,10,10],"
        "\"collections\":[{\"t_ns\":20,\"duration_ns\":3,\"generation\":2,"
        "\"reason\":\"explicit\",\"objects\":4,\"bytes\":5}],"
        "\"spans\":[{\"name\":\"f\",\"line\":1,\"enter_ns\":10,\"leave_ns\":90,\"depth\":0,"
        "\"enter_bytes\":5,\"leave_bytes\":6,\"peak_bytes\":9}],\"later\":{}}";
    struct tl_timeline tl;
    struct tl_error error = {""};
    const char *at = strstr(good, from);
    char *text;

    if (!ok(at != NULL, "the document has %s", from))
        return;
    if (asprintf(&text, "%.*s%s%s", (int)(at - good), good, to, at + strlen(from)) < 0)
        return;
    bool read = tl_from_text(&tl, text, strlen(text), &error);
    if (message) {
        ok(!read, "%s for %s is refused", to, from);
        is_str(error.text, message, "and the error says why");
        is_int(tl.buckets.n + tl.n_spans, 0, "and nothing is left of it");
    } else {
        ok(read, "%s for %s is read %s", to, from, error.text);
    }
    tl_timeline_finish(&tl);
    free(text);
}

static void test_refusals(void)
{
    refuse("{", "{", NULL);
    refuse("\"version\":1", "\"version\":2", "version: 2 is not one this program reads (1)");
    refuse("\"version\":1,", "", "version: is missing");
    refuse("\"name\":\"n\"", "\"name\":7", "name: is an integer, not a string");
    refuse(":100", ":-1", "duration_ns: -1 is not between 0 and 9007199254740991");
    refuse(":100", ":9007199254740992",
           "duration_ns: 9007199254740992 is not between 0 and 9007199254740991");
    refuse(":100", ":100.0", "duration_ns: is a number, not an integer");
    refuse(":100", ":99999999999999999999", "line 1, column 85: too big integer near "
                                            "'99999999999999999999'");
    refuse("\"peak\":{\"bytes\":9", "\"peak\":{\"bytes\":8",
           "peak.bytes: less than buckets.max[1]");
    refuse("\"t_ns\":50,\"line\":3}", "\"t_ns\":101,\"line\":3}",
           "peak.t_ns: 101 is more than 100");
    refuse("\"peak\":{\"bytes\":9,\"t_ns\":50,\"line\":3}", "\"peak\":[]",
           "peak: is an array, not an object");
    refuse("\"resize\":3,", "", "totals.freed.resize: is missing");
    refuse("\"t_ns\":[0,50]", "\"t_ns\":[51,50]", "buckets.t_ns[1]: time goes back");
    refuse("\"t_ns\":[0,50]", "\"t_ns\":[0,101]", "buckets.t_ns[1]: 101 is more than 100");
    refuse("\"first\":[5,6]", "\"first\":[5]", "buckets.first: has 1 elements where t_ns has 2");
    refuse("\"min\":[4,6]", "\"min\":[4,\"6\"]", "buckets.min[1]: is not an integer");
    refuse("\"min\":[4,6]", "\"min\":[6,6]",
           "buckets.min[0]: more than the first or the last value");
    refuse("\"max\":[6,9]", "\"max\":[5,9]",
           "buckets.max[0]: less than the first or the last value");
    refuse("\"waiting\":[0,2]", "\"waiting\":[7,2]", "buckets.waiting[0]: more than was live");
    refuse("\"counts\":[[1,2],[0,0],[3,3]]", "\"counts\":[[1,2],[0,0]]",
           "buckets.counts: is not three arrays");
    refuse("\"counts\":[[1,2],[0,0],[3,3]]", "\"counts\":[[1,2],[0,0],[3]]",
           "buckets.counts[2]: has 1 elements where t_ns has 2");
    refuse("\"counts\":[[1,2],[0,0],[3,3]]", "\"counts\":[[1,2],[0,-4],[3,3]]",
           "buckets.counts[1][1]: -4 is not between 0 and 9007199254740991");
    refuse("\"rss\":{\"t_ns\":[10,20]", "\"rss\":{\"t_ns\":[30,20]", "rss.t_ns[1]: time goes back");
    refuse("[700,10,10]", "[700,10]", "thresholds: is not three integers");
    refuse("[700,10,10]", "[700,null,10]", "thresholds[1]: is not an integer");
    refuse("\"later\":{}", "\"gc_enabled\":1", "gc_enabled: is not true or false");
    refuse("\"later\":{}", "\"gc_enabled\":false", NULL);
    refuse("\"later\":{}", "\"spans_dropped\":-1",
           "spans_dropped: -1 is not between 0 and 9007199254740991");
    refuse("\"generation\":2", "\"generation\":3", "collections[0].generation: 3 is more than 2");
    refuse("\"explicit\"", "\"whim\"",
           "collections[0].reason: is not \"threshold\", \"explicit\" or \"pressure\"");
    refuse("\"bytes\":5}", "\"bytes\":5,\"merged\":0}", "collections[0].merged: is not at least 1");
    refuse("\"bytes\":5}", "\"bytes\":5,\"merged\":12}", NULL);
    refuse("\"collections\":[{", "\"collections\":[3,{", "collections[0]: is not an object");
    refuse("\"leave_ns\":90", "\"leave_ns\":9", "spans[0].leave_ns: before it was entered");
    refuse("\"depth\":0", "\"depth\":2147483648",
           "spans[0].depth: 2147483648 is more than 2147483647");
    refuse("\"peak_bytes\":9", "\"peak_bytes\":4",
           "spans[0].peak_bytes: less than at enter or leave");
    refuse("\"waiting_bytes\":2", "\"waiting_bytes\":8", "waiting_bytes: more than end_bytes");
    refuse("\"later\"", "\"name\"", "line 1, column 726: duplicate object key near '\"name\"'");
}

static void test_notebook(void)
{
    struct tl_found *found;
    struct tl_error error = {""};
    size_t n;
    json_t *notebook = json_pack(
        "{s[{s s}{s i s[{s{s s}}{s{s{s i}s i}}]}{s i s[{s{s{s i}}}]}] s i}", "cells", "cell_type",
        "markdown", "execution_count", 3, "outputs", "data", "text/plain", "x", "data", TL_MIME,
        "mark", 1, "metadata", 0, "execution_count", 4, "outputs", "data", TL_MIME, "mark", 2,
        "nbformat", 4);
    json_t *other = json_pack("{s i}", "nbformat", 4);

    ok(tl_find_in_notebook(notebook, &found, &n, &error), "a notebook is searched %s", error.text);
    is_int(n, 2, "both timelines are found");
    if (n == 2) {
        is_int(found[0].cell, 1, "with the cell");
        is_int(found[0].output, 1, "the output");
        is_int(found[0].execution_count, 3, "and its count");
        is_int(json_integer_value(json_object_get(found[1].json, "mark")), 2, "in order");
    }
    free(found);
    ok(!tl_find_in_notebook(other, &found, &n, &error), "what has no cells is no notebook");
    json_decref(notebook);
    json_decref(other);
}

static void test_buckets(void)
{
    struct tl_bucket a = {.t_ns = 1, .first = 5, .min = 3, .max = 9, .last = 4, .allocated = 8,
                          .freed_refcount = 6, .freed_collector = 1, .line = 7,
                          .counts = {5, 1, 1}, .waiting = 2};
    struct tl_bucket b = {.t_ns = 2, .first = 4, .min = 4, .max = 9, .last = 8, .allocated = TL_MAX,
                          .line = 8, .counts = {2, 3, 0}, .waiting = 1};
    struct tl_timeline tl;

    is_int(tl_bucket_freed_other(&a), 2, "what neither refcount nor collector freed");
    tl_bucket_merge(&a, &b);
    ok(a.t_ns == 1 && a.first == 5 && a.min == 3 && a.max == 9 && a.last == 8,
       "merged: first of first, min, max, last of last");
    is_int(a.line, 7, "the line of the earlier of equal maxima");
    is_int(a.allocated, TL_MAX, "sums stop at the largest number");
    ok(a.counts[0] == 5 && a.counts[1] == 3 && a.waiting == 2, "the highest of the rest");

    make_random(&tl, 5, 300, 0, 0);
    bool right = true;
    for (int64_t t = 0; t < tl.duration_ns; t += tl.duration_ns / 997) {
        size_t i = tl_bucket_find(&tl.buckets, t);
        right &= tl.buckets.t_ns[i] <= t && (i + 1 == tl.buckets.n || tl.buckets.t_ns[i + 1] > t);
    }
    ok(right, "the bucket of a time is found");
    tl_timeline_finish(&tl);
}

static void test_texts(void)
{
    static const struct {
        int64_t value;
        const char *bytes, *time;
    } cases[] = {
        {0, "0 B", "0 s"},
        {1, "1 B", "1 ns"},
        {999, "999 B", "999 ns"},
        {1023, "1023 B", "1.02 \u00b5s"},
        {1024, "1 KiB", "1.02 \u00b5s"},
        {40960, "40 KiB", "41.0 \u00b5s"},
        {1048575, "1.00 MiB", "1.05 ms"},
        {24012390, "22.9 MiB", "24.0 ms"},
        {999999, "977 KiB", "1.00 ms"},
        {INT64_C(59999999999), "55.9 GiB", "1 min"},
        {INT64_C(200000000000), "186 GiB", "3 min 20 s"},
        {INT64_C(3599999999999), "3.27 TiB", "1 h"},
        {INT64_C(7500000000000), "6.82 TiB", "2 h 5 min"},
    };
    char buffer[64];

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        is_str(tl_format_bytes(buffer, sizeof(buffer), cases[i].value), cases[i].bytes, "bytes");
        is_str(tl_format_time(buffer, sizeof(buffer), cases[i].value), cases[i].time, "time");
    }
    is_str(tl_format_bytes(buffer, sizeof(buffer), -2048), "\u22122 KiB", "negative bytes");
    is_str(tl_format_bytes(buffer, 4, 123456789), "118", "a text cut to its buffer");
}

static void test_summary(void)
{
    struct tl_timeline tl;
    char text[256];

    tl_timeline_init(&tl);
    tl.start_bytes = tl.end_bytes = tl.peak.bytes = 4096;
    is_str(tl_summary(&tl, text, sizeof(text)), "stayed at 4 KiB \u00b7 no collection",
           "nothing happened");
    tl.peak.bytes = 25165824;
    tl.peak.t_ns = 312000000;
    tl.peak.line = 5;
    is_str(tl_summary(&tl, text, sizeof(text)),
           "peak 24 MiB at 312 ms (line 5) \u00b7 retained 0 B \u00b7 no collection", "a peak");
    tl.end_bytes = 24117248;
    tl.waiting_bytes = 23068672;
    tl_add_bucket(&tl, &(struct tl_bucket){.counts = {612, 3, 0}});
    is_str(tl_summary(&tl, text, sizeof(text)),
           "peak 24 MiB at 312 ms (line 5) \u00b7 retained 23.0 MiB \u00b7 22 MiB waiting garbage"
           " \u00b7 no collection (count 612 of 700)",
           "why the collector stayed away");
    tl.gc_enabled = false;
    ok(strstr(tl_summary(&tl, text, sizeof(text)), "no collection (gc disabled)") != NULL,
       "because it was disabled");
    tl_add_collection(&tl, &(struct tl_collection){.generation = 2, .bytes = 1024});
    tl_add_collection(&tl, &(struct tl_collection){.merged = 3});
    tl.start_bytes = 25165824;
    tl.waiting_bytes = 0;
    is_str(tl_summary(&tl, text, sizeof(text)),
           "peak 24 MiB at 312 ms (line 5) \u00b7 gave back 1 MiB \u00b7 4 collections freed 1 KiB",
           "what was given back");
    tl.spans_dropped = 4000;
    ok(strstr(tl_summary(&tl, text, sizeof(text)), " \u00b7 4000 more calls not kept") != NULL,
       "calls beyond those that are kept are told of");
    tl_timeline_finish(&tl);
}

/* The tables have every number, one line a row. */
static void test_tables(void)
{
    struct tl_timeline tl;

    make_random(&tl, 3, 50, 7, 5);
    tl.spans_dropped = 4000;
    char *json = tl_to_text(&tl);
    struct tl_timeline back, copy;
    tl_from_text(&back, json, strlen(json), NULL);
    tl_timeline_copy(&copy, &back);
    is_int(copy.spans_dropped, 4000, "calls not kept are read and copied");
    free(json);
    tl_timeline_finish(&back);
    tl_timeline_finish(&copy);
    tl_add_span(&tl, &(struct tl_span){.name = (char *)"a\tb\nc", .enter_ns = 1, .leave_ns = 9});
    static const size_t rows[TL_TABLES] = {50, 5, 8, 8};
    for (int table = 0; table < TL_TABLES; table++) {
        char *text = tl_table_text(&tl, table), *end = text;
        size_t lines = 0, columns = tl_table_columns(table);
        bool even = true;
        for (char *line = text; (end = strchr(line, '\n')); line = end + 1, lines++) {
            size_t tabs = 0;
            for (char *c = line; c < end; c++)
                tabs += *c == '\t';
            even &= tabs + 1 == columns;
        }
        ok(even, "%s: every line has %zu columns", tl_table_name(table), columns);
        is_int((long long)lines, (long long)rows[table] + 1, "and every row is there");
        free(text);
    }
    char *row = tl_table_row(&tl, TL_TABLE_CALLS, 7);
    is_str(row, "a b c\t0\t1\t9\t0\t0\t0\t0\t1", "a name does not break its line");
    free(row);
    tl_timeline_finish(&tl);
}

int main(void)
{
    test_round_trip();
    test_text_is_repaired();
    test_refusals();
    test_notebook();
    test_buckets();
    test_texts();
    test_summary();
    test_tables();
    return done();
}

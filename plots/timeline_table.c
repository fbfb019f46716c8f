#include "plots/timeline_table.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const reasons[] = {
    [TL_THRESHOLD] = "threshold", [TL_EXPLICIT] = "explicit", [TL_PRESSURE] = "pressure",
};

static const struct {
    const char *name;
    const char *titles[15];
} tables[TL_TABLES] = {
    [TL_TABLE_CURVE] = {"Curve", {"time (ns)", "first", "lowest", "highest", "last", "allocated",
                                  "freed by refcount", "freed by collector", "freed otherwise",
                                  "waiting", "line", "gen 0", "gen 1", "gen 2"}},
    [TL_TABLE_COLLECTIONS] = {"Collections", {"time (ns)", "duration (ns)", "generation", "reason",
                                              "objects", "bytes", "stands for"}},
    [TL_TABLE_CALLS] = {"Calls", {"name", "line", "entered (ns)", "left (ns)", "depth",
                                  "bytes at entry", "bytes at exit", "peak", "stands for"}},
    [TL_TABLE_RSS] = {"RSS", {"time (ns)", "bytes"}},
};

const char *tl_table_name(enum tl_table table)
{
    return tables[table].name;
}

size_t tl_table_rows(const struct tl_timeline *tl, enum tl_table table)
{
    switch (table) {
    case TL_TABLE_COLLECTIONS:
        return tl->n_collections;
    case TL_TABLE_CALLS:
        return tl->n_spans;
    case TL_TABLE_RSS:
        return tl->rss.n;
    default:
        return tl->buckets.n;
    }
}

size_t tl_table_columns(enum tl_table table)
{
    size_t n = 0;

    while (tables[table].titles[n])
        n++;
    return n;
}

const char *tl_table_title(enum tl_table table, size_t column)
{
    return tables[table].titles[column];
}

static void write_name(FILE *file, const char *name)
{
    for (; *name; name++)
        fputc(*name == '\t' || *name == '\n' || *name == '\r' ? ' ' : *name, file);
}

static void write_row(FILE *file, const struct tl_timeline *tl, enum tl_table table, size_t row)
{
    switch (table) {
    case TL_TABLE_CURVE: {
        struct tl_bucket b = tl_bucket_at(&tl->buckets, row);
        const int64_t numbers[] = {
            b.t_ns, b.first, b.min, b.max, b.last, b.allocated, b.freed_refcount,
            b.freed_collector, tl_bucket_freed_other(&b), b.waiting, b.line, b.counts[0],
            b.counts[1], b.counts[2],
        };
        for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
            fprintf(file, "%s%" PRId64, i ? "\t" : "", numbers[i]);
        break;
    }
    case TL_TABLE_COLLECTIONS: {
        const struct tl_collection *c = &tl->collections[row];
        fprintf(file, "%" PRId64 "\t%" PRId64 "\t%d\t%s\t%" PRId64 "\t%" PRId64 "\t%" PRId64,
                c->t_ns, c->duration_ns, c->generation, reasons[c->reason], c->objects, c->bytes,
                c->merged);
        break;
    }
    case TL_TABLE_CALLS: {
        const struct tl_span *s = &tl->spans[row];
        write_name(file, s->name);
        fprintf(file,
                "\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%d\t%" PRId64 "\t%" PRId64 "\t%" PRId64
                "\t%" PRId64,
                s->line, s->enter_ns, s->leave_ns, s->depth, s->enter_bytes, s->leave_bytes,
                s->peak_bytes, s->merged);
        break;
    }
    default:
        fprintf(file, "%" PRId64 "\t%" PRId64, tl->rss.t_ns[row], tl->rss.bytes[row]);
    }
}

/* Whether all was written; on failure there is no text. */
static char *finish(FILE *file, char **text)
{
    bool failed = ferror(file);

    if (fclose(file) || failed) {
        free(*text);
        return NULL;
    }
    return *text;
}

char *tl_table_row(const struct tl_timeline *tl, enum tl_table table, size_t row)
{
    char *text = NULL;
    size_t size;
    FILE *file = open_memstream(&text, &size);

    if (!file)
        return NULL;
    write_row(file, tl, table, row);
    return finish(file, &text);
}

char *tl_table_text(const struct tl_timeline *tl, enum tl_table table)
{
    char *text = NULL;
    size_t size;
    FILE *file = open_memstream(&text, &size);

    if (!file)
        return NULL;
    for (size_t column = 0; column < tl_table_columns(table); column++)
        fprintf(file, "%s%s", column ? "\t" : "", tables[table].titles[column]);
    fputc('\n', file);
    for (size_t row = 0; row < tl_table_rows(tl, table); row++) {
        write_row(file, tl, table, row);
        fputc('\n', file);
    }
    return finish(file, &text);
}

/*
 * csv.h - what the files of the module _csv share.
 */
#ifndef MR_CSV_H
#define MR_CSV_H

#include "containers/internal.h"
#include "modules/module.h"

enum { MR_QUOTE_MINIMAL, MR_QUOTE_ALL, MR_QUOTE_NONNUMERIC, MR_QUOTE_NONE };
#define MR_CSV_NO_CHAR UINT32_MAX

typedef struct mr_dialect {
    mr_object head;
    uint32_t delimiter, quote, escape; /* quote, escape: MR_CSV_NO_CHAR for none */
    mr_value terminator;               /* str */
    int quoting;
    bool double_quote, skip_space, strict;
} mr_dialect;

extern const mr_type_spec mr_dialect_spec, mr_csv_reader_spec, mr_csv_writer_spec;
static inline mr_dialect *mr_as_dialect(mr_value v) { return (mr_dialect *)mr_obj(v); }
/* A dialect of a name, an object with its attributes, or MR_NULL, changed by keyword arguments;
 * owned. */
mr_value mr_dialect_make(mr_runtime *rt, mr_value dialect, const mr_value *kwvalues,
                         mr_value kwnames);
mr_value mr_csv_error(mr_runtime *rt, const char *format, ...); /* _csv.Error; MR_NULL */
int64_t mr_csv_field_limit(mr_runtime *rt);
mr_value mr_csv_reader(ARGS);
mr_value mr_csv_writer(ARGS);

#endif

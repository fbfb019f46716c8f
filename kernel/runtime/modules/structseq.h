/*
 * structseq.h - tuples whose items also have names (sys.version_info,
 * time.struct_time). A type is a static mr_type_spec whose getsets name the
 * items in order. Behind them may stand hidden items, which have names but are
 * no part of the tuple; numbers of items that no getter has are without a name.
 */
#ifndef MR_STRUCTSEQ_H
#define MR_STRUCTSEQ_H

#include "types/type.h"

mr_value mr_structseq_field(mr_runtime *rt, mr_value self, void *closure);
mr_value mr_structseq_hidden(mr_runtime *rt, mr_value self, void *closure);
extern const mr_layout mr_structseq_layout;
mr_value mr_structseq_make(mr_runtime *rt, mr_type *type, const mr_value *args, size_t nargs,
                           mr_value kwnames);
mr_value mr_structseq_repr(mr_runtime *rt, mr_value self);

#define MR_STRUCTSEQ_FIELD(name, i) {name, mr_structseq_field, NULL, NULL, (void *)(intptr_t)(i)}
#define MR_STRUCTSEQ_HIDDEN(name, i) {name, mr_structseq_hidden, NULL, NULL, (void *)(intptr_t)(i)}
#define MR_STRUCTSEQ_SPEC(name_, doc_, fields)                                                     \
    {                                                                                              \
        .name = name_, .doc = doc_, .basic_size = sizeof(mr_tuple), .kind = MR_KIND_TUPLE,         \
        .flags = MR_TYPE_TRACKED | MR_TYPE_SEQUENCE | MR_TYPE_IMMUTABLE,                           \
        .layout = &mr_structseq_layout,                                                            \
        .slots = {.new_ = mr_structseq_make, .repr = mr_structseq_repr}, .getsets = fields,        \
    }

/* Makes the type (with n_fields and the like in its namespace); borrowed from the runtime's
 * table of types. NULL with an exception set. */
mr_type *mr_structseq_type(mr_runtime *rt, const mr_type_spec *spec);
/* Steals the items, of which there must be as many as the type has, hidden ones too; a MR_NULL
 * among them is a failure passed on. */
mr_value mr_structseq_new(mr_runtime *rt, mr_type *type, const mr_value *items);

#endif

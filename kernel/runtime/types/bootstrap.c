/*
 * bootstrap.c - the first types: bare structs so that objects can be made,
 * then the object model's own types in full.
 */
#include <stdlib.h>

#include "core/init.h"
#include "types/model.h"

/* Kinds and layouts of objects that exist before their types are ready. */
static void early(mr_runtime *rt)
{
    static const struct {
        size_t field;
        uint8_t kind;
        const mr_layout *layout;
        uint32_t flags;
    } known[] = {
        {offsetof(struct mr_types, str), MR_KIND_STR, &mr_str_layout, 0},
        {offsetof(struct mr_types, int_), MR_KIND_INT, &mr_int_layout, 0},
        {offsetof(struct mr_types, tuple), MR_KIND_TUPLE, &mr_tuple_layout, MR_TYPE_TRACKED},
        {offsetof(struct mr_types, list), MR_KIND_LIST, &mr_list_layout, MR_TYPE_TRACKED},
        {offsetof(struct mr_types, dict), MR_KIND_DICT, &mr_dict_layout, MR_TYPE_TRACKED},
        {offsetof(struct mr_types, type), MR_KIND_TYPE, NULL, MR_TYPE_TRACKED},
        {offsetof(struct mr_types, native), MR_KIND_NATIVE, NULL, MR_TYPE_TRACKED},
        {offsetof(struct mr_types, slot_wrapper), MR_KIND_OTHER, NULL, MR_TYPE_TRACKED},
        {offsetof(struct mr_types, method_descr), MR_KIND_OTHER, NULL, MR_TYPE_TRACKED},
        {offsetof(struct mr_types, classmethod_descr), MR_KIND_OTHER, NULL, MR_TYPE_TRACKED},
        {offsetof(struct mr_types, member_descr), MR_KIND_OTHER, NULL, MR_TYPE_TRACKED},
        {offsetof(struct mr_types, getset_descr), MR_KIND_OTHER, NULL, MR_TYPE_TRACKED},
        {offsetof(struct mr_types, staticmethod), MR_KIND_OTHER, NULL, MR_TYPE_TRACKED},
        {offsetof(struct mr_types, object), MR_KIND_INSTANCE, NULL, 0},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        mr_type *type = *(mr_type **)(void *)((char *)&rt->types + known[i].field);
        type->kind = known[i].kind;
        type->layout = type->body_layout = known[i].layout;
        type->flags = known[i].flags;
    }
}

static mr_type *bare_type(mr_runtime *rt, mr_type *meta)
{
    mr_type *type = mr_object_new(rt, meta, sizeof *type, true);
    if (!type || mr_shape_root(rt, type, 0, MR_SHAPE_NO_ATTRS) == UINT32_MAX)
        return NULL;
    type->kind = MR_KIND_OTHER;
    return type;
}

bool mr_types_bootstrap(mr_runtime *rt)
{
    rt->model = calloc(1, sizeof *rt->model);
    if (!rt->model || !mr_shapes_init(rt))
        return false;
    mr_type seed = {.kind = MR_KIND_TYPE, .flags = MR_TYPE_TRACKED};
    mr_type *type = bare_type(rt, &seed);
    if (!type)
        return false;
    type->head.kind = MR_KIND_TYPE;
    type->head.shape = type->root_shape;
    type->kind = MR_KIND_TYPE;
    type->flags = MR_TYPE_TRACKED;
    rt->types.type = type;
#define X(name)                                                                                    \
    if (!rt->types.name && !(rt->types.name = bare_type(rt, type)))                                \
        return false;
    MR_BUILTIN_TYPES(X)
#undef X
    early(rt);
    return true;
}

bool mr_model_types_init(mr_runtime *rt)
{
    return mr_slots_init(rt) && mr_type_ready(rt, rt->types.object, &mr_object_spec, NULL) &&
           mr_type_ready(rt, rt->types.type, &mr_type_spec_type, NULL) && mr_descr_types_init(rt) &&
           mr_native_type_init(rt) && mr_property_types_init(rt) && mr_super_type_init(rt) &&
           mr_module_type_init(rt) && mr_singleton_types_init(rt) &&
           mr_mappingproxy_type_init(rt) &&
           mr_namespace_type_init(rt) && mr_alias_types_init(rt) && mr_union_type_init(rt) &&
           mr_exceptions_init(rt);
}

void mr_types_finish(mr_runtime *rt)
{
    mr_shapes_finish(rt);
    for (size_t i = 0; rt->model && i < MR_SIGNATURES; i++)
        free(rt->model->signatures[i]);
    free(rt->model);
    rt->model = NULL;
}

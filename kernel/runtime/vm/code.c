/*
 * code.c - code objects: life, source positions, attributes.
 */
#include "compiler/draft.h"
#include "core/runtime.h"
#include "types/abstract.h"
#include "types/bytes.h"
#include "types/containers.h"
#include "types/int.h"
#include "types/str.h"
#include "vm/private.h"

/* One code unit counts as two bytes in co_lines, tb_lasti and f_lasti, so that the standard
 * library's `lasti // 2` indexes co_positions(). */
#define UNIT_BYTES 2

mr_position mr_code_position(const mr_code *code, uint32_t unit)
{
    uint32_t low = 0, high = code->position_count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (code->positions[middle].start <= unit)
            low = middle + 1;
        else
            high = middle;
    }
    if (low)
        return code->positions[low - 1];
    return (mr_position){.line = code->first_line, .end_line = code->first_line,
                         .column = -1, .end_column = -1};
}

mr_code *mr_code_alloc(mr_runtime *rt)
{
    mr_code *code = mr_object_new(rt, rt->types.code, sizeof *code, false);
    if (!code)
        return NULL;
    struct mr_vm *vm = rt->vm;
    code->next = vm->codes;
    if (vm->codes)
        vm->codes->prev = code;
    vm->codes = code;
    if (vm->next_site) {
        code->site = vm->next_site;
        vm->sites[code->site] = code;
        vm->next_site++; /* wraps to 0: they ran out */
    }
    return code;
}

const uint8_t mr_opcode_caches[MR_BC_COUNT] = {
#define OP(name, caches, text) caches,
#include "vm/opcodes.def"
#undef OP
};

static void fuse(mr_code *code);

/* A copy of `bytes` bytes in a heap buffer; NULL for none. */
static bool copy_table(mr_runtime *rt, void *place, const void *from, size_t bytes)
{
    void *copy = NULL;
    if (bytes) {
        copy = mr_buf_new(rt, bytes);
        if (!copy)
            return false;
        memcpy(copy, from, bytes);
    }
    memcpy(place, &copy, sizeof copy);
    return true;
}

mr_code *mr_code_new(mr_runtime *rt, const mr_code_draft *draft)
{
    mr_code *code = mr_code_alloc(rt);
    if (!code)
        return NULL;
#define SHARE(field) code->field = mr_incref(draft->field)
    SHARE(name);
    SHARE(qualname);
    SHARE(filename);
    SHARE(names);
    SHARE(consts);
    SHARE(varnames);
    SHARE(cellvars);
    SHARE(freevars);
#undef SHARE
    code->first_line = draft->first_line;
    code->flags = draft->flags;
    code->posonly_count = draft->posonly_count;
    code->arg_count = draft->arg_count;
    code->kwonly_count = draft->kwonly_count;
    code->nparams = draft->nparams;
    code->exact_args = draft->nparams == draft->arg_count ? draft->arg_count : 0xffff;
    code->nvars = draft->nvars;
    code->nfree = draft->nfree;
    code->nlocals = (uint16_t)(draft->nvars + draft->ncells + draft->nfree);
    code->nregs = draft->nregs;
#define OWN(field, count)                                                                          \
    if (!copy_table(rt, &code->field, draft->field, draft->count * sizeof *draft->field))          \
        goto fail;                                                                                 \
    code->count = draft->count
    OWN(cell_params, ncells);
    OWN(units, unit_count);
    OWN(handlers, handler_count);
    OWN(positions, position_count);
#undef OWN
    fuse(code);
    return code;
fail:
    mr_decref(rt, mr_from(code));
    return NULL;
}

/* The form that the compiler emits for a specialised one. */
enum mr_opcode mr_general_form(enum mr_opcode op)
{
    switch (op) {
    case MR_BC_LOAD_GLOBAL_MODULE:
    case MR_BC_LOAD_GLOBAL_BUILTIN: return MR_BC_LOAD_GLOBAL;
    case MR_BC_GET_ATTR_INLINE:
    case MR_BC_GET_ATTR_BUFFER:
    case MR_BC_GET_ATTR_SLOT:
    case MR_BC_GET_ATTR_CLASS:
    case MR_BC_GET_ATTR_MODULE: return MR_BC_GET_ATTR;
    case MR_BC_SET_ATTR_INLINE:
    case MR_BC_SET_ATTR_BUFFER:
    case MR_BC_SET_ATTR_ADD:
    case MR_BC_SET_ATTR_SLOT: return MR_BC_SET_ATTR;
    case MR_BC_LOAD_METHOD_TYPE:
    case MR_BC_LOAD_METHOD_MODULE: return MR_BC_LOAD_METHOD;
    case MR_BC_FOR_ITER_LIST:
    case MR_BC_FOR_ITER_RANGE:
    case MR_BC_FOR_ITER_TUPLE:
    case MR_BC_FOR_ITER_GENERATOR: return MR_BC_FOR_ITER;
    case MR_BC_CALL_CLASS: return MR_BC_CALL;
    case MR_BC_LOAD_INT_SUBTRACT:
    case MR_BC_LOAD_INT_MULTIPLY:
    case MR_BC_LOAD_INT_FLOOR_DIVIDE:
    case MR_BC_LOAD_INT_REMAINDER:
    case MR_BC_LOAD_INT_COMPARE:
    case MR_BC_LOAD_INT_JUMP: return MR_BC_LOAD_INT;
    default: return op;
    }
}

/* The form of LOAD_INT that does the work of the next instruction, too. */
static enum mr_opcode fused(const mr_unit *unit, const mr_unit *next)
{
    if (next->op == MR_BC_JUMP_COMPARE && next->b == unit->a && next->a != unit->a)
        return MR_BC_LOAD_INT_JUMP;
    if (next->c != unit->a || next->b == unit->a)
        return MR_BC_LOAD_INT;
    switch (next->op) {
    case MR_BC_SUBTRACT: return MR_BC_LOAD_INT_SUBTRACT;
    case MR_BC_MULTIPLY: return MR_BC_LOAD_INT_MULTIPLY;
    case MR_BC_FLOOR_DIVIDE: return MR_BC_LOAD_INT_FLOOR_DIVIDE;
    case MR_BC_REMAINDER: return MR_BC_LOAD_INT_REMAINDER;
    case MR_BC_COMPARE: return MR_BC_LOAD_INT_COMPARE;
    default: return MR_BC_LOAD_INT;
    }
}

static void fuse(mr_code *code)
{
    for (uint32_t i = 0; i + 1 < code->unit_count;) {
        mr_unit *unit = &code->units[i];
        if (unit->op == MR_BC_LOAD_INT && unit->a >= code->nlocals)
            unit->op = (uint8_t)fused(unit, unit + 1);
        i += 1u + mr_opcode_caches[unit->op];
    }
}

void mr_code_clear_caches(mr_code *code)
{
    for (uint32_t i = 0; i < code->unit_count;) {
        mr_unit *unit = &code->units[i];
        enum mr_opcode op = mr_general_form(unit->op);
        unit->op = (uint8_t)op;
        i += 1 + mr_opcode_caches[op];
        if (op == MR_BC_FOR_ITER || op == MR_BC_JUMP_COMPARE || op == MR_BC_JUMP_COMPARE_IMM)
            unit[1].version = 0; /* the low half is a jump */
        else if (op != MR_BC_MATCH_CLASS)
            for (int c = 1; c <= mr_opcode_caches[op]; c++)
                unit[c].cache = 0;
    }
    fuse(code);
}

static void code_dealloc(mr_runtime *rt, mr_object *self)
{
    mr_code *code = (mr_code *)self;
    struct mr_vm *vm = rt->vm;
    if (code->prev)
        code->prev->next = code->next;
    else if (vm->codes == code)
        vm->codes = code->next;
    if (code->next)
        code->next->prev = code->prev;
    if (code->site)
        vm->sites[code->site] = NULL;
    mr_clear(rt, &code->name);
    mr_clear(rt, &code->qualname);
    mr_clear(rt, &code->filename);
    mr_clear(rt, &code->names);
    mr_clear(rt, &code->consts);
    mr_clear(rt, &code->varnames);
    mr_clear(rt, &code->cellvars);
    mr_clear(rt, &code->freevars);
    if (code->cell_params)
        mr_buf_free(rt, code->cell_params, code->ncells * sizeof *code->cell_params);
    if (code->units)
        mr_buf_free(rt, code->units, code->unit_count * sizeof *code->units);
    if (code->handlers)
        mr_buf_free(rt, code->handlers, code->handler_count * sizeof *code->handlers);
    if (code->positions)
        mr_buf_free(rt, code->positions, code->position_count * sizeof *code->positions);
}

static void code_traverse(mr_runtime *rt, mr_object *self, mr_visit visit, void *arg)
{
    mr_code *code = (mr_code *)self;
    visit(rt, code->name, arg);
    visit(rt, code->qualname, arg);
    visit(rt, code->filename, arg);
    visit(rt, code->names, arg);
    visit(rt, code->consts, arg);
    visit(rt, code->varnames, arg);
    visit(rt, code->cellvars, arg);
    visit(rt, code->freevars, arg);
}

static size_t table_bytes(size_t bytes) { return bytes ? mr_block_size(bytes) : 0; }

static size_t code_extra(mr_runtime *rt, mr_object *self)
{
    const mr_code *code = (const mr_code *)self;
    return table_bytes(code->ncells * sizeof *code->cell_params) +
           table_bytes(code->unit_count * sizeof *code->units) +
           table_bytes(code->handler_count * sizeof *code->handlers) +
           table_bytes(code->position_count * sizeof *code->positions);
}

static const mr_layout code_layout = {
    .dealloc = code_dealloc,
    .traverse = code_traverse,
    .extra = code_extra,
};

static mr_code *as_code(mr_value v) { return (mr_code *)mr_obj(v); }

static mr_value code_repr(mr_runtime *rt, mr_value self)
{
    mr_code *code = as_code(self);
    return mr_str_format(rt, "<code object %V at 0x%lx, file \"%V\", line %d>", code->name,
                         (unsigned long)self, code->filename, code->first_line);
}

/* Equal instructions: specialised forms and caches apart. */
static bool same_units(const mr_code *a, const mr_code *b)
{
    if (a->unit_count != b->unit_count)
        return false;
    for (uint32_t i = 0; i < a->unit_count;) {
        mr_unit x = a->units[i], y = b->units[i];
        enum mr_opcode op = mr_general_form(x.op);
        x.op = y.op = 0;
        bool counted = op == MR_BC_GET_ATTR || op == MR_BC_SET_ATTR || op == MR_BC_LOAD_METHOD;
        if (counted)
            x.n = y.n = 0;
        if (op == MR_BC_STORE_NAME)
            x.c = y.c = 0;
        if (op != mr_general_form(b->units[i].op) || x.cache != y.cache)
            return false;
        i += 1u + mr_opcode_caches[op];
    }
    return true;
}

static mr_value code_compare(mr_runtime *rt, mr_value left, mr_value right, int op)
{
    if ((op != MR_EQ && op != MR_NE) || !mr_has_kind(left, MR_KIND_CODE) ||
        !mr_has_kind(right, MR_KIND_CODE))
        return MR_NOT_IMPLEMENTED;
    const mr_code *a = as_code(left), *b = as_code(right);
    bool same = a == b ||
                (mr_str_equal(a->name, b->name) && a->arg_count == b->arg_count &&
                 a->posonly_count == b->posonly_count && a->kwonly_count == b->kwonly_count &&
                 a->flags == b->flags && a->first_line == b->first_line && same_units(a, b));
    const mr_value pairs[][2] = {{a->consts, b->consts}, {a->names, b->names},
                                 {a->varnames, b->varnames}, {a->cellvars, b->cellvars},
                                 {a->freevars, b->freevars}};
    for (size_t i = 0; same && i < sizeof pairs / sizeof *pairs; i++) {
        int equal = mr_equal(rt, pairs[i][0], pairs[i][1]);
        if (equal < 0)
            return MR_NULL;
        same = equal;
    }
    return mr_bool(same == (op == MR_EQ));
}

static int64_t code_hash(mr_runtime *rt, mr_value self)
{
    const mr_code *code = as_code(self);
    uint64_t h = mr_str_hash(mr_as_str(code->name)) ^ code->unit_count ^
                 (uint64_t)code->arg_count << 16 ^ (uint64_t)code->first_line << 32 ^ code->flags;
    return (int64_t)h == -1 ? -2 : (int64_t)h;
}

static mr_value get_int(mr_runtime *rt, mr_value self, void *closure)
{
    mr_code *code = as_code(self);
    switch ((int)(intptr_t)closure) {
    case 0: return mr_small_int(code->arg_count);
    case 1: return mr_small_int(code->posonly_count);
    case 2: return mr_small_int(code->kwonly_count);
    case 3: return mr_small_int(code->nvars + code->ncells + code->nfree);
    case 4: return mr_small_int(code->nregs - code->nlocals);
    case 5: return mr_small_int(code->flags);
    default: return mr_small_int(code->first_line);
    }
}

/* co_nlocals counts varnames, of which parameters that became cells are a part. */
static mr_value get_nlocals(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_small_int((int64_t)mr_as_tuple(as_code(self)->varnames)->length);
}

static mr_value get_code(mr_runtime *rt, mr_value self, void *closure)
{
    mr_code *code = as_code(self);
    return mr_bytes_new(rt, code->units, code->unit_count * sizeof *code->units);
}

static mr_value get_empty_bytes(mr_runtime *rt, mr_value self, void *closure)
{
    return mr_incref(rt->empty_bytes);
}

static mr_value code_lines(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                           mr_value kwnames)
{
    mr_code *code = as_code(self);
    mr_value list = mr_list_new(rt, NULL, 0);
    if (!list)
        return MR_NULL;
    for (uint32_t i = 0; i < code->position_count;) {
        const mr_position *p = &code->positions[i];
        uint32_t next = i + 1;
        while (next < code->position_count && code->positions[next].line == p->line)
            next++;
        uint32_t end = next < code->position_count ? code->positions[next].start : code->unit_count;
        mr_value entry = mr_tuple_pack(rt, 3, mr_small_int((int64_t)p->start * UNIT_BYTES),
                                       mr_small_int((int64_t)end * UNIT_BYTES),
                                       p->line ? mr_small_int(p->line) : MR_NONE);
        if (!entry || !mr_list_append_steal(rt, list, entry)) {
            mr_decref(rt, list);
            return MR_NULL;
        }
        i = next;
    }
    mr_value it = mr_iter(rt, list);
    mr_decref(rt, list);
    return it;
}

static mr_value number_or_none(int32_t n, int32_t least)
{
    return n >= least ? mr_small_int(n) : MR_NONE;
}

static mr_value code_positions(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                               mr_value kwnames)
{
    mr_code *code = as_code(self);
    mr_value list = mr_list_new(rt, NULL, 0);
    if (!list)
        return MR_NULL;
    uint32_t entry_number = 0;
    mr_value entry = MR_NULL;
    for (uint32_t unit = 0; unit < code->unit_count; unit++) {
        bool moves = entry_number < code->position_count &&
                     code->positions[entry_number].start <= unit;
        if (moves || !entry) {
            mr_position p = mr_code_position(code, unit);
            mr_decref(rt, entry);
            entry = mr_tuple_pack(rt, 4, number_or_none(p.line, 1), number_or_none(p.end_line, 1),
                                  number_or_none(p.column, 0), number_or_none(p.end_column, 0));
            while (entry_number < code->position_count &&
                   code->positions[entry_number].start <= unit)
                entry_number++;
        }
        if (!entry || !mr_list_append(rt, list, entry)) {
            mr_decref(rt, entry);
            mr_decref(rt, list);
            return MR_NULL;
        }
    }
    mr_decref(rt, entry);
    mr_value it = mr_iter(rt, list);
    mr_decref(rt, list);
    return it;
}

static mr_code *code_copy(mr_runtime *rt, const mr_code *from)
{
    const mr_code_draft draft = {
        .name = from->name,
        .qualname = from->qualname,
        .filename = from->filename,
        .first_line = from->first_line,
        .flags = from->flags,
        .posonly_count = from->posonly_count,
        .arg_count = from->arg_count,
        .kwonly_count = from->kwonly_count,
        .nparams = from->nparams,
        .nvars = from->nvars,
        .ncells = from->ncells,
        .nfree = from->nfree,
        .nregs = from->nregs,
        .names = from->names,
        .consts = from->consts,
        .varnames = from->varnames,
        .cellvars = from->cellvars,
        .freevars = from->freevars,
        .cell_params = from->cell_params,
        .units = from->units,
        .unit_count = from->unit_count,
        .handlers = from->handlers,
        .handler_count = from->handler_count,
        .positions = from->positions,
        .position_count = from->position_count,
    };
    mr_code *copy = mr_code_new(rt, &draft);
    if (copy)
        mr_code_clear_caches(copy);
    return copy;
}

/* code.replace(): what can change without new instructions. */
static mr_value code_replace(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                             mr_value kwnames)
{
    mr_value out[6];
    if (!mr_bind(rt, "replace(*, co_name=, co_qualname=, co_filename=, co_firstlineno=, co_flags=, "
                     "co_consts=)", args, nargs, kwnames, out))
        return MR_NULL;
    mr_code *copy = code_copy(rt, as_code(self));
    if (!copy)
        return MR_NULL;
    mr_value *texts[] = {&copy->name, &copy->qualname, &copy->filename};
    for (int i = 0; i < 3; i++) {
        if (!out[i])
            continue;
        if (!mr_is_str(out[i])) {
            mr_raise_type(rt, "str", out[i]);
            goto fail;
        }
        mr_replace(rt, texts[i], mr_incref(out[i]));
    }
    int64_t n;
    if (out[3]) {
        if (!mr_to_int64(rt, out[3], &n))
            goto fail;
        copy->first_line = (int32_t)n;
    }
    if (out[4]) {
        if (!mr_to_int64(rt, out[4], &n))
            goto fail;
        copy->flags = (uint32_t)n;
    }
    if (out[5]) {
        if (!mr_is_tuple(out[5]) ||
            mr_as_tuple(out[5])->length != mr_as_tuple(copy->consts)->length) {
            mr_raise(rt, rt->exc.ValueError, "code: co_consts must be a tuple of the same length");
            goto fail;
        }
        mr_replace(rt, &copy->consts, mr_incref(out[5]));
    }
    return mr_from(copy);
fail:
    mr_decref(rt, mr_from(copy));
    return MR_NULL;
}

static const mr_method_def code_methods[] = {
    {"co_lines", code_lines, MR_ARGS_NONE, NULL},
    {"co_positions", code_positions, MR_ARGS_NONE, NULL},
    {"replace", code_replace, MR_ARGS_ANY, NULL},
    {0},
};

static const mr_getset_def code_getsets[] = {
    {"co_argcount", get_int, NULL, NULL, (void *)0},
    {"co_posonlyargcount", get_int, NULL, NULL, (void *)1},
    {"co_kwonlyargcount", get_int, NULL, NULL, (void *)2},
    {"co_nlocals", get_nlocals, NULL, NULL, NULL},
    {"co_stacksize", get_int, NULL, NULL, (void *)4},
    {"co_flags", get_int, NULL, NULL, (void *)5},
    {"co_firstlineno", get_int, NULL, NULL, (void *)6},
    {"co_code", get_code, NULL, NULL, NULL},
    {"co_lnotab", get_empty_bytes, NULL, NULL, NULL},
    {"co_linetable", get_empty_bytes, NULL, NULL, NULL},
    {"co_exceptiontable", get_empty_bytes, NULL, NULL, NULL},
    {0},
};

static const mr_member_def code_members[] = {
    {"co_name", offsetof(mr_code, name), MR_MEMBER_READONLY, NULL},
    {"co_qualname", offsetof(mr_code, qualname), MR_MEMBER_READONLY, NULL},
    {"co_filename", offsetof(mr_code, filename), MR_MEMBER_READONLY, NULL},
    {"co_names", offsetof(mr_code, names), MR_MEMBER_READONLY, NULL},
    {"co_consts", offsetof(mr_code, consts), MR_MEMBER_READONLY, NULL},
    {"co_varnames", offsetof(mr_code, varnames), MR_MEMBER_READONLY, NULL},
    {"co_cellvars", offsetof(mr_code, cellvars), MR_MEMBER_READONLY, NULL},
    {"co_freevars", offsetof(mr_code, freevars), MR_MEMBER_READONLY, NULL},
    {0},
};

const mr_type_spec mr_code_spec = {
    .name = "code",
    .basic_size = sizeof(mr_code),
    .kind = MR_KIND_CODE,
    .flags = MR_TYPE_WEAKREFS | MR_TYPE_NO_NEW | MR_TYPE_IMMUTABLE,
    .layout = &code_layout,
    .slots = {.repr = code_repr, .hash = code_hash, .richcompare = code_compare},
    .methods = code_methods,
    .getsets = code_getsets,
    .members = code_members,
};

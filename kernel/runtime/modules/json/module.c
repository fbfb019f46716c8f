/*
 * module.c - the module _json, which makes json fast.
 */
#include "modules/json/json.h"

static bool setup(mr_runtime *rt, mr_value module)
{
    mr_type *scanner = mr_type_from_spec(rt, &mr_json_scanner_spec, NULL);
    mr_type *encoder = mr_type_from_spec(rt, &mr_json_encoder_spec, NULL);
    return scanner && encoder &&
           mr_module_add(rt, module, "make_scanner", mr_incref(mr_from(scanner))) &&
           mr_module_add(rt, module, "make_encoder", mr_incref(mr_from(encoder)));
}

static const mr_method_def functions[] = {
    {"encode_basestring", mr_json_encode_basestring, MR_ARGS_ONE,
     "encode_basestring(string) -> string\n\nReturn a JSON representation of a Python string"},
    {"encode_basestring_ascii", mr_json_encode_basestring_ascii, MR_ARGS_ONE,
     "encode_basestring_ascii(string) -> string\n\n"
     "Return an ASCII-only JSON representation of a Python string"},
    {"scanstring", mr_json_scanstring, MR_ARGS_ANY,
     "scanstring(string, end, strict=True) -> (string, end)\n\n"
     "Reads the JSON string whose first character stands at `end`, and says where it ended."},
    {NULL, NULL, 0, NULL},
};

MR_MODULE(_json, "_json", "json speedups", functions, setup);

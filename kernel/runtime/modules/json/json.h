/*
 * json.h - what the files of the module _json share: JSON texts to objects
 * (scanner.c), objects to JSON texts (encoder.c), and strings both ways
 * (strings.c). The grammar is RFC 8259's with NaN and the infinities.
 */
#ifndef MR_JSON_H
#define MR_JSON_H

#include "modules/fields.h"
#include "modules/module.h"

/* Raises json.JSONDecodeError(message, text, position); MR_NULL. */
mr_value mr_json_error(mr_runtime *rt, const char *message, mr_value text, size_t position);
/* The string whose opening quote stands before `from`; *next is the place
 * behind its closing quote. With strict, control characters are errors. */
mr_value mr_json_read_string(mr_runtime *rt, mr_value text, size_t from, bool strict, size_t *next);
/* Writes s in quotes; with ascii, no other characters. False only in b. */
bool mr_json_write_string(mr_str_builder *b, mr_value s, bool ascii);

mr_value mr_json_scanstring(ARGS);
mr_value mr_json_encode_basestring(ARGS);
mr_value mr_json_encode_basestring_ascii(ARGS);

extern const mr_type_spec mr_json_scanner_spec, mr_json_encoder_spec;

#endif

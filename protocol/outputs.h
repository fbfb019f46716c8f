/*
 * jp_outputs: what a run of a cell puts out, gathered from iopub messages into nbformat's list.
 *
 * Neighbouring stream messages of one name become one output; clear_output (with and without
 * `wait`) and update_display_data are obeyed. Embedded; owns its list.
 */
#ifndef JP_OUTPUTS_H
#define JP_OUTPUTS_H

#include "protocol/buffer.h"
#include "protocol/message.h"

struct jp_outputs {
    json_t *list;
    json_t *displays;           /* display_id: list of indices into list */
    struct jp_buffer open_text; /* the last output's text, when that is a stream */
    bool stream_open;           /* open_text is newer than the list's last output */
    bool clear_pending;
};

int jp_outputs_init(struct jp_outputs *outputs, struct jp_error *error);
void jp_outputs_finish(struct jp_outputs *outputs);

/* 1 when the message changed the outputs, 0 when it is of no concern to them (other types, content
 * that lacks what its type needs, displays that are not here), -1 when memory ran out. */
int jp_outputs_add(struct jp_outputs *outputs, const struct jp_message *message);

/* Add an output of nbformat that no message brought; takes it over. 1, or -1 when memory ran out.
 */
int jp_outputs_append(struct jp_outputs *outputs, json_t *new_output);

/* The list as it stands, borrowed: valid until the next call. NULL when memory ran out. */
json_t *jp_outputs_list(struct jp_outputs *outputs);

#endif

/*
 * jp_outputs: what a run of a cell puts out, gathered from iopub messages into nbformat's list.
 *
 * Neighbouring stream messages of one name become one output; clear_output (with and without
 * `wait`) and update_display_data are obeyed. Embedded; owns its list.
 *
 * With limits set, a run that never stops printing stops growing in memory: of a stream its
 * beginning and its end are kept, of very many outputs the first and the last ones. A line of text
 * in between says what was left out.
 */
#ifndef JP_OUTPUTS_H
#define JP_OUTPUTS_H

#include "protocol/buffer.h"
#include "protocol/message.h"

struct jp_outputs {
    size_t most_text;    /* bytes of a stream that are kept at each end; 0: all */
    size_t most_outputs; /* of outputs, the same */
    json_t *list;
    json_t *ids;                 /* the display_id of each output, null: none */
    json_t *displays;            /* display_id: list of its outputs */
    size_t outputs_cut;          /* left out of the middle of the list */
    struct jp_buffer open_text;  /* the beginning of the last output's text, when a stream */
    struct jp_buffer open_end;   /* what follows it */
    size_t lines_cut, bytes_cut; /* between the two */
    bool stream_open;            /* they are newer than the list's last output */
    bool stream_closed;          /* the last output is not added to, though it is a stream */
    bool clear_pending;
};

int jp_outputs_init(struct jp_outputs *outputs, struct jp_error *error);
void jp_outputs_finish(struct jp_outputs *outputs);

/* 1 when the message changed the outputs, 0 when it is of no concern to them (other types, content
 * that lacks what its type needs, displays that are not here), -1 when memory ran out. */
int jp_outputs_add(struct jp_outputs *outputs, const struct jp_message *message);

/* As a stream message would. */
int jp_outputs_add_text(struct jp_outputs *outputs, const char *name, const char *text,
                        size_t length);

/* What comes from now on is a new output, and the copy of the last stream's text is given back. */
void jp_outputs_close_stream(struct jp_outputs *outputs);

/* Add an output of nbformat that no message brought; takes it over. 1, or -1 when memory ran out.
 */
int jp_outputs_append(struct jp_outputs *outputs, json_t *new_output);

/* The list as it stands, borrowed: valid until the next call. NULL when memory ran out. */
json_t *jp_outputs_list(struct jp_outputs *outputs);

/* Does a stream's text hold the line that says what was left out? `lines` receives their number. */
bool jp_outputs_find_cut(const char *text, size_t length, size_t *lines);

#endif

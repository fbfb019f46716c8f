/* mk_answer_complete, mk_answer_inspect: what may be typed at the cursor of a cell, and what stands
 * there. Both answer their request. */
#ifndef MK_INTROSPECT_H
#define MK_INTROSPECT_H

struct jp_message;
struct mk_kernel;

void mk_answer_complete(struct mk_kernel *kernel, const struct jp_message *request);
void mk_answer_inspect(struct mk_kernel *kernel, const struct jp_message *request);

#endif

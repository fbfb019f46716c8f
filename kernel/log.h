/* mk_log: a line on stderr, "memoir-kernel: …". Any thread. */
#ifndef MK_LOG_H
#define MK_LOG_H

void mk_log(const char *format, ...) __attribute__((format(printf, 1, 2)));

struct jp_error;

/* A message was dropped. `count` belongs to the channel. From the 10th on only every doubling is
 * told, so that a stranger who knocks cannot fill the disk. */
void mk_log_dropped(const char *channel, unsigned long *count, const struct jp_error *why);

#endif

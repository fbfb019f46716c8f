/* mk_log: a line on stderr, "memoir-kernel: …". Any thread. */
#ifndef MK_LOG_H
#define MK_LOG_H

void mk_log(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif

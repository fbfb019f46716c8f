/* mk_record: from the runtime's record of a run to the timeline (plots/timeline.h). */
#ifndef MK_RECORD_H
#define MK_RECORD_H

#include "plots/timeline.h"

#include "memoir_runtime.h"

/* Initialises and fills `timeline`, with neighbouring buckets merged until there are at most
 * `max_buckets`. False, with nothing to finish, when memory ran out. */
bool mk_record_timeline(const mr_run *run, size_t max_buckets, struct tl_timeline *timeline);

/* Every bucket that a run has. */
#define MK_ALL_BUCKETS ((size_t)-1)

/* The timeline's JSON, reduced as for saving, a new reference; NULL when memory ran out. */
json_t *mk_record_json(const mr_run *run, size_t max_buckets);

/* Is there something to see: a rise of a MiB, a span, a collection that freed something? */
bool mk_record_is_worth_showing(const mr_run *run);

#endif

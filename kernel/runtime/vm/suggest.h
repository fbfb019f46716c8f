/*
 * suggest.h - "Did you mean": the name most like one that was not found.
 */
#ifndef MR_SUGGEST_H
#define MR_SUGGEST_H

#include "core/runtime.h"

/* For a NameError or AttributeError: the name to suggest; owned. MR_NULL, never with an
 * exception, when there is none. */
mr_value mr_suggestion(mr_runtime *rt, mr_value exception);

#endif

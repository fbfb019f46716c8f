/*
 * A GSource over a jp_client: messages reach the client's handler from the main loop.
 *
 * libzmq's descriptors signal a change of state and not its presence, so the source asks
 * jp_client_pending() before sleeping and after waking. It handles some messages at a time, at a
 * priority below drawing. The client must outlive the source and may not be restarted under it;
 * once the kernel's death was told, destroy the source.
 */
#pragma once

#include <glib.h>

#include "protocol/client.h"

G_BEGIN_DECLS

GSource *memoir_client_source_new(struct jp_client *client);

G_END_DECLS

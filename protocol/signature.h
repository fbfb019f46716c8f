/*
 * jp_signer: signs the four JSON frames of a message with HMAC-SHA256, and verifies them.
 *
 * Embedded. With an empty key nothing is signed and every signature must be empty.
 *
 * jp_replays: the digests seen, so that a message recorded on the wire cannot be sent again. It
 * holds the newest 65,536 digests (as many as ipykernel) and forgets the oldest first. The digest
 * goes in only after its signature was verified; otherwise anyone could fill the set.
 */
#ifndef JP_SIGNATURE_H
#define JP_SIGNATURE_H

#include "protocol/error.h"

#include <sodium.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JP_SIGNATURE_LENGTH 64 /* hexadecimal digits */

struct jp_part {
    const void *data;
    size_t length;
};

struct jp_signer {
    bool enabled;
    crypto_auth_hmacsha256_state keyed; /* the state after the key: copied for each message */
};

int jp_signer_init(struct jp_signer *signer, const char *key, struct jp_error *error);
void jp_signer_finish(struct jp_signer *signer);

/* The signature's hexadecimal text and a NUL into text[JP_SIGNATURE_LENGTH + 1]. */
void jp_signer_sign(const struct jp_signer *signer, const struct jp_part parts[4], char *text);

/* In constant time for a signature of the right length. */
bool jp_signer_verify(const struct jp_signer *signer, const struct jp_part parts[4],
                      const void *signature, size_t length);

#define JP_REPLAY_LIMIT 65536
#define JP_REPLAY_BYTES 16 /* kept of each digest; half of it is as good as all against chance */

struct jp_replays {
    unsigned char (*ring)[JP_REPLAY_BYTES]; /* digests by age; next_slot is the oldest when full */
    uint32_t *table;                        /* open addressing over ring positions + 1, 0 empty */
    uint32_t capacity, count, next_slot;
};

void jp_replays_finish(struct jp_replays *replays);

/* Returns 1 when the signature (hexadecimal text) was new and is now remembered, 0 when it was
 * seen before, -1 when memory ran out. */
int jp_replays_add(struct jp_replays *replays, const char *signature);

#endif

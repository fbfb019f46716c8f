#include "protocol/signature.h"

#include <string.h>

int jp_signer_init(struct jp_signer *signer, const char *key, struct jp_error *error)
{
    *signer = (struct jp_signer){.enabled = key[0] != '\0'};
    if (sodium_init() < 0)
        return jp_fail(error, "libsodium cannot be initialised");
    if (signer->enabled)
        crypto_auth_hmacsha256_init(&signer->keyed, (const unsigned char *)key, strlen(key));
    return 0;
}

void jp_signer_finish(struct jp_signer *signer)
{
    sodium_memzero(signer, sizeof(*signer));
}

void jp_signer_sign(const struct jp_signer *signer, const struct jp_part parts[4], char *text)
{
    crypto_auth_hmacsha256_state state;
    unsigned char digest[crypto_auth_hmacsha256_BYTES];

    text[0] = '\0';
    if (!signer->enabled)
        return;
    state = signer->keyed;
    for (int i = 0; i < 4; i++)
        crypto_auth_hmacsha256_update(&state, parts[i].data, parts[i].length);
    crypto_auth_hmacsha256_final(&state, digest);
    sodium_bin2hex(text, JP_SIGNATURE_LENGTH + 1, digest, sizeof(digest));
}

bool jp_signer_verify(const struct jp_signer *signer, const struct jp_part parts[4],
                      const void *signature, size_t length)
{
    char expected[JP_SIGNATURE_LENGTH + 1];

    if (!signer->enabled)
        return length == 0;
    if (length != JP_SIGNATURE_LENGTH)
        return false;
    jp_signer_sign(signer, parts, expected);
    return sodium_memcmp(expected, signature, JP_SIGNATURE_LENGTH) == 0;
}

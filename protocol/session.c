#include "protocol/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>


void jp_uuid(char text[JP_UUID_SIZE])
{
    unsigned char b[16];

    randombytes_buf(b, sizeof(b));
    b[6] = (unsigned char)((b[6] & 0x0F) | 0x40);
    b[8] = (unsigned char)((b[8] & 0x3F) | 0x80);
    snprintf(text, JP_UUID_SIZE,
             "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", b[0], b[1],
             b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
             b[15]);
}

void jp_date(char text[32])
{
    struct timespec now;
    struct tm utc;
    size_t length;

    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    length = strftime(text, 32, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(text + length, 32 - length, ".%06ldZ", now.tv_nsec / 1000);
}

int jp_session_init(struct jp_session *session, const char *key, struct jp_error *error)
{
    const char *name = getenv("USER");

    memset(session, 0, sizeof(*session));
    if (jp_signer_init(&session->signer, key, error) < 0)
        return -1;
    jp_uuid(session->id);
    /* A name that is not UTF-8 would make headers that cannot be built. */
    for (const char *c = name; c && *c; c++) {
        if ((unsigned char)*c >= 0x80)
            name = NULL;
        if (!name)
            break;
    }
    snprintf(session->username, sizeof(session->username), "%s", name && *name ? name : "user");
    return 0;
}

void jp_session_finish(struct jp_session *session)
{
    jp_signer_finish(&session->signer);
}

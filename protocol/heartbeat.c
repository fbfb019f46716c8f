#include "protocol/heartbeat.h"

#include "protocol/socket.h"

#include <signal.h>
#include <string.h>
#include <zmq.h>

static void *echo(void *socket)
{
    struct jp_frames frames = {0};

    while (jp_frames_receive(socket, &frames, 0) >= 0) {
        if (frames.count > 0)
            jp_frames_send(socket, &frames, ZMQ_DONTWAIT);
    }
    jp_frames_finish(&frames);
    zmq_close(socket);
    return NULL;
}

int jp_heartbeat_start(struct jp_heartbeat *heartbeat, void *socket, struct jp_error *error)
{
    sigset_t all, before;
    int result;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    result = pthread_create(&heartbeat->thread, NULL, echo, socket);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (result != 0) {
        zmq_close(socket);
        return jp_fail(error, "cannot start the heartbeat thread: %s", strerror(result));
    }
    return 0;
}

void jp_heartbeat_join(struct jp_heartbeat *heartbeat)
{
    pthread_join(heartbeat->thread, NULL);
}

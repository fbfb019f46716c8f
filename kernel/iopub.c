#include "kernel/iopub.h"

#include "kernel/log.h"
#include "protocol/json.h"
#include "protocol/socket.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>
#include <zmq.h>

#define MESSAGE_DELAY_NS 1000000LL
#define STREAM_DELAY_NS 50000000LL
#define STREAM_BYTES ((size_t)64 << 10)
#define MAX_LOAD ((size_t)4 << 20)
/* What a message weighs beside its stream text. */
#define MESSAGE_LOAD ((size_t)1 << 10)
#define SEND_WAIT_MS 50
#define LAST_SENDS_NS 1000000000LL

struct entry {
    struct jp_message *message;
    size_t load;
};

struct entries {
    struct entry *items;
    size_t count, capacity;
};

struct mk_iopub {
    void *socket; /* the thread's own */
    struct jp_session *session;
    const atomic_bool *hurry;
    pthread_t thread;
    int wake_fd;  /* eventfd: readable when the thread shall look now */
    int timer_fd; /* timerfd: readable when it shall look anyway */

    pthread_mutex_t lock; /* all below */
    pthread_cond_t room;
    struct entries queue;
    size_t load;
    struct {
        const char *name; /* NULL: no text waits */
        json_t *parent;
        struct jp_buffer text;
        long long since_ns;
    } stream;
    bool told;          /* the thread was woken and has not looked since */
    bool flush;         /* stream text is due, however young */
    long long armed_ns; /* when timer_fd fires, 0: never */
    bool ending;
    long long end_ns; /* when the last attempt to send is given up */
};

static long long now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* With the lock held. One wake-up serves all that comes until the thread looks. */
static void wake(struct mk_iopub *iopub)
{
    const uint64_t one = 1;

    if (iopub->told)
        return;
    iopub->told = true;
    /* Only a full counter can fail, and then the thread is awake anyway. */
    if (write(iopub->wake_fd, &one, sizeof(one)) < 0)
        return;
}

/* With the lock held: the thread shall look at that time, if it will not do so earlier. */
static void wake_at(struct mk_iopub *iopub, long long time_ns)
{
    const struct itimerspec when = {
        .it_value = {.tv_sec = time_ns / 1000000000, .tv_nsec = time_ns % 1000000000}};

    if (iopub->told || (iopub->armed_ns && iopub->armed_ns <= time_ns))
        return;
    iopub->armed_ns = time_ns;
    timerfd_settime(iopub->timer_fd, TFD_TIMER_ABSTIME, &when, NULL);
}

/* The topic frame: what a subscriber may filter by. */
static int add_topic(struct jp_message *message)
{
    const char *type = jp_message_type(message);

    return jp_frames_add(&message->identities, type, strlen(type));
}

/* With the lock held. Takes the message over. */
static void enqueue(struct mk_iopub *iopub, struct jp_message *message, size_t load)
{
    struct entries *queue = &iopub->queue;

    if (message && queue->count == queue->capacity) {
        size_t capacity = queue->capacity ? queue->capacity * 2 : 16;
        struct entry *items = realloc(queue->items, capacity * sizeof(*items));

        if (items) {
            queue->items = items;
            queue->capacity = capacity;
        } else {
            jp_message_destroy(message);
            message = NULL;
        }
    }
    if (!message) {
        mk_log("not enough memory to publish a message");
        return;
    }
    queue->items[queue->count++] = (struct entry){message, load + MESSAGE_LOAD};
    iopub->load += load + MESSAGE_LOAD;
}

/* With the lock held: the stream text that waits becomes a message of its own. */
static void settle_stream(struct mk_iopub *iopub)
{
    struct jp_message *message;
    json_t *content;
    size_t length = iopub->stream.text.length;

    if (!iopub->stream.name)
        return;
    content = json_pack("{s:s, s:o}", "name", iopub->stream.name, "text",
                        jp_json_text(iopub->stream.text.data, length));
    message = content ? jp_message_create(iopub->session, "stream", iopub->stream.parent, content)
                      : NULL;
    if (message && jp_frames_add(&message->identities, "stream", 6) < 0) {
        jp_message_destroy(message);
        message = NULL;
    }
    iopub->load -= length;
    enqueue(iopub, message, length);
    json_decref(iopub->stream.parent);
    iopub->stream.parent = NULL;
    iopub->stream.name = NULL;
    /* A burst's large buffer is not kept for the quiet that follows. */
    if (iopub->stream.text.capacity > STREAM_BYTES)
        jp_buffer_finish(&iopub->stream.text);
    else
        jp_buffer_clear(&iopub->stream.text);
}

/* With the lock held: wait until the clients have caught up. */
static void wait_for_room(struct mk_iopub *iopub)
{
    while (iopub->load > MAX_LOAD && !atomic_load(iopub->hurry)) {
        struct timespec until;

        /* Timed: the flag may be raised by a signal handler, which cannot signal a condition. */
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += SEND_WAIT_MS * 1000000L;
        if (until.tv_nsec >= 1000000000L) {
            until.tv_nsec -= 1000000000L;
            until.tv_sec++;
        }
        pthread_cond_timedwait(&iopub->room, &iopub->lock, &until);
    }
}

void mk_iopub_send(struct mk_iopub *iopub, struct jp_message *message)
{
    pthread_mutex_lock(&iopub->lock);
    wait_for_room(iopub);
    settle_stream(iopub);
    enqueue(iopub, message, 0);
    if (iopub->load > MAX_LOAD / 2)
        wake(iopub);
    else
        wake_at(iopub, now_ns() + MESSAGE_DELAY_NS);
    pthread_mutex_unlock(&iopub->lock);
}

void mk_iopub_publish(struct mk_iopub *iopub, const char *type, const json_t *parent,
                      json_t *content)
{
    struct jp_message *message = jp_message_create(iopub->session, type, parent, content);

    if (message && add_topic(message) < 0) {
        jp_message_destroy(message);
        message = NULL;
    }
    mk_iopub_send(iopub, message);
}

void mk_iopub_stream(struct mk_iopub *iopub, const char *name, const json_t *parent,
                     const char *text, size_t length)
{
    if (length == 0)
        return;
    pthread_mutex_lock(&iopub->lock);
    wait_for_room(iopub);
    if (iopub->stream.name &&
        (strcmp(iopub->stream.name, name) != 0 || iopub->stream.parent != parent))
        settle_stream(iopub);
    if (!iopub->stream.name) {
        iopub->stream.name = name;
        iopub->stream.parent = json_incref((json_t *)parent);
        iopub->stream.since_ns = now_ns();
    }
    jp_buffer_add(&iopub->stream.text, text, length);
    if (iopub->stream.text.failed)
        mk_log("not enough memory for a cell's output");
    else
        iopub->load += length;
    if (iopub->stream.text.length >= STREAM_BYTES) {
        settle_stream(iopub);
        wake(iopub);
    } else {
        wake_at(iopub, iopub->stream.since_ns + STREAM_DELAY_NS);
    }
    pthread_mutex_unlock(&iopub->lock);
}

void mk_iopub_flush(struct mk_iopub *iopub)
{
    pthread_mutex_lock(&iopub->lock);
    iopub->flush = true;
    wake(iopub);
    pthread_mutex_unlock(&iopub->lock);
}

/* ---- the thread ---- */

static bool given_up(struct mk_iopub *iopub)
{
    bool result;

    pthread_mutex_lock(&iopub->lock);
    result = iopub->ending && now_ns() > iopub->end_ns;
    pthread_mutex_unlock(&iopub->lock);
    return result;
}

static void welcome(struct mk_iopub *iopub)
{
    struct jp_error error;

    if (jp_iopub_welcome(iopub->socket, iopub->session, &error) < 0)
        mk_log("iopub: %s", error.text);
}

static void send_entry(struct mk_iopub *iopub, struct entry *entry)
{
    struct jp_frames frames = {0};
    struct jp_error error;

    if (jp_message_encode(entry->message, &iopub->session->signer, &frames, &error) < 0) {
        mk_log("iopub: %s", error.text);
    } else {
        /* The socket's own timeout ends each attempt; only the first frame can be refused. */
        while (jp_frames_send(iopub->socket, &frames, 0) < 0 && zmq_errno() == EAGAIN &&
               !given_up(iopub))
            welcome(iopub);
    }
    jp_frames_finish(&frames);
    jp_message_destroy(entry->message);

    pthread_mutex_lock(&iopub->lock);
    iopub->load -= entry->load;
    pthread_cond_broadcast(&iopub->room);
    pthread_mutex_unlock(&iopub->lock);
}

/* Move what is to be sent into `batch`. False: the end. */
static bool take_batch(struct mk_iopub *iopub, struct entries *batch)
{
    struct entries empty = *batch;
    bool go_on;

    pthread_mutex_lock(&iopub->lock);
    iopub->told = false;
    if (iopub->stream.name) {
        long long due = iopub->stream.since_ns + STREAM_DELAY_NS;

        if (iopub->flush || iopub->ending || due <= now_ns())
            settle_stream(iopub);
        else
            wake_at(iopub, due);
    }
    iopub->flush = false;
    *batch = iopub->queue;
    iopub->queue = empty;
    go_on = batch->count > 0 || !iopub->ending;
    pthread_mutex_unlock(&iopub->lock);
    return go_on;
}

static void sleep_until_woken(struct mk_iopub *iopub)
{
    zmq_pollitem_t items[3] = {
        {.socket = iopub->socket, .events = ZMQ_POLLIN},
        {.fd = iopub->wake_fd, .events = ZMQ_POLLIN},
        {.fd = iopub->timer_fd, .events = ZMQ_POLLIN},
    };
    uint64_t count;

    zmq_poll(items, 3, -1);
    if ((items[1].revents & ZMQ_POLLIN) && read(iopub->wake_fd, &count, sizeof(count)) < 0)
        return;
    if (items[2].revents & ZMQ_POLLIN) {
        pthread_mutex_lock(&iopub->lock);
        if (read(iopub->timer_fd, &count, sizeof(count)) > 0)
            iopub->armed_ns = 0;
        pthread_mutex_unlock(&iopub->lock);
    }
    if (items[0].revents & ZMQ_POLLIN)
        welcome(iopub);
}

static void *publish(void *data)
{
    struct mk_iopub *iopub = data;
    struct entries batch = {0};

    while (take_batch(iopub, &batch)) {
        for (size_t i = 0; i < batch.count; i++)
            send_entry(iopub, &batch.items[i]);
        if (batch.count == 0)
            sleep_until_woken(iopub);
        batch.count = 0;
    }
    free(batch.items);
    return NULL;
}

/* ---- beginning and end ---- */

static int init_lock(struct mk_iopub *iopub)
{
    pthread_condattr_t attributes;
    int result;

    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    result = pthread_cond_init(&iopub->room, &attributes);
    pthread_condattr_destroy(&attributes);
    return result ? result : pthread_mutex_init(&iopub->lock, NULL);
}

struct mk_iopub *mk_iopub_create(void *socket, struct jp_session *session,
                                 const atomic_bool *hurry, struct jp_error *error)
{
    const int wait = SEND_WAIT_MS;
    struct mk_iopub *iopub = calloc(1, sizeof(*iopub));
    sigset_t all, before;
    int result;

    if (!iopub) {
        jp_fail(error, "not enough memory");
        zmq_close(socket);
        return NULL;
    }
    iopub->socket = socket;
    iopub->session = session;
    iopub->hurry = hurry;
    iopub->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    iopub->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    result = iopub->wake_fd < 0 || iopub->timer_fd < 0 ? errno : init_lock(iopub);
    if (result != 0 || zmq_setsockopt(socket, ZMQ_SNDTIMEO, &wait, sizeof(wait)) < 0)
        goto fail;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    result = pthread_create(&iopub->thread, NULL, publish, iopub);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (result == 0)
        return iopub;

fail:
    jp_fail(error, "cannot start the iopub thread: %s", strerror(result));
    if (iopub->wake_fd >= 0)
        close(iopub->wake_fd);
    if (iopub->timer_fd >= 0)
        close(iopub->timer_fd);
    zmq_close(socket);
    free(iopub);
    return NULL;
}

void mk_iopub_destroy(struct mk_iopub *iopub)
{
    if (!iopub)
        return;
    pthread_mutex_lock(&iopub->lock);
    iopub->ending = true;
    iopub->end_ns = now_ns() + LAST_SENDS_NS;
    wake(iopub);
    pthread_mutex_unlock(&iopub->lock);
    pthread_join(iopub->thread, NULL);
    zmq_close(iopub->socket);
    close(iopub->wake_fd);
    close(iopub->timer_fd);
    json_decref(iopub->stream.parent);
    jp_buffer_finish(&iopub->stream.text);
    for (size_t i = 0; i < iopub->queue.count; i++)
        jp_message_destroy(iopub->queue.items[i].message);
    free(iopub->queue.items);
    pthread_mutex_destroy(&iopub->lock);
    pthread_cond_destroy(&iopub->room);
    free(iopub);
}

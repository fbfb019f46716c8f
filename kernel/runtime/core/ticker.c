/*
 * ticker.c - the thread that keeps the ledger's time.
 *
 * It is made by the first run and sleeps between runs: making and joining a thread takes longer
 * than a short cell does. While it works on a tick it holds the lock, so that none is at work once
 * mr_ticker_stop has returned.
 */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>
#include <fcntl.h>

#include "core/runtime.h"

struct mr_ticker {
    mr_runtime *rt;
    pthread_t thread;
    pthread_mutex_t lock; /* all below */
    pthread_cond_t wake;
    bool ticking, ending;
    mr_rss_sample *rss;
    size_t rss_count;
    int64_t rss_period;
    int64_t rss_due, hook_due; /* since the run's start */
    int statm;
};

static void sample_rss(struct mr_ticker *t, int64_t now)
{
    char text[128];
    ssize_t n = t->statm < 0 ? -1 : pread(t->statm, text, sizeof text - 1, 0);
    unsigned long long pages = 0;
    if (n <= 0)
        return;
    text[n] = '\0';
    char *resident = strchr(text, ' ');
    if (!resident)
        return;
    pages = strtoull(resident, NULL, 10);
    if (t->rss_count == MR_LEDGER_RSS) {
        for (size_t i = 0; i < MR_LEDGER_RSS / 2; i++)
            t->rss[i] = t->rss[2 * i];
        t->rss_count = MR_LEDGER_RSS / 2;
        t->rss_period *= 2;
    }
    t->rss[t->rss_count++] = (mr_rss_sample){now, pages * (uint64_t)sysconf(_SC_PAGESIZE)};
}

/* One tick, with the lock held. Returns the time until the next. */
static int64_t tick(struct mr_ticker *t, int64_t mono)
{
    mr_runtime *rt = t->rt;
    struct mr_ledger *l = &rt->ledger;
    int64_t now = mono - l->run_start;
    __atomic_store_n(&rt->tick, (uint32_t)((mono - l->epoch) >> MR_TICK_SHIFT), __ATOMIC_RELAXED);
    __atomic_store_n(&l->limit, 0, __ATOMIC_RELAXED);
    __atomic_store_n(&l->low, UINT64_MAX, __ATOMIC_RELAXED);
    if (now >= t->rss_due) {
        sample_rss(t, now);
        t->rss_due = now + t->rss_period;
    }
    if (rt->config.periodic && now >= t->hook_due) {
        mr_break_set(rt, MR_BREAK_HOOK);
        t->hook_due = now + (int64_t)rt->config.hook_interval_ms * 1000000;
    }
    return now < 10000000 ? 1 << MR_TICK_SHIFT : now < 100000000 ? 250000 : 1000000;
}

static void *ticker_main(void *arg)
{
    struct mr_ticker *t = arg;
    prctl(PR_SET_TIMERSLACK, 1000UL);
    pthread_mutex_lock(&t->lock);
    while (!t->ending) {
        if (!t->ticking) {
            pthread_cond_wait(&t->wake, &t->lock);
            continue;
        }
        int64_t mono = mr_monotonic_ns();
        mono += tick(t, mono);
        struct timespec until = {mono / 1000000000, mono % 1000000000};
        pthread_cond_timedwait(&t->wake, &t->lock, &until);
    }
    pthread_mutex_unlock(&t->lock);
    return NULL;
}

static struct mr_ticker *ticker_create(mr_runtime *rt)
{
    struct mr_ticker *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    t->rt = rt;
    t->rss = malloc(MR_LEDGER_RSS * sizeof *t->rss);
    if (!t->rss) {
        free(t);
        return NULL;
    }
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&t->wake, &attr);
    pthread_condattr_destroy(&attr);
    pthread_mutex_init(&t->lock, NULL);
    t->statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    return t;
}

static void ticker_free(struct mr_ticker *t)
{
    if (t->statm >= 0)
        close(t->statm);
    pthread_mutex_destroy(&t->lock);
    pthread_cond_destroy(&t->wake);
    free(t->rss);
    free(t);
}

/* The ticker with its thread, asleep; NULL when the system refuses. */
static struct mr_ticker *ticker_launch(mr_runtime *rt)
{
    struct mr_ticker *t = ticker_create(rt);
    if (!t)
        return NULL;
    /* Signals are the main thread's: its system calls are to be interrupted. */
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    int failed = pthread_create(&t->thread, NULL, ticker_main, t);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    if (failed) {
        ticker_free(t);
        return NULL;
    }
    return t;
}

bool mr_ticker_start(mr_runtime *rt)
{
    struct mr_ticker *t = rt->ledger.ticker;
    if (!t)
        t = rt->ledger.ticker = ticker_launch(rt);
    if (!t)
        return false;
    __atomic_store_n(&rt->tick,
                     (uint32_t)((rt->ledger.run_start - rt->ledger.epoch) >> MR_TICK_SHIFT),
                     __ATOMIC_RELAXED);
    pthread_mutex_lock(&t->lock);
    t->ticking = true;
    t->rss_count = 0;
    t->rss_period = 10000000;
    t->rss_due = t->hook_due = 0;
    pthread_cond_signal(&t->wake);
    pthread_mutex_unlock(&t->lock);
    return true;
}

void mr_ticker_stop(mr_runtime *rt)
{
    struct mr_ticker *t = rt->ledger.ticker;
    if (!t)
        return;
    /* Not signalled: the thread finds out at its next tick, and the caller need not wait for it. */
    pthread_mutex_lock(&t->lock);
    t->ticking = false;
    pthread_mutex_unlock(&t->lock);
}

void mr_ticker_destroy(mr_runtime *rt)
{
    struct mr_ticker *t = rt->ledger.ticker;
    if (!t)
        return;
    pthread_mutex_lock(&t->lock);
    t->ending = true;
    pthread_cond_signal(&t->wake);
    pthread_mutex_unlock(&t->lock);
    pthread_join(t->thread, NULL);
    ticker_free(t);
    rt->ledger.ticker = NULL;
}

size_t mr_ticker_samples(mr_runtime *rt, mr_rss_sample **samples)
{
    struct mr_ticker *t = rt->ledger.ticker;
    *samples = NULL;
    if (!t)
        return 0;
    pthread_mutex_lock(&t->lock);
    size_t n = t->rss_count;
    *samples = malloc((n ? n : 1) * sizeof **samples);
    if (*samples)
        memcpy(*samples, t->rss, n * sizeof **samples);
    else
        n = 0;
    pthread_mutex_unlock(&t->lock);
    return n;
}

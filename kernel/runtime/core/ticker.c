/*
 * ticker.c - the thread that keeps the ledger's time.
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
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool running, ending;
    mr_rss_sample *rss;
    size_t rss_count;
    int64_t rss_period;
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
    pthread_mutex_lock(&t->lock);
    if (t->rss_count == MR_LEDGER_RSS) {
        for (size_t i = 0; i < MR_LEDGER_RSS / 2; i++)
            t->rss[i] = t->rss[2 * i];
        t->rss_count = MR_LEDGER_RSS / 2;
        t->rss_period *= 2;
    }
    t->rss[t->rss_count++] = (mr_rss_sample){now, pages * (uint64_t)sysconf(_SC_PAGESIZE)};
    pthread_mutex_unlock(&t->lock);
}

static void *ticker_main(void *arg)
{
    struct mr_ticker *t = arg;
    mr_runtime *rt = t->rt;
    struct mr_ledger *l = &rt->ledger;
    int64_t rss_due = 0, hook_due = 0;
    prctl(PR_SET_TIMERSLACK, 1000UL);
    pthread_mutex_lock(&t->lock);
    while (!t->ending) {
        pthread_mutex_unlock(&t->lock);
        int64_t mono = mr_monotonic_ns(), now = mono - l->run_start;
        __atomic_store_n(&rt->tick, (uint32_t)((mono - l->epoch) >> MR_TICK_SHIFT), __ATOMIC_RELAXED);
        __atomic_store_n(&l->limit, 0, __ATOMIC_RELAXED);
        __atomic_store_n(&l->low, UINT64_MAX, __ATOMIC_RELAXED);
        if (now >= rss_due) {
            sample_rss(t, now);
            rss_due = now + t->rss_period;
        }
        if (rt->config.periodic && now >= hook_due) {
            mr_break_set(rt, MR_BREAK_HOOK);
            hook_due = now + (int64_t)rt->config.hook_interval_ms * 1000000;
        }
        int64_t pause = now < 10000000 ? 1 << MR_TICK_SHIFT : now < 100000000 ? 250000 : 1000000;
        mono += pause;
        struct timespec until = {mono / 1000000000, mono % 1000000000};
        pthread_mutex_lock(&t->lock);
        if (!t->ending)
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
    t->rss_period = 10000000;
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

bool mr_ticker_start(mr_runtime *rt)
{
    struct mr_ticker *t = ticker_create(rt);
    if (!t)
        return false;
    __atomic_store_n(&rt->tick, (uint32_t)((rt->ledger.run_start - rt->ledger.epoch) >> MR_TICK_SHIFT),
                     __ATOMIC_RELAXED);
    /* Signals are the main thread's: its system calls are to be interrupted. */
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    int failed = pthread_create(&t->thread, NULL, ticker_main, t);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    if (failed) {
        ticker_free(t);
        return false;
    }
    t->running = true;
    mr_ticker_destroy(rt);
    rt->ledger.ticker = t;
    return true;
}

void mr_ticker_stop(mr_runtime *rt)
{
    struct mr_ticker *t = rt->ledger.ticker;
    if (!t || !t->running)
        return;
    pthread_mutex_lock(&t->lock);
    t->ending = true;
    pthread_cond_signal(&t->wake);
    pthread_mutex_unlock(&t->lock);
    pthread_join(t->thread, NULL);
    t->running = false;
}

void mr_ticker_destroy(mr_runtime *rt)
{
    mr_ticker_stop(rt);
    if (rt->ledger.ticker)
        ticker_free(rt->ledger.ticker);
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

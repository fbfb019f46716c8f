/*
 * plot_facts: what a timeline tells at a point, in a stretch, about a collection or a call, as
 * captions and values. The card over a picture, the app's popovers and what a screen reader says
 * come from here, so that they never differ.
 *
 * Facts are plain values in the order of importance by groups of PLOT_FACT_GROUP: a card has a
 * group in each column, and the first of each group where there is room for one row.
 */
#ifndef MEMOIR_PLOTS_PLOT_FACTS_H
#define MEMOIR_PLOTS_PLOT_FACTS_H

#include "plots/plot.h"

enum { PLOT_FACT_GROUP = 3, PLOT_MOST_FACTS = 15 };

struct plot_fact {
    char caption[24], value[48];
    const struct plot_color *color; /* of a swatch before it; NULL: none */
};

struct plot_facts {
    size_t n;
    struct plot_fact fact[PLOT_MOST_FACTS];
};

/* All series at a time, or over the stretch that a pixel column stands for. */
struct plot_reading {
    int64_t t_ns;
    struct tl_bucket bucket; /* first to last of the stretch; before the first one all is 0 but live
                                bytes */
    bool sampled;            /* there is an RSS sample, the nearest is: */
    int64_t rss_ns, rss_bytes;
};

/* What the pixel column says in which a time stands. */
void plot_read(const struct plot_layout *layout, int64_t t_ns, struct plot_reading *reading);

void plot_reading_facts(const struct plot *plot, const struct plot_reading *reading,
                        const struct plot_theme *theme, struct plot_facts *facts);
void plot_stretch_facts(const struct plot *plot, int64_t from, int64_t to,
                        const struct plot_theme *theme, struct plot_facts *facts);
void plot_collection_facts(const struct plot *plot, size_t index, const struct plot_theme *theme,
                           struct plot_facts *facts);
void plot_span_facts(const struct plot *plot, size_t index, struct plot_facts *facts);

/* "live 22.9 MiB, lowest 20 MiB, ...": for a screen reader. Cuts at `size` bytes with the NUL. */
char *plot_facts_text(const struct plot_facts *facts, char *buffer, size_t size);
/* One line that says what happens there: "load: entered". */
char *plot_event_text(const struct plot *plot, const struct plot_event *event, char *buffer,
                      size_t size);

#endif

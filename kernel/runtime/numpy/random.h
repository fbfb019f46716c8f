/*
 * random.h - what RandomState (random.c) and Generator (generator.c) share.
 */
#ifndef MR_NUMPY_RANDOM_H
#define MR_NUMPY_RANDOM_H

#include "numpy/ndarray.h"

bool np_system_random(mr_runtime *rt, void *out, size_t bytes); /* false with OSError set */
/* size=: None gives no dimensions. */
bool np_size_argument(mr_runtime *rt, mr_value v, int *ndim, int64_t shape[NP_MAX_DIMENSIONS]);
/* low, high (or MR_NULL) as first integer and how many more there are; errors as NumPy's. closed:
 * high included. */
bool np_integer_range(mr_runtime *rt, mr_value low, mr_value high, enum np_dtype d, bool closed,
                      int64_t *from, uint64_t *span);
/* below(state, n): a random integer from 0 to n inclusive. */
bool np_shuffle(mr_runtime *rt, mr_value x, int64_t (*below)(void *, int64_t), void *state);
mr_value np_permutation(mr_runtime *rt, mr_value x, int64_t (*below)(void *, int64_t), void *state);
mr_value np_range(mr_runtime *rt, int64_t n); /* arange(n) */

/* choice: what is chosen from, and how many. */
struct np_choice {
    mr_value items; /* array, or MR_NULL: of range(population); owned until np_choice_end */
    int64_t population, count;
    bool single;
    int ndim;
    int64_t shape[NP_MAX_DIMENSIONS];
};
bool np_choice_begin(mr_runtime *rt, mr_value a, mr_value size, struct np_choice *c);
/* Of the places chosen, an int64 array (stolen; MR_NULL passes an error on), the items. */
mr_value np_choice_end(mr_runtime *rt, struct np_choice *c, mr_value chosen);
mr_value np_cumulated(mr_runtime *rt, mr_value p, int64_t n); /* checked; float64, owned */
int64_t np_place_of(const double *sums, int64_t n, double x);

mr_value np_default_rng(NP_ARGS);

#endif

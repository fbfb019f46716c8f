/*
 * itertools.h - the types of the module itertools.
 */
#ifndef MR_ITERTOOLS_H
#define MR_ITERTOOLS_H

#include "modules/fields.h"

/* endless.c */
extern const mr_type_spec mr_count_spec, mr_cycle_spec, mr_repeat_spec;
/* select.c */
extern const mr_type_spec mr_chain_spec, mr_compress_spec, mr_dropwhile_spec, mr_takewhile_spec,
    mr_filterfalse_spec, mr_starmap_spec, mr_islice_spec;
/* combine.c */
extern const mr_type_spec mr_accumulate_spec, mr_pairwise_spec, mr_zip_longest_spec;
/* split.c */
extern const mr_type_spec mr_groupby_spec, mr_grouper_spec, mr_tee_spec, mr_tee_data_spec;
mr_value mr_itertools_tee(mr_runtime *rt, mr_value self, const mr_value *args, size_t nargs,
                          mr_value kwnames);
/* choose.c */
extern const mr_type_spec mr_product_spec, mr_permutations_spec, mr_combinations_spec, mr_cwr_spec;

#endif

/*
 * module.c - the module itertools.
 */
#include "modules/itertools/itertools.h"

static bool setup(mr_runtime *rt, mr_value module)
{
    const mr_type_spec *const specs[] = {
        &mr_count_spec,      &mr_cycle_spec,     &mr_repeat_spec,       &mr_chain_spec,
            &mr_compress_spec,
        &mr_dropwhile_spec,  &mr_takewhile_spec, &mr_filterfalse_spec,  &mr_starmap_spec,
            &mr_islice_spec,
        &mr_accumulate_spec, &mr_pairwise_spec,  &mr_zip_longest_spec,  &mr_groupby_spec,
            &mr_grouper_spec,
        &mr_tee_spec,        &mr_tee_data_spec,  &mr_product_spec,      &mr_permutations_spec,
            &mr_combinations_spec,
        &mr_cwr_spec,
    };
    for (size_t i = 0; i < sizeof specs / sizeof *specs; i++)
        if (!mr_module_add_type(rt, module, specs[i], NULL))
            return false;
    return true;
}

static const mr_method_def functions[] = {
    {"tee", mr_itertools_tee, MR_ARGS_ANY,
     "tee(iterable, n=2, /)\n--\n\nn independent iterators over the items of one."},
    MR_METHODS_END,
};

const mr_module_spec mr_module_itertools = {
    .name = "itertools",
    .doc = "Building blocks for loops: endless, selecting, combining and combinatoric iterators.",
    .functions = functions,
    .setup = setup,
};

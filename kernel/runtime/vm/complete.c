/*
 * complete.c - is a cell's text a whole input?
 */
#include "memoir_runtime.h"
#include "syntax/parse.h"

enum mr_completeness mr_is_complete(const char *source, size_t length, const char **indent)
{
    static const char blanks[] = "                                                                ";
    int n = 0;
    *indent = "";
    switch (mr_parse_is_complete(source, length, &n)) {
    case MR_PARSE_COMPLETE: return MR_COMPLETE;
    case MR_PARSE_INVALID: return MR_INVALID;
    case MR_PARSE_INCOMPLETE: break;
    }
    int most = (int)sizeof blanks - 1;
    *indent = blanks + most - (n < 0 ? 0 : n > most ? most : n);
    return MR_INCOMPLETE;
}

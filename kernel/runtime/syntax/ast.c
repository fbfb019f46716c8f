/* The fields of every node kind, in the order of the abstract grammar that the documentation of
 * CPython's `ast` module prints. */
#include "ast.h"

#include <string.h>

#define MOD struct mr_ast_mod
#define STMT struct mr_ast_stmt
#define EXPR struct mr_ast_expr
#define PATTERN struct mr_ast_pattern

#define F(type, name, holds, member) { #name, MR_AST_FIELD_##holds, false, offsetof(type, member) }
#define OPT(type, name, holds, member) { #name, MR_AST_FIELD_##holds, true, offsetof(type, member) }
#define TYPE_COMMENT { "type_comment", MR_AST_FIELD_TYPE_COMMENT, true, 0 }

static const struct mr_ast_field module_fields[] = {
    F(MOD, body, NODES, body),
    F(MOD, type_ignores, NODES, type_ignores),
};
static const struct mr_ast_field interactive_fields[] = { F(MOD, body, NODES, body) };
static const struct mr_ast_field expression_fields[] = { F(MOD, body, NODE, expression) };

static const struct mr_ast_field function_def_fields[] = {
    F(STMT, name, NAME, function_def.name),
    F(STMT, args, NODE, function_def.args),
    F(STMT, body, NODES, function_def.body),
    F(STMT, decorator_list, NODES, function_def.decorator_list),
    OPT(STMT, returns, NODE, function_def.returns),
    TYPE_COMMENT,
};
static const struct mr_ast_field class_def_fields[] = {
    F(STMT, name, NAME, class_def.name),
    F(STMT, bases, NODES, class_def.bases),
    F(STMT, keywords, NODES, class_def.keywords),
    F(STMT, body, NODES, class_def.body),
    F(STMT, decorator_list, NODES, class_def.decorator_list),
};
static const struct mr_ast_field return_fields[] = { OPT(STMT, value, NODE, return_.value) };
static const struct mr_ast_field delete_fields[] = { F(STMT, targets, NODES, delete.targets) };
static const struct mr_ast_field assign_fields[] = {
    F(STMT, targets, NODES, assign.targets),
    F(STMT, value, NODE, assign.value),
    TYPE_COMMENT,
};
static const struct mr_ast_field aug_assign_fields[] = {
    F(STMT, target, NODE, aug_assign.target),
    F(STMT, op, OPERATOR, aug_assign.op),
    F(STMT, value, NODE, aug_assign.value),
};
static const struct mr_ast_field ann_assign_fields[] = {
    F(STMT, target, NODE, ann_assign.target),
    F(STMT, annotation, NODE, ann_assign.annotation),
    OPT(STMT, value, NODE, ann_assign.value),
    F(STMT, simple, INT, ann_assign.simple),
};
static const struct mr_ast_field for_fields[] = {
    F(STMT, target, NODE, for_.target),
    F(STMT, iter, NODE, for_.iter),
    F(STMT, body, NODES, for_.body),
    F(STMT, orelse, NODES, for_.orelse),
    TYPE_COMMENT,
};
static const struct mr_ast_field if_fields[] = {
    F(STMT, test, NODE, if_.test),
    F(STMT, body, NODES, if_.body),
    F(STMT, orelse, NODES, if_.orelse),
};
static const struct mr_ast_field with_fields[] = {
    F(STMT, items, NODES, with.items),
    F(STMT, body, NODES, with.body),
    TYPE_COMMENT,
};
static const struct mr_ast_field match_fields[] = {
    F(STMT, subject, NODE, match.subject),
    F(STMT, cases, NODES, match.cases),
};
static const struct mr_ast_field raise_fields[] = {
    OPT(STMT, exc, NODE, raise.exc),
    OPT(STMT, cause, NODE, raise.cause),
};
static const struct mr_ast_field try_fields[] = {
    F(STMT, body, NODES, try.body),
    F(STMT, handlers, NODES, try.handlers),
    F(STMT, orelse, NODES, try.orelse),
    F(STMT, finalbody, NODES, try.finalbody),
};
static const struct mr_ast_field assert_fields[] = {
    F(STMT, test, NODE, assert_.test),
    OPT(STMT, msg, NODE, assert_.msg),
};
static const struct mr_ast_field import_fields[] = { F(STMT, names, NODES, import.names) };
static const struct mr_ast_field import_from_fields[] = {
    OPT(STMT, module, NAME, import_from.module),
    F(STMT, names, NODES, import_from.names),
    OPT(STMT, level, INT, import_from.level),
};
static const struct mr_ast_field global_fields[] = { F(STMT, names, NAMES, global.names) };
static const struct mr_ast_field expr_fields[] = { F(STMT, value, NODE, expr.value) };

static const struct mr_ast_field bool_op_fields[] = {
    F(EXPR, op, BOOL_OPERATOR, bool_op.op),
    F(EXPR, values, NODES, bool_op.values),
};
static const struct mr_ast_field named_expr_fields[] = {
    F(EXPR, target, NODE, named_expr.target),
    F(EXPR, value, NODE, named_expr.value),
};
static const struct mr_ast_field bin_op_fields[] = {
    F(EXPR, left, NODE, bin_op.left),
    F(EXPR, op, OPERATOR, bin_op.op),
    F(EXPR, right, NODE, bin_op.right),
};
static const struct mr_ast_field unary_op_fields[] = {
    F(EXPR, op, UNARY_OPERATOR, unary_op.op),
    F(EXPR, operand, NODE, unary_op.operand),
};
static const struct mr_ast_field lambda_fields[] = {
    F(EXPR, args, NODE, lambda.args),
    F(EXPR, body, NODE, lambda.body),
};
static const struct mr_ast_field if_exp_fields[] = {
    F(EXPR, test, NODE, if_exp.test),
    F(EXPR, body, NODE, if_exp.body),
    F(EXPR, orelse, NODE, if_exp.orelse),
};
static const struct mr_ast_field dict_fields[] = {
    F(EXPR, keys, NODES, dict.keys),
    F(EXPR, values, NODES, dict.values),
};
static const struct mr_ast_field set_fields[] = { F(EXPR, elts, NODES, set.elts) };
static const struct mr_ast_field comp_fields[] = {
    F(EXPR, elt, NODE, comp.elt),
    F(EXPR, generators, NODES, comp.generators),
};
static const struct mr_ast_field dict_comp_fields[] = {
    F(EXPR, key, NODE, dict_comp.key),
    F(EXPR, value, NODE, dict_comp.value),
    F(EXPR, generators, NODES, dict_comp.generators),
};
static const struct mr_ast_field await_fields[] = { F(EXPR, value, NODE, await.value) };
static const struct mr_ast_field yield_fields[] = { OPT(EXPR, value, NODE, yield.value) };
static const struct mr_ast_field yield_from_fields[] = { F(EXPR, value, NODE, yield_from.value) };
static const struct mr_ast_field compare_fields[] = {
    F(EXPR, left, NODE, compare.left),
    F(EXPR, ops, COMPARE_OPERATORS, compare.ops),
    F(EXPR, comparators, NODES, compare.comparators),
};
static const struct mr_ast_field call_fields[] = {
    F(EXPR, func, NODE, call.func),
    F(EXPR, args, NODES, call.args),
    F(EXPR, keywords, NODES, call.keywords),
};
static const struct mr_ast_field formatted_value_fields[] = {
    F(EXPR, value, NODE, formatted_value.value),
    F(EXPR, conversion, INT, formatted_value.conversion),
    OPT(EXPR, format_spec, NODE, formatted_value.format_spec),
};
static const struct mr_ast_field joined_str_fields[] = { F(EXPR, values, NODES,
                                                           joined_str.values) };
static const struct mr_ast_field constant_fields[] = {
    F(EXPR, value, CONSTANT, constant),
    OPT(EXPR, kind, STRING_KIND, constant),
};
static const struct mr_ast_field attribute_fields[] = {
    F(EXPR, value, NODE, attribute.value),
    F(EXPR, attr, NAME, attribute.attr),
    F(EXPR, ctx, CONTEXT, attribute.ctx),
};
static const struct mr_ast_field subscript_fields[] = {
    F(EXPR, value, NODE, subscript.value),
    F(EXPR, slice, NODE, subscript.slice),
    F(EXPR, ctx, CONTEXT, subscript.ctx),
};
static const struct mr_ast_field starred_fields[] = {
    F(EXPR, value, NODE, starred.value),
    F(EXPR, ctx, CONTEXT, starred.ctx),
};
static const struct mr_ast_field name_fields[] = {
    F(EXPR, id, NAME, name.id),
    F(EXPR, ctx, CONTEXT, name.ctx),
};
static const struct mr_ast_field list_fields[] = {
    F(EXPR, elts, NODES, list.elts),
    F(EXPR, ctx, CONTEXT, list.ctx),
};
static const struct mr_ast_field slice_fields[] = {
    OPT(EXPR, lower, NODE, slice.lower),
    OPT(EXPR, upper, NODE, slice.upper),
    OPT(EXPR, step, NODE, slice.step),
};

static const struct mr_ast_field comprehension_fields[] = {
    F(struct mr_ast_comprehension, target, NODE, target),
    F(struct mr_ast_comprehension, iter, NODE, iter),
    F(struct mr_ast_comprehension, ifs, NODES, ifs),
    F(struct mr_ast_comprehension, is_async, INT, is_async),
};
static const struct mr_ast_field except_handler_fields[] = {
    OPT(struct mr_ast_except_handler, type, NODE, type),
    OPT(struct mr_ast_except_handler, name, NAME, name),
    F(struct mr_ast_except_handler, body, NODES, body),
};
static const struct mr_ast_field arguments_fields[] = {
    F(struct mr_ast_arguments, posonlyargs, NODES, posonlyargs),
    F(struct mr_ast_arguments, args, NODES, args),
    OPT(struct mr_ast_arguments, vararg, NODE, vararg),
    F(struct mr_ast_arguments, kwonlyargs, NODES, kwonlyargs),
    F(struct mr_ast_arguments, kw_defaults, NODES, kw_defaults),
    OPT(struct mr_ast_arguments, kwarg, NODE, kwarg),
    F(struct mr_ast_arguments, defaults, NODES, defaults),
};
static const struct mr_ast_field arg_fields[] = {
    F(struct mr_ast_arg, arg, NAME, arg),
    OPT(struct mr_ast_arg, annotation, NODE, annotation),
    TYPE_COMMENT,
};
static const struct mr_ast_field keyword_fields[] = {
    OPT(struct mr_ast_keyword, arg, NAME, arg),
    F(struct mr_ast_keyword, value, NODE, value),
};
static const struct mr_ast_field alias_fields[] = {
    F(struct mr_ast_alias, name, NAME, name),
    OPT(struct mr_ast_alias, asname, NAME, asname),
};
static const struct mr_ast_field withitem_fields[] = {
    F(struct mr_ast_withitem, context_expr, NODE, context_expr),
    OPT(struct mr_ast_withitem, optional_vars, NODE, optional_vars),
};
static const struct mr_ast_field match_case_fields[] = {
    F(struct mr_ast_match_case, pattern, NODE, pattern),
    OPT(struct mr_ast_match_case, guard, NODE, guard),
    F(struct mr_ast_match_case, body, NODES, body),
};

static const struct mr_ast_field match_value_fields[] = {
    F(PATTERN, value, NODE, match_value.value),
};
static const struct mr_ast_field match_singleton_fields[] = {
    F(PATTERN, value, CONSTANT, match_singleton.value),
};
static const struct mr_ast_field match_sequence_fields[] = {
    F(PATTERN, patterns, NODES, match_sequence.patterns),
};
static const struct mr_ast_field match_mapping_fields[] = {
    F(PATTERN, keys, NODES, match_mapping.keys),
    F(PATTERN, patterns, NODES, match_mapping.patterns),
    OPT(PATTERN, rest, NAME, match_mapping.rest),
};
static const struct mr_ast_field match_class_fields[] = {
    F(PATTERN, cls, NODE, match_class.cls),
    F(PATTERN, patterns, NODES, match_class.patterns),
    F(PATTERN, kwd_attrs, NAMES, match_class.kwd_attrs),
    F(PATTERN, kwd_patterns, NODES, match_class.kwd_patterns),
};
static const struct mr_ast_field match_star_fields[] = {
    OPT(PATTERN, name, NAME, match_star.name),
};
static const struct mr_ast_field match_as_fields[] = {
    OPT(PATTERN, pattern, NODE, match_as.pattern),
    OPT(PATTERN, name, NAME, match_as.name),
};
static const struct mr_ast_field match_or_fields[] = {
    F(PATTERN, patterns, NODES, match_or.patterns),
};

#define COUNT(fields) (sizeof(fields) / sizeof(fields)[0])
#define PLACED(kind, name, fields) [MR_AST_##kind] = { name, COUNT(fields), true, fields }
#define UNPLACED(kind, name, fields) [MR_AST_##kind] = { name, COUNT(fields), false, fields }
#define BARE(kind, name) [MR_AST_##kind] = { name, 0, true, NULL }

static const struct mr_ast_description descriptions[MR_AST_KIND_COUNT] = {
    UNPLACED(MODULE, "Module", module_fields),
    UNPLACED(INTERACTIVE, "Interactive", interactive_fields),
    UNPLACED(EXPRESSION, "Expression", expression_fields),
    PLACED(FUNCTION_DEF, "FunctionDef", function_def_fields),
    PLACED(ASYNC_FUNCTION_DEF, "AsyncFunctionDef", function_def_fields),
    PLACED(CLASS_DEF, "ClassDef", class_def_fields),
    PLACED(RETURN, "Return", return_fields),
    PLACED(DELETE, "Delete", delete_fields),
    PLACED(ASSIGN, "Assign", assign_fields),
    PLACED(AUG_ASSIGN, "AugAssign", aug_assign_fields),
    PLACED(ANN_ASSIGN, "AnnAssign", ann_assign_fields),
    PLACED(FOR, "For", for_fields),
    PLACED(ASYNC_FOR, "AsyncFor", for_fields),
    PLACED(WHILE, "While", if_fields),
    PLACED(IF, "If", if_fields),
    PLACED(WITH, "With", with_fields),
    PLACED(ASYNC_WITH, "AsyncWith", with_fields),
    PLACED(MATCH, "Match", match_fields),
    PLACED(RAISE, "Raise", raise_fields),
    PLACED(TRY, "Try", try_fields),
    PLACED(TRY_STAR, "TryStar", try_fields),
    PLACED(ASSERT, "Assert", assert_fields),
    PLACED(IMPORT, "Import", import_fields),
    PLACED(IMPORT_FROM, "ImportFrom", import_from_fields),
    PLACED(GLOBAL, "Global", global_fields),
    PLACED(NONLOCAL, "Nonlocal", global_fields),
    PLACED(EXPR, "Expr", expr_fields),
    BARE(PASS, "Pass"),
    BARE(BREAK, "Break"),
    BARE(CONTINUE, "Continue"),
    PLACED(BOOL_OP, "BoolOp", bool_op_fields),
    PLACED(NAMED_EXPR, "NamedExpr", named_expr_fields),
    PLACED(BIN_OP, "BinOp", bin_op_fields),
    PLACED(UNARY_OP, "UnaryOp", unary_op_fields),
    PLACED(LAMBDA, "Lambda", lambda_fields),
    PLACED(IF_EXP, "IfExp", if_exp_fields),
    PLACED(DICT, "Dict", dict_fields),
    PLACED(SET, "Set", set_fields),
    PLACED(LIST_COMP, "ListComp", comp_fields),
    PLACED(SET_COMP, "SetComp", comp_fields),
    PLACED(DICT_COMP, "DictComp", dict_comp_fields),
    PLACED(GENERATOR_EXP, "GeneratorExp", comp_fields),
    PLACED(AWAIT, "Await", await_fields),
    PLACED(YIELD, "Yield", yield_fields),
    PLACED(YIELD_FROM, "YieldFrom", yield_from_fields),
    PLACED(COMPARE, "Compare", compare_fields),
    PLACED(CALL, "Call", call_fields),
    PLACED(FORMATTED_VALUE, "FormattedValue", formatted_value_fields),
    PLACED(JOINED_STR, "JoinedStr", joined_str_fields),
    PLACED(CONSTANT, "Constant", constant_fields),
    PLACED(ATTRIBUTE, "Attribute", attribute_fields),
    PLACED(SUBSCRIPT, "Subscript", subscript_fields),
    PLACED(STARRED, "Starred", starred_fields),
    PLACED(NAME, "Name", name_fields),
    PLACED(LIST, "List", list_fields),
    PLACED(TUPLE, "Tuple", list_fields),
    PLACED(SLICE, "Slice", slice_fields),
    UNPLACED(COMPREHENSION, "comprehension", comprehension_fields),
    PLACED(EXCEPT_HANDLER, "ExceptHandler", except_handler_fields),
    UNPLACED(ARGUMENTS, "arguments", arguments_fields),
    PLACED(ARG, "arg", arg_fields),
    PLACED(KEYWORD, "keyword", keyword_fields),
    PLACED(ALIAS, "alias", alias_fields),
    UNPLACED(WITHITEM, "withitem", withitem_fields),
    UNPLACED(MATCH_CASE, "match_case", match_case_fields),
    PLACED(MATCH_VALUE, "MatchValue", match_value_fields),
    PLACED(MATCH_SINGLETON, "MatchSingleton", match_singleton_fields),
    PLACED(MATCH_SEQUENCE, "MatchSequence", match_sequence_fields),
    PLACED(MATCH_MAPPING, "MatchMapping", match_mapping_fields),
    PLACED(MATCH_CLASS, "MatchClass", match_class_fields),
    PLACED(MATCH_STAR, "MatchStar", match_star_fields),
    PLACED(MATCH_AS, "MatchAs", match_as_fields),
    PLACED(MATCH_OR, "MatchOr", match_or_fields),
};

const struct mr_ast_description *mr_ast_describe(enum mr_ast_kind kind)
{
    return &descriptions[kind];
}

const char *mr_ast_context_name(enum mr_ast_context context)
{
    static const char *const names[] = { "Load", "Store", "Del" };

    return names[context];
}

const char *mr_ast_bool_operator_name(enum mr_ast_bool_operator op)
{
    static const char *const names[] = { "And", "Or" };

    return names[op];
}

const char *mr_ast_operator_name(enum mr_ast_operator op)
{
    static const char *const names[] = {
        "Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift", "RShift", "BitOr",
        "BitXor", "BitAnd", "FloorDiv",
    };

    return names[op];
}

const char *mr_ast_unary_operator_name(enum mr_ast_unary_operator op)
{
    static const char *const names[] = { "Invert", "Not", "UAdd", "USub" };

    return names[op];
}

const char *mr_ast_compare_operator_name(enum mr_ast_compare_operator op)
{
    static const char *const names[] = {
        "Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn",
    };

    return names[op];
}

uint32_t mr_ast_name_length(mr_ast_name name)
{
    uint32_t length;

    memcpy(&length, name - sizeof length, sizeof length);
    return length;
}

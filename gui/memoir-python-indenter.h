/*
 * MemoirPythonIndenter: what stands before the first letter of a new line of Python.
 */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

#define MEMOIR_TYPE_PYTHON_INDENTER (memoir_python_indenter_get_type())
G_DECLARE_FINAL_TYPE(MemoirPythonIndenter, memoir_python_indenter, MEMOIR, PYTHON_INDENTER, GObject)

GtkSourceIndenter *memoir_python_indenter_new(void);

G_END_DECLS

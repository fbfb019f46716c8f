#include "gui/memoir-cell.h"

#include "protocol/message.h"

#include <string.h>

struct _MemoirCell {
    GObject parent;
    json_t *json;
    char *folder;
    char *input_prompt;
    gboolean input_password;
    MemoirCellState state;
    guint queue_position;
    gint64 started, elapsed; /* µs */
    struct tl_timeline timeline;
    enum { TIMELINE_UNKNOWN, TIMELINE_NONE, TIMELINE_SAVED, TIMELINE_LIVE } timeline_from;
};

G_DEFINE_FINAL_TYPE(MemoirCell, memoir_cell, G_TYPE_OBJECT)

enum {
    PROP_0,
    PROP_CELL_TYPE,
    PROP_SOURCE,
    PROP_EXECUTION_COUNT,
    PROP_STATE,
    PROP_QUEUE_POSITION,
    PROP_INPUT_PROMPT,
    N_PROPS
};
static GParamSpec *properties[N_PROPS];

enum { OUTPUTS_CHANGED, TIMELINE_CHANGED, FOLDED, INPUT_ANSWERED, N_SIGNALS };
static guint signals[N_SIGNALS];

GType memoir_cell_state_get_type(void)
{
    static gsize type;
    static const GEnumValue values[] = {
        {MEMOIR_CELL_IDLE, "MEMOIR_CELL_IDLE", "idle"},
        {MEMOIR_CELL_QUEUED, "MEMOIR_CELL_QUEUED", "queued"},
        {MEMOIR_CELL_RUNNING, "MEMOIR_CELL_RUNNING", "running"},
        {0, NULL, NULL},
    };

    if (g_once_init_enter(&type))
        g_once_init_leave(&type, g_enum_register_static("MemoirCellState", values));
    return type;
}

MemoirCell *memoir_cell_new_for_json(json_t *json)
{
    MemoirCell *self = g_object_new(MEMOIR_TYPE_CELL, NULL);

    self->json = json_incref(json);
    return self;
}

MemoirCell *memoir_cell_new(const char *type, const char *source)
{
    json_t *json = jp_cell_create(type, source);
    MemoirCell *self;

    if (!json)
        g_error("not enough memory for a cell");
    self = memoir_cell_new_for_json(json);
    json_decref(json);
    return self;
}

MemoirCell *memoir_cell_copy(MemoirCell *self)
{
    json_t *json = json_deep_copy(self->json);
    MemoirCell *copy = memoir_cell_new_for_json(json);

    json_decref(json);
    memoir_cell_renew_id(copy);
    return copy;
}

json_t *memoir_cell_get_json(MemoirCell *self)
{
    return self->json;
}

const char *memoir_cell_get_id(MemoirCell *self)
{
    return jp_cell_id(self->json);
}

void memoir_cell_renew_id(MemoirCell *self)
{
    g_autofree char *id = g_uuid_string_random();

    json_object_set_new(self->json, "id", json_string(id));
}

const char *memoir_cell_get_cell_type(MemoirCell *self)
{
    return jp_cell_type(self->json);
}

gboolean memoir_cell_is_code(MemoirCell *self)
{
    return strcmp(memoir_cell_get_cell_type(self), "code") == 0;
}

const char *memoir_cell_get_source(MemoirCell *self)
{
    return jp_cell_source(self->json, NULL);
}

void memoir_cell_set_source(MemoirCell *self, const char *source)
{
    if (strcmp(source, memoir_cell_get_source(self)) == 0)
        return;
    jp_cell_set_source(self->json, source, strlen(source));
    g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_SOURCE]);
}

json_t *memoir_cell_get_attachments(MemoirCell *self)
{
    return json_object_get(self->json, "attachments");
}

const char *memoir_cell_get_folder(MemoirCell *self) { return self->folder; }

void memoir_cell_set_folder(MemoirCell *self, const char *folder)
{
    g_free(self->folder);
    self->folder = g_strdup(folder);
}

json_t *memoir_cell_get_outputs(MemoirCell *self)
{
    return json_object_get(self->json, "outputs");
}

void memoir_cell_set_outputs(MemoirCell *self, json_t *outputs)
{
    if (memoir_cell_get_outputs(self) != outputs)
        json_object_set(self->json, "outputs", outputs);
    if (self->timeline_from == TIMELINE_SAVED || self->timeline_from == TIMELINE_NONE) {
        tl_timeline_finish(&self->timeline);
        tl_timeline_init(&self->timeline);
        self->timeline_from = TIMELINE_UNKNOWN;
    }
    g_signal_emit(self, signals[OUTPUTS_CHANGED], 0);
}

int memoir_cell_get_execution_count(MemoirCell *self)
{
    return (int)json_integer_value(json_object_get(self->json, "execution_count"));
}

void memoir_cell_set_execution_count(MemoirCell *self, int count)
{
    if (count == memoir_cell_get_execution_count(self))
        return;
    json_object_set_new(self->json, "execution_count",
                        count > 0 ? json_integer(count) : json_null());
    g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_EXECUTION_COUNT]);
}

void memoir_cell_forget_results(MemoirCell *self)
{
    json_t *nothing = json_array();

    memoir_cell_set_outputs(self, nothing);
    memoir_cell_set_execution_count(self, 0);
    memoir_cell_set_timeline_json(self, NULL);
    json_decref(nothing);
}

MemoirCellState memoir_cell_get_state(MemoirCell *self)
{
    return self->state;
}

void memoir_cell_set_state(MemoirCell *self, MemoirCellState state)
{
    if (state == self->state)
        return;
    if (state == MEMOIR_CELL_RUNNING)
        self->started = g_get_monotonic_time();
    else if (self->state == MEMOIR_CELL_RUNNING)
        self->elapsed = g_get_monotonic_time() - self->started;
    self->state = state;
    g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_STATE]);
}

guint memoir_cell_get_queue_position(MemoirCell *self)
{
    return self->queue_position;
}

void memoir_cell_set_queue_position(MemoirCell *self, guint position)
{
    if (position == self->queue_position)
        return;
    self->queue_position = position;
    g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_QUEUE_POSITION]);
}

gint64 memoir_cell_get_elapsed(MemoirCell *self)
{
    return self->state == MEMOIR_CELL_RUNNING ? g_get_monotonic_time() - self->started
                                              : self->elapsed;
}

/* Where each kind of fold is saved; outputs have two places, and JupyterLab writes both. */
static const struct {
    MemoirFold fold;
    gboolean in_jupyter; /* of metadata.jupyter, else of metadata */
    const char *key;
} folds[] = {
    {MEMOIR_FOLD_SOURCE, TRUE, "source_hidden"},
    {MEMOIR_FOLD_OUTPUTS, TRUE, "outputs_hidden"},
    {MEMOIR_FOLD_OUTPUTS, FALSE, "collapsed"},
    {MEMOIR_FOLD_SECTION, FALSE, "jp-MarkdownHeadingCollapsed"},
    {MEMOIR_FOLD_SCROLL, FALSE, "scrolled"},
};

const char *memoir_cell_get_input_prompt(MemoirCell *self) { return self->input_prompt; }

gboolean memoir_cell_get_input_password(MemoirCell *self) { return self->input_password; }

void memoir_cell_request_input(MemoirCell *self, const char *prompt, gboolean password)
{
    if (!prompt && !self->input_prompt)
        return;
    g_free(self->input_prompt);
    self->input_prompt = g_strdup(prompt);
    self->input_password = password;
    g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_INPUT_PROMPT]);
}

void memoir_cell_answer_input(MemoirCell *self, const char *text)
{
    if (self->input_prompt)
        g_signal_emit(self, signals[INPUT_ANSWERED], 0, text);
}

gboolean memoir_cell_get_folded(MemoirCell *self, MemoirFold fold)
{
    json_t *metadata = json_object_get(self->json, "metadata");

    for (gsize i = 0; i < G_N_ELEMENTS(folds); i++) {
        json_t *in = folds[i].in_jupyter ? json_object_get(metadata, "jupyter") : metadata;

        if (folds[i].fold == fold && json_is_true(json_object_get(in, folds[i].key)))
            return TRUE;
    }
    return FALSE;
}

void memoir_cell_set_folded(MemoirCell *self, MemoirFold fold, gboolean folded)
{
    json_t *metadata = json_object_get(self->json, "metadata");

    if (memoir_cell_get_folded(self, fold) == folded)
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(folds); i++) {
        json_t *in = folds[i].in_jupyter ? json_object_get(metadata, "jupyter") : metadata;

        if (folds[i].fold != fold)
            continue;
        if (folded && folds[i].in_jupyter && !json_is_object(in)) {
            in = json_object();
            json_object_set_new(metadata, "jupyter", in);
        }
        if (folded)
            json_object_set_new(in, folds[i].key, json_true());
        else
            json_object_del(in, folds[i].key);
        if (!folded && folds[i].in_jupyter && in && json_object_size(in) == 0)
            json_object_del(metadata, "jupyter");
    }
    g_signal_emit(self, signals[FOLDED], 0);
}

static gboolean read_timeline(MemoirCell *self, const json_t *json)
{
    struct tl_timeline timeline;
    struct tl_error error;

    if (!tl_from_json(&timeline, json, &error))
        return FALSE;
    tl_timeline_finish(&self->timeline);
    self->timeline = timeline;
    return TRUE;
}

/* The last one among the outputs. */
static gboolean read_saved_timeline(MemoirCell *self)
{
    json_t *outputs = memoir_cell_get_outputs(self);

    for (size_t i = json_array_size(outputs); i-- > 0;) {
        json_t *data = json_object_get(json_array_get(outputs, i), "data");
        json_t *json = json_object_get(data, TL_MIME);

        if (json && read_timeline(self, json))
            return TRUE;
    }
    return FALSE;
}

const struct tl_timeline *memoir_cell_get_timeline(MemoirCell *self)
{
    if (self->timeline_from == TIMELINE_UNKNOWN)
        self->timeline_from = read_saved_timeline(self) ? TIMELINE_SAVED : TIMELINE_NONE;
    return self->timeline_from == TIMELINE_NONE ? NULL : &self->timeline;
}

gboolean memoir_cell_set_timeline_json(MemoirCell *self, const json_t *json)
{
    if (json) {
        if (!read_timeline(self, json))
            return FALSE;
        self->timeline_from = TIMELINE_LIVE;
    } else {
        tl_timeline_finish(&self->timeline);
        tl_timeline_init(&self->timeline);
        self->timeline_from = TIMELINE_UNKNOWN;
    }
    g_signal_emit(self, signals[TIMELINE_CHANGED], 0);
    return TRUE;
}

static void memoir_cell_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
    MemoirCell *self = MEMOIR_CELL(object);

    switch (id) {
    case PROP_CELL_TYPE:
        g_value_set_string(value, memoir_cell_get_cell_type(self));
        break;
    case PROP_SOURCE:
        g_value_set_string(value, memoir_cell_get_source(self));
        break;
    case PROP_EXECUTION_COUNT:
        g_value_set_int(value, memoir_cell_get_execution_count(self));
        break;
    case PROP_STATE:
        g_value_set_enum(value, self->state);
        break;
    case PROP_QUEUE_POSITION:
        g_value_set_uint(value, self->queue_position);
        break;
    case PROP_INPUT_PROMPT: g_value_set_string(value, self->input_prompt); break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
    }
}

static void memoir_cell_finalize(GObject *object)
{
    MemoirCell *self = MEMOIR_CELL(object);

    json_decref(self->json);
    g_free(self->folder);
    g_free(self->input_prompt);
    tl_timeline_finish(&self->timeline);
    G_OBJECT_CLASS(memoir_cell_parent_class)->finalize(object);
}

static void memoir_cell_class_init(MemoirCellClass *class)
{
    GObjectClass *object_class = G_OBJECT_CLASS(class);
    const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

    object_class->get_property = memoir_cell_get_property;
    object_class->finalize = memoir_cell_finalize;
    properties[PROP_CELL_TYPE] = g_param_spec_string("cell-type", NULL, NULL, NULL, flags);
    properties[PROP_SOURCE] = g_param_spec_string("source", NULL, NULL, NULL, flags);
    properties[PROP_EXECUTION_COUNT] =
        g_param_spec_int("execution-count", NULL, NULL, 0, G_MAXINT, 0, flags);
    properties[PROP_STATE] = g_param_spec_enum("state", NULL, NULL, MEMOIR_TYPE_CELL_STATE,
                                               MEMOIR_CELL_IDLE, flags);
    properties[PROP_QUEUE_POSITION] =
        g_param_spec_uint("queue-position", NULL, NULL, 0, G_MAXUINT, 0, flags);
    properties[PROP_INPUT_PROMPT] = g_param_spec_string("input-prompt", NULL, NULL, NULL, flags);
    g_object_class_install_properties(object_class, N_PROPS, properties);
    signals[OUTPUTS_CHANGED] = g_signal_new("outputs-changed", MEMOIR_TYPE_CELL,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                            0);
    signals[TIMELINE_CHANGED] = g_signal_new("timeline-changed", MEMOIR_TYPE_CELL,
                                             G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 0);
    signals[INPUT_ANSWERED] = g_signal_new("input-answered", MEMOIR_TYPE_CELL, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
    signals[FOLDED] = g_signal_new("folded", MEMOIR_TYPE_CELL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void memoir_cell_init(MemoirCell *self)
{
    self->elapsed = -1;
    tl_timeline_init(&self->timeline);
}

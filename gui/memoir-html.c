#include "gui/memoir-html.h"

#include <libxml/HTMLparser.h>
#include <string.h>

/* More than any screen shows; what is nested deeper is left out. */
#define MOST_DEPTH 200

typedef enum {
    SHOWN,   /* its content alone */
    DROPPED, /* with its content */
    REFUSED, /* nothing can be shown in its place */
    BLOCK,   /* begins and ends a paragraph */
    HEADING,
    BREAK,
    RULE,
    IMAGE,
    LINK,
    INLINE,
    CODE,
    CONTAINER,
    LIST,
    ITEM,
    CELL,
} Role;

typedef struct {
    const char *name;
    Role role;
    const char *tag; /* Pango's, of INLINE */
    MemoirBlockType block;
} Element;

/* Sorted by use, not by name: the list is short. */
static const Element elements[] = {
    {"td", CELL},
    {"th", CELL},
    {"tr", CONTAINER, NULL, MEMOIR_BLOCK_ROW},
    {"table", CONTAINER, NULL, MEMOIR_BLOCK_TABLE},
    {"p", BLOCK},
    {"div", BLOCK},
    {"b", INLINE, "b"},
    {"strong", INLINE, "b"},
    {"i", INLINE, "i"},
    {"em", INLINE, "i"},
    {"a", LINK},
    {"br", BREAK},
    {"li", ITEM},
    {"ul", LIST},
    {"ol", LIST},
    {"code", INLINE, "tt"},
    {"pre", CODE},
    {"h1", HEADING},
    {"h2", HEADING},
    {"h3", HEADING},
    {"h4", HEADING},
    {"h5", HEADING},
    {"h6", HEADING},
    {"img", IMAGE},
    {"hr", RULE},
    {"blockquote", CONTAINER, NULL, MEMOIR_BLOCK_QUOTE},
    {"sub", INLINE, "sub"},
    {"sup", INLINE, "sup"},
    {"u", INLINE, "u"},
    {"ins", INLINE, "u"},
    {"s", INLINE, "s"},
    {"del", INLINE, "s"},
    {"strike", INLINE, "s"},
    {"tt", INLINE, "tt"},
    {"kbd", INLINE, "tt"},
    {"samp", INLINE, "tt"},
    {"var", INLINE, "i"},
    {"cite", INLINE, "i"},
    {"dfn", INLINE, "i"},
    {"small", INLINE, "small"},
    {"big", INLINE, "big"},
    {"section", BLOCK},
    {"article", BLOCK},
    {"header", BLOCK},
    {"footer", BLOCK},
    {"center", BLOCK},
    {"figure", BLOCK},
    {"figcaption", BLOCK},
    {"caption", BLOCK},
    {"details", BLOCK},
    {"summary", BLOCK},
    {"dl", BLOCK},
    {"dt", BLOCK},
    {"dd", BLOCK},
    {"address", BLOCK},
    {"style", DROPPED},
    {"head", DROPPED},
    {"title", DROPPED},
    {"template", DROPPED},
    {"noscript", DROPPED},
    {"script", REFUSED},
    {"iframe", REFUSED},
    {"frame", REFUSED},
    {"object", REFUSED},
    {"embed", REFUSED},
    {"applet", REFUSED},
    {"canvas", REFUSED},
    {"svg", REFUSED},
    {"math", REFUSED},
    {"form", REFUSED},
    {"input", REFUSED},
    {"button", REFUSED},
    {"select", REFUSED},
    {"textarea", REFUSED},
    {"video", REFUSED},
    {"audio", REFUSED},
};

static const Element *find(const char *name, gsize length)
{
    for (gsize i = 0; i < G_N_ELEMENTS(elements); i++) {
        if (strlen(elements[i].name) == length &&
            g_ascii_strncasecmp(elements[i].name, name, length) == 0)
            return &elements[i];
    }
    return NULL;
}

static const Element *element_of(const xmlNode *node)
{
    const char *name = (const char *)node->name;

    return find(name, strlen(name));
}

static char *attribute(xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
    char *copy = value ? g_strdup((const char *)value) : NULL;

    xmlFree(value);
    return copy;
}

static int number_of(xmlNode *node, const char *name, int most)
{
    g_autofree char *value = attribute(node, name);

    return value ? (int)CLAMP(g_ascii_strtoll(value, NULL, 10), 0, most) : 0;
}

/* ---- from nodes to blocks ---- */

static void read_nodes(MemoirRichBuilder *builder, xmlNode *node, int depth, int *number);

static void read_cell(MemoirRichBuilder *builder, xmlNode *node, int depth)
{
    MemoirBlock *cell = memoir_rich_begin(builder, MEMOIR_BLOCK_CELL);
    g_autofree char *align = attribute(node, "align");
    g_autofree char *style = attribute(node, "style");
    gboolean header = strcmp((const char *)node->name, "th") == 0;

    cell->header = header;
    cell->span = MAX(1, number_of(node, "colspan", 1000));
    if ((align && g_ascii_strcasecmp(align, "left") == 0) ||
        (style && strstr(style, "text-align: left")))
        cell->align = 0;
    else if ((align && g_ascii_strcasecmp(align, "center") == 0) ||
             (style && strstr(style, "text-align: center")))
        cell->align = 0.5F;
    else
        cell->align = 1; /* as notebooks show tables */
    read_nodes(builder, node->children, depth + 1, NULL);
    memoir_rich_end(builder, MEMOIR_BLOCK_CELL);
}

static void read_image(MemoirRichBuilder *builder, xmlNode *node)
{
    MemoirBlock *image = memoir_rich_add(builder, MEMOIR_BLOCK_IMAGE);

    image->source = attribute(node, "src");
    image->text = attribute(node, "alt");
    image->width = number_of(node, "width", 10000);
    image->height = number_of(node, "height", 10000);
}

static void read_item(MemoirRichBuilder *builder, xmlNode *node, int depth, int *number)
{
    MemoirBlock *item = memoir_rich_begin(builder, MEMOIR_BLOCK_ITEM);

    if (item->type == MEMOIR_BLOCK_ITEM)
        item->mark = number && *number >= 0 ? g_strdup_printf("%d.", (*number)++) : g_strdup("•");
    read_nodes(builder, node->children, depth + 1, NULL);
    memoir_rich_end(builder, MEMOIR_BLOCK_ITEM);
}

static void read_list(MemoirRichBuilder *builder, xmlNode *node, int depth)
{
    gboolean ordered = strcmp((const char *)node->name, "ol") == 0;
    int number = -1;

    if (ordered) {
        g_autofree char *start = attribute(node, "start");

        number = start ? number_of(node, "start", 1000000) : 1;
    }
    memoir_rich_begin(builder, MEMOIR_BLOCK_LIST);
    read_nodes(builder, node->children, depth + 1, &number);
    memoir_rich_end(builder, MEMOIR_BLOCK_LIST);
}

static void read_pre(MemoirRichBuilder *builder, xmlNode *node, int depth)
{
    gboolean raw = builder->raw;

    memoir_rich_begin(builder, MEMOIR_BLOCK_CODE);
    builder->raw = TRUE;
    read_nodes(builder, node->children, depth + 1, NULL);
    memoir_rich_end(builder, MEMOIR_BLOCK_CODE);
    builder->raw = raw;
}

static void read_link(MemoirRichBuilder *builder, xmlNode *node, int depth)
{
    g_autofree char *address = attribute(node, "href");
    guint before = builder->tags->len;

    memoir_rich_open_link(builder, address ? address : "", address ? strlen(address) : 0);
    read_nodes(builder, node->children, depth + 1, NULL);
    memoir_rich_close(
        builder, strncmp(g_ptr_array_index(builder->tags, before), "a ", 2) == 0 ? "a" : "span");
}

static void read_element(MemoirRichBuilder *builder, xmlNode *node, int depth, int *number)
{
    const Element *element = element_of(node);

    switch (element ? element->role : SHOWN) {
    case DROPPED:
    case REFUSED: break;
    case CELL: read_cell(builder, node, depth); break;
    case IMAGE: read_image(builder, node); break;
    case RULE: memoir_rich_add(builder, MEMOIR_BLOCK_RULE); break;
    case BREAK: memoir_rich_break(builder); break;
    case HEADING:
        memoir_rich_begin(builder, MEMOIR_BLOCK_HEADING)->level = node->name[1] - '0';
        read_nodes(builder, node->children, depth + 1, NULL);
        memoir_rich_end(builder, MEMOIR_BLOCK_HEADING);
        break;
    case BLOCK:
        memoir_rich_end(builder, MEMOIR_BLOCK_PARAGRAPH);
        read_nodes(builder, node->children, depth + 1, NULL);
        memoir_rich_end(builder, MEMOIR_BLOCK_PARAGRAPH);
        break;
    case INLINE:
        memoir_rich_open(builder, element->tag, NULL);
        read_nodes(builder, node->children, depth + 1, NULL);
        memoir_rich_close(builder, element->tag);
        break;
    case LINK: read_link(builder, node, depth); break;
    case CODE: read_pre(builder, node, depth); break;
    case CONTAINER:
        memoir_rich_begin(builder, element->block);
        read_nodes(builder, node->children, depth + 1, NULL);
        memoir_rich_end(builder, element->block);
        break;
    case LIST: read_list(builder, node, depth); break;
    case ITEM: read_item(builder, node, depth, number); break;
    default: read_nodes(builder, node->children, depth + 1, number);
    }
}

/* `number` of the list whose children they are; NULL: of none. */
static void read_nodes(MemoirRichBuilder *builder, xmlNode *node, int depth, int *number)
{
    for (; node && depth < MOST_DEPTH; node = node->next) {
        if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
            memoir_rich_text(builder, (const char *)node->content,
                             strlen((const char *)node->content));
        else if (node->type == XML_ELEMENT_NODE)
            read_element(builder, node, depth, number);
    }
}

/* Not recursive: what is refused may stand at any depth. */
static gboolean is_refused(xmlNode *root)
{
    xmlNode *node = root;

    while (node) {
        const Element *element = node->type == XML_ELEMENT_NODE ? element_of(node) : NULL;

        if (element && element->role == REFUSED)
            return TRUE;
        if (node->type == XML_ELEMENT_NODE && node->children) {
            node = node->children;
            continue;
        }
        while (node && node != root && !node->next)
            node = node->parent;
        node = !node || node == root ? NULL : node->next;
    }
    return FALSE;
}

static xmlDoc *read_document(const char *text, gsize length)
{
    if (length > G_MAXINT)
        return NULL;
    return htmlReadMemory(text, (int)length, NULL, "UTF-8",
                          HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                              HTML_PARSE_NONET | HTML_PARSE_COMPACT);
}

MemoirBlock *memoir_html_parse(const char *text, gsize length)
{
    xmlDoc *document = read_document(text, length);
    xmlNode *root = document ? xmlDocGetRootElement(document) : NULL;
    MemoirBlock *block = NULL;

    if (root && !is_refused(root)) {
        MemoirRichBuilder builder;

        memoir_rich_builder_init(&builder);
        read_nodes(&builder, root, 0, NULL);
        block = memoir_rich_builder_finish(&builder);
    }
    xmlFreeDoc(document);
    return block;
}

void memoir_html_read(MemoirRichBuilder *builder, const char *text, gsize length)
{
    xmlDoc *document = read_document(text, length);

    if (document)
        read_nodes(builder, xmlDocGetRootElement(document), 0, NULL);
    xmlFreeDoc(document);
}

char *memoir_html_to_plain(const char *text, gsize length)
{
    MemoirRichBuilder builder;
    g_autoptr(MemoirBlock) block = NULL;

    memoir_rich_builder_init(&builder);
    memoir_html_read(&builder, text, length);
    block = memoir_rich_builder_finish(&builder);
    return memoir_rich_to_plain(block);
}

void memoir_html_read_tag(MemoirRichBuilder *builder, const char *text, gsize length)
{
    gboolean closes = length > 1 && text[1] == '/';
    const char *name = text + 1 + closes;
    const Element *element;
    gsize n = 0;

    while (name + n < text + length && g_ascii_isalnum(name[n]))
        n++;
    element = find(name, n);
    if (!element)
        return;
    if (element->role == INLINE && closes)
        memoir_rich_close(builder, element->tag);
    else if (element->role == INLINE)
        memoir_rich_open(builder, element->tag, NULL);
    else if (element->role == BREAK)
        memoir_rich_break(builder);
    else if (element->role == IMAGE)
        memoir_html_read(builder, text, length);
}

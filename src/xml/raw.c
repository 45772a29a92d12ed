#include "xml/raw.h"

#include <string.h>

/* A declaration that has to be put into the text. */
struct raw_insert {
    size_t at;
    const char *prefix;
    char *declaration;
};

void raw_scope_init(struct raw_scope *scope)
{
    scope->declarations = g_ptr_array_new_with_free_func(g_free);
}

void raw_scope_clear(struct raw_scope *scope)
{
    g_ptr_array_unref(scope->declarations);
}

void raw_scope_push(struct raw_scope *scope, const char *prefix, const char *uri)
{
    g_ptr_array_add(scope->declarations, g_strdup(prefix ? prefix : ""));
    g_ptr_array_add(scope->declarations, g_strdup(uri ? uri : ""));
}

void raw_scope_pop(struct raw_scope *scope)
{
    g_ptr_array_set_size(scope->declarations, (int)scope->declarations->len - 2);
}

static void insert_clear(gpointer data)
{
    struct raw_insert *insert = data;

    g_free(insert->declaration);
}

void raw_begin(struct raw *raw, const struct raw_scope *scope, const char *text, size_t start)
{
    *raw = (struct raw){.text = text, .start = start, .outside = scope->declarations->len};
    raw->inserts = g_array_new(FALSE, FALSE, sizeof(struct raw_insert));
    g_array_set_clear_func(raw->inserts, insert_clear);
}

static char *declaration_of(const char *prefix, const char *uri)
{
    g_autofree char *escaped = g_markup_escape_text(uri, -1);

    return g_strdup_printf(*prefix ? " xmlns:%s='%s'" : " xmlns%s='%s'", prefix, escaped);
}

/* The index of the nearest declaration of the prefix, -1 if there is none. */
static int find_declaration(const struct raw_scope *scope, const char *prefix, size_t length)
{
    for (int i = (int)scope->declarations->len - 2; i >= 0; i -= 2) {
        const char *known = scope->declarations->pdata[i];

        if (strlen(known) == length && strncmp(known, prefix, length) == 0)
            return i;
    }
    return -1;
}

/* A name with this prefix is used: if the prefix comes from outside, it is declared where the outermost
 * element begins, once. */
static void use_prefix(struct raw *raw, const struct raw_scope *scope, const char *prefix, size_t length)
{
    int found = find_declaration(scope, prefix, length);
    struct raw_insert insert = {.at = raw->name_end};

    if (found < 0 || found >= (int)raw->outside || *(char *)scope->declarations->pdata[found + 1] == '\0')
        return;
    insert.prefix = scope->declarations->pdata[found];
    for (unsigned i = raw->first; i < raw->inserts->len; i++)
        if (strcmp(g_array_index(raw->inserts, struct raw_insert, i).prefix, insert.prefix) == 0)
            return;
    insert.declaration = declaration_of(insert.prefix, scope->declarations->pdata[found + 1]);
    g_array_append_val(raw->inserts, insert);
}

static void use_name(struct raw *raw, const struct raw_scope *scope, const char *name, size_t length, bool is_element)
{
    const char *colon = memchr(name, ':', length);

    if (colon)
        use_prefix(raw, scope, name, (size_t)(colon - name));
    else if (is_element)
        use_prefix(raw, scope, "", 0);
}

/* How many bytes from c on are none of stops; the text has an end and need not have a NUL there. */
static size_t length_until(const char *c, const char *end, const char *stops)
{
    const char *at = c;

    while (at < end && !strchr(stops, *at))
        at++;
    return (size_t)(at - c);
}

/* The attribute names of a start tag that the parser has found well-formed; c stands behind the element's name. */
static void use_attributes(struct raw *raw, const struct raw_scope *scope, const char *c, const char *end)
{
    while (c < end) {
        size_t length;
        const char *quote;

        while (c < end && memchr(" \t\r\n", *c, 4))
            c++;
        length = length_until(c, end, "= \t\r\n/>");
        if (c >= end || length == 0)
            return;
        use_name(raw, scope, c, length, false);
        quote = c + length + length_until(c + length, end, "'\"");
        c = quote >= end ? end : (const char *)memchr(quote + 1, *quote, (size_t)(end - quote - 1)) + 1;
    }
}

void raw_start_tag(struct raw *raw, const struct raw_scope *scope, size_t tag, size_t length, bool outermost)
{
    const char *name = raw->text + tag + 1;
    const char *end = raw->text + tag + length;
    size_t name_length = length_until(name, end, " \t\r\n/>");

    if (outermost) {
        raw->name_end = tag + 1 + name_length;
        raw->first = raw->inserts->len;
    }
    use_name(raw, scope, name, name_length, true);
    use_attributes(raw, scope, name + name_length, end);
}

char *raw_end(struct raw *raw, size_t end)
{
    GString *out = g_string_new(NULL);
    size_t done = raw->start;

    for (unsigned i = 0; i < raw->inserts->len; i++) {
        const struct raw_insert *insert = &g_array_index(raw->inserts, struct raw_insert, i);

        g_string_append_len(out, raw->text + done, (gssize)(insert->at - done));
        g_string_append(out, insert->declaration);
        done = insert->at;
    }
    if (end > done)
        g_string_append_len(out, raw->text + done, (gssize)(end - done));
    raw_clear(raw);
    return g_strstrip(g_string_free(out, FALSE));
}

void raw_clear(struct raw *raw)
{
    g_clear_pointer(&raw->inserts, g_array_unref);
}

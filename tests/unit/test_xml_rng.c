#include "test_tables.h"
#include "xml/own.h"
#include "xml/read.h"
#include "xml/rng.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>

/* xmllint judges the schema from outside; what it says has to be what the reader says. */

struct folder {
    char *path;
    char *schema;
    char *document;
};

static void set_up(struct folder *folder, gconstpointer data)
{
    g_autofree char *text = document_schema(&plan_document);
    g_autoptr(GError) error = NULL;

    folder->path = g_dir_make_tmp("tandem-rng-XXXXXX", &error);
    g_assert_no_error(error);
    folder->schema = g_build_filename(folder->path, "plan.rng", NULL);
    folder->document = g_build_filename(folder->path, "plan.xml", NULL);
    g_file_set_contents(folder->schema, text, -1, &error);
    g_assert_no_error(error);
}

static void tear_down(struct folder *folder, gconstpointer data)
{
    g_unlink(folder->schema);
    g_unlink(folder->document);
    g_rmdir(folder->path);
    g_free(folder->schema);
    g_free(folder->document);
    g_free(folder->path);
}

/* Whether xmllint finds the text valid; it complains on its stderr, which is shown when the verdict is a surprise. */
static bool is_valid(const struct folder *folder, const char *text, char **says)
{
    const char *const argv[] = {"xmllint", "--noout", "--nonet", "--relaxng", folder->schema, folder->document, NULL};
    g_autoptr(GError) error = NULL;
    int status;

    g_file_set_contents(folder->document, text, -1, &error);
    g_assert_no_error(error);
    g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, says, &status, &error);
    g_assert_no_error(error);
    g_assert_true(WIFEXITED(status));
    /* 3: not valid; all else would be a fault of the schema itself */
    if (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != 3)
        g_error("xmllint: %s", *says);
    return WEXITSTATUS(status) == 0;
}

static bool is_read(const char *text, char **says)
{
    g_autoptr(report_t) report = report_new("plan.xml");
    void *root = document_read(&plan_document, text, strlen(text), report);

    *says = report_text(report);
    element_free(&plan_element, root);
    return report_failures(report) == 0;
}

static void check_verdict(const struct folder *folder, const char *text, bool expected)
{
    g_autofree char *xmllint_says = NULL, *reader_says = NULL;

    if (is_valid(folder, text, &xmllint_says) != expected)
        g_error("xmllint about %s: %s", text, xmllint_says);
    if (is_read(text, &reader_says) != expected)
        g_error("the reader about %s: %s", text, reader_says);
}

#define PLAN(content_) "<plan><name>n</name>" content_ "</plan>"
#define PORT(content_) PLAN("<ports>" content_ "</ports>")

static void right_documents_are_valid(struct folder *folder, gconstpointer data)
{
    static const char *const right[] = {
        PLAN(""),
        "<plan kind='small' tag='a.b'><count>3</count><name>n</name></plan>",
        "<plan kind='large'><cpus>0-3,^2</cpus><name>n</name></plan>",
        PLAN("<count>9</count>"),
        PLAN("<title/>"),
        PLAN("<uuid>45cccd8c9a584dd88c4600004c2b3a57</uuid>"),
        PLAN("<memory unit='MiB'>3</memory><limit unit='bytes' hard='on'>4096</limit>"),
        PLAN("<limit hard='off'>64</limit>"),
        PORT(""),
        PORT("<port type='file'><source file='/a'/></port>"),
        PORT("<port type='block'><shared/><source dev='/a'/><driver cache='none' queues='4'/></port>"),
        PORT("<port type='net'><mac>52:54:0:1:2:3</mac><source><host name='h' port='1'/></source></port>"),
        PORT("<port type='file'><source file='/a'/><driver nqueues='4'/></port>"),
        PORT("<port type='net'><reverse burst='1'/><source><host name='h'/></source><rate average='2'/></port>"),
        PORT("<port type='file'><reverse average='1'/><source file='/a'/><state>done</state></port>"),
        PORT("<port type='file'><slot bus='0x1f'/><source file='/a'/></port>"
             "<port type='file'><source file='/a'/><slot type='pci' function='07' bus='0x00fF'/></port>"
             "<port type='file'><slot type='usb' order='-3'/><source file='/a'/></port>"),
        PORT("<port type='file'><source file='/a'/><backing type='net'><source><host name='h'/></source>"
             "<backing type='block'><source dev='/b'/></backing></backing></port>"),
        PLAN("<metadata><x:a xmlns:x='urn:x' b='1'>text<c/></x:a><name/></metadata>"),
        ("<plan xmlns:q='urn:example:plan-extra'><q:extra><q:arg value=''/><q:arg value='x'/></q:extra>"
         "<name>n</name></plan>"),
        "<plan xmlns:z='urn:example:plan-extra'><z:extra><z:arg value='x'/></z:extra><name>n</name></plan>",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(right); i++)
        check_verdict(folder, right[i], true);
}

static void wrong_documents_are_not_valid(struct folder *folder, gconstpointer data)
{
    static const char *const wrong[] = {
        "<plan/>",
        PLAN("<name>again</name>"),
        PLAN("<unknown/>"),
        PLAN("<dream/>"),
        "<plan mood='good'><name>n</name></plan>",
        "<plan kind='huge'><name>n</name></plan>",
        "<plan kind='large'><name>n</name><count>3</count></plan>",
        "<plan kind='small'><name>n</name><cpus>1</cpus></plan>",
        "<plan tag='a b'><name>n</name></plan>",
        PLAN("<count>10</count>"),
        PLAN("<count>three</count>"),
        PLAN("<ready>maybe</ready>"),
        PLAN("<sealed>text</sealed>"),
        PLAN("text"),
        PLAN("<title lang='en'>t</title>"),
        PLAN("<memory unit='stone'>1</memory>"),
        PLAN("<limit/>"),
        PORT("<port/>"),
        PORT("<port type='dream'/>"),
        PORT("<port type='file'/>"),
        PORT("<port type='file'><source dev='/a'/></port>"),
        PORT("<port type='file'><source file='a'/></port>"),
        PORT("<port type='file'><source file='/a'/><mac>52:54:00:01:02:03</mac></port>"),
        PORT("<port type='file' label='x'><source file='/a'/></port>"),
        PORT("<port type='net'><source><host port='1'/></source></port>"),
        PORT("<port type='net'><source><host name='h' port='0'/></source></port>"),
        PORT("<port type='net'><source><host name='h'/></source><source><host name='h'/></source></port>"),
        PORT("<port type='file'><source file='/a'/><slot type='usb' bus='1'/></port>"),
        PORT("<port type='file'><source file='/a'/><slot/></port>"),
        PORT("<port type='file'><source file='/a'/><rate burst='1'/></port>"),
        PORT("<port type='file'><source file='/a'/><slot bus='0x100'/></port>"),
        PORT("<port type='file'><source file='/a'/><slot bus='256'/></port>"),
        PORT("<port type='file'><source file='/a' startupPolicy='optional'/></port>"),
        "<plan xmlns:q='urn:other'><q:extra/><name>n</name></plan>",
        PLAN("<extra/>"),
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(wrong); i++)
        check_verdict(folder, wrong[i], false);
}

#define MANY 24
struct wide {
    struct place where;
    char *value[MANY];
};

/* libxml2 looks at each subset of optional attributes unless they stand in an <interleave>. */
static void an_element_with_many_attributes_is_validated_in_bounded_time(struct folder *folder, gconstpointer data)
{
    struct field rows[MANY];
    struct element element = {
        .id = "wide", .doc = "Wide.", .size = sizeof(struct wide), .fields = rows, .n_fields = MANY};
    struct document_type type = {.root_name = "wide", .root = &element};
    g_autoptr(GString) text = g_string_new("<wide");
    g_autofree char *schema = NULL, *says = NULL;
    g_autoptr(GError) error = NULL;
    gint64 start = g_get_monotonic_time();

    for (unsigned i = 0; i < MANY; i++) {
        rows[i] = (struct field){.name = g_strdup_printf("a%u", i),
                                 .form = FORM_ATTR,
                                 .kind = &kind_string,
                                 .flags = HOST_ONLY,
                                 .offset = offsetof(struct wide, value) + i * sizeof(char *),
                                 .size = sizeof(char *),
                                 .doc = "Fine."};
        g_string_append_printf(text, " a%u='x'", i);
    }
    g_string_append(text, "/>");
    schema = document_schema(&type);
    g_file_set_contents(folder->schema, schema, -1, &error);
    g_assert_no_error(error);
    g_assert_true(is_valid(folder, text->str, &says));
    g_assert_cmpint(g_get_monotonic_time() - start, <, 10 * G_USEC_PER_SEC);
    for (unsigned i = 0; i < MANY; i++)
        g_free((char *)rows[i].name);
}

static void the_schema_carries_the_documentation(struct folder *folder, gconstpointer data)
{
    g_autofree char *text = document_schema(&plan_document);

    g_assert_nonnull(strstr(text, "<a:documentation>A limit of memory.</a:documentation>"));
    g_assert_null(strstr(text, "startupPolicy")); /* not supported, so not in it */
}

#define ADD(path_, function_) g_test_add("/xml/rng/" path_, struct folder, NULL, set_up, function_, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("right-documents-are-valid", right_documents_are_valid);
    ADD("wrong-documents-are-not-valid", wrong_documents_are_not_valid);
    ADD("an-element-with-many-attributes-is-validated-in-bounded-time",
        an_element_with_many_attributes_is_validated_in_bounded_time);
    ADD("the-schema-carries-the-documentation", the_schema_carries_the_documentation);
    return g_test_run();
}

/* Random documents: sample -> write -> read -> the same again, and valid by our own schema.
 *
 *     documents [--type NAME] [--count N] [--first I] [--seed S] [--unreached | --write FOLDER]
 *
 * --write only puts the documents into a folder, for others to judge.  Prints TAP.  Document I of seed S is always the
 * same one, so a failure is repeated with the --seed and
 * --first that it prints and --count 1.  xmllint judges the documents in batches; they lie in a
 * temporary folder that is removed at the end.
 */
#include "domain/domain.h"
#include "domain/network.h"
#include "unit/test_tables.h"
#include "xml/diff.h"
#include "xml/own.h"
#include "xml/read.h"
#include "xml/rng.h"
#include "xml/sample.h"
#include "xml/visit.h"
#include "xml/write.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define BATCH 500

static const struct {
    const char *name;
    const struct document_type *type;
} types[] = {
    {"plan", &plan_document},
    {"domain", &domain_document},
    {"network", &network_document},
};

static struct {
    char *type, *write;
    int count, first, seed;
    gboolean unreached;
} options = {.count = 10000, .seed = -1};

static const GOptionEntry entries[] = {
    {"type", 't', 0, G_OPTION_ARG_STRING, &options.type, "Only documents of this type", "NAME"},
    {"count", 'n', 0, G_OPTION_ARG_INT, &options.count, "Number of documents of each type", "N"},
    {"first", 'i', 0, G_OPTION_ARG_INT, &options.first, "Number of the first document", "I"},
    {"seed", 's', 0, G_OPTION_ARG_INT, &options.seed, "Seed, another one each time if not given", "S"},
    {"unreached", 'u', 0, G_OPTION_ARG_NONE, &options.unreached, "Name all rows that no document has", NULL},
    {"write", 'w', 0, G_OPTION_ARG_FILENAME, &options.write, "Only write the documents there, as TYPE-N.xml", "FOLDER"},
    {NULL},
};

/* So many documents have nearly all rows; a few may be missed by chance. */
#define MANY 10000
#define LEAST_SHARE 0.995

/* One type's run. */
struct run {
    const char *name;
    const struct document_type *type;
    GHashTable *reached; /* rows seen in a document */
    char *folder, *schema;
    GPtrArray *batch; /* paths of documents to be validated */
    guint64 bytes;
    gint64 engine_time, xmllint_time;
};

/* ---- one document ---- */

static void *make_document(const struct run *run, unsigned number)
{
    GRand *dice = g_rand_new_with_seed_array((const guint32[]){(guint32)options.seed, number}, 2);
    struct sample_options sample = SAMPLE_USUAL;
    void *root;

    /* some with next to nothing, some with all there is */
    sample.probability = number % 10 == 0 ? 0.02 : number % 10 == 9 ? 0.9 : 0.3;
    root = document_sample(run->type, dice, sample);
    g_rand_free(dice);
    return root;
}

/* NULL, or what is wrong with the document that `root` writes. */
static char *round_trip_fault(const struct run *run, const void *root, const char *text)
{
    g_autoptr(report_t) report = report_new("random.xml");
    g_autofree char *again = NULL;
    g_autoptr(GPtrArray) differences = NULL;
    char *fault = NULL;
    void *read = document_read(run->type, text, strlen(text), report);

    if (report->complaints->len || !read)
        return element_free(run->type->root, read), report_text(report);
    differences = document_diff(run->type, root, read);
    again = document_write(run->type, read);
    if (differences->len)
        fault = diff_text(differences, false);
    else if (strcmp(text, again) != 0)
        fault = g_strdup_printf("written again it is another text:\n%s", again);
    element_free(run->type->root, read);
    return fault;
}

static char *copy_fault(const struct run *run, const void *root, const char *text)
{
    void *copy = element_copy(run->type->root, root);
    g_autofree char *copied = document_write(run->type, copy);

    element_free(run->type->root, copy);
    return strcmp(copied, text) == 0 ? NULL : g_strdup_printf("its copy is another text:\n%s", copied);
}

static void note_row(const struct visited *visited, void *data)
{
    g_hash_table_add(data, (gpointer)visited->field);
}

static bool blame(const struct run *run, unsigned number, const char *text, const char *fault)
{
    g_printerr("%s document %u of seed %d (--type %s --seed %d --first %u --count 1):\n%s\n%s\n", run->name, number,
               options.seed, run->name, options.seed, number, text, fault);
    return false;
}

static char *document_path(const struct run *run, unsigned number)
{
    g_autofree char *name = g_strdup_printf("%u.xml", number);

    return g_build_filename(run->folder, name, NULL);
}

static bool try_document(struct run *run, unsigned number)
{
    gint64 start = g_get_monotonic_time();
    void *root = make_document(run, number);
    g_autofree char *text = document_write(run->type, root), *fault = round_trip_fault(run, root, text);
    char *path = document_path(run, number);

    if (!fault)
        fault = copy_fault(run, root, text);
    document_visit(run->type, root, note_row, run->reached);
    element_free(run->type->root, root);
    run->engine_time += g_get_monotonic_time() - start;
    run->bytes += strlen(text);
    g_file_set_contents(path, text, -1, NULL); /* xmllint misses it if that fails */
    g_ptr_array_add(run->batch, path);
    return !fault || blame(run, number, text, fault);
}

/* ---- xmllint ---- */

static void show_verdicts(const struct run *run, const char *says)
{
    g_auto(GStrv) lines = g_strsplit(says, "\n", -1);
    unsigned shown = 0;

    for (unsigned i = 0; lines[i] && shown < 20; i++) {
        if (!*lines[i] || g_str_has_suffix(lines[i], " validates"))
            continue;
        g_printerr("%s\n", lines[i]);
        shown++;
    }
    g_printerr("(%s documents, --seed %d; the number is in the name of the file)\n", run->name, options.seed);
}

/* Runs xmllint; *says gets what it says.  That goes through a file: it says a line for each document, and a pipe
 * would wake this program as often. */
static bool run_xmllint(const struct run *run, char **argv, char **says, GError **error)
{
    g_autofree char *path = g_build_filename(run->folder, "verdicts", NULL);
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600), status = -1;
    GPid pid;
    bool valid = fd >= 0 &&
                 g_spawn_async_with_fds(NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                                        &pid, -1, -1, fd, error) &&
                 waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;

    if (fd >= 0)
        close(fd);
    if (!g_file_get_contents(path, says, NULL, NULL))
        *says = g_strdup("");
    g_unlink(path);
    return valid;
}

/* Validates what has gathered and empties the batch. */
static bool validate_batch(struct run *run)
{
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autofree char *says = NULL;
    g_autoptr(GError) error = NULL;
    gint64 start = g_get_monotonic_time();
    bool valid;

    if (run->batch->len == 0)
        return true;
    g_ptr_array_add(argv, (gpointer) "xmllint");
    g_ptr_array_add(argv, (gpointer) "--noout");
    g_ptr_array_add(argv, (gpointer) "--nonet");
    g_ptr_array_add(argv, (gpointer) "--relaxng");
    g_ptr_array_add(argv, run->schema);
    for (unsigned i = 0; i < run->batch->len; i++)
        g_ptr_array_add(argv, run->batch->pdata[i]);
    g_ptr_array_add(argv, NULL);
    valid = run_xmllint(run, (char **)argv->pdata, &says, &error);
    if (error)
        g_printerr("cannot run xmllint: %s\n", error->message);
    else if (!valid)
        show_verdicts(run, says);
    for (unsigned i = 0; i < run->batch->len; i++)
        g_unlink(run->batch->pdata[i]);
    g_ptr_array_set_size(run->batch, 0);
    run->xmllint_time += g_get_monotonic_time() - start;
    return valid;
}

/* ---- one type ---- */

static void show_unreached(const struct run *run, GHashTable *reachable)
{
    g_autoptr(GPtrArray) elements = document_elements(run->type);

    for (unsigned i = 0; i < elements->len; i++) {
        const struct element *element = elements->pdata[i];

        for (unsigned j = 0; j < element->n_fields; j++) {
            const struct field *field = &element->fields[j];
            g_autofree char *step = field_step(field);

            if (g_hash_table_contains(reachable, field) && !g_hash_table_contains(run->reached, field))
                g_print("# no document has %s/%s\n", element->id, step);
        }
    }
}

/* Prints what was reached; false if a row that a document can have seems to be out of reach. */
static bool show_reach(const struct run *run)
{
    g_autoptr(GHashTable) reachable = sample_reach(run->type);
    unsigned all = g_hash_table_size(reachable), seen = g_hash_table_size(run->reached);
    double share = (double)seen / MAX(1, all);

    g_print("# %s: %u of %u rows reached (%.1f %%), seed %d; %.0f bytes a document, %.0f us in the engine, %.0f us in "
            "xmllint\n",
            run->name, seen, all, 100 * share, options.seed, (double)run->bytes / options.count,
            (double)run->engine_time / options.count, (double)run->xmllint_time / options.count);
    if (options.unreached || (options.count >= MANY && share < 1))
        show_unreached(run, reachable);
    return options.count < MANY || share >= LEAST_SHARE;
}

static bool set_up(struct run *run)
{
    g_autofree char *text = document_schema(run->type);
    g_autoptr(GError) error = NULL;

    run->reached = g_hash_table_new(NULL, NULL);
    run->batch = g_ptr_array_new_with_free_func(g_free);
    run->folder = g_dir_make_tmp("tandem-random-XXXXXX", &error);
    if (run->folder) {
        run->schema = g_build_filename(run->folder, "schema.rng", NULL);
        if (g_file_set_contents(run->schema, text, -1, &error))
            return true;
    }
    g_printerr("%s\n", error->message);
    return false;
}

static void tear_down(struct run *run)
{
    if (run->schema)
        g_unlink(run->schema);
    if (run->folder)
        g_rmdir(run->folder);
    g_free(run->schema);
    g_free(run->folder);
    g_ptr_array_unref(run->batch);
    g_hash_table_unref(run->reached);
}

/* Both verdicts, so that a failure of the one does not hide the other. */
struct verdicts {
    bool fixed_point, valid;
};

static struct verdicts try_type(struct run *run)
{
    struct verdicts verdicts = {.fixed_point = true, .valid = true};

    for (int i = 0; i < options.count && verdicts.fixed_point && verdicts.valid; i++) {
        verdicts.fixed_point = try_document(run, (unsigned)(options.first + i));
        if (run->batch->len == BATCH)
            verdicts.valid = validate_batch(run);
    }
    verdicts.valid &= validate_batch(run);
    return verdicts;
}

static bool say(bool ok, unsigned number, const char *name, const char *what)
{
    g_print("%s %u - %d random %s documents %s\n", ok ? "ok" : "not ok", number, options.count, name, what);
    return ok;
}

static bool write_type(unsigned index)
{
    struct run run = {.name = types[index].name, .type = types[index].type};

    for (int i = 0; i < options.count; i++) {
        void *root = make_document(&run, (unsigned)(options.first + i));
        g_autofree char *text = document_write(run.type, root);
        g_autofree char *name = g_strdup_printf("%s-%d.xml", run.name, options.first + i);
        g_autofree char *path = g_build_filename(options.write, name, NULL);
        g_autoptr(GError) error = NULL;

        element_free(run.type->root, root);
        if (!g_file_set_contents(path, text, -1, &error)) {
            g_printerr("%s\n", error->message);
            return false;
        }
    }
    return true;
}

static bool run_type(unsigned index, unsigned *number)
{
    struct run run = {.name = types[index].name, .type = types[index].type};
    struct verdicts verdicts = {0};
    bool fine;

    if (set_up(&run))
        verdicts = try_type(&run);
    fine = say(verdicts.fixed_point, ++*number, run.name, "are read as they were written");
    fine &= say(verdicts.valid, ++*number, run.name, "are valid by the schema");
    fine &= say(show_reach(&run), ++*number, run.name, "have all rows that there are");
    tear_down(&run);
    return fine;
}

int main(int argc, char **argv)
{
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GError) error = NULL;
    unsigned number = 0;
    bool fine = true;

    g_option_context_add_main_entries(context, entries, NULL);
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        g_printerr("%s\n", error->message);
        return 2;
    }
    if (options.seed < 0)
        options.seed = (int)(g_random_int() & 0xffffff);
    for (unsigned i = 0; i < G_N_ELEMENTS(types); i++)
        if (!options.type || strcmp(options.type, types[i].name) == 0)
            fine &= options.write ? write_type(i) : run_type(i, &number);
    if (!options.write)
        g_print("1..%u\n", number);
    g_free(options.type);
    g_free(options.write);
    return fine ? 0 : 1;
}

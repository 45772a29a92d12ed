#include "qemu/qmp_step.h"

#include "qemu/qmp.h"

struct qmp_step *qmp_step_new(const char *command, struct json_object *arguments, const char *purpose_format, ...)
{
    struct qmp_step *step = g_new0(struct qmp_step, 1);
    va_list args;

    va_start(args, purpose_format);
    step->purpose = g_strdup_vprintf(purpose_format, args);
    va_end(args);
    step->command = g_strdup(command);
    step->arguments = arguments;
    return step;
}

void qmp_step_free(struct qmp_step *step)
{
    if (!step)
        return;
    g_free(step->purpose);
    g_free(step->command);
    json_object_put(step->arguments);
    g_free(step);
}

static void free_item(gpointer step)
{
    qmp_step_free(step);
}

GPtrArray *qmp_steps_new(void)
{
    return g_ptr_array_new_with_free_func(free_item);
}

struct json_object *qmp_steps_to_json(const GPtrArray *steps)
{
    struct json_object *list = json_object_new_array();

    for (unsigned i = 0; i < steps->len; i++) {
        const struct qmp_step *step = steps->pdata[i];
        struct json_object *json = json_pair("for", step->purpose);

        json_add_string(json, "command", step->command);
        if (step->arguments)
            json_object_object_add(json, "arguments", json_object_get(step->arguments));
        json_object_array_add(list, json);
    }
    return list;
}

GPtrArray *qmp_steps_from_json(struct json_object *list, GError **error)
{
    g_autoptr(GPtrArray) steps = qmp_steps_new();

    for (size_t i = 0; list && i < json_object_array_length(list); i++) {
        struct json_object *json = json_object_array_get_idx(list, i), *arguments = NULL;
        const char *purpose = NULL, *command = NULL;

        if (!json_object_is_type(json, json_type_object))
            return fail_null(error, TANDEM_ERROR_INPUT, "step %u is no object", (unsigned)i);
        if (!json_get_string(json, "for", true, &purpose, error) ||
            !json_get_string(json, "command", true, &command, error) ||
            !json_get(json, "arguments", json_type_object, false, &arguments, error))
            return NULL;
        g_ptr_array_add(steps, qmp_step_new(command, json_object_get(arguments), "%s", purpose));
    }
    return g_steal_pointer(&steps);
}

/* ---- carrying them out ---- */

struct qmp_run_steps {
    struct qmp *qmp; /* NULL: nothing was left to give */
    GPtrArray *steps;
    unsigned next, done;
    bool keep_going;
    GError *failure;
    guint idle;
    qmp_steps_done tell;
    void *data;
};

static void give_next(struct qmp_run_steps *run);

static void on_reply(struct json_object *result, const GError *error, void *data)
{
    struct qmp_run_steps *run = data;
    const struct qmp_step *step = run->steps->pdata[run->next++];

    if (!error)
        run->done++;
    else if (!run->failure)
        run->failure = g_error_new(TANDEM_ERROR, TANDEM_ERROR_HOST, "cannot %s: %s", step->purpose, error->message);
    if (error && (!run->keep_going || error->domain != QMP_ERROR))
        run->next = run->steps->len; /* the connection is lost: the others would hear the same */
    give_next(run);
}

static void give_next(struct qmp_run_steps *run)
{
    const struct qmp_step *step;

    if (run->next >= run->steps->len) {
        g_autoptr(GError) failure = g_steal_pointer(&run->failure);

        run->qmp = NULL;
        run->tell(failure, run->done, run->data);
        return;
    }
    step = run->steps->pdata[run->next];
    qmp_execute(run->qmp, step->command, json_object_get(step->arguments), on_reply, run);
}

static gboolean on_idle(gpointer data)
{
    struct qmp_run_steps *run = data;

    run->idle = 0;
    give_next(run);
    return G_SOURCE_REMOVE;
}

struct qmp_run_steps *qmp_steps_run(struct qmp *qmp, GPtrArray *steps, bool keep_going, qmp_steps_done done, void *data)
{
    struct qmp_run_steps *run = g_new0(struct qmp_run_steps, 1);

    run->qmp = qmp;
    run->steps = g_ptr_array_ref(steps);
    run->keep_going = keep_going;
    run->tell = done;
    run->data = data;
    run->idle = g_idle_add(on_idle, run);
    return run;
}

void qmp_run_steps_free(struct qmp_run_steps *run)
{
    if (!run)
        return;
    if (run->idle)
        g_source_remove(run->idle);
    else if (run->qmp)
        qmp_forget(run->qmp, run);
    g_clear_error(&run->failure);
    g_ptr_array_unref(run->steps);
    g_free(run);
}

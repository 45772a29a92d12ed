#include "vm/waiters.h"

struct waiters {
    GList *list; /* struct waiter * */
};

struct waiter {
    struct waiters *waiters;
    struct request *request;
    char *text;
    guint timer;
};

struct waiters *waiters_new(void)
{
    return g_new0(struct waiters, 1);
}

/* The request, which is no longer waited for. */
static struct request *take(struct waiter *waiter)
{
    struct request *request = waiter->request;

    waiter->waiters->list = g_list_remove(waiter->waiters->list, waiter);
    if (waiter->timer)
        g_source_remove(waiter->timer);
    g_free(waiter->text);
    g_free(waiter);
    return request;
}

void waiters_free(struct waiters *waiters)
{
    if (!waiters)
        return;
    while (waiters->list)
        take(waiters->list->data);
    g_free(waiters);
}

static gboolean on_time_up(gpointer data)
{
    struct waiter *waiter = data;
    g_autoptr(GError) error = g_error_new_literal(TANDEM_ERROR, TANDEM_ERROR_TIMEOUT, waiter->text);

    waiter->timer = 0;
    request_fail(take(waiter), error);
    return G_SOURCE_REMOVE;
}

static void on_gone(struct request *request, void *data)
{
    request_reply(take(data), NULL); /* nobody hears it */
}

void waiters_add(struct waiters *waiters, struct request *request, unsigned seconds, const char *text)
{
    struct waiter *waiter = g_new0(struct waiter, 1);

    waiter->waiters = waiters;
    waiter->request = request;
    waiter->text = g_strdup(text);
    if (seconds)
        waiter->timer = g_timeout_add_seconds(seconds, on_time_up, waiter);
    waiters->list = g_list_append(waiters->list, waiter);
    request_on_gone(request, on_gone, waiter);
}

void waiters_reply(struct waiters *waiters, struct json_object *result)
{
    while (waiters->list)
        request_reply(take(waiters->list->data), json_object_get(result));
    json_object_put(result);
}

void waiters_fail(struct waiters *waiters, const GError *error)
{
    while (waiters->list)
        request_fail(take(waiters->list->data), error);
}

bool waiters_empty(const struct waiters *waiters)
{
    return !waiters->list;
}

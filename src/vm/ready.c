#include "vm/ready.h"

#include "base/fd.h"
#include "base/json.h"

#include <string.h>

void ready_tell(int *fd, const GError *error)
{
    g_autoptr(json_object) message = json_object_new_object();
    g_autofree char *line = NULL;
    ssize_t written;

    if (*fd < 0)
        return;
    if (error)
        json_object_object_add(message, "error", json_from_error(error));
    line = g_strconcat(json_object_to_json_string_ext(message, JSON_C_TO_STRING_PLAIN), "\n", NULL);
    written = write(*fd, line, strlen(line));
    (void)written; /* nobody waits any more */
    close_fd(fd);
}

bool ready_hear(int fd, bool *silent, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(json_object) message = NULL;
    struct json_object *failure = NULL;
    char block[4096];
    ssize_t got;

    while ((got = read(fd, block, sizeof(block))) > 0 || (got < 0 && errno == EINTR))
        g_string_append_len(text, block, MAX(got, 0));
    *silent = text->len == 0;
    if (*silent)
        return false;
    message = json_parse(text->str, text->len, 8, error);
    if (!message || !json_get(message, "error", json_type_object, false, &failure, error))
        return false;
    return failure ? json_to_error(failure, error) : true;
}

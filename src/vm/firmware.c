#include "vm/firmware.h"

#include "host/firmware_files.h"

GPtrArray *firmware_load(const char *const *directories, struct report *report, GError **error)
{
    g_autoptr(GPtrArray) files = firmware_files(directories, error);
    GPtrArray *descriptions;

    if (!files)
        return NULL;
    descriptions = g_ptr_array_new_with_free_func((GDestroyNotify)firmware_description_free);
    for (unsigned i = 0; i < files->len; i++) {
        const struct firmware_file *file = files->pdata[i];
        g_autoptr(GError) cause = NULL;
        struct firmware_description *description =
            firmware_description_read(file->name, file->text, file->length, &cause);

        if (description)
            g_ptr_array_add(descriptions, description);
        else
            complain(report, SEVERITY_WARNING, "firmware.description", (struct place){0}, NULL,
                     "this host has a description of firmware that cannot be used: %s", cause->message);
    }
    return descriptions;
}

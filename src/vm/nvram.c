#include "vm/nvram.h"

#include "base/fd.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define VARIABLES_MOST (64u * 1024 * 1024) /* a template is a few MiB of flash memory at most */

char *nvram_default_directory(void)
{
    if (geteuid() == 0)
        return g_strdup("/var/lib/tandem/nvram");
    return g_build_filename(g_get_user_state_dir(), "tandem", "nvram", NULL);
}

static const char *file_of(const struct nvram *nvram)
{
    return nvram->type == STORAGE_FILE ? nvram->source.file : nvram->path;
}

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

/* Whole or not at all: a half copy would be taken for the guest's own variables the next time. */
static bool copy(const char *from, const char *to, GError **error)
{
    g_autofree char *bytes = NULL, *part = g_strdup_printf("%s.part", to);
    gsize length;
    AUTO_FD int fd = -1;

    if (!g_file_get_contents(from, &bytes, &length, error))
        return false;
    if (length == 0 || length > VARIABLES_MOST)
        return fail(error, TANDEM_ERROR_HOST, "the template '%s' has %zu bytes, expected 1 to %u", from, length,
                    VARIABLES_MOST);
    fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail(error, TANDEM_ERROR_HOST, "cannot make '%s': %s", part, g_strerror(errno));
    if (!write_all(fd, bytes, length) || fsync(fd) < 0 || rename(part, to) < 0) {
        fail(error, TANDEM_ERROR_HOST, "cannot write '%s': %s", to, g_strerror(errno));
        unlink(part);
        return false;
    }
    return true;
}

bool nvram_ensure(const struct domain *domain, GError **error)
{
    const struct nvram *nvram = domain->os ? domain->os->nvram : NULL;
    const char *file = nvram ? file_of(nvram) : NULL;
    g_autofree char *directory = NULL;

    if (!file || g_file_test(file, G_FILE_TEST_EXISTS))
        return true;
    if (!nvram->template_path)
        return fail(error, TANDEM_ERROR_HOST,
                    "the variables of the firmware should be in '%s', but there is no such file and <nvram> names no "
                    "template to make it from",
                    file);
    if (nvram->template_format && nvram->format && nvram->template_format != nvram->format)
        return fail(error, TANDEM_ERROR_UNSUPPORTED,
                    "<nvram> has format '%s' but its template has '%s': tandem does not convert it",
                    enum_name(&firmware_format_names, nvram->format),
                    enum_name(&firmware_format_names, nvram->template_format));
    directory = g_path_get_dirname(file);
    if (g_mkdir_with_parents(directory, 0700) < 0)
        return fail(error, TANDEM_ERROR_HOST, "cannot make the directory '%s': %s", directory, g_strerror(errno));
    return copy(nvram->template_path, file, error);
}

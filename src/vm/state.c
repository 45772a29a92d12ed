#include "vm/state.h"

#include "base/fd.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

enum { NAME_MAX_BYTES = 200, FILE_MAX_BYTES = 1 << 20, CLAIM_MS = 200, CLAIM_PAUSE_MS = 10 };

void state_free(struct state *state)
{
    if (!state)
        return;
    close_fd(&state->directory);
    close_fd(&state->lock);
    g_free(state->root);
    g_free(state->name);
    g_free(state);
}

char *state_root(const char *given, GError **error)
{
    const char *runtime = g_getenv("XDG_RUNTIME_DIR");

    if (given)
        return g_canonicalize_filename(given, NULL);
    if (runtime && *runtime == '/')
        return g_build_filename(runtime, "tandem", NULL);
    if (geteuid() == 0)
        return g_strdup("/run/tandem");
    return fail_null(error, TANDEM_ERROR_USAGE,
                     "there is no place for the state of machines: XDG_RUNTIME_DIR is not set; set it, or give --root");
}

bool state_name_check(const char *name, GError **error)
{
    if (!*name)
        return fail(error, TANDEM_ERROR_INPUT, "the name of the machine is empty");
    if (*name == '.')
        return fail(error, TANDEM_ERROR_INPUT, "the name '%s' begins with a dot; it has to serve as a directory's",
                    name);
    if (strlen(name) > NAME_MAX_BYTES)
        return fail(error, TANDEM_ERROR_INPUT, "the name '%.40s…' has %zu bytes, at most %d are possible", name,
                    strlen(name), NAME_MAX_BYTES);
    for (const char *at = name; *at; at++)
        if (*at == '/' || g_ascii_iscntrl(*at))
            return fail(error, TANDEM_ERROR_INPUT,
                        "the name '%s' has a slash or a control character; it has to serve as a directory's", name);
    return true;
}

char *state_path(const struct state *state, const char *file)
{
    return g_build_filename(state->root, state->name, file, NULL);
}

char *state_socket_path(const struct state *state, const char *file)
{
    return g_strdup_printf("/proc/self/fd/%d/%s", state->directory, file);
}

static struct state *state_new(const char *root, const char *name)
{
    struct state *state = g_new0(struct state, 1);

    state->root = g_strdup(root);
    state->name = g_strdup(name);
    state->directory = state->lock = -1;
    return state;
}

static bool make_root(const char *root, GError **error)
{
    struct stat about;

    if (g_mkdir_with_parents(root, 0700) < 0)
        return fail(error, TANDEM_ERROR_HOST, "cannot make the directory '%s': %s", root, g_strerror(errno));
    if (stat(root, &about) < 0)
        return fail(error, TANDEM_ERROR_HOST, "cannot look at '%s': %s", root, g_strerror(errno));
    if (about.st_uid != geteuid() || (about.st_mode & 022))
        return fail(error, TANDEM_ERROR_HOST,
                    "the state directory '%s' belongs to user %u with mode %04o; it has to be yours and writable by "
                    "nobody else",
                    root, about.st_uid, about.st_mode & 07777);
    return true;
}

static bool open_directory(struct state *state, GError **error)
{
    g_autofree char *path = state_path(state, NULL);

    state->directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (state->directory >= 0)
        return true;
    if (errno == ENOENT)
        return fail(error, TANDEM_ERROR_HOST, "there is no machine '%s' in '%s'", state->name, state->root);
    return fail(error, TANDEM_ERROR_HOST, "cannot open '%s': %s", path, g_strerror(errno));
}

bool state_take_lock(struct state *state, bool *held, GError **error)
{
    AUTO_FD int lock = openat(state->directory, "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    struct stat about;

    if (held)
        *held = false;
    if (lock < 0)
        return fail(error, TANDEM_ERROR_HOST, "cannot open the lock of machine '%s': %s", state->name,
                    g_strerror(errno));
    if (flock(lock, LOCK_EX | LOCK_NB) < 0) { /* lockf would follow the process, not the file */
        if (held)
            *held = errno == EWOULDBLOCK;
        return fail(error, TANDEM_ERROR_HOST, errno == EWOULDBLOCK ? "machine '%s' runs already" : "cannot lock '%s'",
                    state->name);
    }
    if (fstat(lock, &about) < 0 || about.st_nlink == 0) /* it was removed between open and flock */
        return fail(error, TANDEM_ERROR_HOST, "machine '%s' has just ended", state->name);
    state->lock = steal_fd(&lock);
    return true;
}

struct state *state_claim(const char *root, const char *name, GError **error)
{
    if (!state_name_check(name, error) || !make_root(root, error))
        return NULL;
    /* A machine of that name may be ending at this moment, or somebody looks whether it has. */
    for (int64_t deadline = g_get_monotonic_time() + CLAIM_MS * 1000;;) {
        g_autoptr(state_t) state = state_new(root, name);
        g_autofree char *path = state_path(state, NULL);
        g_autoptr(GError) problem = NULL;
        bool held = false;

        if (mkdir(path, 0700) < 0 && errno != EEXIST)
            return fail_null(error, TANDEM_ERROR_HOST, "cannot make the directory '%s': %s", path, g_strerror(errno));
        if (open_directory(state, &problem) && state_take_lock(state, &held, &problem))
            return g_steal_pointer(&state);
        if (g_get_monotonic_time() > deadline) {
            g_propagate_error(error, g_steal_pointer(&problem));
            return NULL;
        }
        if (held)
            g_usleep(CLAIM_PAUSE_MS * 1000);
    }
}

struct state *state_open(const char *root, const char *name, GError **error)
{
    g_autoptr(state_t) state = state_new(root, name);

    if (!state_name_check(name, error) || !open_directory(state, error))
        return NULL;
    return g_steal_pointer(&state);
}

struct state *state_inherit(const char *root, const char *name, int lock, GError **error)
{
    struct state *state = state_open(root, name, error);

    if (state)
        state->lock = lock;
    else
        close_fd(&lock);
    return state;
}

static bool write_all(int fd, const char *text, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, text, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        text += written;
        length -= (size_t)written;
    }
    return true;
}

bool state_write(const struct state *state, const char *file, const char *text, GError **error)
{
    g_autofree char *fresh = g_strconcat(file, ".new", NULL);
    AUTO_FD int fd = openat(state->directory, fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd < 0 || !write_all(fd, text, strlen(text)) || renameat(state->directory, fresh, state->directory, file) < 0) {
        int reason = errno;

        unlinkat(state->directory, fresh, 0);
        return fail(error, TANDEM_ERROR_HOST, "cannot write %s of machine '%s': %s", file, state->name,
                    g_strerror(reason));
    }
    return true;
}

char *state_read(const struct state *state, const char *file, bool missing_is_fine, GError **error)
{
    AUTO_FD int fd = openat(state->directory, file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    g_autofree char *text = NULL;
    struct stat about;
    size_t length = 0;
    ssize_t got;

    if (fd < 0 && errno == ENOENT && missing_is_fine)
        return NULL;
    if (fd < 0 || fstat(fd, &about) < 0)
        return fail_null(error, TANDEM_ERROR_HOST, "cannot read %s of machine '%s': %s", file, state->name,
                         g_strerror(errno));
    if (!S_ISREG(about.st_mode) || about.st_size > FILE_MAX_BYTES)
        return fail_null(error, TANDEM_ERROR_HOST, "%s of machine '%s' is no plain file of up to %d bytes", file,
                         state->name, FILE_MAX_BYTES);
    text = g_malloc((size_t)about.st_size + 1);
    while (length < (size_t)about.st_size && (got = read(fd, text + length, (size_t)about.st_size - length)) > 0)
        length += (size_t)got;
    text[length] = '\0';
    return g_steal_pointer(&text);
}

static void remove_files(struct state *state)
{
    int copy = openat(state->directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *directory = copy < 0 ? NULL : fdopendir(copy);
    struct dirent *entry;

    if (!directory) {
        close_fd(&copy);
        return;
    }
    while ((entry = readdir(directory)))
        if (strcmp(entry->d_name, "lock") != 0)
            unlinkat(state->directory, entry->d_name, 0); /* refuses "." and ".." by itself */
    closedir(directory);
}

bool state_remove(struct state *state, GError **error)
{
    g_autofree char *path = state_path(state, NULL);

    remove_files(state);
    /* The lock goes last.  Who opened it before gets a file without a name and notices; who comes now
     * makes a new one, and the directory stays, as his. */
    unlinkat(state->directory, "lock", 0);
    if (rmdir(path) < 0 && errno != ENOENT && errno != ENOTEMPTY)
        return fail(error, TANDEM_ERROR_HOST, "cannot remove '%s': %s", path, g_strerror(errno));
    close_fd(&state->lock);
    return true;
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *state_list(const char *root, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    DIR *directory = opendir(root);
    struct dirent *entry;

    if (!directory && errno != ENOENT)
        return fail_null(error, TANDEM_ERROR_HOST, "cannot read '%s': %s", root, g_strerror(errno));
    while (directory && (entry = readdir(directory)))
        if (entry->d_name[0] != '.' && (entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN))
            g_ptr_array_add(names, g_strdup(entry->d_name));
    if (directory)
        closedir(directory);
    g_ptr_array_sort(names, compare_names);
    return g_steal_pointer(&names);
}

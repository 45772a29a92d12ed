#include "qemu/probe.h"

#include "base/fd.h"
#include "qemu/probe_reply.h"
#include "qemu/qmp.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>

/* How long QEMU may take for one answer.  The whole is well under a second on any host; a QEMU that is
 * slower by an order of magnitude hangs. */
enum { ANSWER_MILLISECONDS = 10000 };

/* The descriptor on which the started QEMU finds its socket, the first one after stdin, stdout, stderr. */
#define QEMU_SOCKET_FD "3"
enum { QEMU_SOCKET = 3 };

/* Enough for the lines in which QEMU says why it does not start. */
enum { STDERR_BYTES = 1000 };

/* ---- asking ---- */

/* A QEMU that was started to be asked. */
struct asked {
    GPid pid;
    int socket, messages;
};
typedef struct asked asked_t;

static void asked_end(struct asked *asked)
{
    close_fd(&asked->socket);
    close_fd(&asked->messages);
    if (asked->pid > 0) {
        kill(asked->pid, SIGKILL);
        while (waitpid(asked->pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    asked->pid = 0;
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(asked_t, asked_end)

static bool start(const char *binary, struct asked *asked, GError **error)
{
    const char *const argv[] = {binary,
                                "-S",
                                "-no-user-config",
                                "-nodefaults",
                                "-nographic",
                                "-machine",
                                "none,accel=kvm:tcg",
                                "-chardev",
                                "socket,id=qmp,fd=" QEMU_SOCKET_FD,
                                "-mon",
                                "chardev=qmp,mode=control",
                                NULL};
    const int target = QEMU_SOCKET;
    AUTO_FD int theirs = -1;
    int pair[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
        return fail(error, TANDEM_ERROR_HOST, "cannot make a socket pair: %s", g_strerror(errno));
    asked->socket = pair[0];
    theirs = pair[1];
    return g_spawn_async_with_pipes_and_fds(NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                                            NULL, NULL, -1, -1, -1, &theirs, &target, 1, &asked->pid, NULL, NULL,
                                            &asked->messages, error);
}

/* Adds what QEMU said on stderr to an error, for it is usually the cause. */
static void add_messages(struct asked *asked, GError **error)
{
    char text[STDERR_BYTES + 1];
    ssize_t length;

    if (fcntl(asked->messages, F_SETFL, O_NONBLOCK) < 0)
        return;
    length = read(asked->messages, text, STDERR_BYTES);
    if (length <= 0 || !error || !*error)
        return;
    text[length] = '\0';
    g_strstrip(text);
    g_prefix_error(error, "it said '%s': ", text);
}

/* Whether an answer that is an error ends the asking: QEMU's own errors are answers. */
static struct json_object *ask(struct qmp *qmp, const char *command, struct json_object *arguments, bool *gone,
                               GError **error)
{
    g_autoptr(GError) failure = NULL;
    g_autoptr(json_object) result = qmp_run(qmp, command, arguments, ANSWER_MILLISECONDS, &failure);
    struct json_object *reply;

    *gone = failure && failure->domain != QMP_ERROR;
    if (*gone) {
        g_propagate_error(error, g_steal_pointer(&failure));
        return NULL;
    }
    reply = json_object_new_object();
    if (result)
        json_object_object_add(reply, "return", g_steal_pointer(&result));
    return reply;
}

static bool ask_all(struct qmp *qmp, struct probe_reply *probe, GError **error)
{
    struct json_object *arguments;
    const char *command;

    for (unsigned i = 0; (command = probe_reply_question(probe, i, &arguments)); i++) {
        g_autoptr(json_object) own = arguments;
        g_autoptr(json_object) reply = NULL;
        bool gone;

        reply = ask(qmp, command, json_object_get(own), &gone, error);
        if (gone || !probe_reply_take(probe, command, own, reply, error))
            return false;
    }
    return true;
}

/* The binary's path; NULL if it is nowhere. */
static char *find_binary(const char *binary, GError **error)
{
    g_autofree char *path = g_find_program_in_path(binary);

    if (!path)
        return fail_null(error, TANDEM_ERROR_HOST,
                         "QEMU '%s' is not there or cannot be run; name another with <emulator> or --profile", binary);
    return g_canonicalize_filename(path, NULL);
}

struct profile *probe_ask(const char *binary, GError **error)
{
    g_autofree char *path = find_binary(binary, error);
    g_auto(asked_t) asked = {0, -1, -1};
    g_autoptr(GMainContext) context = g_main_context_new();
    g_autoptr(probe_reply_t) probe = probe_reply_new();
    struct profile *profile = NULL;
    struct qmp *qmp;

    if (!path || !start(path, &asked, error)) {
        g_prefix_error(error, "cannot ask QEMU what it can do: ");
        return NULL;
    }
    qmp = qmp_new(steal_fd(&asked.socket), context, NULL, NULL);
    if (ask_all(qmp, probe, error))
        profile = probe_reply_finish(probe, path, error);
    else
        add_messages(&asked, error);
    qmp_free(qmp);
    if (!profile)
        g_prefix_error(error, "cannot ask '%s' what it can do: ", path);
    return profile;
}

/* ---- remembering ---- */

/* All that an answer depends on, in one line. */
static char *cache_key(const char *path)
{
    struct utsname kernel = {0};
    struct stat status;

    if (stat(path, &status) < 0)
        return NULL;
    uname(&kernel);
    return g_strdup_printf("tandem " TANDEM_VERSION ", %s, %lld bytes, changed %lld.%09ld, kernel %s, kvm %s\n", path,
                           (long long)status.st_size, (long long)status.st_mtim.tv_sec, status.st_mtim.tv_nsec,
                           kernel.release, access("/dev/kvm", R_OK | W_OK) == 0 ? "yes" : "no");
}

static char *cache_path(const char *path)
{
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, path, -1);
    g_autofree char *base = g_path_get_basename(path);
    g_autofree char *name = g_strdup_printf("%s-%.16s.profile", base, sum);

    return g_build_filename(g_get_user_cache_dir(), "tandem", name, NULL);
}

/* The whole text of a cache file that we wrote; NULL for any other. */
static char *cache_text(const char *file, size_t *length)
{
    AUTO_FD int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    g_autofree char *text = NULL;
    struct stat status;
    size_t done = 0;

    if (fd < 0 || fstat(fd, &status) < 0 || !S_ISREG(status.st_mode) || status.st_uid != geteuid() ||
        (status.st_mode & (S_IWGRP | S_IWOTH)) || status.st_size <= 0 || status.st_size > G_MAXINT)
        return NULL;
    text = g_malloc((size_t)status.st_size + 1);
    while (done < (size_t)status.st_size) {
        ssize_t got = read(fd, text + done, (size_t)status.st_size - done);

        if (got <= 0)
            return NULL;
        done += (size_t)got;
    }
    text[done] = '\0';
    *length = done;
    return g_steal_pointer(&text);
}

static struct profile *cache_read(const char *file, const char *key)
{
    size_t length, key_length = strlen(key);
    g_autofree char *text = cache_text(file, &length);

    if (!text || length < key_length || memcmp(text, key, key_length) != 0)
        return NULL;
    return profile_read(text + key_length, length - key_length, file, NULL);
}

static void cache_write(const char *file, const char *key, const struct profile *profile)
{
    g_autofree char *directory = g_path_get_dirname(file);
    g_autofree char *json = profile_write(profile);
    g_autofree char *text = g_strconcat(key, json, NULL);

    if (g_mkdir_with_parents(directory, 0700) == 0)
        g_file_set_contents_full(file, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

struct profile *probe_binary(const char *binary, GError **error)
{
    g_autofree char *path = find_binary(binary, error);
    g_autofree char *key = NULL, *file = NULL;
    struct profile *profile;

    if (!path)
        return NULL;
    key = cache_key(path);
    file = cache_path(path);
    profile = key ? cache_read(file, key) : NULL;
    if (profile)
        return profile;
    profile = probe_ask(path, error);
    if (profile && key)
        cache_write(file, key, profile);
    return profile;
}

char *probe_binary_name(const char *arch)
{
    return g_strdup_printf("qemu-system-%s", g_str_equal(arch, "i686") ? "i386" : arch);
}

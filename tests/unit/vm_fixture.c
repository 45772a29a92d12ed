#include "vm_fixture.h"

#include "base/fd.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>

enum { ROM_SIZE = 64 * 1024, RESET_VECTOR = 0xfff0 };

/* 16-bit code.  Power management is at port 0x600 (as on q35) once its PCI device is told so. */
#define ENABLE_PM                                                                                                      \
    "\x66\xb8\x40\xf8\x00\x80\xba\xf8\x0c\x66\xef" /* out 0xcf8, 0x8000f840: PMBASE of 00:1f.0 */                      \
    "\xba\xfc\x0c\x66\xb8\x01\x06\x00\x00\x66\xef" /* out 0xcfc, 0x601 */                                              \
    "\x66\xb8\x44\xf8\x00\x80\xba\xf8\x0c\x66\xef" /* out 0xcf8, 0x8000f844: ACPI_CNTL */                              \
    "\xba\xfc\x0c\xb0\x80\xee"                     /* out 0xcfc, 0x80 */
#define WAIT_FOR_BUTTON                                                                                                \
    "\xba\x02\x06\xb8\x00\x01\xef"               /* out 0x602, 0x100: the power button is enabled */                   \
    "\xba\x00\x06\xed\xf6\xc4\x01\x74\xfa"       /* until in 0x600 has 0x100 */
#define POWER_OFF "\xba\x04\x06\xb8\x00\x20\xef" /* out 0x604, 0x2000 */
#define REBOOT "\xba\xf9\x0c\xb0\x06\xee"        /* out 0xcf9, 6 */
#define PANIC "\xba\x05\x05\xb0\x01\xee"         /* out 0x505, 1: pvpanic */
#define WRITE "\x31\xc0\xbb\x00\x10\x8e\xdb\x31\xff\x66\xff\x05\x83\xc7\x04\x75\xf8\xeb\xf4"
#define HALT "\xfa\xf4\xeb\xfc"

static const struct {
    const char *code;
    size_t length;
} guests[GUEST_COUNT] = {
#define GUEST(code_)                                                                                                   \
    {                                                                                                                  \
        code_, sizeof(code_) - 1                                                                                       \
    }
    [GUEST_IDLES] = GUEST(HALT),
    [GUEST_OBEYS] = GUEST(ENABLE_PM WAIT_FOR_BUTTON POWER_OFF HALT),
    [GUEST_POWERS_OFF] = GUEST(ENABLE_PM POWER_OFF HALT),
    [GUEST_REBOOTS] = GUEST(REBOOT HALT),
    [GUEST_PANICS] = GUEST(PANIC HALT),
    [GUEST_WRITES] = GUEST(WRITE),
#undef GUEST
};

static char *write_firmware(struct vm_fixture *f, enum guest guest)
{
    g_autofree char *rom = g_malloc0(ROM_SIZE);
    g_autofree char *file = g_strdup_printf("guest%d.rom", guest);
    char *path = g_build_filename(f->folder, file, NULL);

    memcpy(rom, guests[guest].code, guests[guest].length);
    memcpy(rom + RESET_VECTOR, "\xe9\x0d\x00", 3); /* jmp to the start of the segment */
    g_assert_true(g_file_set_contents(path, rom, ROM_SIZE, NULL));
    return path;
}

void vm_set_up(struct vm_fixture *f, gconstpointer unused)
{
    f->folder = g_dir_make_tmp("tandem-test-XXXXXX", NULL);
    g_assert_nonnull(f->folder);
    f->root = g_build_filename(f->folder, "root", NULL);
}

void vm_tear_down(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(GPtrArray) left = state_list(f->root, NULL);
    GDir *directory = g_dir_open(f->folder, 0, NULL);
    const char *name;

    g_assert_cmpuint(left->len, ==, 0);
    g_rmdir(f->root);
    while ((name = g_dir_read_name(directory))) {
        g_autofree char *path = g_build_filename(f->folder, name, NULL);

        g_unlink(path);
    }
    g_dir_close(directory);
    g_assert_cmpint(g_rmdir(f->folder), ==, 0);
    g_free(f->folder);
    g_free(f->root);
    while (waitpid(-1, NULL, WNOHANG) > 0)
        ;
}

void vm_add_argument(struct vm *vm, const char *argument)
{
    unsigned count = g_strv_length(vm->plan->argv);

    vm->plan->argv = g_renew(char *, vm->plan->argv, count + 2);
    vm->plan->argv[count] = g_strdup(argument);
    vm->plan->argv[count + 1] = NULL;
}

struct vm vm_prepare(struct vm_fixture *f, const char *name, enum guest guest)
{
    static const char *const fixed[] = {"-S",
                                        "-no-shutdown",
                                        "-no-user-config",
                                        "-nodefaults",
                                        "-display",
                                        "none",
                                        "-machine",
                                        "q35,accel=tcg",
                                        "-m",
                                        "16",
                                        "-device",
                                        "pvpanic",
                                        "-mon",
                                        "chardev=m,mode=control"};
    g_autofree char *firmware = write_firmware(f, guest);
    g_autofree char *binary = g_find_program_in_path("qemu-system-x86_64");
    g_autofree char *chardev = NULL;
    g_autoptr(GError) error = NULL;
    struct vm vm = {.f = f};

    g_assert_nonnull(binary);
    vm.state = launch_claim(f->root, name, &error);
    g_assert_no_error(error);
    vm.qmp = launch_listen(vm.state, &error);
    g_assert_no_error(error);
    vm.plan = plan_new(name, "6d3b0f4c-0000-4000-8000-000000000001");
    plan_add_descriptor(vm.plan, vm.qmp);
    chardev = g_strdup_printf("socket,id=m,fd=%d,server=on,wait=off", vm.qmp);
    vm_add_argument(&vm, binary);
    for (unsigned i = 0; i < G_N_ELEMENTS(fixed); i++)
        vm_add_argument(&vm, fixed[i]);
    vm_add_argument(&vm, "-chardev");
    vm_add_argument(&vm, chardev);
    vm_add_argument(&vm, "-bios");
    vm_add_argument(&vm, firmware);
    return vm;
}

bool vm_start(struct vm *vm, GError **error)
{
    struct launch_options options = LAUNCH_OPTIONS_NONE;
    bool fine = launch_detached(vm->state, vm->plan, &options, error);

    close_fd(&vm->qmp);
    g_clear_pointer(&vm->state, state_free);
    g_clear_pointer(&vm->plan, plan_free);
    return fine;
}

void vm_run(struct vm_fixture *f, const char *name, enum guest guest)
{
    struct vm vm = vm_prepare(f, name, guest);
    g_autoptr(GError) error = NULL;

    vm_start(&vm, &error);
    g_assert_no_error(error);
    if (guest == GUEST_OBEYS)
        vm_wait_until_it_obeys(f, name);
}

void vm_wait_until_it_obeys(struct vm_fixture *f, const char *name)
{
    for (bool enabled = false; !enabled;) {
        struct json_object *command = json_pair("command", "human-monitor-command");
        g_autoptr(json_object) answer = NULL;

        json_object_object_add(command, "arguments", json_pair("command-line", "i /h 0x602"));
        answer = vm_ask(f, name, "qmp", command);
        enabled = strstr(json_object_get_string(answer), "0x0100") != NULL;
    }
}

struct control_client *vm_client(struct vm_fixture *f, const char *name)
{
    g_autoptr(GError) error = NULL;
    int fd = launch_reach(f->root, name, &error);

    g_assert_no_error(error);
    return control_client_new(fd);
}

struct json_object *vm_ask(struct vm_fixture *f, const char *name, const char *verb, struct json_object *arguments)
{
    g_autoptr(control_client_t) client = vm_client(f, name);
    g_autoptr(GError) error = NULL;
    struct json_object *result = control_client_call(client, verb, arguments, 60000, &error);

    g_assert_no_error(error);
    return result;
}

struct status *vm_status(struct vm_fixture *f, const char *name)
{
    g_autoptr(state_t) state = state_open(f->root, name, NULL);

    return state ? status_load(state, NULL) : NULL;
}

bool vm_is_gone(struct vm_fixture *f, const char *name)
{
    g_autoptr(state_t) state = state_open(f->root, name, NULL);

    return !state;
}

void vm_kill(struct vm_fixture *f, const char *name)
{
    g_autoptr(status_t) status = vm_status(f, name);

    json_object_put(vm_ask(f, name, "kill", NULL));
    vm_wait_for_end(&status->qemu);
    vm_wait_for_end(&status->monitor);
}

void vm_wait_for_end(const struct process *process)
{
    struct pollfd item = {.fd = process_watch(process, NULL), .events = POLLIN};

    if (item.fd < 0)
        return;
    g_assert_cmpint(poll(&item, 1, 60000), ==, 1);
    close(item.fd);
}

/* The command becomes the monitor: its process stands for the machine, as in a container. */
#include "vm_fixture.h"

#include <signal.h>
#include <sys/wait.h>

/* A process that runs the machine; it has begun when the status says so. */
static pid_t run_in_foreground(struct vm_fixture *f, enum guest guest, unsigned stop_seconds)
{
    pid_t pid = fork();

    if (pid == 0) {
        struct vm vm = vm_prepare(f, "vm", guest);

        vm.plan->foreground = true;
        vm.plan->stop_seconds = stop_seconds;
        launch_foreground(vm.state, vm.plan, NULL);
        _exit(99);
    }
    for (bool runs = false; !runs;) {
        g_autoptr(status_t) status = vm_status(f, "vm");

        g_assert_cmpint(waitpid(pid, NULL, WNOHANG), ==, 0);
        runs = status && status->state == MACHINE_RUNNING;
        g_usleep(5000);
    }
    if (guest == GUEST_OBEYS)
        vm_wait_until_it_obeys(f, "vm");
    return pid;
}

static int exit_status_of(pid_t pid)
{
    int status = 0;

    g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
    g_assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void it_is_the_same_process(struct vm_fixture *f, gconstpointer unused)
{
    pid_t pid = run_in_foreground(f, GUEST_OBEYS, 60);
    g_autoptr(status_t) status = vm_status(f, "vm");

    g_assert_cmpint(status->monitor.pid, ==, pid);
    kill(pid, SIGTERM);
    g_assert_cmpint(exit_status_of(pid), ==, 0);
}

static void each_signal_that_ends_asks_the_guest(struct vm_fixture *f, gconstpointer unused)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

    for (unsigned i = 0; i < G_N_ELEMENTS(signals); i++) {
        pid_t pid = run_in_foreground(f, GUEST_OBEYS, 60);

        kill(pid, signals[i]);
        g_assert_cmpint(exit_status_of(pid), ==, 0);
    }
}

static void a_guest_that_does_not_obey_gives_the_status_of_a_time_limit(struct vm_fixture *f, gconstpointer unused)
{
    pid_t pid = run_in_foreground(f, GUEST_IDLES, 1);

    kill(pid, SIGTERM);
    g_assert_cmpint(exit_status_of(pid), ==, TANDEM_ERROR_TIMEOUT);
}

static void a_second_signal_is_an_order(struct vm_fixture *f, gconstpointer unused)
{
    pid_t pid = run_in_foreground(f, GUEST_IDLES, 600);

    kill(pid, SIGTERM);
    kill(pid, SIGINT); /* another one: the same twice might be heard as one */
    g_assert_cmpint(exit_status_of(pid), ==, 0);
}

static void the_death_of_qemu_gives_the_status_of_a_host_that_cannot(struct vm_fixture *f, gconstpointer unused)
{
    pid_t pid = run_in_foreground(f, GUEST_IDLES, 60);
    g_autoptr(status_t) status = vm_status(f, "vm");

    kill(status->qemu.pid, SIGKILL);
    g_assert_cmpint(exit_status_of(pid), ==, TANDEM_ERROR_HOST);
}

int main(int argc, char **argv)
{
#define ADD(name_, test_) g_test_add("/foreground/" name_, struct vm_fixture, NULL, vm_set_up, test_, vm_tear_down)
    g_test_init(&argc, &argv, NULL);
    ADD("it-is-the-same-process", it_is_the_same_process);
    ADD("each-signal-that-ends-asks-the-guest", each_signal_that_ends_asks_the_guest);
    ADD("a-guest-that-does-not-obey-gives-the-status-of-a-time-limit",
        a_guest_that_does_not_obey_gives_the_status_of_a_time_limit);
    ADD("a-second-signal-is-an-order", a_second_signal_is_an_order);
    ADD("the-death-of-qemu-gives-the-status-of-a-host-that-cannot",
        the_death_of_qemu_gives_the_status_of_a_host_that_cannot);
    return g_test_run();
}

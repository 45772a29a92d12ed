/* Opening /dev/vhost-net and its like. */
#include "host/vhost.h"

#include <fcntl.h>
#include <unistd.h>

static void a_descriptor_comes_for_each_queue_pair(void)
{
    g_autoptr(GError) error = NULL;
    int fds[3];

    g_assert_true(vhost_open("/dev/null", G_N_ELEMENTS(fds), fds, &error));
    g_assert_no_error(error);
    for (unsigned i = 0; i < G_N_ELEMENTS(fds); i++) {
        g_assert_cmpint(fcntl(fds[i], F_GETFD), ==, FD_CLOEXEC);
        close(fds[i]);
    }
}

static void a_host_without_it_is_told_by_name(void)
{
    g_autoptr(GError) error = NULL;
    int fds[2] = {-1, -1};

    g_assert_false(vhost_open("/nonexistent/vhost-net", G_N_ELEMENTS(fds), fds, &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_HOST);
    g_assert_cmpstr(error->message, ==, "cannot open /nonexistent/vhost-net: No such file or directory");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/vhost/a-descriptor-comes-for-each-queue-pair", a_descriptor_comes_for_each_queue_pair);
    g_test_add_func("/vhost/a-host-without-it-is-told-by-name", a_host_without_it_is_told_by_name);
    return g_test_run();
}

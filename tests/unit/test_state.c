#include "vm_fixture.h"

#include "base/fd.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

static void a_name_has_to_serve_as_a_directorys(void)
{
    static const char *const wrong[] = {"", ".", "..", ".hidden", "a/b", "a\nb", "a\x7f"};
    g_autofree char *longest = g_strnfill(200, 'x'), *too_long = g_strnfill(201, 'x');

    for (unsigned i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_false(state_name_check(wrong[i], &error));
        g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_INPUT);
    }
    g_assert_false(state_name_check(too_long, NULL));
    g_assert_true(state_name_check(longest, NULL));
    g_assert_true(state_name_check("Gast 1 (ä)", NULL));
}

static void the_lock_has_one_holder(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(state_t) first = state_claim(f->root, "vm", NULL);
    g_autoptr(state_t) second = state_open(f->root, "vm", NULL);
    g_autoptr(GError) error = NULL;
    bool held = false;

    g_assert_nonnull(first);
    g_assert_false(state_take_lock(second, &held, NULL));
    g_assert_true(held);
    g_assert_null(state_claim(f->root, "vm", &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_HOST);
    g_assert_true(state_remove(first, NULL));
    g_assert_false(state_take_lock(second, &held, NULL)); /* its directory is gone */
    g_assert_false(held);
}

static void a_root_that_others_may_write_to_is_refused(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(mkdir(f->root, 0700), ==, 0);
    g_assert_cmpint(chmod(f->root, 0777), ==, 0);
    g_assert_null(state_claim(f->root, "vm", &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_HOST);
}

static void a_file_is_written_whole_and_read_back(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(state_t) state = state_claim(f->root, "vm", NULL);
    g_autofree char *text = NULL;

    g_assert_null(state_read(state, "a", true, NULL));
    g_assert_true(state_write(state, "a", "one", NULL));
    g_assert_true(state_write(state, "a", "two", NULL));
    text = state_read(state, "a", false, NULL);
    g_assert_cmpstr(text, ==, "two");
    g_assert_true(state_remove(state, NULL));
}

static void a_plan_comes_back_as_it_was_saved(struct vm_fixture *f, gconstpointer unused)
{
    g_autoptr(state_t) state = state_claim(f->root, "vm", NULL);
    g_autoptr(plan_t) plan = plan_new("vm", "6d3b0f4c-0000-4000-8000-000000000001");
    g_autoptr(plan_t) loaded = NULL;
    g_autoptr(json_object) before = NULL;
    g_autoptr(json_object) after = NULL;
    struct plan_pair *pair = plan_add_pair(plan);

    g_strfreev(plan->argv);
    plan->argv = g_strsplit("/usr/bin/qemu -S -name vm", " ", -1);
    plan->incoming = plan->paused = plan->foreground = true;
    plan->on_poweroff = PLAN_ON_RESTART;
    plan->on_crash = PLAN_ON_PRESERVE;
    plan->stop_seconds = 7;
    plan_add_descriptor(plan, 5);
    *pair = (struct plan_pair){.mac = g_strdup("52:54:00:00:00:01"), .device = json_pair("driver", "e1000e")};
    pair->persistent = (struct plan_nic){g_strdup("ua-p"), g_strdup("tnd0"), g_strdup("br0")};
    pair->transient.id = g_strdup("ua-t");
    g_assert_true(plan_save(plan, state, NULL));
    loaded = plan_load(state, NULL);
    g_assert_nonnull(loaded);
    before = plan_to_json(plan);
    after = plan_to_json(loaded);
    g_assert_true(json_object_equal(before, after));
    g_assert_true(state_remove(state, NULL));
}

static void a_plan_that_is_wrong_is_refused(void)
{
    static const char *const wrong[] = {
        "{}",
        "{\"version\": 2}",
        "{\"version\": 1, \"name\": \"vm\", \"uuid\": \"u\", \"argv\": [], \"descriptors\": [], \"pairs\": []}",
        "{\"version\": 1, \"name\": \"vm\", \"uuid\": \"u\", \"argv\": [\"q\"], \"descriptors\": [1], \"pairs\": []}",
        "{\"version\": 1, \"name\": \"vm\", \"uuid\": \"u\", \"argv\": [5], \"descriptors\": [], \"pairs\": []}",
        "{\"version\": 1, \"name\": \"vm\", \"uuid\": \"u\", \"argv\": [\"q\"], \"descriptors\": [], \"pairs\": [7]}",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(json_object) json = json_parse(wrong[i], strlen(wrong[i]), 8, NULL);
        g_autoptr(GError) error = NULL;

        g_assert_nonnull(json);
        g_assert_null(plan_from_json(json, &error));
        g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_INPUT);
    }
}

static void every_state_and_custody_comes_back(void)
{
    for (unsigned i = 0; i < MACHINE_STATE_COUNT * CUSTODY_COUNT; i++) {
        g_autoptr(status_t) status = status_new("vm", "u");
        g_autoptr(status_t) read = NULL;
        g_autoptr(json_object) json = NULL;

        status->state = (enum machine_state)(i % MACHINE_STATE_COUNT);
        status->custody = (enum custody)(i / MACHINE_STATE_COUNT);
        status->wants_to_run = i % 2;
        status->qemu = (struct process){.pid = 17, .start_time = 99};
        json = status_to_json(status);
        read = status_from_json(json, NULL);
        g_assert_nonnull(read);
        g_assert_cmpint(read->state, ==, status->state);
        g_assert_cmpint(read->custody, ==, status->custody);
        g_assert_cmpint(read->wants_to_run, ==, status->wants_to_run);
        g_assert_cmpint(read->qemu.pid, ==, 17);
        g_assert_cmpuint(read->qemu.start_time, ==, 99);
    }
}

static void a_process_is_told_from_a_later_one_of_its_pid(void)
{
    struct process self;

    g_assert_true(process_find(getpid(), &self));
    g_assert_true(process_runs(&self));
    self.start_time++;
    g_assert_false(process_runs(&self));
    g_assert_cmpint(process_watch(&self, NULL), ==, -1);
}

int main(int argc, char **argv)
{
#define ADD(name_, test_) g_test_add("/state/" name_, struct vm_fixture, NULL, vm_set_up, test_, vm_tear_down)
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/state/a-name-has-to-serve-as-a-directorys", a_name_has_to_serve_as_a_directorys);
    ADD("the-lock-has-one-holder", the_lock_has_one_holder);
    ADD("a-root-that-others-may-write-to-is-refused", a_root_that_others_may_write_to_is_refused);
    ADD("a-file-is-written-whole-and-read-back", a_file_is_written_whole_and_read_back);
    ADD("a-plan-comes-back-as-it-was-saved", a_plan_comes_back_as_it_was_saved);
    g_test_add_func("/state/a-plan-that-is-wrong-is-refused", a_plan_that_is_wrong_is_refused);
    g_test_add_func("/state/every-state-and-custody-comes-back", every_state_and_custody_comes_back);
    g_test_add_func("/state/a-process-is-told-from-a-later-one-of-its-pid",
                    a_process_is_told_from_a_later_one_of_its_pid);
    return g_test_run();
}

#include "qemu/profile.h"

#include <string.h>

#define HEAD "\"tandem-profile\":1,\"version\":\"8.2.1\",\"arch\":\"x86_64\",\"kvm\":true"
#define REST                                                                                                           \
    "\"machines\":[{\"name\":\"pc-q35-8.2\",\"alias\":\"q35\",\"max-cpus\":288,\"default-ram-id\":\"pc.ram\"},"        \
    "{\"name\":\"pc-i440fx-8.2\",\"alias\":\"pc\",\"max-cpus\":255,\"default\":true}],"                                \
    "\"cpus\":[{\"name\":\"Haswell\",\"usable\":true}],"                                                               \
    "\"types\":{\"e1000e\":null,\"virtio-net-pci\":[\"failover\",\"rss\"]},"                                           \
    "\"options\":{\"machine\":[\"type\"]},\"qmp\":[\"netdev_add\"],\"migration\":[\"xbzrle\"]"

static struct profile *small_profile(void)
{
    const char *text = "{" HEAD "," REST "}";
    g_autoptr(GError) error = NULL;
    struct profile *profile = profile_read(text, strlen(text), "small", &error);

    g_assert_no_error(error);
    return profile;
}

static void a_profile_answers_what_its_file_says(void)
{
    g_autoptr(profile_t) profile = small_profile();
    struct profile_machine machine;

    g_assert_true(profile_at_least(profile, 8, 2));
    g_assert_false(profile_at_least(profile, 8, 3));
    g_assert_false(profile_at_least(profile, 9, 0));
    g_assert_true(profile_machine_resolve(profile, "q35", &machine));
    g_assert_cmpstr(machine.name, ==, "pc-q35-8.2");
    g_assert_cmpstr(machine.default_ram_id, ==, "pc.ram");
    g_assert_cmpuint(machine.max_cpus, ==, 288);
    g_assert_true(profile_machine_resolve(profile, NULL, &machine));
    g_assert_cmpstr(machine.name, ==, "pc-i440fx-8.2");
    g_assert_false(profile_machine_resolve(profile, "pc-q35-9.0", &machine));
    g_assert_true(profile_device_has(profile, "virtio-net-pci", "failover"));
    g_assert_false(profile_device_has(profile, "virtio-net-pci", "flying"));
    g_assert_true(profile_has_qmp(profile, "netdev_add"));
    g_assert_false(profile_has_qmp(profile, "netdev_add.type=stream"));
    g_assert_true(profile_has_option(profile, "machine", "type"));
    g_assert_false(profile_has_option(profile, "audiodev", NULL));
    g_assert_true(profile_has_migration(profile, "xbzrle"));
    g_assert_true(profile_cpu_resolve(profile, "Haswell", NULL));
    g_assert_false(profile_cpu_resolve(profile, "486", NULL));
}

static void a_device_whose_properties_were_not_asked_has_all(void)
{
    g_autoptr(profile_t) profile = small_profile();

    g_assert_true(profile_device_has(profile, "e1000e", "mac"));
    g_assert_false(profile_device_has(profile, "igb", "mac"));
}

static void an_assumed_profile_has_everything(void)
{
    g_autoptr(profile_t) profile = profile_assumed("x86_64");
    struct profile_machine machine;

    g_assert_true(profile_is_assumed(profile));
    g_assert_true(profile_has_device(profile, "igb"));
    g_assert_true(profile_machine_resolve(profile, "q35", &machine));
    g_assert_cmpstr(machine.name, ==, "q35");
    g_assert_cmpstr(machine.default_ram_id, ==, "pc.ram");
}

static void a_profile_is_written_as_it_was_read(void)
{
    g_autoptr(profile_t) profile = small_profile();
    g_autofree char *text = profile_write(profile);
    g_autoptr(GError) error = NULL;
    g_autoptr(profile_t) again = profile_read(text, strlen(text), "again", &error);
    g_autofree char *second = NULL;

    g_assert_no_error(error);
    second = profile_write(again);
    g_assert_cmpstr(text, ==, second);
    g_assert_nonnull(strstr(text, "\"e1000e\":null"));
}

static void refused(const char *text, const char *message)
{
    g_autofree char *expected =
        g_strconcat("p.json is no profile of this version of tandem ('tandem probe' makes one): ", message, NULL);
    g_autoptr(GError) error = NULL;

    g_assert_null(profile_read(text, strlen(text), "p.json", &error));
    g_assert_error(error, TANDEM_ERROR, TANDEM_ERROR_INPUT);
    g_assert_cmpstr(error->message, ==, expected);
}

static void a_damaged_profile_is_refused_with_its_fault(void)
{
    refused("", "not JSON: it ends too early at byte 0");
    refused("[]", "a JSON object was expected, not 'array'");
    refused("{\"tandem-profile\":2}", "member 'tandem-profile' is 2, a number from 1 to 1 was expected");
    refused("{\"tandem-profile\":1,\"version\":\"new\",\"arch\":\"x\"}",
            "'version' is wrong, expected three numbers such as 9.2.0");
    refused("{" HEAD "}", "member 'machines' is missing");
    refused("{" HEAD ",\"machines\":[5]}", "'machines' is wrong, expected an array of objects");
    refused("{" HEAD ",\"machines\":[{\"name\":\"q35\",\"max-cpus\":-1}]}",
            "member 'max-cpus' is -1, a number from 0 to 1000000 was expected");
    refused("{" HEAD ",\"machines\":[{\"name\":\"q35\",\"max-cpus\":1}],\"cpus\":[],\"types\":{\"e1000\":[7]}}",
            "'e1000' is wrong, expected an array of strings");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/profile/answers-what-its-file-says", a_profile_answers_what_its_file_says);
    g_test_add_func("/profile/a-device-whose-properties-were-not-asked-has-all",
                    a_device_whose_properties_were_not_asked_has_all);
    g_test_add_func("/profile/an-assumed-profile-has-everything", an_assumed_profile_has_everything);
    g_test_add_func("/profile/is-written-as-it-was-read", a_profile_is_written_as_it_was_read);
    g_test_add_func("/profile/a-damaged-profile-is-refused-with-its-fault",
                    a_damaged_profile_is_refused_with_its_fault);
    return g_test_run();
}

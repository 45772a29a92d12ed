#!/usr/bin/env python3
"""Does QEMU take the command lines of the project's own documents?

tests/conformance/qemu-start starts each in the installed QEMU, with -S, and asks it over QMP.  What cannot be
tried here is listed with its reason; the list is exact.
"""

import os
import subprocess
import sys

PROJECT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# Documents that have a command line with which QEMU does not start here.
NO_HOTPLUG = "conventional PCI without ACPI, where QEMU cannot plug the transient NIC; tandem warns of it"
NOT_STARTED = {
    "channels-and-consoles": "certificates of a smart card",
    "pc-teamed-first-slot-given": NO_HOTPLUG,
    "pc-teamed-free-slots": NO_HOTPLUG,
    "pc-teamed-given-slots": NO_HOTPLUG,
    "virt-arm": "QEMU for aarch64",
}

# Documents that have none with Debian's QEMU 7.2, beside those that are there to be refused (wrong-*).
NO_LINE = {
    "controllers-without-numbers": "a USB companion without its master",
    "cputune": "a hot-pluggable processor",
    "direct-boot": "-shim, which QEMU 10.0 has",
    "features-x86": "asynchronous teardown, which QEMU 8.1 has",
    "protected-guest": "launchSecurity of type sev-snp",
    "q35-teamed-iommufd": "iommufd, which QEMU 9.0 has",
}


def results():
    """{name of the document: "starts", "host", "refused" or "none"}, and all that was said."""
    command = [os.path.join(PROJECT, "tests", "conformance", "qemu-start"), "--tandem", os.environ["TANDEM"], "--list",
               os.path.join(PROJECT, "tests", "data", "cases")]
    said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
    words = [line.split() for line in said.splitlines()]
    verdicts = [line for line in words if len(line) == 2 and line[0] in ("starts", "host", "refused", "none")]
    return {name: result for result, name in verdicts if not name.isdigit()}, said  # with a number: a sum


def main():
    found, said = results()
    refused = [name for name, result in found.items() if result == "refused"]
    started = [name for name, result in found.items() if result == "starts"]
    lacking = {name for name, result in found.items() if result == "host"}
    no_line = {name for name, result in found.items() if result == "none" and not name.startswith("wrong-")}
    checks = [
        ("QEMU takes the command lines of %d documents" % len(started), bool(started) and not refused, refused),
        ("what this host cannot start is as listed", lacking == set(NOT_STARTED), lacking ^ set(NOT_STARTED)),
        ("what has no command line is as listed", no_line == set(NO_LINE), no_line ^ set(NO_LINE)),
    ]
    print("1..%d" % len(checks))
    for number, (title, good, names) in enumerate(checks, 1):
        if not good:
            print("# " + ", ".join(sorted(names)))
        print("%sok %d - %s" % ("" if good else "not ", number, title))
    good = all(check[1] for check in checks)
    if not good:
        print("".join("# %s\n" % line for line in said.splitlines()), end="")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()

"""QEMU command lines, compared by what they mean: two lines that make the same machine are equal.

`Meaning(argv)` is a bag of (option, property, value).  Not in it is what manages the process and the guest cannot see
(the monitor's connection, secrets' files, -S, -sandbox, …); values that are spelled in several ways have one; block
nodes are known by the device that has them, since their names are anybody's choice.
"""

import collections
import json
import re

# Of the process, not of the machine.
MANAGEMENT = {"-S", "-name", "-msg", "-no-user-config", "-sandbox", "-mon", "-qmp", "-pidfile", "-add-fd"}
# Options without a value.
FLAGS = {"-S", "-no-user-config", "-nodefaults", "-no-shutdown", "-no-reboot", "-no-acpi", "-no-hpet", "-daemonize",
         "-nographic", "-only-migratable", "-usb", "-enable-kvm"}
# The name of the property that may stand first without one.
FIRST = {"-machine": "type", "-cpu": "model", "-smp": "cpus", "-m": "size", "-device": "driver", "-netdev": "type",
         "-chardev": "backend", "-object": "qom-type", "-accel": "accel", "-display": "type", "-audiodev": "driver",
         "-drive": "file", "-vnc": "address", "-boot": "order", "-uuid": "uuid", "-watchdog-action": "action", "-incoming": "from"}
# Descriptors: their numbers are arbitrary, and a manager may leave vhost's to QEMU.
DESCRIPTORS = {"fd", "fds", "vhostfd", "vhostfds"}

# Where managers have sockets and files of a machine that runs; each has its own.
RUN_FOLDERS = ("/run/tandem/", "/libvirt/lib/qemu/", "/libvirt/run/qemu/")
# What libvirt says of each file below a disk, with or without effect.
STORAGE_DEFAULTS = {("auto-read-only", "on"), ("discard", "unmap")}


def kibibytes(text):
    """The size of -m, which is in MiB unless it says otherwise."""
    number, unit = re.fullmatch(r"(\d+)([kKmMgG]?)", text).groups()
    return str(int(number) * {"k": 1, "m": 1024, "g": 1 << 20}[unit.lower() or "m"])


def options(argv):
    """The (option, value or None) of a command line without its program."""
    index = 1
    while index < len(argv):
        option = argv[index]
        if option in FLAGS or index + 1 == len(argv):
            yield option, None
            index += 1
        else:
            yield option, argv[index + 1]
            index += 2


def properties(option, text):
    """A dictionary of an option's properties, nested ones with dots."""
    if text is None:
        return {}
    if text.startswith(("{", "[")):
        return dict(flat(json.loads(text)))
    result = {}
    for number, part in enumerate(re.split(r"(?<!,),(?!,)", text)):
        name, equals, value = part.partition("=")
        if not equals and number == 0 and option in FIRST:
            name, value = FIRST[option], part
        elif not equals:
            name, value = (name[1:], "off") if name.startswith("-") else (name.lstrip("+"), "on")
        result[name] = plain(value.replace(",,", ","))
    return result


def flat(value, name=""):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from flat(item, name + "." + key if name else key)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from flat(item, "%s.%d" % (name, number))
    else:
        yield name, plain(value)


def plain(value):
    """One spelling for truth and numbers."""
    if isinstance(value, bool):
        return "on" if value else "off"
    text = str(value)
    if text in ("yes", "true", "y"):
        return "on"
    if text in ("no", "false", "n"):
        return "off"
    if re.fullmatch(r"0x[0-9a-fA-F]+", text):
        return str(int(text, 16))
    if re.fullmatch(r"0x[0-9a-fA-F]+\.0x[0-9a-fA-F]+", text):
        slot, function = (int(part, 16) for part in text.split("."))
        return str(slot) if function == 0 else "%d.%d" % (slot, function)
    return text


class Meaning(collections.Counter):
    """The bag; `a - b` is what a has and b has not."""

    def __init__(self, argv):
        super().__init__()
        self.nodes = {}
        self.machine = {}
        self.program = argv[0]
        monitors = {properties("-mon", text).get("chardev") for option, text in options(argv) if option == "-mon"}
        for option, text in options(argv):
            if option not in MANAGEMENT:
                self.take(option, properties(option, text), monitors)
        for name, value in self.machine.items():
            if (name, value) != ("acpi", "on"):  # that is the default
                self["-machine", name, value] += 1
        for key in [key for key in self if key[1] in ("drive", "drive0", "drive1", "pflash0", "pflash1")]:
            self.describe_node(key)

    def take(self, option, found, monitors):
        name = found.get("id") or found.get("driver") or found.get("qom-type") or ""
        if option == "-blockdev":
            self.nodes[found["node-name"]] = found
        elif option == "-machine":
            self.machine.update(found)
        elif option in ("-no-acpi", "-no-hpet"):
            self.machine[option[4:]] = "off"
        elif option in ("-accel", "-enable-kvm"):
            self.machine["accel"] = found.get("accel", "kvm")
        elif option == "-chardev" and found.get("id") in monitors or found.get("qom-type") == "secret":
            return
        elif not found:
            if option != "-usb":  # what the machine has anyway, by libvirt only for machine isapc
                self[option, "", ""] += 1
        else:
            for key, value in found.items():
                if key in ("vhostfd", "vhostfds"):
                    continue
                if option == "-m" and key in ("size", "maxmem"):
                    value = kibibytes(value)
                if any(folder in value for folder in RUN_FOLDERS):
                    value = value[:value.index("/")] + "RUN/" + value.rsplit("/", 1)[1]
                self["%s %s" % (option, name), key, "FD" if key in DESCRIPTORS else value] += 1

    def describe_node(self, key):
        """In place of a node's name all that is below it."""
        count = self.pop(key)
        for name, value in self.below(key[2]):
            self[key[0], key[1] + "." + name if name else key[1], value] += count

    def below(self, node):
        found = self.nodes.get(node)
        if found is None:
            yield "node", node
            return
        if found["driver"] == "raw" and found.get("file") in self.nodes:
            # a format without a format: what it says is said of what is below it
            below = dict(self.below(found["file"]))
            yield from {**below, **dict(self.own(found, ("driver", "file")))}.items()
            return
        yield from self.own(found, ())

    def own(self, found, without):
        for name, value in found.items():
            if name == "node-name" or name in without or (name, value) in STORAGE_DEFAULTS:
                continue
            if name in ("file", "backing") and value in self.nodes:
                yield from ((name + "." + inner if inner else name, inner_value)
                            for inner, inner_value in self.below(value))
            else:
                yield name, value


def differences(ours, theirs):
    """Lines, "- …" what only theirs has and "+ …" what only ours has; none if they mean the same."""
    a, b = Meaning(ours), Meaning(theirs)
    return sorted(["+ %s %s=%s" % key for key in a - b] + ["- %s %s=%s" % key for key in b - a])

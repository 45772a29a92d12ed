#!/usr/bin/env python3
"""Does the installed libvirt build the same command lines?

    test_libvirt_command_lines.py [--count N] [--seed S] [--show]

`tandem argv` is compared with `virsh domxml-to-native qemu-argv` for the documents of tests/data/cases and for N random
ones (500 if not said) that both accept.  A random document is a small machine with some elements that tests/random/documents
made up.  libvirt runs in virsh itself (its embedded driver), in a private network namespace and a temporary folder, so
there is no daemon, and nothing is left behind.

Debian 12 has libvirt 9.0; tandem builds what libvirt 11 does.  Where these differ by design stands in
libvirt-differences, each with its reason; an entry that nothing needs fails the test.
"""

import argparse
import glob
import json
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(os.path.dirname(HERE), "data", "cases")
sys.path.insert(0, HERE)
from command_line import differences  # noqa: E402

MACHINE = """<domain type='qemu'><name>random</name><uuid>6b88e956-1014-540e-84b5-d05ce1282047</uuid>
<memory>262144</memory><vcpu>4</vcpu><os><type arch='x86_64' machine='%s'>hvm</type></os>
<features><acpi/><apic/></features><devices/></domain>"""
# The guest does not notice them, they need more of the document than themselves, or libvirt 9.0 drops them silently.
NOT_GRAFTED = {"pstore", "crypto", "name", "uuid", "os", "memory", "currentMemory", "vcpu", "devices", "seclabel", "metadata", "features", "emulator"}
BATCH = 100


class Libvirt:
    """virsh with the embedded driver; asks it for many documents at once."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, "libvirt")
        os.mkdir(self.folder)

    def command_lines(self, paths):
        """For each document its argv, or None where libvirt has none."""
        result, left = {}, list(paths)
        while left:  # on some documents libvirt 9.0 dies (double free); another one goes on behind them
            last = self.ask(left, result)
            left = left[left.index(last) + 1:]
        return [result.get(path) for path in paths]

    def ask(self, paths, result):
        """Adds what libvirt answers to result; gives the last document that it was asked for."""
        commands = "".join("echo <<%d>>\ndomxml-to-native qemu-argv --xml %s\n" % item for item in enumerate(paths))
        said = subprocess.run(["stdbuf", "-oL", "virsh", "-q", "-c", "qemu:///embed?root=" + self.folder], input=commands,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=600,
                              env=dict(os.environ, LC_ALL="C", LIBVIRT_LOG_OUTPUTS="4:file:/dev/null"))
        last = 0
        for number, line in re.findall(r"<<(\d+)>>|LC_ALL=C (.*)", said.stdout):
            if number:
                last = int(number)
            else:
                words = shlex.split(re.split(r"virsh # |<<", line)[0])  # no newline comes before the next
                result[paths[last]] = words[next(i for i, word in enumerate(words) if not re.match(r"\w+=", word)):]
        return paths[last]


def our_command_line(path):
    result = subprocess.run([os.environ["TANDEM"], "argv", "--json", path], capture_output=True, text=True)
    return json.loads(result.stdout) if result.returncode == 0 else None


class Generator:
    """Random documents that tandem accepts."""

    def __init__(self, folder, seed):
        self.dice = random.Random(seed)
        self.folder = folder
        self.count = 0
        samples = os.path.join(folder, "samples")
        os.mkdir(samples)
        subprocess.run([os.environ["DOCUMENTS"], "--type", "domain", "--count", "600", "--seed", str(seed), "--write",
                        samples], check=True)
        self.elements = []
        for path in sorted(glob.glob(os.path.join(samples, "*.xml"))):
            root = ElementTree.parse(path).getroot()
            self.elements += [(None, element) for element in root
                              if element.tag not in NOT_GRAFTED and not element.tag.startswith("{")]
            for name in ("devices", "features"):
                self.elements += [(name, element) for element in root.findall(name + "/*")
                                  if element.tag not in NOT_GRAFTED]
        self.dice.shuffle(self.elements)

    def graft(self, chosen):
        root = ElementTree.fromstring(MACHINE % self.dice.choice(["q35", "q35", "pc"]))
        for name, element in chosen:
            place = root if name is None else root.find(name)
            for same in place.findall(element.tag) if name != "devices" else []:
                place.remove(same)
            place.append(element)
        return root

    def write(self, chosen):
        path = os.path.join(self.folder, "random-%d.xml" % self.count)
        self.count += 1
        ElementTree.ElementTree(self.graft(chosen)).write(path)
        return path

    def documents(self):
        """(path, our argv), as long as there are elements."""
        pending = []
        for name, element in self.elements:
            if element.get("mode") == "host-model":
                continue  # whose processor that is only the host can say
            for address in element.findall("address") + element.findall("acpi"):
                element.remove(address)  # most say a place that this machine has not
            if our_command_line(path := self.write([(name, element)])):
                pending.append((name, element))
            os.unlink(path)
            if len(pending) == 3:
                path = self.write(pending)
                argv = our_command_line(path)
                pending = []
                if argv:
                    yield path, argv


class Known:
    """The differences by design: lines of libvirt-differences, `DOCUMENT: PATTERN  # reason` (`*`: any document)."""

    def __init__(self):
        self.patterns, self.used = [], set()
        with open(os.path.join(HERE, "libvirt-differences"), encoding="utf-8") as file:
            for line in file:
                pattern = line.split("  # ")[0].strip()
                if pattern and not pattern.startswith("#"):
                    document, _, rest = pattern.partition(": ")
                    self.patterns.append(re.compile(("" if document == "*" else re.escape(document) + ": ") + rest))

    def unknown(self, document, lines):
        left = []
        for line in lines:
            matching = [pattern for pattern in self.patterns
                        if pattern.fullmatch(line) or pattern.fullmatch(document + ": " + line)]
            self.used.update(matching)
            if not matching:
                left.append(line)
        return left

    def unused(self):
        return [pattern.pattern for pattern in self.patterns if pattern not in self.used]


def judge(pairs, known):
    """The number of documents that both have, and {path: differences} of those that differ."""
    both, wrong = 0, {}
    for path, ours, theirs in pairs:
        if theirs is None:
            continue
        both += 1
        left = known.unknown(os.path.basename(os.path.dirname(path)), differences(ours, theirs))
        if left:
            wrong[path] = left
    return both, wrong


def say(number, good, title, lines):
    for line in [] if good else lines[:60]:
        print("# " + line)
    print("%sok %d - %s" % ("" if good else "not ", number, title), flush=True)
    return good


def told(wrong):
    return ["%s: %s" % (os.path.relpath(path, CASES) if path.startswith(CASES) else path, line)
            for path, lines in wrong.items() for line in lines]


def random_pairs(generator, libvirt, wanted):
    """(path, ours, theirs) of so many random documents that both accept, or of all there are."""
    pairs, batch = [], []
    for document in generator.documents():
        batch.append(document)
        if len(batch) == BATCH:
            lines = libvirt.command_lines([path for path, _ in batch])
            pairs += [(path, ours, theirs) for (path, ours), theirs in zip(batch, lines) if theirs]
            batch = []
            if len(pairs) >= wanted:
                return pairs[:wanted]
    lines = libvirt.command_lines([path for path, _ in batch])
    return (pairs + [(path, ours, theirs) for (path, ours), theirs in zip(batch, lines) if theirs])[:wanted]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 24))
    parser.add_argument("--show", action="store_true", help="keep the folder with the documents")
    arguments = parser.parse_args()
    if os.geteuid() == 0 and os.environ.get("TANDEM_PRIVATE_NETWORK") != "yes":
        os.environ["TANDEM_PRIVATE_NETWORK"] = "yes"
        os.execvp("unshare", ["unshare", "--net", sys.executable] + sys.argv)
    folder = tempfile.mkdtemp(prefix="tandem-libvirt-")
    os.chmod(folder, 0o711)  # libvirt asks QEMU as a user of its own
    try:
        libvirt, known = Libvirt(folder), Known()
        own = [(path, argv) for path in sorted(glob.glob(os.path.join(CASES, "*", "in.xml")))
               if (argv := our_command_line(path))]
        lines = libvirt.command_lines([path for path, _ in own])
        both, wrong = judge([(path, ours, theirs) for (path, ours), theirs in zip(own, lines)], known)
        print("1..3")
        good = say(1, both > 0 and not wrong, "libvirt builds the command lines of %d own documents as tandem does" % both,
                   told(wrong) or ["libvirt accepted none"])
        pairs = random_pairs(Generator(folder, arguments.seed), libvirt, arguments.count)
        both, wrong = judge(pairs, known)
        print("# seed %d" % arguments.seed)
        good &= say(2, both == arguments.count and not wrong,
                    "libvirt builds the command lines of %d random documents as tandem does" % both,
                    told(wrong) + ["%d of %d, %d differ" % (both, arguments.count, len(wrong))])
        unused = known.unused() if arguments.count >= 500 else []
        good &= say(3, not unused, "what is listed as different is different", unused)
    finally:
        if not arguments.show:
            shutil.rmtree(folder)
        else:
            print("# " + folder)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Does the installed libvirt know the documents that `tandem format` prints?

Each document of tests/data/cases goes through `tandem format` and then `virt-xml-validate`.  Debian 12 has
libvirt 9.0, and tandem knows words that came later; those are listed here and taken out first.  The list is exact: an entry that no document needs fails the test, too.
"""

import glob
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(os.path.dirname(HERE), "data", "cases")

# What libvirt 9.0 does not know: (path of the elements, attribute or None for the whole element).
LATER_WORDS = [
    ("devices/watchdog[@model='itco']", None),
    ("os/loader", "format"),
    ("cpu/maxphysaddr", "limit"),
    ("iothreadids/iothread/poll", None),
    ("features/async-teardown", None),
    ("cpu/topology", "clusters"),
    ("launchSecurity[@type='sev-snp']", None),
    ("features/ps2", None),
    ("features/hyperv/emsr_bitmap", None),
    ("features/hyperv/xmm_input", None),
    ("os/acpi/table[@type='raw']", None),
    ("os/shim", None),
    ("features/hyperv/tlbflush/direct", None),
    ("features/hyperv/tlbflush/extended", None),
    ("hwuuid", None),
    ("devices/hostdev/driver", "iommufd"),
]


def formatted(document):
    """The document's canonical form, None if it is one of those that have none."""
    result = subprocess.run([os.environ["TANDEM"], "format", document], capture_output=True)
    return result.stdout if result.returncode == 0 else None


def without(text, words):
    """The document without these words, and which of them it had."""
    root = ElementTree.fromstring(text)
    had = set()
    for word in words:
        path, attribute = word
        for element in root.findall(path):
            if attribute is None:
                next(parent for parent in root.iter() if element in list(parent)).remove(element)
            elif element.attrib.pop(attribute, None) is None:
                continue
            had.add(word)
    return ElementTree.tostring(root), had


def complaint(text):
    """What libvirt's schema has against the document, "" if nothing."""
    result = subprocess.run(["virt-xml-validate", "-", "domain"], input=text, capture_output=True)
    return "" if result.returncode == 0 else result.stderr.decode() or result.stdout.decode() or "exit status 1"


def check_document(name, text, needed):
    """Complains of the document without the later words; adds those that it had and that libvirt refuses."""
    plain, had = without(text, LATER_WORDS)
    wrong = complaint(plain)
    for word in had - needed:
        left, _ = without(text, [other for other in LATER_WORDS if other != word])
        if complaint(left):
            needed.add(word)
    return ["%s: %s" % (name, line) for line in wrong.splitlines() if "error" in line] or ([name] if wrong else [])


def main():
    needed, faults, count = set(), [], 0
    for document in sorted(glob.glob(os.path.join(CASES, "*", "in.xml"))):
        text = formatted(document)
        if text is not None:
            count += 1
            faults += check_document(os.path.basename(os.path.dirname(document)), text, needed)
    unneeded = [word for word in LATER_WORDS if word not in needed]
    print("1..2")
    for line in faults:
        print("# " + line)
    print("%sok 1 - libvirt's schema knows the %d documents that format prints" %
          ("not " if faults or not count else "", count))
    for path, attribute in unneeded:
        print("# libvirt knows it, or no document has it: %s%s" % (path, " @" + attribute if attribute else ""))
    print("%sok 2 - what libvirt does not know is as listed" % ("not " if unneeded else ""))
    sys.exit(1 if faults or unneeded or not count else 0)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""`tandem argv FILE` as a whole process, beside `virsh domxml-to-native` and /bin/true, and conversions in one process.

Wall time, medians of runs that alternate.  libvirt is asked through its embedded driver, whose start is measured with an
empty command and taken off: what is left is what a daemon would do.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 25
DOCUMENT = """<domain type='qemu'><name>bench</name><uuid>6b88e956-1014-540e-84b5-d05ce1282047</uuid>
<memory>262144</memory><vcpu>2</vcpu><os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/></features>
<devices><disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='/srv/bench.img'/>
<target dev='vda' bus='virtio'/></disk>%s</devices></domain>
"""
NIC = "<interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0'/><model type='virtio'/></interface>"


def milliseconds(command, text=None):
    begun = time.monotonic()
    subprocess.run(command, input=text, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, check=False)
    return (time.monotonic() - begun) * 1000


def main():
    tandem = os.environ["TANDEM"]
    folder = tempfile.mkdtemp(prefix="tandem-bench-")
    os.chmod(folder, 0o711)
    try:
        profile = os.path.join(folder, "profile")
        with open(profile, "w") as file:
            subprocess.run([tandem, "probe"], stdout=file, check=True)
        virsh = ["unshare", "--net", "virsh", "-q", "-c", "qemu:///embed?root=%s/libvirt" % folder]
        print("%-22s %10s %10s %12s" % ("milliseconds, median", "/bin/true", "tandem", "libvirt"))
        for name, nic in (("without a NIC", ""), ("with a NIC", NIC)):
            path = os.path.join(folder, "bench.xml")
            with open(path, "w") as file:
                file.write(DOCUMENT % nic)
            ask = "domxml-to-native qemu-argv --xml %s\n" % path
            for command in ([tandem, "argv", path], virsh):  # caches
                milliseconds(command, ask)
            rows = [(milliseconds(["/bin/true"]), milliseconds([tandem, "argv", path]), milliseconds(virsh, "\n"),
                     milliseconds(virsh, ask)) for _ in range(RUNS)]
            true, ours, idle, asked = (statistics.median(column) for column in zip(*rows))
            print("%-22s %10.1f %10.1f %12.1f" % (name, true, ours, asked - idle))
        print()
        sys.stdout.flush()
        subprocess.run([os.environ["BENCH_ARGV"], profile], check=True)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()

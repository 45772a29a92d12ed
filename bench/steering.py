#!/usr/bin/env python3
"""What a teamed guest loses through a migration, by how the bridges are made to follow its MAC.

Two plain QEMUs on two hosts (tests/system/world.py), the transient NIC released by device_del first, one echo
request every 10 ms.  Each strategy below says what is done to the hosts' bridges at which moment; the last is
what tandem does.  Prints a table: requests lost while the guest released its NIC, while it was stopped and
after it; the longest silence and the downtime.

    TANDEM=... ECHO_STREAM=... bench/steering.py [STRATEGY...]

The guest comes from GUEST_FOLDER (default: build/guest).  docs/failover.md has the results and the reasons.
"""

import json
import os
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), "tests", "system"))
import world as w  # noqa: E402
from world import World, enter_private_namespaces, run, wait_for  # noqa: E402

READ_BY_A_GUEST = 8  # frames: QEMU alone reads one to three


class Qmp:
    """A connection; events are kept with their time and handed to `on_event`."""

    def __init__(self, path):
        self.events, self.answers, self.changed = [], {}, threading.Condition()
        self.on_event = lambda name, data: None
        self.socket = socket.socket(socket.AF_UNIX)
        wait_for(lambda: os.path.exists(path) and self.socket.connect_ex(path) == 0, "QEMU's socket", limit=20)
        self.file = self.socket.makefile("r")
        self.file.readline()
        threading.Thread(target=self._read, daemon=True).start()
        self.execute("qmp_capabilities")

    def _read(self):
        for line in self.file:
            message = json.loads(line)
            with self.changed:
                if "event" in message:
                    self.events.append((time.time(), message["event"], message.get("data", {})))
                else:
                    self.answers[message["id"]] = message
                self.changed.notify_all()
            if "event" in message:
                self.on_event(message["event"], message.get("data", {}))

    def send(self, command, **arguments):
        """Gives a command without waiting for its answer; may be called from on_event."""
        identifier = "%s-%d" % (command, time.monotonic_ns())
        self.socket.sendall(json.dumps({"execute": command, "id": identifier, "arguments": arguments}).encode())
        return identifier

    def execute(self, command, **arguments):
        identifier = self.send(command, **arguments)
        with self.changed:
            self.changed.wait_for(lambda: identifier in self.answers, 60)
            answer = self.answers.pop(identifier)
        if "error" in answer:
            raise w.Failure("%s: %s" % (command, answer["error"]["desc"]))
        return answer["return"]

    def when(self, name, status=None):
        """When the event came; waits for it."""
        def find():
            return [at for at, event, data in self.events if event == name and status in (None, data.get("status"))]
        with self.changed:
            self.changed.wait_for(find, 60)
            return find()[0]


class Machine:
    """A QEMU with the pair's taps, `p` and `t`, on a host's bridge."""

    def __init__(self, world, host, number, incoming=None):
        self.host = host
        for port in "pt":
            run("ip", "netns", "exec", host.name, "ip", "tuntap", "add", "dev", port, "mode", "tap")
            run("ip", "-n", host.name, "link", "set", "dev", port, "master", "br0", "up")
        self.bridge = subprocess.Popen(["ip", "netns", "exec", host.name, "bridge", "-force", "-batch", "-"],
                                       stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        path = os.path.join(world.folder, "qmp%d" % number)
        nics = [{"driver": "virtio-net-pci", "id": "persistent", "netdev": "np", "mac": w.GUEST_MAC, "failover": True,
                 "bus": "r0"},
                {"driver": "e1000e", "id": "transient", "netdev": "nt", "mac": w.GUEST_MAC, "bus": "r1",
                 "failover_pair_id": "persistent", "romfile": ""}]
        command = ["ip", "netns", "exec", host.name, "qemu-system-x86_64", "-M", "q35,accel=kvm:tcg", "-cpu", "max", "-m", "192",
                   "-nodefaults", "-display", "none", "-kernel", os.path.join(world.guest_folder, "vmlinuz"),
                   "-initrd", os.path.join(world.guest_folder, "initramfs.cpio.gz"),
                   "-append", "console=ttyS0 quiet tandem.ip=%s/24" % w.GUEST_ADDRESS,
                   "-chardev", "file,id=c,append=on,path=" + os.path.join(world.folder, "guest.console"),
                   "-serial", "chardev:c", "-qmp", "unix:%s,server=on,wait=off" % path]
        for i in range(2):
            command += ["-device", "pcie-root-port,id=r%d,chassis=%d,slot=%d" % (i, i + 1, i + 1),
                        "-netdev", "tap,id=n%s,ifname=%s,script=no,downscript=no" % ("pt"[i], "pt"[i])]
        for nic in nics:
            command += ["-device", json.dumps(nic)]
        self.process = world.start(command + (["-incoming", incoming] if incoming else []))
        self.qmp = Qmp(path)

    def move(self, *commands):
        self.bridge.stdin.write("\n".join(commands) + "\n")
        self.bridge.stdin.flush()

    def learning(self, port, on):
        self.move("link set dev %s learning %s" % (port, "on" if on else "off"))

    def put(self, port):
        self.move("fdb replace %s dev %s master static" % (w.GUEST_MAC, port))

    def remove(self, port):
        self.move("fdb del %s dev %s master" % (w.GUEST_MAC, port))

    def nobody(self):
        """No entry at all, wherever there was one."""
        self.put("p")
        self.remove("p")

    def frames_read(self):
        link = run("ip", "-n", self.host.name, "-s", "-j", "link", "show", "dev", "t").stdout
        return json.loads(link)[0]["stats64"]["tx"]["packets"]

    def end(self):
        self.process.kill()
        self.process.wait()
        self.bridge.stdin.close()
        self.bridge.wait()
        for port in "pt":
            run("ip", "-n", self.host.name, "link", "delete", "dev", port)


class Learning:
    """the bridges as they are"""
    quiet = False  # QEMU does not announce by itself

    def __init__(self, source, target):
        self.source, self.target = source, target

    def begin(self): pass
    def device_del(self): pass
    def deleted(self): pass
    def stopped(self): pass
    def resumed(self): pass


class Flooding(Learning):
    """no port learns, all is flooded"""

    def begin(self):
        for machine in (self.source, self.target):
            for port in "pt":
                machine.learning(port, False)
            machine.nobody()

    def resumed(self):
        self.target.nobody()  # the bridge has learned the guest behind its uplink


class Static(Flooding):
    """a static entry, moved when the NIC changes"""

    def begin(self):
        super().begin()
        self.source.put("t")

    def deleted(self):
        self.source.put("p")

    def resumed(self):
        self.target.put("t")


class Changing(Static):
    """... and none while the guest changes over"""
    quiet = True

    def device_del(self):
        self.source.nobody()

    def stopped(self):
        self.source.nobody()

    def resumed(self):
        self.target.nobody()
        self.target.qmp.send("announce-self", initial=50, max=550, rounds=5, step=100, interfaces=["persistent"])
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        before = self.target.frames_read()
        while self.target.frames_read() - before < READ_BY_A_GUEST:
            time.sleep(0.05)
        self.target.put("t")


class Holding(Changing):
    """... and a buffer in QEMU while it releases its NIC (tandem)"""

    def device_del(self):
        super().device_del()
        self.source.qmp.execute("object-add", **{"qom-type": "filter-buffer", "id": "hold", "netdev": "np",
                                                 "queue": "tx", "interval": 1000000})

    def deleted(self):
        super().deleted()
        self.source.qmp.send("object-del", id="hold")


STRATEGIES = {strategy.__name__.lower(): strategy for strategy in (Learning, Flooding, Static, Changing, Holding)}


def lost_requests(path, since):
    with open(path) as file:
        return [float(line.split()[0]) / 1000 for line in file
                if line.split()[1] == "lost" and float(line.split()[0]) / 1000 >= since]


def teamed(world):
    lines = w.pair_lines(world)
    return bool(lines) and "e1000e" in lines[-1] and w.active_driver(world) == "e1000e"


def measure(world, strategy):
    """Boots the guest, migrates it once and returns the row of the table."""
    left, right = world.hosts
    source = Machine(world, left, 0)
    wait_for(lambda: teamed(world), "the guest to team its NICs")
    uri = "unix:" + os.path.join(world.folder, "stream")
    target = Machine(world, right, 1, incoming=uri)
    for machine in (source, target):
        machine.qmp.execute("migrate-set-capabilities", capabilities=[{"capability": "events", "state": True}])
    plan = strategy(source, target)
    if plan.quiet:
        target.qmp.execute("migrate-set-parameters", **{"announce-rounds": 0})
    plan.begin()
    wait_for(lambda: w.guest_answers(world), "the guest to answer")
    source.qmp.on_event = lambda name, data: {"DEVICE_DELETED": plan.deleted, "STOP": plan.stopped}.get(name, lambda: None)()
    target.qmp.on_event = lambda name, data: plan.resumed() if name == "RESUME" else None
    told, log = len(w.pair_lines(world)), os.path.join(world.folder, "log")
    stream = w.Stream(world, 10, log=log)
    time.sleep(1)
    begin = time.time()
    plan.device_del()
    source.qmp.execute("device_del", id="transient")
    source.qmp.when("DEVICE_DELETED")
    time.sleep(0.5)  # what the release costs is told apart from what the rest costs
    source.qmp.execute("migrate", uri=uri)
    stop, resume = source.qmp.when("STOP"), target.qmp.when("RESUME")
    wait_for(lambda: len(w.pair_lines(world)) > told and teamed(world), "the guest to team its NICs over there")
    time.sleep(1)
    counted = stream.finish()
    lost = lost_requests(log, begin)
    for machine in (source, target):
        machine.end()
    return (sum(at < stop - 0.1 for at in lost), sum(stop - 0.1 <= at < resume + 0.05 for at in lost),
            sum(at >= resume + 0.05 for at in lost), counted["longest_silence_ms"], (resume - stop) * 1000)


def main():
    enter_private_namespaces()
    os.environ.setdefault("TANDEM", "tandem")
    wanted = sys.argv[1:] or list(STRATEGIES)
    print("%-60s %7s %7s %7s %10s %10s" % ("lost", "release", "stopped", "after", "silence", "downtime"))
    for name in wanted:
        with World() as world:
            row = measure(world, STRATEGIES[name])
        print("%-60s %7d %7d %7d %7d ms %7d ms" % ((STRATEGIES[name].__doc__,) + row), flush=True)


if __name__ == "__main__":
    main()

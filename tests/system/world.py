"""Hosts, a network between them and teamed guests, for system tests and the demo.

Everything lives in a private network and mount namespace and in one temporary folder, so that nothing is
left behind however a run ends.  Each host is a network namespace with a bridge `br0`, joined to the
client's bridge by a veth pair, and a state directory of its own: what a second machine would be.

Nothing here waits for time: `wait_for` polls a condition and fails after a limit that only a broken
program reaches.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(os.path.dirname(HERE))
CLIENT_ADDRESS = "192.0.2.1"
GUEST_ADDRESS = "192.0.2.2"
GUEST_MAC = "52:54:00:aa:00:01"
LIMIT = 240  # seconds that only something broken takes, also on a slow machine without KVM


class Failure(Exception):
    """What a user would call wrong; the text says what was seen and what was expected."""


def enter_private_namespaces():
    """Starts this program again in namespaces of its own; as root of a user namespace if it is not root."""
    if os.environ.get("TANDEM_WORLD") == "inside":
        return
    command = ["unshare", "--net", "--mount", "--fork", "--kill-child"]
    if os.geteuid() != 0:
        command += ["--user", "--map-root-user"]
    environment = dict(os.environ, TANDEM_WORLD="inside")
    os.execvpe(command[0], command + [sys.executable] + sys.argv, environment)


def run(*command, check=True, timeout=LIMIT, **arguments):
    """Runs a command to its end; its output is in .stdout and .stderr."""
    result = subprocess.run(command, capture_output=True, text=True, timeout=timeout, **arguments)
    if check and result.returncode != 0:
        raise Failure("%s: exit status %d\n%s%s" % (" ".join(command), result.returncode, result.stdout, result.stderr))
    return result


def wait_for(condition, what, limit=LIMIT):
    """The first true value of condition(); a Failure naming `what` if there is none within the limit."""
    end = time.monotonic() + limit
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Failure("waited %d s in vain for %s" % (limit, what))
        time.sleep(0.05)


class Host:
    """One host: a network namespace with the bridge br0, and a state directory."""

    def __init__(self, world, name):
        self.world = world
        self.name = name
        self.root = os.path.join(world.folder, name)
        os.mkdir(self.root, 0o700)
        run("ip", "netns", "add", name)
        run("ip", "link", "add", "up-" + name, "type", "veth", "peer", "name", "uplink", "netns", name)
        run("ip", "link", "set", "up-" + name, "master", "br0", "up")
        run("ip", "-n", name, "link", "add", "br0", "type", "bridge")
        for link in ("br0", "lo"):
            run("ip", "-n", name, "link", "set", link, "up")
        run("ip", "-n", name, "link", "set", "uplink", "master", "br0", "up")

    def command(self, *arguments):
        """The command line of a verb on this host."""
        verb, *rest = arguments
        return ["ip", "netns", "exec", self.name, self.world.tandem, verb, "--root", self.root] + rest

    def tandem(self, *arguments, check=True, timeout=LIMIT):
        return run(*self.command(*arguments), check=check, timeout=timeout)

    def start(self, *arguments, **options):
        """Starts a verb that goes on; the world ends it."""
        return self.world.start(self.command(*arguments), **options)

    def status(self, name):
        result = self.tandem("status", "--json", name, check=False)
        return json.loads(result.stdout) if result.returncode == 0 else None

    def machines(self):
        return json.loads(self.tandem("list", "--json").stdout)

    def links(self):
        return [link["ifname"] for link in json.loads(run("ip", "-n", self.name, "-j", "link").stdout)]


class World:
    """The client's network, the hosts on it and all that was started; use it in a `with`."""

    def __init__(self, host_names=("left", "right")):
        self.tandem = os.environ["TANDEM"]
        self.echo_stream = os.environ["ECHO_STREAM"]
        self.guest_folder = os.environ.get("GUEST_FOLDER", os.path.join(PROJECT, "build", "guest"))
        self.folder = tempfile.mkdtemp(prefix="tandem-world-")
        self.processes = []
        run("mount", "-t", "tmpfs", "tmpfs", "/run")
        os.mkdir("/run/netns")
        run("ip", "link", "set", "lo", "up")
        run("ip", "link", "add", "br0", "type", "bridge")
        run("ip", "address", "add", CLIENT_ADDRESS + "/24", "dev", "br0")
        run("ip", "link", "set", "br0", "up")
        self.hosts = [Host(self, name) for name in host_names]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for host in self.hosts:
            for machine in self._machines_left(host):
                host.tandem("kill", machine, check=False)
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
        for host in self.hosts:
            run("ip", "netns", "delete", host.name, check=False)
            run("ip", "link", "delete", "up-" + host.name, check=False)
        run("ip", "link", "delete", "br0", check=False)
        run("umount", "/run", check=False)
        shutil.rmtree(self.folder)

    @staticmethod
    def _machines_left(host):
        try:
            return [machine["name"] for machine in host.machines()]
        except (Failure, ValueError):
            return []

    def start(self, command, **options):
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.STDOUT)
        process = subprocess.Popen(command, text=True, **options)
        self.processes.append(process)
        return process

    def leftovers(self):
        """What a finished test has left on the hosts: names of links, files, processes."""
        left = []
        for host in self.hosts:
            left += ["%s: link %s" % (host.name, link) for link in host.links() if link not in ("lo", "br0", "uplink")]
            left += ["%s: file %s" % (host.name, name) for name in os.listdir(host.root)]
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open("/proc/%s/cmdline" % pid, "rb") as file:
                    command = file.read().split(b"\0")
            except OSError:
                continue
            if any(self.folder.encode() in part for part in command):
                left.append("process %s: %s" % (pid, b" ".join(command).decode(errors="replace")[:120]))
        return left


class Stream:
    """Echo requests to the guest from now on, counted."""

    def __init__(self, world, interval_ms=20, log=None):
        command = [world.echo_stream, "--interval", str(interval_ms)]
        self.process = world.start(command + (["--log", log] if log else []) + [GUEST_ADDRESS])

    def finish(self):
        """Stops it; sent, answered, lost, longest_silence_ms, silences."""
        self.process.send_signal(signal.SIGTERM)
        output, _ = self.process.communicate(timeout=LIMIT)
        return json.loads(output)


def guest_answers(world):
    """Whether five echo requests in a row are answered."""
    result = run(world.echo_stream, "--interval", "20", "--count", "5", GUEST_ADDRESS, check=False)
    return result.returncode == 0 and json.loads(result.stdout)["lost"] == 0


def kvm_is_usable():
    """Whether a guest can run under KVM.  There are hosts with a /dev/kvm and processors that do not virtualise: QEMU
    starts on them and the guest's first instruction never comes."""
    with open("/proc/cpuinfo") as file:
        flags = next((line.split() for line in file if line.startswith("flags")), [])
    return bool({"vmx", "svm"} & set(flags)) and os.access("/dev/kvm", os.R_OK | os.W_OK)


def guest_document(world, name="guest", kernel_options="", transient_mac=GUEST_MAC, transient="interface", memory_mib=256):
    """Domain XML of the test guest with a teamed pair on br0; its console goes to NAME.console."""
    console = os.path.join(world.folder, name + ".console")
    transient_nic = """
    <interface type='bridge'>
      <mac address='%s'/>
      <source bridge='br0'/>
      <model type='e1000e'/>
      <teaming type='transient' persistent='ua-persistent'/>
      <alias name='ua-transient'/>
      <rom enabled='no'/>
    </interface>""" % transient_mac if transient else ""
    text = """<domain type='%s'>
  <name>%s</name>
  <memory unit='MiB'>%d</memory>
  <vcpu>1</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
    <kernel>%s/vmlinuz</kernel>
    <initrd>%s/initramfs.cpio.gz</initrd>
    <cmdline>console=ttyS0 quiet tandem.ip=%s/24 %s</cmdline>
  </os>
  <features>
    <acpi/>
    <apic/>
  </features>
  <devices>
    <controller type='usb' model='none'/>
    <interface type='bridge'>
      <mac address='%s'/>
      <source bridge='br0'/>
      <model type='virtio'/>
      <teaming type='persistent'/>
      <alias name='ua-persistent'/>
    </interface>%s
    <serial type='file'>
      <source path='%s' append='on'/>
    </serial>
  </devices>
</domain>
""" % ("kvm" if kvm_is_usable() else "qemu", name, memory_mib, world.guest_folder, world.guest_folder,
       GUEST_ADDRESS, kernel_options, GUEST_MAC, transient_nic, console)
    path = os.path.join(world.folder, name + ".xml")
    with open(path, "w") as file:
        file.write(text)
    return path


def console(world, name="guest"):
    """What the guest has printed so far."""
    try:
        with open(os.path.join(world.folder, name + ".console"), errors="replace") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def pair_lines(world, name="guest"):
    """The guest's own words about its pair, in order: "PAIR master=eth0 slaves=eth1:virtio_net,… active=…"."""
    whole_lines = console(world, name).split("\n")[:-1]  # the last one is still being written
    return [line.strip() for line in whole_lines if line.startswith("PAIR ")]


def pair_drivers(world, name="guest"):
    """The drivers of the pair's slaves in the guest's last word about it, sorted; [] before there is one."""
    lines = pair_lines(world, name)
    return sorted(_slaves(lines[-1]).values()) if lines else []


def active_driver(world, name="guest"):
    """The driver of the slave by which the guest sends, None before there is a pair."""
    lines = pair_lines(world, name)
    return _slaves(lines[-1]).get(_words(lines[-1])["active"]) if lines else None


def _words(line):
    return dict(word.split("=", 1) for word in line.split()[1:])


def _slaves(line):
    return dict(slave.split(":", 1) for slave in _words(line)["slaves"].split(",") if slave)


def run_tests(tests):
    """Runs functions that take no argument, each in a world of its own making, and prints TAP."""
    enter_private_namespaces()
    wanted = sys.argv[1:]
    tests = [test for test in tests if not wanted or test.__name__ in wanted]
    print("1..%d" % len(tests), flush=True)
    failed = 0
    for number, test in enumerate(tests, 1):
        title = test.__name__.replace("_", " ")
        try:
            test()
            print("ok %d - %s" % (number, title), flush=True)
        except (Failure, subprocess.TimeoutExpired, AssertionError, KeyError, ValueError, OSError) as fault:
            failed += 1
            for line in ("%s: %s" % (type(fault).__name__, fault)).splitlines():
                print("# " + line)
            print("not ok %d - %s" % (number, title), flush=True)
    sys.exit(1 if failed else 0)

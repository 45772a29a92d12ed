#!/usr/bin/env python3
"""A teamed guest through start, migration and what can go wrong with it, with the real QEMU and guest."""

import os
import signal
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import world as w  # noqa: E402
from world import Failure, World, run_tests, wait_for  # noqa: E402

TEAMED = ["e1000e", "virtio_net"]


def expect(condition, text):
    if not condition:
        raise Failure(text)


def start_teamed(world, host, **document):
    """Starts the guest and waits until it sends by its transient NIC and answers."""
    host.tandem("run", "--detach", "--lab", w.guest_document(world, **document))
    wait_for(lambda: w.active_driver(world) == "e1000e", "the guest to team its NICs; its console: " +
             w.console(world)[-300:])
    wait_for(lambda: w.guest_answers(world), "the guest to answer")


def migrate(source, target, *options, check=True):
    return source.tandem("migrate", *options, "guest", "exec:" + " ".join(target.command("receive")), check=check)


def pair_state(host):
    status = host.status("guest")
    return status["pairs"][0]["state"] if status else None


def end(world, host):
    """Ends the guest and looks whether anything is left."""
    host.tandem("kill", "guest")
    wait_for(lambda: not world.leftovers(), "the hosts to be clean; left: %s" % world.leftovers(), limit=20)


def a_teamed_guest_migrates_and_comes_back():
    with World() as world:
        left, right = world.hosts
        start_teamed(world, left)
        expect(w.pair_drivers(world) == TEAMED, "the guest has teamed %s" % w.pair_drivers(world))
        for source, target in ((left, right), (right, left)):
            told = len(w.pair_lines(world))
            migrate(source, target)
            wait_for(lambda: source.machines() == [], "the source to be clean", limit=20)
            wait_for(lambda: len(w.pair_lines(world)) > told and w.active_driver(world) == "e1000e",
                     "the guest to use its transient NIC on " + target.name)
            expect(w.pair_drivers(world) == TEAMED, "the guest has teamed %s" % w.pair_drivers(world))
            wait_for(lambda: pair_state(target) == "active", "the pair to be active on " + target.name)
            wait_for(lambda: w.guest_answers(world), "the guest to answer from " + target.name)
        end(world, left)


def a_guest_that_keeps_its_nic_is_not_migrated_and_goes_on():
    with World() as world:
        left, right = world.hosts
        start_teamed(world, left, kernel_options="pci=noacpi pcie_ports=compat acpi=off")
        for _ in range(2):  # the refusal must not be in the way of the next try
            result = migrate(left, right, "--release-timeout", "3", check=False)
            expect(result.returncode == 5, "exit status %d instead of 5: %s" % (result.returncode, result.stderr))
            expect("release" in result.stderr, "the reason is not said: " + result.stderr)
            expect(right.machines() == [], "the destination has %s" % right.machines())
            expect(pair_state(left) == "active", "the pair is %s" % pair_state(left))
            expect(w.guest_answers(world), "the guest does not answer any more")
        end(world, left)


def a_destination_that_cannot_take_the_guest_says_why():
    with World() as world:
        left, right = world.hosts
        start_teamed(world, left)
        w.run("ip", "-n", right.name, "link", "delete", "br0")
        result = migrate(left, right, check=False)
        expect(result.returncode == 4, "exit status %d instead of 4: %s" % (result.returncode, result.stderr))
        expect("br0" in result.stderr, "what is missing is not said: " + result.stderr)
        expect(pair_state(left) == "active", "the pair is %s" % pair_state(left))
        expect(w.guest_answers(world), "the guest does not answer any more")
        end(world, left)


def a_destination_that_dies_leaves_the_guest_with_its_pair():
    with World() as world:
        left, right = world.hosts
        start_teamed(world, left)
        migration = left.start("migrate", "guest", "exec:" + " ".join(right.command("receive")))
        target = wait_for(lambda: right.status("guest"), "the destination to begin")
        os.kill(target["qemu"]["pid"], signal.SIGKILL)
        output, _ = migration.communicate(timeout=w.LIMIT)
        expect(migration.returncode not in (0, 1, 2), "exit status %d: %s" % (migration.returncode, output))
        wait_for(lambda: pair_state(left) == "active", "the pair to be complete again")
        wait_for(lambda: w.active_driver(world) == "e1000e", "the guest to use its transient NIC again")
        wait_for(lambda: w.guest_answers(world), "the guest to answer")
        wait_for(lambda: right.machines() == [], "the destination to be clean")
        migrate(left, right)  # a later try works
        wait_for(lambda: pair_state(right) == "active", "the pair to be active on the destination")
        end(world, right)


def a_pair_that_does_not_fit_is_refused_before_anything_starts():
    with World() as world:
        left = world.hosts[0]
        document = w.guest_document(world, transient_mac="52:54:00:aa:00:02")
        result = left.tandem("run", "--detach", "--lab", document, check=False)
        expect(result.returncode == 1, "exit status %d instead of 1: %s" % (result.returncode, result.stderr))
        expect("52:54:00:aa:00:02" in result.stderr, "the address is not named: " + result.stderr)
        result = left.tandem("run", "--detach", w.guest_document(world), check=False)
        expect(result.returncode != 0 and "--lab" in result.stderr, "without --lab: " + result.stderr)
        expect(not world.leftovers(), "left: %s" % world.leftovers())


if __name__ == "__main__":
    run_tests([
        a_teamed_guest_migrates_and_comes_back,
        a_guest_that_keeps_its_nic_is_not_migrated_and_goes_on,
        a_destination_that_cannot_take_the_guest_says_why,
        a_destination_that_dies_leaves_the_guest_with_its_pair,
        a_pair_that_does_not_fit_is_refused_before_anything_starts,
    ])

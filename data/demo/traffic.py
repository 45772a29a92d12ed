"""Packets through each tap of each host, sampled: what the picture of the demo shows."""

import ctypes
import os
import threading
import time

PERIOD = 0.1
CLONE_NEWNET = 0x40000000


class Traffic:
    """Samples (time, host, tap, packets from and to the guest) until stop()."""

    def __init__(self, hosts):
        self.samples = []
        self.running = True
        self.threads = [threading.Thread(target=self._sample, args=(host.name,), daemon=True) for host in hosts]
        for thread in self.threads:
            thread.start()

    def _sample(self, host):
        libc = ctypes.CDLL(None, use_errno=True)
        with open("/run/netns/" + host) as namespace:
            if libc.setns(namespace.fileno(), CLONE_NEWNET) != 0:  # of this thread only
                raise OSError(ctypes.get_errno(), "setns")
        while self.running:
            now = time.time()
            for name, packets in self._counters():
                self.samples.append((now, host, name, packets))
            time.sleep(PERIOD)

    @staticmethod
    def _counters():
        with open("/proc/thread-self/net/dev") as file:
            for line in file.readlines()[2:]:
                name, numbers = line.split(":")
                fields = numbers.split()
                if name.strip() not in ("lo", "br0", "uplink"):
                    yield name.strip(), int(fields[1]) + int(fields[9])

    def stop(self):
        self.running = False
        for thread in self.threads:
            thread.join()

    def rates(self):
        """{(host, tap): [(time, packets a second)]}"""
        last, rates = {}, {}
        for when, host, name, packets in self.samples:
            key = (host, name)
            # a tap of the next machine may have the name of one that is gone, and counts from 0
            if key in last and last[key][0] < when < last[key][0] + 5 * PERIOD and packets >= last[key][1]:
                rates.setdefault(key, []).append((when, (packets - last[key][1]) / (when - last[key][0])))
            last[key] = (when, packets)
        return rates

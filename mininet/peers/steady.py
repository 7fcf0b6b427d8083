# Copyright (c) 2026 vpn-passthrough authors.
# SPDX-License-Identifier: EPL-2.0
"""Numbered packets at an even rate, and an account of what came back of them: the common part of the VPN clients here.

A payload is the client's own random token and a number. A server sends each one back. What comes back with the token
of another client is `wrong`: it was delivered to the wrong host, or through the wrong call.

A client sends a few packets first. With --hold it then prints "ready" and waits for SIGUSR1. It sends --count packets,
or with --count 0 until SIGTERM; then it waits for outstanding answers, and prints its account as one JSON object:

    sent answered       packets after the first ones; firstAnswered: how many of the first ones came back
    lost lostNumbers    how many did not come back, and the numbers of the earliest of these
    wrong twice late    answers to somebody else's packets, second answers, answers overtaken by a later one
    largestGapMs        the longest time between two answers
    lastAnswerAt        when the last answer came, milliseconds since 1970
"""

import json
import os
import select
import signal
import struct
import threading
import time

FIRST_PACKETS = 4
PAYLOAD = struct.Struct('!8sI')
SHOWN = 50              # numbers of lost packets
BEHIND = 1.0            # seconds; a client that could not run for longer goes on from now, without a burst


def options(parser) -> None:
    """The options that all clients have in common."""
    parser.add_argument('--count', type=int, default=20, help='packets to send after the first, 0: until SIGTERM (20)')
    parser.add_argument('--rate', type=float, default=50, help='packets per second (50)')
    parser.add_argument('--wait', type=float, default=3, help='seconds to wait for an answer (3)')
    parser.add_argument('--hold', action='store_true', help='wait for SIGUSR1 after the first packets')


class Cues:
    """What a client is told from outside: SIGUSR1 to go on, SIGTERM to come to an end."""

    def __init__(self, hold: bool):
        self.hold = hold
        self.stop = threading.Event()
        self._go = threading.Event()
        signal.signal(signal.SIGUSR1, lambda *_: self._go.set())
        signal.signal(signal.SIGTERM, lambda *_: self.stop.set())

    def wait_to_go(self) -> None:
        if self.hold:
            print('ready', flush=True)
            while not self._go.wait(0.05) and not self.stop.is_set():
                pass

    def wait_to_stop(self) -> None:
        while not self.stop.wait(0.05):
            pass


class Steady:
    """Sends through `transmit(payload)`; what comes in is read by the functions in `channels`, one for each socket.

    They hand each payload that came back to `arrived`.
    """

    def __init__(self, transmit, channels: dict, wait: float):
        self._transmit = transmit
        self._channels = channels
        self._wait = wait
        self._token = os.urandom(8)
        self._next = 1
        self._waiting = {}              # number -> when it was sent
        self._highest = 0
        self._begun = self._last = None
        self.counts = dict.fromkeys(('firstAnswered', 'sent', 'answered', 'wrong', 'twice', 'late'), 0)
        self._gap = 0.0
        self._last_at = 0.0
        self._lost = []

    def is_running(self) -> bool:
        """Whether the first packets are over and the others have begun."""
        return self._begun is not None

    def arrived(self, payload: bytes) -> None:
        if len(payload) < PAYLOAD.size or payload[:8] != self._token:
            self.counts['wrong'] += 1
            return
        number = PAYLOAD.unpack_from(payload)[1]
        if self._waiting.pop(number, None) is None:
            self.counts['twice'] += 1
            return
        self.counts['answered' if self._begun else 'firstAnswered'] += 1
        self.counts['late'] += number < self._highest
        self._highest = max(number, self._highest)
        now = time.monotonic()
        if self._last:
            self._gap = max(self._gap, now - self._last)
        self._last = now
        self._last_at = time.time()

    def listen(self, until: float, done=lambda: False) -> None:
        """Reads what comes in until a time of `time.monotonic`, or until something is done."""
        while not done():
            rest = until - time.monotonic()
            for channel in select.select(list(self._channels), [], [], max(0, min(rest, 0.05)))[0]:
                self._channels[channel]()
            if rest <= 0:
                return

    def _send(self) -> None:
        self._waiting[self._next] = True
        self._transmit(PAYLOAD.pack(self._token, self._next))
        self._next += 1

    def _collect(self) -> None:
        self.listen(time.monotonic() + self._wait, lambda: not self._waiting)

    def first(self, rate: float) -> None:
        for _ in range(FIRST_PACKETS):
            self._send()
            self.listen(time.monotonic() + 1 / rate)
        self._collect()
        self._waiting.clear()
        self.listen(time.monotonic() + 0.3)         # what TCP and ARP still have to say

    def run(self, count: int, rate: float, cues: Cues) -> None:
        self._begun = self._last = due = time.monotonic()
        while not cues.stop.is_set() and (not count or self.counts['sent'] < count):
            self._send()
            self.counts['sent'] += 1
            due += 1 / rate
            if due < time.monotonic() - BEHIND:
                due = time.monotonic()
            self.listen(due, cues.stop.is_set)
        self._collect()
        self._lost = sorted(self._waiting)

    def account(self) -> dict:
        return {**self.counts, 'lost': self.counts['sent'] - self.counts['answered'],
                'lostNumbers': self._lost[:SHOWN], 'largestGapMs': round(self._gap * 1000),
                'lastAnswerAt': round(self._last_at * 1000)}


def play(steady: Steady, chosen, cues: Cues, more=dict, leave=dict) -> dict:
    """A client's life after its tunnel stands; the last account. `more` and `leave` add to it, `leave` by leaving."""
    steady.first(chosen.rate)
    cues.wait_to_go()
    if cues.hold:
        print('sending', flush=True)
    steady.run(chosen.count, chosen.rate, cues)
    if cues.hold and chosen.count:
        # Counters are read now, before the tunnel goes.
        print(json.dumps({**steady.account(), **more()}), flush=True)
        cues.wait_to_stop()
    left = leave()
    return {**steady.account(), **more(), **left}

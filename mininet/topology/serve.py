#!/usr/bin/python3
# Copyright (c) 2026 vpn-passthrough authors.
# SPDX-License-Identifier: EPL-2.0
"""Runs the topology `gateway` for another program: one JSON object a line on standard input and output.

    /usr/bin/python3 serve.py [--clients N] [--servers M] [--controller tcp:127.0.0.1:6653 | --controller '']
                              [--linux] [--listen 198.18.255.2:7000]
    /usr/bin/python3 serve.py --clean          removes what a killed run left behind, and ends

The first line out is {"ready": {...}} (what `describe` answers) or {"failed": "why"}. Then each request, for example

    {"id": 7, "do": "run", "host": "c1", "command": ["ping", "-c1", "203.0.113.201"], "timeout": 5}

names a public method of `lab.Lab` with its arguments, and is answered by {"id": 7, "ok": {...}} or
{"id": 7, "error": "why"}. Requests run side by side; answers come as they are ready. Everything is taken down when
standard input ends, on SIGTERM and SIGINT, and when this program fails. With --listen the conversation is held over the
first TCP connection instead; with --linux the network has a second gateway, g1, made of Linux.
"""

import argparse
import contextlib
import json
import os
import signal
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import machine
from gateway import LAB_VARIABLE

REQUESTS = ('describe', 'run', 'start', 'nudge', 'look', 'stop', 'wait', 'quiet', 'capture', 'flows', 'meters', 'link',
            'port', 'client', 'controller')


class Channel:
    """Standard output as the caller sees it. Whatever else is printed here goes to standard error."""

    def __init__(self):
        self._out = os.fdopen(os.dup(1), 'w', encoding='utf-8')
        os.dup2(2, 1)
        self._turn = threading.Lock()

    def send(self, message: dict) -> None:
        with self._turn, contextlib.suppress(BrokenPipeError):
            self._out.write(json.dumps(message) + '\n')
            self._out.flush()


def answer(lab, line: str, channel: Channel) -> None:
    number = None
    try:
        request = json.loads(line)
        number = request.pop('id', None)
        name = request.pop('do', None)
        if name not in REQUESTS:
            raise machine.LabError(f'no request "{name}": one of {", ".join(REQUESTS)}')
        channel.send({'id': number, 'ok': getattr(lab, name)(**request)})
    except Exception as problem:        # whatever it is, the caller waits for an answer  # pylint: disable=broad-except
        channel.send({'id': number, 'error': f'{type(problem).__name__}: {problem}'})


def serve(options, channel: Channel) -> None:
    with machine.only_lab(), contextlib.ExitStack() as down:
        machine.remove_leftovers()
        down.callback(machine.stop_open_vswitch)
        machine.start_open_vswitch()
        machine.refuse_foreign_bridges()
        os.environ[LAB_VARIABLE] = str(os.getpid())
        from lab import Lab     # only now: --clean must work without Mininet  # pylint: disable=import-outside-toplevel
        lab = Lab(options.clients, options.servers, options.controller, options.linux)
        if not options.listen:          # a guest takes all of it along
            down.callback(lab.close)
        # Once it comes down, nothing may interrupt it.
        down.callback(lambda: [signal.signal(number, signal.SIG_IGN) for number in (signal.SIGTERM, signal.SIGINT)])
        workers = ThreadPoolExecutor(max_workers=64)
        down.callback(workers.shutdown, wait=False, cancel_futures=True)
        channel.send({'ready': lab.describe()})
        for line in sys.stdin:
            workers.submit(answer, lab, line, channel)


def converse_with(place: str) -> None:
    """Waits for a connection and puts it where standard input and output are."""
    address, _, port = place.rpartition(':')
    with socket.create_server((address, int(port))) as door:
        channel, _ = door.accept()
    channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with channel:
        os.dup2(channel.fileno(), 0)
        os.dup2(channel.fileno(), 1)


def clean() -> int:
    with machine.only_lab():
        print('\n'.join(machine.remove_leftovers()) or 'nothing to remove')
        machine.stop_open_vswitch()
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description='Runs the topology `gateway` for another program (JSON lines).')
    parser.add_argument('--clients', type=int, default=3, help='1 to 99 (3)')
    parser.add_argument('--servers', type=int, default=2, help='1 to 53 (2)')
    parser.add_argument('--controller', default='tcp:127.0.0.1:6653', help='of s1; empty for none')
    parser.add_argument('--linux', action='store_true', help='a Linux NAT g1 (10.0.0.2) beside s1')
    parser.add_argument('--listen', metavar='ADDRESS:PORT', help='converse over TCP')
    parser.add_argument('--clean', action='store_true', help='remove what a killed run left behind, and end')
    options = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit('namespaces and bridges need root')
    if options.clean:
        return clean()
    os.environ['PATH'] += ':/usr/sbin:/sbin'        # a plain `su` leaves them out, and ethtool is there
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(143))
    if options.listen:
        converse_with(options.listen)
    channel = Channel()
    try:
        serve(options, channel)
        return 0
    except Exception as problem:        # pylint: disable=broad-except
        channel.send({'failed': f'{type(problem).__name__}: {problem}'})
        return 1


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/python3
# Copyright (c) 2026 vpn-passthrough authors.
# SPDX-License-Identifier: EPL-2.0
"""Ordinary traffic between two hosts, with proof that it arrived: TCP and UDP echo.

    traffic.py tcp-server --port 7007            traffic.py udp-server --port 7007
    traffic.py tcp-client --peer 203.0.113.201 --port 7007 [--bytes 200000] [--source-port 5000] [--hold]
    traffic.py udp-client --peer 203.0.113.201 --port 7007 [--count 100] [--source-port 5000] [--hold]

A server tells each client first under which address and port it sees it, then sends back what it gets. A client sends
a little first; with --hold it then prints "ready" and waits for SIGUSR1, so that counters can be read in between; then
it sends the rest, compares, and prints one JSON object as its last line. With --linger it keeps its socket open until it
is killed, so that counters can be read before the connection ends.
"""

import argparse
import hashlib
import json
import random
import select
import signal
import socket
import socketserver
import sys
import threading
import time

GREETING = 64           # bytes: "address port" with spaces after it


class TcpEcho(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.sendall(f'{self.client_address[0]} {self.client_address[1]}'.ljust(GREETING).encode())
        while data := self.request.recv(65536):
            self.request.sendall(data)


class TcpServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 128


class UdpEcho(socketserver.BaseRequestHandler):
    def handle(self):
        data, channel = self.request
        seen = f'{self.client_address[0]} {self.client_address[1]}'.ljust(GREETING).encode()
        channel.sendto(seen + data, self.client_address)


def serve(kind: str, port: int) -> None:
    chosen, handler = (TcpServer, TcpEcho) if kind == 'tcp' else (socketserver.UDPServer, UdpEcho)
    with chosen(('', port), handler) as server:
        print('ready', flush=True)
        server.serve_forever()


class Gate:
    """Where a client waits for SIGUSR1 if it was told to."""

    def __init__(self, hold: bool, linger: bool = False):
        self._open = threading.Event()
        self._linger = linger
        if hold:
            signal.signal(signal.SIGUSR1, lambda *_: self._open.set())
        else:
            self._open.set()

    def wait(self) -> None:
        if not self._open.is_set():
            print('ready', flush=True)
        while not self._open.wait(0.05):
            pass

    def report(self, result: dict) -> None:
        print(json.dumps(result), flush=True)
        while self._linger:
            time.sleep(1)


def read_exactly(channel: socket.socket, length: int) -> bytes:
    parts = []
    while length:
        part = channel.recv(min(length, 65536))
        if not part:
            raise ConnectionError('the server closed the connection')
        parts.append(part)
        length -= len(part)
    return b''.join(parts)


def tcp_client(options, gate: Gate) -> None:
    with socket.create_connection((options.peer, options.port), options.timeout,
                                  ('', options.source_port)) as channel:
        seen = read_exactly(channel, GREETING).decode().split()
        channel.sendall(b'first')
        whole = read_exactly(channel, 5) == b'first'
        gate.wait()
        data = random.Random(options.source_port).randbytes(options.bytes)
        started = time.monotonic()
        sender = threading.Thread(target=channel.sendall, args=(data,), daemon=True)
        sender.start()
        back = read_exactly(channel, len(data))
        whole = whole and hashlib.sha256(back).digest() == hashlib.sha256(data).digest()
        gate.report({'seen': seen, 'bytes': len(back), 'whole': whole,
                     'seconds': round(time.monotonic() - started, 3)})


def udp_client(options, gate: Gate) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as channel:
        channel.bind(('', options.source_port))
        channel.connect((options.peer, options.port))
        waiting, seen = set(), set()

        def collect(until: float, all_of_them: bool = False) -> None:
            while (rest := until - time.monotonic()) > 0 and (waiting or not all_of_them):
                if select.select([channel], [], [], rest)[0]:
                    try:
                        answer = channel.recv(65536)
                    except OSError:
                        continue        # an ICMP error: the packet counts as unanswered
                    waiting.discard(answer[GREETING:])
                    seen.add(tuple(answer[:GREETING].decode().split()))

        def send(numbers) -> None:
            for number in numbers:
                waiting.add(f'datagram {number}'.encode())
                channel.send(f'datagram {number}'.encode())
                collect(time.monotonic() + options.interval)

        send(range(2))
        collect(time.monotonic() + options.timeout, all_of_them=True)
        first_lost = len(waiting)
        gate.wait()
        send(range(2, 2 + options.count))
        collect(time.monotonic() + options.timeout, all_of_them=True)
        lost = len(waiting) - first_lost
        gate.report({'seen': sorted(seen)[0] if len(seen) == 1 else [], 'sent': options.count,
                     'answered': options.count - lost, 'firstAnswered': 2 - first_lost, 'places': len(seen)})


def main() -> int:
    parser = argparse.ArgumentParser(description='TCP and UDP echo, for tests.')
    parser.add_argument('role', choices=('tcp-server', 'tcp-client', 'udp-server', 'udp-client'))
    parser.add_argument('--port', type=int, default=7007, help='of the server (7007)')
    parser.add_argument('--peer', help='the server (clients only)')
    parser.add_argument('--source-port', type=int, default=0, help='of the client (any)')
    parser.add_argument('--bytes', type=int, default=200_000, help='to send over TCP after the first (200000)')
    parser.add_argument('--count', type=int, default=100, help='datagrams to send over UDP after the first two (100)')
    parser.add_argument('--interval', type=float, default=0.01, help='seconds between datagrams (0.01)')
    parser.add_argument('--timeout', type=float, default=5, help='seconds to wait for a connection or an answer (5)')
    parser.add_argument('--hold', action='store_true', help='wait for SIGUSR1 after the first packets')
    parser.add_argument('--linger', action='store_true', help='keep the socket open at the end, until killed')
    options = parser.parse_args()
    kind, side = options.role.split('-')
    if side == 'server':
        serve(kind, options.port)
    try:
        (tcp_client if kind == 'tcp' else udp_client)(options, Gate(options.hold, options.linger))
        return 0
    except OSError as problem:
        print(json.dumps({'error': str(problem)}), flush=True)
        return 1


if __name__ == '__main__':
    sys.exit(main())

#!/usr/bin/python3
# Copyright (c) 2026 vpn-passthrough authors.
# SPDX-License-Identifier: EPL-2.0
"""One end of L2TP over UDP (RFC 2661) in user space, without IPsec around it.

    l2tp_peer.py server --local 203.0.113.201 [--answer-port 1702]
    l2tp_peer.py client --local 10.0.0.101 --peer 203.0.113.201 [--tunnel 1] [--count 20] [--rate 50] [--wait 3] [--hold]

The client is a LAC, the server an LNS. Tunnel and session come up with the messages and attributes that RFC 2661
requires, and go with StopCCN: SCCRQ, SCCRP, SCCCN, ICRQ, ICRP, ICCN. A message that is not answered is repeated twice;
there is no window, no hello, no login. The data are PPP in form only: LCP echo frames with numbers (see ppp.py,
steady.py).

Every client sends from UDP port 1701 and may choose the same tunnel ID as another; the server has an ID of its own for
each. With --answer-port the server answers from that port, and the client goes on with it (RFC 2661 section 8.1). The
client counts as `foreign` what comes under another tunnel ID than its own. Both print a JSON object as their last line,
the server when it is ended by SIGTERM.
"""

import argparse
import json
import select
import signal
import socket
import struct
import sys
import time

import ppp
from steady import Cues, Steady, options as steady_options, play

PORT = 1701
CONTROL, DATA = 0xc802, 0x4002          # version 2; length, and in control messages Ns and Nr
CONTROL_HEADER = struct.Struct('!HHHHHH')
DATA_HEADER = struct.Struct('!HHHH')
SCCRQ, SCCRP, SCCCN, STOPCCN, ICRQ, ICRP, ICCN = 1, 2, 3, 4, 10, 11, 12
MESSAGE_TYPE, RESULT, VERSION, FRAMING, HOST_NAME, TUNNEL_ID, SESSION_ID, SERIAL = 0, 1, 2, 3, 7, 9, 14, 15
FRAMING_TYPE, SPEED = 19, 24
MANDATORY = 0x8000
TRIES = 3


def attribute(kind: int, value: bytes) -> bytes:
    return struct.pack('!HHH', MANDATORY | 6 + len(value), 0, kind) + value


def word(kind: int, number: int) -> bytes:
    return attribute(kind, struct.pack('!H', number))


def attributes(body: bytes) -> dict:
    found = {}
    while len(body) >= 6:
        length, _, kind = struct.unpack_from('!HHH', body)
        length &= 0x3ff
        found[kind] = body[6:length]
        body = body[max(length, 6):]
    return found


def about_me(kind: int, tunnel: int) -> list:
    """The attributes of SCCRQ and SCCRP."""
    return [word(MESSAGE_TYPE, kind), word(VERSION, 0x0100), attribute(FRAMING, struct.pack('!I', 3)),
            attribute(HOST_NAME, b'vpn-passthrough'), word(TUNNEL_ID, tunnel)]


class Message:
    """A datagram, read; `kind` is 0 for an acknowledgement without a body and None for data."""

    def __init__(self, datagram: bytes):
        flags, length, self.tunnel, self.session = DATA_HEADER.unpack_from(datagram)
        if flags not in (CONTROL, DATA) or length != len(datagram):
            raise ValueError(f'not what we send: {datagram[:12].hex()}')
        self.kind, self.values, self.frame = None, {}, b''
        if flags == DATA:
            self.frame = datagram[DATA_HEADER.size:]
            return
        self.sequence = struct.unpack_from('!H', datagram, 8)[0]
        self.values = attributes(datagram[CONTROL_HEADER.size:])
        self.kind = self.number(MESSAGE_TYPE) if self.values else 0

    def number(self, kind: int) -> int:
        return struct.unpack('!H', self.values[kind])[0]


class End:
    """One end of a tunnel: numbers what it sends, and knows how far the other one has come."""

    def __init__(self, send):
        self._send = send
        self.tunnel = self.session = 0      # as the other end knows them
        self._ns = self._nr = 0

    def control(self, *avps: bytes, session: int = 0) -> None:
        body = b''.join(avps)
        self._send(CONTROL_HEADER.pack(CONTROL, CONTROL_HEADER.size + len(body), self.tunnel, session, self._ns,
                                       self._nr) + body)
        self._ns += bool(body)

    def again(self) -> None:
        """The next message is the last one once more."""
        self._ns -= 1

    def is_next(self, message: Message) -> bool:
        """Whether a control message is not a repetition."""
        if message.sequence != self._nr:
            return False
        self._nr += 1
        return True

    def data(self, frame: bytes) -> None:
        self._send(DATA_HEADER.pack(DATA, DATA_HEADER.size + len(frame), self.tunnel, self.session) + frame)


class Client:
    """A LAC with one tunnel and one session in it."""

    def __init__(self, options):
        self._id = options.tunnel
        self._wait = options.wait
        self._peer = (options.peer, PORT)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self._socket.bind((options.local, PORT))
        self._end = End(lambda datagram: self._socket.sendto(datagram, self._peer))
        self.foreign = 0
        self.steady = Steady(lambda payload: self._end.data(ppp.echo(ppp.ECHO_REQUEST, 1, payload)),
                             {self._socket: self._data}, options.wait)

    def open(self) -> None:
        reply = self._ask(SCCRP, *about_me(SCCRQ, self._id))
        self._end.tunnel = reply.number(TUNNEL_ID)
        self._end.control(word(MESSAGE_TYPE, SCCCN))
        reply = self._ask(ICRP, word(MESSAGE_TYPE, ICRQ), word(SESSION_ID, self._id),
                          attribute(SERIAL, struct.pack('!I', 1)))
        self._end.session = reply.number(SESSION_ID)
        self._end.control(word(MESSAGE_TYPE, ICCN), attribute(SPEED, struct.pack('!I', 100_000_000)),
                          attribute(FRAMING_TYPE, struct.pack('!I', 1)), session=self._end.session)
        self._answer(0)

    def close(self) -> dict:
        try:
            self._ask(0, word(MESSAGE_TYPE, STOPCCN), word(TUNNEL_ID, self._id), word(RESULT, 6))
            return {'cleared': True}
        except OSError as problem:
            return {'cleared': False, 'ended': str(problem)}

    def _ask(self, wanted: int, *avps: bytes) -> Message:
        for left in reversed(range(TRIES)):
            self._end.control(*avps)
            try:
                return self._answer(wanted)
            except TimeoutError:
                if not left:
                    raise
                self._end.again()
        raise AssertionError

    def _answer(self, wanted: int) -> Message:
        until = time.monotonic() + self._wait
        while (rest := until - time.monotonic()) > 0:
            self._socket.settimeout(rest)
            message, source = self._receive()
            if message.kind and self._end.is_next(message):
                self._peer = source         # from here on, and no longer to port 1701
            if message.kind == wanted and message.tunnel == self._id:
                return message
        raise TimeoutError(f'no answer of type {wanted}')

    def _receive(self):
        datagram, source = self._socket.recvfrom(65535)
        return Message(datagram), source

    def _data(self) -> None:
        message, source = self._receive()
        if message.kind is not None:
            return
        if source != self._peer or (message.tunnel, message.session) != (self._id, self._id):
            self.foreign += 1
            return
        found = ppp.read(message.frame)
        self.steady.arrived(found[1] if found and found[0] == ppp.ECHO_REPLY else b'')


class Server:
    """An LNS that takes whoever comes, until SIGTERM."""

    def __init__(self, options):
        ports = [PORT] + ([options.answer_port] if options.answer_port else [])
        self._sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in ports]
        for channel, port in zip(self._sockets, ports):
            channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
            channel.bind((options.local, port))
        self._tunnels = {}              # own ID -> (End, address and port)
        self._asked = {}                # (address, port, tunnel ID) -> own ID: a repeated SCCRQ is no second tunnel
        self._foreign = 0

    def serve(self) -> dict:
        print('ready', flush=True)
        try:
            while True:
                for ready in select.select(self._sockets, [], [])[0]:
                    datagram, source = ready.recvfrom(65535)
                    self._heed(Message(datagram), source)
        except SystemExit:
            return {'tunnels': [source for _, source in self._tunnels.values()], 'foreign': self._foreign}

    def _heed(self, message: Message, source: tuple) -> None:
        if message.kind == SCCRQ:
            self._open(message, source)
            return
        end, address = self._tunnels.get(message.tunnel, (None, None))
        if end is None or address != source:
            self._foreign += 1
        elif message.kind is None:
            frame = ppp.answer(message.frame, 2)
            if frame:
                end.data(frame)
        elif message.kind:
            fresh = end.is_next(message)
            if message.kind == ICRQ:
                if not fresh:
                    end.again()
                end.session = message.number(SESSION_ID)
                end.control(word(MESSAGE_TYPE, ICRP), word(SESSION_ID, message.tunnel), session=end.session)
            elif message.kind in (ICCN, STOPCCN):
                end.control()               # only an acknowledgement

    def _open(self, message: Message, source: tuple) -> None:
        own = self._asked.setdefault((*source, message.number(TUNNEL_ID)), len(self._asked) + 1)
        end, _ = self._tunnels.setdefault(
            own, (End(lambda datagram: self._sockets[-1].sendto(datagram, source)), source))
        if not end.is_next(message):
            end.again()
        end.tunnel = message.number(TUNNEL_ID)
        end.control(*about_me(SCCRP, own))


def run_client(options) -> dict:
    cues = Cues(options.hold)
    client = Client(options)
    try:
        client.open()
    except OSError as problem:
        return {'failed': str(problem)}
    return play(client.steady, options, cues, lambda: {'foreign': client.foreign}, client.close)


def main() -> None:
    parser = argparse.ArgumentParser(description='One end of L2TP over UDP, for tests.')
    parser.add_argument('role', choices=('client', 'server'))
    parser.add_argument('--local', required=True, help='own address')
    parser.add_argument('--peer', help='the server (client only)')
    parser.add_argument('--tunnel', type=int, default=1, help='tunnel and session ID that the client chooses (1)')
    parser.add_argument('--answer-port', type=int, default=0, help='port that the server answers from (1701)')
    steady_options(parser)
    options = parser.parse_args()
    if options.role == 'client':
        print(json.dumps(run_client(options)), flush=True)
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(json.dumps(Server(options).serve()), flush=True)


if __name__ == '__main__':
    main()

#!/usr/bin/python3
# Copyright (c) 2026 vpn-passthrough authors.
# SPDX-License-Identifier: EPL-2.0
"""One end of PPTP (RFC 2637) in user space, for hosts whose kernel has neither PPTP nor GRE.

    pptp_peer.py server --local 203.0.113.201
    pptp_peer.py client --local 10.0.0.101 --peer 203.0.113.201 [--call-id 7] [--count 20] [--rate 50] [--wait 3] [--hold]

The server is a PAC, the client a PNS. The control connection is real TCP to port 1723 with the messages that a call
takes: Start-Control-Connection, Outgoing-Call, Set-Link-Info, Echo, Call-Clear, Call-Disconnect, Stop. The data are
real enhanced GRE with sequence and acknowledgement numbers through a raw socket. What they hold is PPP in form only:
LCP echo frames with numbers, no negotiation, no login, no encryption, and no window is kept (see ppp.py, steady.py).

The client chooses its call ID as told, so that several clients can choose the same one. The server gives each call an
ID of its own, from 0 in steps of 128 as pptpd does, and knows by it whose data have come; it answers to the address of
the control connection with the ID that it was told there. The client counts as `foreign` what comes with an ID other
than its own. Both print a JSON object as their last line, the server when it is ended by SIGTERM.
"""

import argparse
import json
import os
import select
import signal
import socket
import struct
import sys
import time

import ppp
from steady import Cues, Steady, options as steady_options, play

PORT, PROTOCOL = 1723, 47
MAGIC = 0x1a2b3c4d
HEADER = struct.Struct('!HHIHH')
START, START_REPLY, STOP, STOP_REPLY, ECHO, ECHO_REPLY, CALL, CALL_REPLY = range(1, 9)
CALL_CLEAR, CALL_DISCONNECT, SET_LINK_INFO = 12, 13, 15
BODY = {
    START: struct.Struct('!HHIIHH64s64s'), START_REPLY: struct.Struct('!HBBIIHH64s64s'),
    STOP: struct.Struct('!BBH'), STOP_REPLY: struct.Struct('!BBH'),
    ECHO: struct.Struct('!I'), ECHO_REPLY: struct.Struct('!IBBH'),
    CALL: struct.Struct('!HHIIIIHHHH64s64s'), CALL_REPLY: struct.Struct('!HHBBHIHHI'),
    CALL_CLEAR: struct.Struct('!HH'), CALL_DISCONNECT: struct.Struct('!HBBHH128s'),
    SET_LINK_INFO: struct.Struct('!HHII'),
}
VERSION, OK, WINDOW = 0x0100, 1, 64
GRE = struct.Struct('!HHHH')            # flags and version, protocol type, payload length, call ID
KEY, SEQUENCE, ACKNOWLEDGEMENT, ENHANCED, PPP_TYPE = 0x2000, 0x1000, 0x0080, 1, 0x880b
ID_STEP = 128


RESET = struct.pack('ii', 1, 0)         # of a socket option: close at once, with RST


class ControlLost(Exception):
    """The control connection broke, or the other side does not keep to the protocol."""


class Control:
    """The messages on a control connection, however TCP cuts them."""

    def __init__(self, channel: socket.socket):
        self.channel = channel
        self._read = b''

    def send(self, kind: int, *fields) -> None:
        body = BODY[kind].pack(*fields)
        self.channel.sendall(HEADER.pack(HEADER.size + len(body), 1, MAGIC, kind, 0) + body)

    def give_up(self) -> None:
        """Closes without goodbye: what was not answered must not be repeated for minutes."""
        self.channel.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.channel.close()

    def receive(self) -> list:
        """The messages that have come to their end, as (type, fields). Blocks only if nothing is there."""
        part = self.channel.recv(65536)
        if not part:
            raise ControlLost('the other side closed the control connection')
        self._read += part
        whole = []
        while len(self._read) >= HEADER.size:
            length, message, magic, kind, _ = HEADER.unpack_from(self._read)
            if message != 1 or magic != MAGIC or kind not in BODY or length != HEADER.size + BODY[kind].size:
                raise ControlLost(f'no message of ours: {self._read[:length].hex()}')
            if len(self._read) < length:
                break
            whole.append((kind, BODY[kind].unpack_from(self._read, HEADER.size)))
            self._read = self._read[length:]
        return whole


class Tunnel:
    """The raw socket for GRE of one host."""

    def __init__(self, local: str):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_RAW, PROTOCOL)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.socket.bind((local, 0))

    def send(self, peer: str, call_id: int, sequence: int, acknowledged, frame: bytes) -> None:
        flags = KEY | SEQUENCE | ENHANCED | (0 if acknowledged is None else ACKNOWLEDGEMENT)
        packet = GRE.pack(flags, PPP_TYPE, len(frame), call_id) + struct.pack('!I', sequence)
        if acknowledged is not None:
            packet += struct.pack('!I', acknowledged)
        self.socket.sendto(packet + frame, (peer, 0))

    def receive(self):
        """(source address, call ID, sequence number, frame), or None for what is no data of a call."""
        packet = self.socket.recv(65535)
        source = socket.inet_ntoa(packet[12:16])
        packet = packet[(packet[0] & 15) * 4:]
        if len(packet) < GRE.size:
            return None
        flags, kind, length, call_id = GRE.unpack_from(packet)
        at = GRE.size + 4 * bool(flags & SEQUENCE) + 4 * bool(flags & ACKNOWLEDGEMENT)
        if kind != PPP_TYPE or flags & 7 != ENHANCED or not flags & KEY or not flags & SEQUENCE \
                or len(packet) < at + length:
            return None
        return source, call_id, struct.unpack_from('!I', packet, GRE.size)[0], packet[at:at + length]


class Client:
    """One call of a PNS."""

    def __init__(self, options):
        self._peer = options.peer
        self._id = options.call_id
        self._wait = options.wait
        self._tunnel = Tunnel(options.local)
        channel = socket.create_connection((options.peer, PORT), options.wait, (options.local, 0))
        self._control = Control(channel)
        self._sent = 0
        self._seen = None
        self._remote = None             # the server's call ID
        self.foreign = 0
        self.ended = ''                 # why, if the server ended the call
        self.steady = Steady(self._transmit, {self._tunnel.socket: self._data, channel: self._message}, options.wait)

    def open(self) -> None:
        self._control.send(START, VERSION, 0, 3, 3, 0, 1, b'client', b'vpn-passthrough')
        if self._answer(START_REPLY)[1] != OK:
            raise ControlLost('the server refuses the control connection')
        self._control.send(CALL, self._id, 1, 300, 100_000_000, 3, 3, WINDOW, 0, 0, 0, b'', b'')
        own, peer, result, *_ = self._answer(CALL_REPLY)
        if result != OK:
            raise ControlLost(f'the server refuses the call: result {result}')
        if peer != self._id:
            raise ControlLost(f'the server answers to call ID {peer}, ours is {self._id}')
        self._remote = own
        self._control.send(SET_LINK_INFO, own, 0, 0xffffffff, 0xffffffff)
        number = os.getpid()
        self._control.send(ECHO, number)
        if self._answer(ECHO_REPLY)[:2] != (number, OK):
            raise ControlLost('a wrong answer to Echo-Request')

    def close(self) -> dict:
        """Ends the call, then the control connection, and waits to be told that both have ended."""
        try:
            if not self.ended:
                self._control.send(CALL_CLEAR, self._id, 0)
                if self._answer(CALL_DISCONNECT)[0] != self._remote:
                    raise ControlLost('Call-Disconnect-Notify of another call')
                self._control.send(STOP, 1, 0, 0)
                self._answer(STOP_REPLY)
            return {'cleared': not self.ended}
        except (ControlLost, OSError) as problem:
            self.ended = self.ended or str(problem)
            self._control.give_up()
            return {'cleared': False, 'ended': self.ended}
        finally:
            self._control.channel.close()

    def _answer(self, wanted: int) -> tuple:
        while True:
            for kind, fields in self._control.receive():
                if kind == wanted:
                    return fields
                self._heed(kind, fields)

    def _heed(self, kind: int, fields: tuple) -> None:
        if kind == ECHO:
            self._control.send(ECHO_REPLY, fields[0], OK, 0, 0)
        elif kind in (CALL_DISCONNECT, STOP):
            self.ended = f'the server sent message {kind}'

    def _message(self) -> None:
        if self.ended:
            time.sleep(0.001)           # a closed connection is always ready to be read
            return
        try:
            for kind, fields in self._control.receive():
                self._heed(kind, fields)
        except (ControlLost, OSError) as problem:
            self.ended = str(problem)

    def _transmit(self, payload: bytes) -> None:
        self._tunnel.send(self._peer, self._remote, self._sent, self._seen, ppp.echo(ppp.ECHO_REQUEST, 1, payload))
        self._sent += 1

    def _data(self) -> None:
        arrived = self._tunnel.receive()
        if not arrived or arrived[0] != self._peer or arrived[1] != self._id:
            self.foreign += 1
            return
        self._seen = max(self._seen or 0, arrived[2])
        found = ppp.read(arrived[3])
        self.steady.arrived(found[1] if found and found[0] == ppp.ECHO_REPLY else b'')


class Call:
    """A call as the PAC sees it."""

    def __init__(self, control: Control, address: str, peer_id: int):
        self.control, self.address, self.peer_id = control, address, peer_id
        self.next = self.received = 0
        self.seen = None
        self.last_at = 0.0

    def account(self, own: int) -> dict:
        return {'id': own, 'peer': self.address, 'peerId': self.peer_id, 'received': self.received,
                'lastReceivedAt': round(self.last_at * 1000)}


class Server:
    """A PAC that answers whoever calls, until SIGTERM."""

    def __init__(self, local: str):
        self._listener = socket.create_server((local, PORT), backlog=64)
        self._tunnel = Tunnel(local)
        self._controls = {}             # socket -> (Control, address)
        self._calls = {}                # own call ID -> Call
        self._ended = []
        self._next = 0
        self._foreign = self._equal = 0

    def serve(self) -> dict:
        print('ready', flush=True)
        try:
            while True:
                for ready in select.select([self._listener, self._tunnel.socket, *self._controls], [], [])[0]:
                    if ready is self._listener:
                        channel, source = self._listener.accept()
                        self._controls[channel] = (Control(channel), source[0])
                    elif ready is self._tunnel.socket:
                        self._data()
                    elif ready in self._controls:
                        self._messages(ready)
        except SystemExit:
            for control, _ in self._controls.values():
                control.give_up()
            calls = self._ended + [call.account(own) for own, call in self._calls.items()]
            return {'calls': calls, 'foreign': self._foreign, 'equalIds': self._equal}

    def _messages(self, channel: socket.socket) -> None:
        control, address = self._controls[channel]
        try:
            for kind, fields in control.receive():
                self._message(control, address, kind, fields)
        except (ControlLost, OSError):
            for own in [own for own, call in self._calls.items() if call.control is control]:
                self._end(own)
            del self._controls[channel]
            channel.close()

    def _message(self, control: Control, address: str, kind: int, fields: tuple) -> None:
        if kind == START:
            control.send(START_REPLY, VERSION, OK, 0, 3, 3, 0, 1, b'server', b'vpn-passthrough')
        elif kind == CALL:
            control.send(CALL_REPLY, self._open(control, address, fields[0]), fields[0], OK, 0, 0, 100_000_000, WINDOW,
                         0, 0)
        elif kind == CALL_CLEAR:
            for own, call in list(self._calls.items()):
                if call.control is control and call.peer_id == fields[0]:
                    control.send(CALL_DISCONNECT, own, 4, 0, 0, 0, b'')
                    self._end(own)
        elif kind == ECHO:
            control.send(ECHO_REPLY, fields[0], OK, 0, 0)
        elif kind == STOP:
            control.send(STOP_REPLY, OK, 0, 0)

    def _open(self, control: Control, address: str, peer_id: int) -> int:
        own, self._next = self._next, (self._next + ID_STEP) % 0x10000
        # What no PAC could tell apart when it sends.
        self._equal += any(call.address == address and call.peer_id == peer_id for call in self._calls.values())
        self._calls[own] = Call(control, address, peer_id)
        return own

    def _end(self, own: int) -> None:
        self._ended.append(self._calls.pop(own).account(own))

    def _data(self) -> None:
        arrived = self._tunnel.receive()
        call = arrived and self._calls.get(arrived[1])
        if not call or arrived[0] != call.address:
            self._foreign += 1
            return
        call.received += 1
        call.last_at = time.time()
        call.seen = max(call.seen or 0, arrived[2])
        frame = ppp.answer(arrived[3], 2)
        if frame:
            self._tunnel.send(call.address, call.peer_id, call.next, call.seen, frame)
            call.next += 1


def run_client(options) -> dict:
    cues = Cues(options.hold)
    try:
        client = Client(options)
        client.open()
    except (ControlLost, OSError) as problem:
        return {'failed': str(problem)}
    return play(client.steady, options, cues, lambda: {'foreign': client.foreign, 'ended': client.ended}, client.close)


def call_id(text: str) -> int:
    number = int(text, 0)
    if not 0 <= number <= 0xffff:
        raise ValueError('a call ID is 0 to 65535')
    return number


def main() -> None:
    parser = argparse.ArgumentParser(description='One end of PPTP, for tests.')
    parser.add_argument('role', choices=('client', 'server'))
    parser.add_argument('--local', required=True, help='own address')
    parser.add_argument('--peer', help='the server (client only)')
    parser.add_argument('--call-id', type=call_id, default=7, help='that the client chooses (7)')
    steady_options(parser)
    options = parser.parse_args()
    if options.role == 'client':
        print(json.dumps(run_client(options)), flush=True)
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(json.dumps(Server(options.local).serve()), flush=True)


if __name__ == '__main__':
    main()

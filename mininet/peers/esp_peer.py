#!/usr/bin/python3
# Copyright (c) 2026 vpn-passthrough authors.
# SPDX-License-Identifier: EPL-2.0
"""One end of a plain ESP tunnel (RFC 4303), in user space, for hosts whose kernel has no ESP.

    esp_peer.py server --local 203.0.113.201 --sa 4097:8193 --sa 4098:8194 [--greet 3]
    esp_peer.py client --local 10.0.0.101 --peer 203.0.113.201 --sa 8193:4097 [--count 20] [--rate 50] [--wait 3]
                       [--hold] [--greet 3]

The ESP packets are real: tunnel mode, AES-CBC-128 (RFC 3602), HMAC-SHA2-256-128 (RFC 4868), inside them ICMP echo and
UDP in turn, with numbers (see steady.py). The keys are not negotiated but configured by hand: both ends derive them from
the SPI. The IKE exchange that the client sends first (ike_announcement.py) is only the announcement that a NAT gateway
reads.

--sa IN:OUT names the SPI of the packets that arrive here and that of those sent; the server takes several. The server
answers each ESP packet to the address it came from, with its own SPI. Both verify integrity. What comes under an SPI
that is not its own a client ignores, as a host does (RFC 4303 section 3.4.2), and counts it: `foreignFirst` before it
was told to go on, `foreign` after. With --greet the server sends so many packets as soon as IKE is over, before it has
got any, and the client waits for them. It knows which SPI is the client's because the client's IKE cookie ends with it:
in real IKE that is said where nobody can read it. Both print a JSON object as their last line, the server when it is
ended by SIGTERM.
"""

import argparse
import functools
import hashlib
import hmac
import json
import os
import select
import signal
import socket
import struct
import sys
import time

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

import ike_announcement
from steady import Cues, Steady, options as steady_options, play

HEADER = struct.Struct('!II')           # SPI, sequence number
TRAILER = struct.Struct('!BB')          # pad length, next header
IV = BLOCK = ICV = 16
IPV4_IN_ESP = 4
IP = struct.Struct('!BBHHHBBH4s4s')
ICMP, UDP = 1, 17
CLIENT_INSIDE, SERVER_INSIDE = socket.inet_aton('192.168.61.1'), socket.inet_aton('192.168.60.1')
ECHO_PORT, CLIENT_PORT = 7, 40000
GREETING = b'greeting'


class Damaged(Exception):
    """A packet that is not what its sender sealed."""


@functools.lru_cache(maxsize=None)
def keys(spi: int) -> tuple:
    """Keys for encryption and integrity. Derived from the SPI: this is a test of a NAT, not of secrecy."""
    material = hashlib.sha512(f'vpn-passthrough test key of SPI {spi}'.encode()).digest()
    return algorithms.AES(material[:16]), material[16:48]


def seal(spi: int, sequence: int, inside: bytes) -> bytes:
    encryption, integrity = keys(spi)
    padding = -(len(inside) + TRAILER.size) % BLOCK
    text = inside + bytes(range(1, 1 + padding)) + TRAILER.pack(padding, IPV4_IN_ESP)
    vector = os.urandom(IV)
    encryptor = Cipher(encryption, modes.CBC(vector)).encryptor()
    packet = HEADER.pack(spi, sequence) + vector + encryptor.update(text) + encryptor.finalize()
    return packet + hmac.digest(integrity, packet, 'sha256')[:ICV]


def unseal(packet: bytes) -> bytes:
    """The packet inside."""
    encryption, integrity = keys(HEADER.unpack_from(packet)[0])
    body, icv = packet[:-ICV], packet[-ICV:]
    if len(body) % BLOCK != HEADER.size or not hmac.compare_digest(hmac.digest(integrity, body, 'sha256')[:ICV], icv):
        raise Damaged
    start = HEADER.size + IV
    decryptor = Cipher(encryption, modes.CBC(body[HEADER.size:start])).decryptor()
    text = decryptor.update(body[start:]) + decryptor.finalize()
    padding, following = TRAILER.unpack(text[-TRAILER.size:])
    if following != IPV4_IN_ESP:
        raise Damaged
    return text[:-TRAILER.size - padding]


def checksum(data: bytes) -> int:
    """RFC 1071."""
    data += bytes(len(data) % 2)
    total = sum(struct.unpack(f'!{len(data) // 2}H', data))
    total = (total & 0xffff) + (total >> 16)
    return ~(total + (total >> 16)) & 0xffff


def datagram(source: bytes, destination: bytes, protocol: int, body: bytes) -> bytes:
    fields = (0x45, 0, IP.size + len(body), 0, 0, 64, protocol)
    header = IP.pack(*fields, checksum(IP.pack(*fields, 0, source, destination)), source, destination)
    return header + body


def icmp(kind: int, rest: bytes) -> bytes:
    """An ICMP echo message; `rest` begins with identifier and sequence number."""
    return struct.pack('!BBH', kind, 0, checksum(struct.pack('!BBH', kind, 0, 0) + rest)) + rest


def udp(source: int, destination: int, text: bytes) -> bytes:
    return struct.pack('!HHHH', source, destination, 8 + len(text), 0) + text


def inside_request(text: bytes) -> bytes:
    """Odd numbers travel in an ICMP echo request, even ones in a UDP datagram."""
    number = text[-1]
    if number % 2:
        return datagram(CLIENT_INSIDE, SERVER_INSIDE, ICMP, icmp(8, struct.pack('!HH', 77, number) + text))
    return datagram(CLIENT_INSIDE, SERVER_INSIDE, UDP, udp(CLIENT_PORT, ECHO_PORT, text))


def inside_answer(request: bytes):
    """What the host behind the server's end would answer; None to anything but an echo request."""
    protocol, body = read(request)
    if protocol == ICMP and body[0] == 8:
        return datagram(SERVER_INSIDE, CLIENT_INSIDE, ICMP, icmp(0, body[4:]))
    if protocol == UDP and struct.unpack_from('!HH', body) == (CLIENT_PORT, ECHO_PORT):
        return datagram(SERVER_INSIDE, CLIENT_INSIDE, UDP, udp(ECHO_PORT, CLIENT_PORT, body[8:]))
    return None


def read(packet: bytes) -> tuple:
    """(protocol, body) of a packet inside; Damaged if its length or the checksum of its header is wrong."""
    if len(packet) < IP.size + 8 or packet[0] != 0x45 or checksum(packet[:IP.size]) \
            or struct.unpack_from('!H', packet, 2)[0] != len(packet):
        raise Damaged
    return packet[9], packet[IP.size:]


class Door:
    """The raw socket for ESP of one host."""

    def __init__(self, local: str):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ESP)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.socket.bind((local, 0))

    def send(self, spi: int, sequence: int, peer: str, inside: bytes) -> None:
        self.socket.sendto(seal(spi, sequence, inside), (peer, 0))

    def receive(self) -> tuple:
        """(SPI, sequence number, outer source, ESP packet)."""
        packet = self.socket.recv(65535)
        source = socket.inet_ntoa(packet[12:16])
        packet = packet[(packet[0] & 15) * 4:]
        return (*HEADER.unpack_from(packet), source, packet)


def announce(local: str, peer: str, spi: int, patience: float) -> dict:
    """Sends the IKE exchange; sends a message up to three times. Ends early where the peer does not answer."""
    sent = answered = 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ike:
        ike.bind((local, ike_announcement.PORT))
        ike.connect((peer, ike_announcement.PORT))
        ike.settimeout(patience)
        messages = ike_announcement.requests(spi)
        message, last = next(messages), False
        while message and not last:
            last = ike_announcement.ends(message)
            answer = None
            for _ in range(1 if last else 3):
                sent += 1
                ike.send(message)
                try:
                    answer = None if last else ike.recv(65535)
                    break
                except OSError:
                    continue                # too late, or refused by an ICMP error: once more
            if answer:
                answered += 1
                message = messages.send(answer[8:16])
            elif not last:
                break
    return {'sent': sent, 'answered': answered, 'complete': last}


class Client:
    """The one tunnel of a client."""

    def __init__(self, options):
        self._inbound, self._outbound = options.sa[0]
        self._peer = options.peer
        self._door = Door(options.local)        # before IKE: the server may send first
        self._sequence = 0
        self._ike = announce(options.local, options.peer, self._inbound, options.wait)
        self._damaged = self._greeted = self._foreign_first = self._foreign = 0
        self.steady = Steady(self._transmit, {self._door.socket: self._data}, options.wait)
        self.steady.listen(time.monotonic() + options.wait, lambda: self._greeted >= options.greet)

    def account(self) -> dict:
        return {'ike': self._ike, 'greeted': self._greeted, 'badIntegrity': self._damaged,
                'foreignFirst': self._foreign_first, 'foreign': self._foreign}

    def _transmit(self, payload: bytes) -> None:
        self._sequence += 1
        self._door.send(self._outbound, self._sequence, self._peer, inside_request(payload))

    def _data(self) -> None:
        spi, _, _, packet = self._door.receive()
        if spi != self._inbound:
            self._foreign_first += not self.steady.is_running()
            self._foreign += self.steady.is_running()
            return
        try:
            _, body = read(unseal(packet))
        except Damaged:
            self._damaged += 1
            return
        if body[8:].startswith(GREETING):
            self._greeted += 1
        else:
            self.steady.arrived(body[8:])


class Tunnel:
    """One client as the server sees it."""

    def __init__(self, spi: int, door: Door):
        self._spi, self._door = spi, door
        self._sequence = 0
        self._seen = set()
        self.received = self.answered = self.replayed = 0
        self.sources = set()

    def send(self, peer: str, inside: bytes) -> None:
        self._sequence += 1
        self._door.send(self._spi, self._sequence, peer, inside)

    def arrived(self, sequence: int, source: str, inside: bytes) -> None:
        self.received += 1
        self.replayed += sequence in self._seen
        self._seen.add(sequence)
        self.sources.add(source)
        answer = inside_answer(inside)
        if answer:
            self.send(source, answer)
            self.answered += 1

    def greet(self, peer: str, count: int) -> None:
        for number in range(count):
            self.send(peer, datagram(SERVER_INSIDE, CLIENT_INSIDE, UDP,
                                     udp(ECHO_PORT, CLIENT_PORT, GREETING + bytes([number]))))

    def account(self) -> dict:
        return {'received': self.received, 'answered': self.answered, 'replayed': self.replayed,
                'sources': sorted(self.sources)}


def server(options) -> dict:
    door = Door(options.local)
    ike = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    ike.bind((options.local, ike_announcement.PORT))
    responder = ike_announcement.Responder()
    tunnels = {inbound: Tunnel(outbound, door) for inbound, outbound in options.sa}
    of_client = {outbound: tunnels[inbound] for inbound, outbound in options.sa}
    exchanges = damaged = foreign = 0
    print('ready', flush=True)
    try:
        while True:
            for channel in select.select([ike, door.socket], [], [])[0]:
                if channel is ike:
                    request, source = ike.recvfrom(65535)
                    exchanges += 1
                    answer = responder.answer(request)
                    if answer:
                        ike.sendto(answer, source)
                    elif ike_announcement.ends(request):
                        tunnel = of_client.get(ike_announcement.announced_spi(request))
                        if tunnel:
                            tunnel.greet(source[0], options.greet)
                    continue
                spi, sequence, source, packet = door.receive()
                if spi not in tunnels:
                    foreign += 1
                    continue
                try:
                    tunnels[spi].arrived(sequence, source, unseal(packet))
                except Damaged:
                    damaged += 1
    except SystemExit:
        return {'ikeMessages': exchanges, 'tunnels': {spi: tunnel.account() for spi, tunnel in tunnels.items()},
                'badIntegrity': damaged, 'foreign': foreign}


def run_client(options) -> dict:
    cues = Cues(options.hold)
    client = Client(options)
    return play(client.steady, options, cues, client.account)


def pair(text: str):
    inbound, outbound = (int(part, 0) for part in text.split(':'))
    if min(inbound, outbound) < 256:
        raise ValueError('SPIs 0 to 255 are reserved (RFC 4303 section 2.1)')
    return inbound, outbound


def main() -> None:
    parser = argparse.ArgumentParser(description='One end of a plain ESP tunnel, for tests.')
    parser.add_argument('role', choices=('client', 'server'))
    parser.add_argument('--local', required=True, help='own address')
    parser.add_argument('--peer', help='the server (client only)')
    parser.add_argument('--sa', required=True, type=pair, action='append', metavar='IN:OUT', help='SPIs, 256 and above')
    parser.add_argument('--greet', type=int, default=0, help='packets that the server sends first (0)')
    steady_options(parser)
    options = parser.parse_args()
    if options.role == 'client':
        print(json.dumps(run_client(options)), flush=True)
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(json.dumps(server(options)), flush=True)


if __name__ == '__main__':
    main()

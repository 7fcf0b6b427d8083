#!/usr/bin/python3
# Copyright (c) 2026 vpn-passthrough authors.
# SPDX-License-Identifier: EPL-2.0
"""One end of a plain ESP tunnel (RFC 4303), in user space, for hosts whose kernel has no ESP.

    esp_peer.py server --local 203.0.113.201 --sa 4097:8193 --sa 4098:8194
    esp_peer.py client --local 10.0.0.101 --peer 203.0.113.201 --sa 8193:4097 [--count 20] [--interval 0.02]
                       [--wait 2] [--hold]

The ESP packets are real: tunnel mode, AES-CBC-128, HMAC-SHA2-256-128, inside them ICMP echo and UDP in turn. The keys
are not negotiated but configured by hand: both ends derive them from the SPI. The IKE exchange that the client sends
first (ike_announcement.py) is only the announcement that a NAT gateway reads.

--sa IN:OUT names the SPI of the packets that arrive here and that of those sent; the server takes several. The server
answers each ESP packet to the address it came from, with its own SPI. Both verify integrity. The client sends four
packets first; with --hold it then prints "ready" and waits for SIGUSR1, so that counters can be read in between. It ends
with one JSON object as its last line; the server prints its own when it is ended by SIGTERM.
"""

import argparse
import functools
import hashlib
import json
import select
import signal
import socket
import sys
import time

from scapy.layers.inet import ICMP, IP, UDP
from scapy.layers.ipsec import ESP, IPSecIntegrityError, SecurityAssociation
from scapy.packet import Raw

import ike_announcement
from traffic import Gate

FIRST_PACKETS = 4
CLIENT_INSIDE, SERVER_INSIDE, ECHO_PORT = '192.168.61.1', '192.168.60.1', 7


@functools.lru_cache(maxsize=None)
def association(spi: int, source: str, destination: str) -> SecurityAssociation:
    """One direction of the tunnel. Key material from the SPI: this is a test of a NAT, not of secrecy."""
    material = hashlib.sha512(f'vpn-passthrough test key of SPI {spi}'.encode()).digest()
    return SecurityAssociation(ESP, spi=spi, crypt_algo='AES-CBC', crypt_key=material[:16],
                               auth_algo='SHA2-256-128', auth_key=material[16:48],
                               tunnel_header=IP(src=source, dst=destination))


class Door:
    """The raw socket for ESP of one host: seals and opens packets, and counts what is wrong with them."""

    def __init__(self, local: str):
        self.local = local
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ESP)
        self.socket.bind((local, 0))
        self.bad_integrity = 0
        self.foreign_spi = 0

    def send(self, spi: int, sequence: int, peer: str, inside: IP) -> None:
        outbound = association(spi, self.local, peer)
        packet = outbound.encrypt(inside, seq_num=sequence)
        self.socket.sendto(bytes(packet[ESP]), (peer, 0))

    def receive(self, expected: set):
        """(SPI, sequence number, outer source, packet inside), or None if it was not for us or not whole."""
        packet = IP(self.socket.recv(65535))
        if ESP not in packet or packet[ESP].spi not in expected:
            self.foreign_spi += 1
            return None
        spi, sequence = packet[ESP].spi, packet[ESP].seq
        try:
            return spi, sequence, packet.src, association(spi, packet.src, packet.dst).decrypt(packet)
        except IPSecIntegrityError:
            self.bad_integrity += 1
            return None


def inside_request(number: int) -> IP:
    """Odd packets carry an ICMP echo, even ones a UDP datagram; both hold their number."""
    text = Raw(f'packet {number} through the tunnel'.encode())
    above = ICMP(type=8, id=77, seq=number & 0xffff) if number % 2 else UDP(sport=40000, dport=ECHO_PORT)
    return IP(src=CLIENT_INSIDE, dst=SERVER_INSIDE) / above / text


def inside_answer(request: IP):
    """What the host behind the server's end would answer; None to anything but an echo request."""
    if ICMP in request and request[ICMP].type == 8:
        above = ICMP(type=0, id=request[ICMP].id, seq=request[ICMP].seq)
    elif UDP in request and request[UDP].dport == ECHO_PORT:
        above = UDP(sport=ECHO_PORT, dport=request[UDP].sport)
    else:
        return None
    return IP(src=request.dst, dst=request.src) / above / Raw(bytes(request[Raw]))


def announce(local: str, peer: str, patience: float) -> dict:
    """Sends the IKE exchange; sends a message up to three times. Ends early where the peer does not answer."""
    sent = answered = 0
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ike:
        ike.bind((local, ike_announcement.PORT))
        ike.connect((peer, ike_announcement.PORT))
        ike.settimeout(patience)
        messages = ike_announcement.requests()
        message, last = next(messages), False
        while message and not last:
            last = len(message) == ike_announcement.HEADER.size + 48       # Quick Mode's third has no answer
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


def client(options, gate: Gate) -> dict:
    inbound, outbound = options.sa[0]
    ike = announce(options.local, options.peer, options.wait)
    door = Door(options.local)
    waiting, kinds = {}, {}

    def collect(until: float, all_of_them: bool = False) -> None:
        while (rest := until - time.monotonic()) > 0 and (waiting or not all_of_them):
            arrived = door.receive({inbound}) if select.select([door.socket], [], [], rest)[0] else None
            if arrived and Raw in arrived[3]:
                text = bytes(arrived[3][Raw])
                if waiting.pop(text, None):
                    kinds['icmp' if ICMP in arrived[3] else 'udp'] += 1

    def send(first: int, count: int) -> int:
        kinds.update(icmp=0, udp=0)
        for number in range(first, first + count):
            request = inside_request(number)
            waiting[bytes(request[Raw])] = True
            door.send(outbound, number, options.peer, request)
            collect(time.monotonic() + options.interval)
        collect(time.monotonic() + options.wait, all_of_them=True)
        waiting.clear()
        return sum(kinds.values())

    first_answered = send(1, FIRST_PACKETS)
    gate.wait()
    answered = send(1 + FIRST_PACKETS, options.count)
    return {'ike': ike, 'firstAnswered': first_answered, 'sent': options.count, 'answered': answered, 'answers': kinds,
            'badIntegrity': door.bad_integrity, 'foreignSpi': door.foreign_spi}


def server(options) -> dict:
    pairs = dict(options.sa)
    door = Door(options.local)
    ike = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    ike.bind((options.local, ike_announcement.PORT))
    responder = ike_announcement.Responder()
    counts = {spi: {'received': 0, 'answered': 0, 'replayed': 0, 'sources': set()} for spi in pairs}
    seen = set()
    exchanges = 0
    print('ready', flush=True)
    try:
        while True:
            for channel in select.select([ike, door.socket], [], [])[0]:
                if channel is ike:
                    request, source = ike.recvfrom(65535)
                    answer = responder.answer(request)
                    exchanges += 1
                    if answer:
                        ike.sendto(answer, source)
                    continue
                arrived = door.receive(set(pairs))
                if not arrived:
                    continue
                spi, sequence, source, inner = arrived
                count = counts[spi]
                count['received'] += 1
                count['replayed'] += (spi, sequence) in seen
                count['sources'].add(source)
                seen.add((spi, sequence))
                answer = inside_answer(inner)
                if answer:
                    door.send(pairs[spi], count['received'], source, answer)
                    count['answered'] += 1
    except SystemExit:
        for count in counts.values():
            count['sources'] = sorted(count['sources'])
        return {'ikeMessages': exchanges, 'tunnels': counts, 'badIntegrity': door.bad_integrity,
                'foreignSpi': door.foreign_spi}


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
    parser.add_argument('--count', type=int, default=20, help='ESP packets to send after the first (20)')
    parser.add_argument('--interval', type=float, default=0.02, help='seconds between them (0.02)')
    parser.add_argument('--wait', type=float, default=2, help='seconds to wait for an answer (2)')
    parser.add_argument('--hold', action='store_true', help='wait for SIGUSR1 after the first packets (client only)')
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(json.dumps(client(options, Gate(options.hold)) if options.role == 'client' else server(options)), flush=True)


if __name__ == '__main__':
    main()

# Copyright (c) 2026 vpn-passthrough authors.
# SPDX-License-Identifier: EPL-2.0
"""PPP frames that prove that a link carries data: LCP Echo-Request and Echo-Reply (RFC 1661 section 5.8).

Nothing is negotiated before them. In PPTP and L2TP they are sealed into data packets like every other frame.
"""

import struct

ECHO_REQUEST, ECHO_REPLY = 9, 10
HEADER = struct.Struct('!HHBBHI')       # address and control, protocol, code, identifier, length, magic number
ALL_STATIONS = 0xff03
LCP = 0xc021
LCP_HEADER = 8


def echo(code: int, magic: int, data: bytes) -> bytes:
    """A frame with the data; the identifier is the lowest byte of the last number in it."""
    return HEADER.pack(ALL_STATIONS, LCP, code, data[-1], LCP_HEADER + len(data), magic) + data


def read(frame: bytes):
    """(code, data) of an LCP echo frame; None for anything else."""
    if len(frame) < HEADER.size:
        return None
    station, protocol, code, _, length, _ = HEADER.unpack_from(frame)
    whole = (station, protocol, length) == (ALL_STATIONS, LCP, len(frame) - HEADER.size + LCP_HEADER)
    return (code, frame[HEADER.size:]) if whole and code in (ECHO_REQUEST, ECHO_REPLY) else None


def answer(frame: bytes, magic: int):
    """The reply to an echo request; None to anything else."""
    found = read(frame)
    return echo(ECHO_REPLY, magic, found[1]) if found and found[0] == ECHO_REQUEST else None

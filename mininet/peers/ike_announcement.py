# Copyright (c) 2026 vpn-passthrough authors.
# SPDX-License-Identifier: EPL-2.0
"""The messages of an IKEv1 negotiation as a NAT gateway sees them: Main Mode, then Quick Mode (RFC 2408, RFC 2409).

They announce, and negotiate nothing: no key comes out of them. What is in clear text is well formed (SA, key exchange,
nonce, vendor ID); what IKE encrypts is random bytes of a fitting length. The vendor IDs hold no NAT-T one (RFC 3947),
by which a gateway can tell that plain ESP will follow and not ESP in UDP.
"""

import os
import struct

PORT = 500
MAIN_MODE, QUICK_MODE = 2, 32
SA, KEY_EXCHANGE, NONCE, VENDOR = 1, 4, 10, 13
HEADER = struct.Struct('!8s8sBBBBII')
DEAD_PEER_DETECTION = bytes.fromhex('afcad71368a1f1c96b8696fc77570100')     # RFC 3706 section 5.1
NOTHING = bytes(8)
PROPOSAL, CONSENT = 160, 48             # bytes that Quick Mode encrypts, in its first and second and in its third message


def security_association() -> bytes:
    """SA payload body: one proposal, AES-CBC-128, SHA2-256, pre-shared key, group 14, one hour (RFC 2409 appendix A)."""
    attributes = ((1, 7), (14, 128), (2, 4), (3, 1), (4, 14), (11, 1), (12, 3600))
    transform_body = struct.pack('!BBH', 1, 1, 0) + b''.join(struct.pack('!HH', 0x8000 | kind, value)
                                                            for kind, value in attributes)
    transform = struct.pack('!BBH', 0, 0, 4 + len(transform_body)) + transform_body
    proposal = struct.pack('!BBHBBBB', 0, 0, 8 + len(transform), 1, 1, 0, 1) + transform
    return struct.pack('!II', 1, 1) + proposal


def clear(initiator: bytes, responder: bytes, *payloads) -> bytes:
    """A Main Mode message in clear text; every payload is (type, body)."""
    chain = b''
    for index, (_, body) in enumerate(payloads):
        following = payloads[index + 1][0] if index + 1 < len(payloads) else 0
        chain += struct.pack('!BBH', following, 0, 4 + len(body)) + body
    return HEADER.pack(initiator, responder, payloads[0][0], 0x10, MAIN_MODE, 0, 0, HEADER.size + len(chain)) + chain


def sealed(initiator: bytes, responder: bytes, exchange: int, message: int, first: int, length: int) -> bytes:
    """A message whose body looks encrypted."""
    body = os.urandom(length)
    return HEADER.pack(initiator, responder, first, 0x10, exchange, 1, message, HEADER.size + length) + body


def requests(spi: int):
    """What the initiator sends, one message after the other; `send` the responder's cookie after the first.

    Its own cookie ends with the SPI that the tunnel will have, so that the responder of a test knows it.
    """
    mine = os.urandom(4) + struct.pack('!I', spi)
    theirs = yield clear(mine, NOTHING, (SA, security_association()), (VENDOR, DEAD_PEER_DETECTION))
    yield clear(mine, theirs, (KEY_EXCHANGE, os.urandom(256)), (NONCE, os.urandom(32)))
    yield sealed(mine, theirs, MAIN_MODE, 0, 5, 64)
    quick = struct.unpack('!I', os.urandom(4))[0] | 1
    yield sealed(mine, theirs, QUICK_MODE, quick, 8, PROPOSAL)
    yield sealed(mine, theirs, QUICK_MODE, quick, 8, CONSENT)


def ends(message: bytes) -> bool:
    """Whether this is the last message, which has no answer: Quick Mode's third."""
    return message[18] == QUICK_MODE and len(message) == HEADER.size + CONSENT


def announced_spi(message: bytes) -> int:
    """The SPI of the tunnel that a message of `requests` announces."""
    return struct.unpack_from('!I', message, 4)[0]


class Responder:
    """Answers one initiator after the other; knows each by its cookie."""

    def __init__(self):
        self._cookies = {}

    def answer(self, request: bytes):
        """The answer to a request, or None where the exchange has none (Quick Mode's third message)."""
        mine, _, first, _, exchange, _, message, length = HEADER.unpack_from(request)
        if length != len(request):
            return None
        theirs = self._cookies.setdefault(mine, os.urandom(8))
        if exchange == MAIN_MODE and first == SA:
            return clear(mine, theirs, (SA, security_association()), (VENDOR, DEAD_PEER_DETECTION))
        if exchange == MAIN_MODE and first == KEY_EXCHANGE:
            return clear(mine, theirs, (KEY_EXCHANGE, os.urandom(256)), (NONCE, os.urandom(32)))
        if exchange == MAIN_MODE:
            return sealed(mine, theirs, MAIN_MODE, 0, 5, 64)
        return None if ends(request) else sealed(mine, theirs, QUICK_MODE, message, 8, PROPOSAL)

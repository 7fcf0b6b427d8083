/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Optional;

/** Tells the ICMP messages apart (RFC 792). The checksum is not verified, as with UDP and TCP. */
final class IcmpParser {
    static final int TYPE = 0;
    static final int CODE = 1;
    static final int CHECKSUM = 2;
    static final int HEADER = 8;

    private IcmpParser() {
        // only functions
    }

    static Optional<? extends Transport> parse(byte[] frame, Ipv4Header ip) {
        final int offset = ip.payloadOffset();
        if (ip.end() - offset < HEADER) {
            return Optional.empty();
        }
        return switch (Bytes.u8(frame, offset + TYPE)) {
            case IcmpError.UNREACHABLE, IcmpError.SOURCE_QUENCH, IcmpError.TIME_EXCEEDED,
                IcmpError.PARAMETER_PROBLEM -> error(frame, offset, ip.end());
            default -> Optional.of(quoted(frame, offset));
        };
    }

    /** Reads a message of which 8 bytes are there. An error is not followed: there are none about errors. */
    static Transport quoted(byte[] frame, int offset) {
        final int type = Bytes.u8(frame, offset + TYPE);
        return switch (type) {
            case IcmpEcho.REQUEST, IcmpEcho.REPLY -> new IcmpEcho(offset, type == IcmpEcho.REQUEST,
                Bytes.u16(frame, offset + IcmpEcho.ID), Bytes.u16(frame, offset + IcmpEcho.SEQUENCE));
            default -> new IcmpOther(offset, type, Bytes.u8(frame, offset + CODE));
        };
    }

    private static Optional<IcmpError> error(byte[] frame, int offset, int end) {
        return Ipv4Header.quoted(frame, offset + IcmpError.QUOTE, end)
            .filter(ip -> end - ip.payloadOffset() >= TransportParser.QUOTED_AT_LEAST)
            .map(ip -> new IcmpError(offset, Bytes.u8(frame, offset + TYPE), Bytes.u8(frame, offset + CODE),
                new Quoted(ip, TransportParser.quoted(frame, ip, quoteEnd(ip, end)))));
    }

    /** What follows the quoted packet is padding or an extension (RFC 4884), if its total length can be believed. */
    private static int quoteEnd(Ipv4Header ip, int end) {
        return Math.min(end, Math.max(ip.end(), ip.payloadOffset() + TransportParser.QUOTED_AT_LEAST));
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Optional;
import java.util.OptionalInt;

/** Tells the two kinds of GRE apart, and finds the fields that their flags announce. */
final class GreParser {
    static final int FLAGS = 0;
    static final int PROTOCOL = 2;

    static final int PLAIN = 0;
    static final int ENHANCED = 1;

    static final int CHECKSUM = 0x8000;
    static final int KEY = 0x2000;
    static final int SEQUENCE = 0x1000;
    static final int ACKNOWLEDGEMENT = 0x0080;

    private static final int VERSION = 0x0007;
    private static final int FLAGS_AND_PROTOCOL = 4;
    private static final int FIELD = 4;

    private GreParser() {
        // only functions
    }

    static Optional<? extends Transport> parse(byte[] frame, Ipv4Header ip) {
        final int offset = ip.payloadOffset();
        if (ip.end() - offset < FLAGS_AND_PROTOCOL) {
            return Optional.empty();
        }
        return switch (version(frame, offset)) {
            case PLAIN -> GreHeader.Plain.parse(frame, offset, ip.end());
            case ENHANCED -> GreHeader.Enhanced.parse(frame, ip);
            default -> Optional.empty();
        };
    }

    /** Reads a header of which the first 8 bytes are there; what makes no sense is some other protocol. */
    static Transport quoted(byte[] frame, int offset, int end) {
        if (version(frame, offset) == PLAIN) {
            return GreHeader.Plain.read(frame, offset, end);
        }
        return GreHeader.Enhanced.fits(frame, offset, end) ? GreHeader.Enhanced.read(frame, offset, end)
            : new OtherProtocol(offset, IpProtocol.GRE);
    }

    /** How many bytes the fields take that are announced by these of the flags. */
    static int fields(int flags, int... announcing) {
        int length = 0;
        for (int flag : announcing) {
            length += (flags & flag) != 0 ? FIELD : 0;
        }
        return length;
    }

    /** The field that a flag announces, if it is there. */
    static OptionalInt field(byte[] frame, int flags, int flag, int at, int end) {
        return (flags & flag) != 0 && at + FIELD <= end ? OptionalInt.of(Bytes.i32(frame, at)) : OptionalInt.empty();
    }

    private static int version(byte[] frame, int offset) {
        return Bytes.u16(frame, offset + FLAGS) & VERSION;
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A GRE header: plain, which may carry anything (RFC 2784, RFC 2890), or enhanced, which carries the PPP frames of a
 * PPTP call (RFC 2637 section 4.1). The version in the header tells which.
 */
public sealed interface GreHeader extends Transport {
    /**
     * Version 0.
     *
     * @param offset first byte of the header in the frame
     * @param protocol of the payload, an Ethernet type, 0 to 65535
     * @param key tells tunnels between the same two hosts apart, as a bit pattern; empty if the header has none, or if
     *     it is in a quote that ends before it
     * @param sequence as a bit pattern; empty likewise
     */
    record Plain(int offset, int protocol, OptionalInt key, OptionalInt sequence) implements GreHeader {
        private static final int HEADER = 4;
        /** Routing of RFC 1701 and the reserved bits for which a receiver must discard (RFC 2784 section 2.3). */
        private static final int MUST_BE_ZERO = 0x4c00;

        static Optional<Plain> parse(byte[] frame, int offset, int end) {
            final int flags = Bytes.u16(frame, offset + GreParser.FLAGS);
            final int header = HEADER
                + GreParser.fields(flags, GreParser.CHECKSUM, GreParser.KEY, GreParser.SEQUENCE);
            return (flags & MUST_BE_ZERO) != 0 || header > end - offset ? Optional.empty()
                : Optional.of(read(frame, offset, end));
        }

        /** Reads a header of which only the first 4 bytes may be there. */
        static Plain read(byte[] frame, int offset, int end) {
            final int flags = Bytes.u16(frame, offset + GreParser.FLAGS);
            final int key = offset + HEADER + GreParser.fields(flags, GreParser.CHECKSUM);
            final int sequence = key + GreParser.fields(flags, GreParser.KEY);
            return new Plain(offset, Bytes.u16(frame, offset + GreParser.PROTOCOL),
                GreParser.field(frame, flags, GreParser.KEY, key, end),
                GreParser.field(frame, flags, GreParser.SEQUENCE, sequence, end));
        }

        @Override
        public int version() {
            return GreParser.PLAIN;
        }
    }

    /**
     * Version 1.
     *
     * @param offset first byte of the header in the frame
     * @param payloadLength of what follows the header, in bytes, 0 to 65535; in a first fragment or a quote more than
     *     is there
     * @param callId of the receiver, 0 to 65535: the id that the receiver has chosen for the call
     * @param sequence of this packet of the call, as a bit pattern; empty if the packet is nothing but an
     *     acknowledgement, or if it is in a quote that ends before it
     * @param acknowledgement highest number received, as a bit pattern; empty if there is none to tell, or if it is in
     *     a quote that ends before it
     */
    record Enhanced(int offset, int payloadLength, int callId, OptionalInt sequence, OptionalInt acknowledgement)
            implements GreHeader {
        static final int CALL_ID = 6;
        private static final int PAYLOAD_LENGTH = 4;
        private static final int HEADER = 8;

        /** All but the bits S and A is given: key and version 1, the rest zero. */
        private static final int GIVEN = 0xef7f;
        private static final int GIVEN_VALUE = 0x2001;
        private static final int PPP = 0x880b;

        static Optional<Enhanced> parse(byte[] frame, Ipv4Header ip) {
            final int offset = ip.payloadOffset();
            if (!fits(frame, offset, ip.end())) {
                return Optional.empty();
            }
            final int flags = Bytes.u16(frame, offset + GreParser.FLAGS);
            final int there = ip.end() - offset - HEADER
                - GreParser.fields(flags, GreParser.SEQUENCE, GreParser.ACKNOWLEDGEMENT);
            return there < 0 ? Optional.empty() : Optional.of(read(frame, offset, ip.end()))
                .filter(gre -> gre.payloadLength <= there || ip.isFragment());
        }

        /** Tells whether this is a header of a PPTP call as far as its first 8 bytes can tell. */
        static boolean fits(byte[] frame, int offset, int end) {
            return end - offset >= HEADER
                && (Bytes.u16(frame, offset + GreParser.FLAGS) & GIVEN) == GIVEN_VALUE
                && Bytes.u16(frame, offset + GreParser.PROTOCOL) == PPP;
        }

        /** Reads a header of which only the first 8 bytes may be there. */
        static Enhanced read(byte[] frame, int offset, int end) {
            final int flags = Bytes.u16(frame, offset + GreParser.FLAGS);
            final int sequence = offset + HEADER;
            final int acknowledgement = sequence + GreParser.fields(flags, GreParser.SEQUENCE);
            return new Enhanced(offset, Bytes.u16(frame, offset + PAYLOAD_LENGTH),
                Bytes.u16(frame, offset + CALL_ID),
                GreParser.field(frame, flags, GreParser.SEQUENCE, sequence, end),
                GreParser.field(frame, flags, GreParser.ACKNOWLEDGEMENT, acknowledgement, end));
        }

        @Override
        public int version() {
            return GreParser.ENHANCED;
        }
    }

    /**
     * The version field.
     *
     * @return 0 for {@link Plain}, 1 for {@link Enhanced}
     */
    int version();
}

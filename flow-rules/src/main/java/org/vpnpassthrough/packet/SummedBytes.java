/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/** The bytes of a frame; a change of them brings the checksums over them up to date by difference (RFC 1624). */
final class SummedBytes {
    private static final int NOWHERE = -1;

    private final byte[] frame;
    /** Where the checksum is that covers the quote of an ICMP error. */
    private final int aroundQuote;

    /** Where a checksum is; with UDP a computed 0 is sent as its other form 0xffff, because 0 says "none" (RFC 768). */
    record Sum(int at, int insteadOfZero) {
        static final Sum NONE = new Sum(NOWHERE, 0);
    }

    /** Writes into the very bytes given. */
    SummedBytes(byte[] frame) {
        this(frame, NOWHERE);
    }

    private SummedBytes(byte[] frame, int aroundQuote) {
        this.frame = frame;
        this.aroundQuote = aroundQuote;
    }

    /** The same for an ICMP error: everything past its checksum, other checksums too, is under that one. */
    static SummedBytes aroundQuote(byte[] frame, int checksum) {
        return new SummedBytes(frame, checksum);
    }

    /** Writes one word, and what it changes in the checksums over it. */
    void word(int at, int value, Sum... sums) {
        final int before = Bytes.u16(frame, at);
        store(at, value);
        for (var sum : sums) {
            update(sum, before, value);
        }
    }

    /**
     * Writes one byte, and what it changes in the checksum over it. The words that are summed begin at even offsets,
     * since the headers of Ethernet and IPv4 have even lengths; a byte at an odd one is the lower half of its word.
     */
    void octet(int at, int value, Sum sum) {
        final int shift = at % 2 == 0 ? Byte.SIZE : 0;
        final int before = Bytes.u8(frame, at);
        Bytes.put8(frame, at, value);
        update(sum, before << shift, Bytes.u8(frame, at) << shift);
    }

    private void update(Sum sum, int before, int after) {
        if (sum != Sum.NONE && before != after) {
            final int updated = Checksum.update(Bytes.u16(frame, sum.at), before, after);
            store(sum.at, updated == 0 ? sum.insteadOfZero : updated);
        }
    }

    private void store(int at, int value) {
        final int before = Bytes.u16(frame, at);
        Bytes.put16(frame, at, value);
        if (aroundQuote != NOWHERE && at > aroundQuote) {
            Bytes.put16(frame, aroundQuote, Checksum.update(Bytes.u16(frame, aroundQuote), before, value));
        }
    }
}

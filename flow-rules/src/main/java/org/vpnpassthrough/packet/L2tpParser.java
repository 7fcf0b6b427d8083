/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.OptionalInt;

/** Reads a header of L2TP (RFC 2661 section 3.1) field by field, since all but two may be missing. */
final class L2tpParser {
    private static final int CONTROL = 0x8000;
    private static final int LENGTH = 0x4000;
    private static final int SEQUENCE = 0x0800;
    private static final int OFFSET = 0x0200;
    private static final int PRIORITY = 0x0100;
    private static final int VERSION = 0x000f;
    private static final int L2F = 1;
    private static final int L2TP = 2;
    private static final int L2TP_3 = 3;

    /** Of an attribute (RFC 2661 section 4.1): flags and length, vendor, type. */
    private static final int AVP_HEADER = 6;
    private static final int AVP_LENGTH = 0x03ff;
    private static final int AVP_HIDDEN = 0x4000;
    /** The attribute of vendor and type 0 (RFC 2661 section 4.4.1), which must be the first. */
    private static final int MESSAGE_TYPE = 8;

    private final byte[] frame;
    private final int offset;
    private final int end;
    private final boolean whole;
    private int at;

    /** Reads what is in the range; if that is not whole, the header may say that there is more. */
    L2tpParser(byte[] frame, int offset, int length, boolean whole) {
        this.frame = frame;
        this.offset = offset;
        this.whole = whole;
        end = offset + length;
        at = offset;
    }

    L2tpDatagram parse() {
        final var flags = next(true);
        return flags.isEmpty() ? new Malformed(Flaw.L2TP) : switch (flags.getAsInt() & VERSION) {
            case L2TP -> version2(flags.getAsInt());
            case L2F, L2TP_3 -> new L2tpDatagram.OtherVersion(flags.getAsInt() & VERSION);
            default -> new Malformed(Flaw.L2TP);
        };
    }

    private L2tpDatagram version2(int flags) {
        final boolean control = (flags & CONTROL) != 0;
        final boolean sequenced = (flags & SEQUENCE) != 0;
        final boolean padded = (flags & OFFSET) != 0;
        final var length = next((flags & LENGTH) != 0);
        final var tunnel = next(true);
        final var session = next(true);
        final var ns = next(sequenced);
        final var nr = next(sequenced);
        final int padding = next(padded).orElse(0);
        at += padding;
        final boolean cut = session.isEmpty() || sequenced && nr.isEmpty() || (whole || !padded) && at > end;
        if (cut || control && !fitsControl(flags) || length.isPresent() && !fits(length.getAsInt())) {
            return new Malformed(Flaw.L2TP);
        }
        final int attributes = control ? offset + length.getAsInt() - at : 0;
        return attributes != 0 && !isAttribute(attributes) ? new Malformed(Flaw.L2TP)
            : new L2tpHeader(offset, control, length, tunnel.getAsInt(), session.getAsInt(), ns, nr,
                attributes == 0 ? OptionalInt.empty() : messageType());
    }

    /** The next two bytes if they are announced and there. What is missing is stepped over all the same. */
    private OptionalInt next(boolean announced) {
        if (!announced) {
            return OptionalInt.empty();
        }
        at += 2;
        return at <= end ? OptionalInt.of(Bytes.u16(frame, at - 2)) : OptionalInt.empty();
    }

    private static boolean fitsControl(int flags) {
        return (flags & (LENGTH | SEQUENCE | OFFSET | PRIORITY)) == (LENGTH | SEQUENCE);
    }

    private boolean fits(int length) {
        return offset + length >= at && (!whole || offset + length <= end);
    }

    /** Tells whether an attribute begins here; of the quote of an ICMP error it may not be there. */
    private boolean isAttribute(int available) {
        if (available < AVP_HEADER || at + AVP_HEADER > end) {
            return available >= AVP_HEADER;
        }
        final int length = Bytes.u16(frame, at) & AVP_LENGTH;
        return length >= AVP_HEADER && length <= available;
    }

    private OptionalInt messageType() {
        return at + MESSAGE_TYPE <= end
            && (Bytes.u16(frame, at) & (AVP_HIDDEN | AVP_LENGTH)) == MESSAGE_TYPE
            && Bytes.i32(frame, at + 2) == 0
            ? OptionalInt.of(Bytes.u16(frame, at + AVP_HEADER)) : OptionalInt.empty();
    }
}

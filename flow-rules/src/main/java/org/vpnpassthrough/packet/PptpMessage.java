/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A control message of PPTP (RFC 2637 section 2), as much of it as a gateway needs.
 *
 * @param type which of the 15
 * @param callId chosen by the sender, 0 to 65535, if the message has one
 * @param peerCallId chosen by the receiver, 0 to 65535, if the message has one
 * @param result of what was asked, or why something ends, 0 to 255, if the message says so
 */
public record PptpMessage(PptpType type, OptionalInt callId, OptionalInt peerCallId, OptionalInt result) {
    /** The result of a reply that agrees. */
    public static final int OK = 1;

    private static final int LENGTH = 0;
    private static final int MESSAGE_TYPE = 2;
    private static final int MAGIC_COOKIE = 4;
    private static final int CONTROL_TYPE = 8;
    static final int HEADER = 12;
    static final int LONGEST = 220;

    private static final int CONTROL = 1;
    private static final int COOKIE = 0x1a2b3c4d;
    private static final int MAX_ID = 0xffff;

    /**
     * Reads one whole message. Where messages share and split segments, {@link PptpStream} does.
     *
     * @param bytes where it is
     * @param offset of its first byte
     * @param length in bytes
     * @return empty if this is no message, or has not the length that its type has
     * @throws IndexOutOfBoundsException if this is not a range of the bytes
     */
    public static Optional<PptpMessage> parse(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return length < HEADER ? Optional.empty() : type(bytes, offset).filter(type -> type.length() == length)
            .map(type -> new PptpMessage(type,
                readId(bytes, offset, type.offset(PptpCallId.OWN)),
                readId(bytes, offset, type.offset(PptpCallId.PEER)),
                type.resultOffset().isEmpty() ? OptionalInt.empty()
                    : OptionalInt.of(Bytes.u8(bytes, offset + type.resultOffset().getAsInt()))));
    }

    /** What the header says that begins here, of which all 12 bytes are there; empty if it contradicts itself. */
    static Optional<PptpType> type(byte[] bytes, int offset) {
        return PptpType.of(Bytes.u16(bytes, offset + CONTROL_TYPE))
            .filter(type -> Bytes.u16(bytes, offset + LENGTH) == type.length())
            .filter(type -> Bytes.u16(bytes, offset + MESSAGE_TYPE) == CONTROL)
            .filter(type -> Bytes.i32(bytes, offset + MAGIC_COOKIE) == COOKIE);
    }

    /**
     * One of the two call IDs.
     *
     * @param whose which
     * @return 0 to 65535, if the message has it
     */
    public OptionalInt id(PptpCallId whose) {
        return whose == PptpCallId.OWN ? callId : peerCallId;
    }

    /**
     * A copy of a message with another call ID.
     *
     * @param message one whole message
     * @param whose which of the two IDs
     * @param id the new one, 0 to 65535
     * @return a fresh array of the same length
     * @throws IllegalArgumentException if this is no message, has no such ID, or the ID is out of range
     */
    public static byte[] withId(byte[] message, PptpCallId whose, int id) {
        final var offset = parse(message, 0, message.length).map(parsed -> parsed.type.offset(whose))
            .orElse(OptionalInt.empty());
        if (offset.isEmpty()) {
            throw new IllegalArgumentException("not a PPTP message with a call ID of " + whose);
        }
        final var copy = message.clone();
        Bytes.put16(copy, offset.getAsInt(), requireId(id));
        return copy;
    }

    static int requireId(int id) {
        if (id < 0 || id > MAX_ID) {
            throw new IllegalArgumentException(id + " is not 0 to " + MAX_ID);
        }
        return id;
    }

    private static OptionalInt readId(byte[] bytes, int offset, OptionalInt field) {
        return field.isEmpty() ? field : OptionalInt.of(Bytes.u16(bytes, offset + field.getAsInt()));
    }
}

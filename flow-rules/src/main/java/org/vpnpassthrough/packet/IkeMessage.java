/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An IKE message: version 1 (RFC 2408 section 3.1) or 2 (RFC 7296 section 3.1), whose headers have the same shape. The
 * SPIs of version 2 are the cookies of version 1.
 *
 * @param initiatorSpi chosen by the side that began, never 0
 * @param responderSpi chosen by the other side, 0 until it has answered
 * @param nextPayload type of the first payload, 0 to 255, 0 for none
 * @param majorVersion 1 or 2
 * @param exchangeType readable also when the payloads are encrypted, see the constants
 * @param flags 0 to 255
 * @param messageId 0 to 2^32 - 1
 * @param length of the whole message in bytes as its header says, 28 to 65535
 * @param payloads in their order, as far as they are in clear text and there; unmodifiable
 * @param announcesNatTraversal whether the clear text says that the sender will use UDP 4500 if there is a NAT:
 *     version 1 by a vendor ID of RFC 3947 or one of its drafts, version 2 by both NAT detection notifies (RFC 7296
 *     section 2.23). Unless both sides say so, plain ESP follows.
 */
public record IkeMessage(long initiatorSpi, long responderSpi, int nextPayload, int majorVersion, int exchangeType,
        int flags, long messageId, int length, List<IkePayload> payloads, boolean announcesNatTraversal) {
    /** Version 1: Identity Protection, as it is called in RFC 2408. */
    public static final int MAIN_MODE = 2;
    /** Version 1. */
    public static final int AGGRESSIVE_MODE = 4;
    /** Version 1. */
    public static final int V1_INFORMATIONAL = 5;
    /** Version 1: XAUTH and mode configuration. */
    public static final int TRANSACTION = 6;
    /** Version 1: phase 2, makes ESP security associations. */
    public static final int QUICK_MODE = 32;
    /** Version 1. */
    public static final int NEW_GROUP_MODE = 33;
    /** Version 2: the only exchange in clear text. */
    public static final int IKE_SA_INIT = 34;
    /** Version 2: makes the first pair of ESP security associations. */
    public static final int IKE_AUTH = 35;
    /** Version 2: makes further ESP security associations, and new ones for old. */
    public static final int CREATE_CHILD_SA = 36;
    /** Version 2. */
    public static final int INFORMATIONAL = 37;
    /** Version 2: RFC 5723. */
    public static final int IKE_SESSION_RESUME = 38;
    /** Version 2: RFC 9242. */
    public static final int IKE_INTERMEDIATE = 43;
    /** Version 2: RFC 9370. */
    public static final int IKE_FOLLOWUP_KE = 44;

    private static final int INITIATOR_SPI = 0;
    private static final int RESPONDER_SPI = 8;
    private static final int NEXT_PAYLOAD = 16;
    private static final int VERSION = 17;
    private static final int EXCHANGE_TYPE = 18;
    private static final int FLAGS = 19;
    private static final int MESSAGE_ID = 20;
    private static final int MESSAGE_LENGTH = 24;
    static final int HEADER = 28;

    private static final int V1_ENCRYPTED = 0x01;
    private static final int V2_INITIATOR = 0x08;
    private static final int V2_RESPONSE = 0x20;
    private static final int MAX_LENGTH = 65535;

    /**
     * Copies the list.
     */
    public IkeMessage {
        payloads = List.copyOf(payloads);
    }

    /**
     * Reads the message that is the payload of a UDP datagram on port 500, of an IP fragment as much as is there.
     *
     * @param packet where it is
     * @param udp the header of the packet, or of the packet that it quotes
     * @return empty if the header or the payload chain is broken
     */
    public static Optional<IkeMessage> of(Packet packet, UdpHeader udp) {
        return udp.end() == udp.offset() + udp.length()
            ? parse(packet.frame(), udp.payloadOffset(), udp.payloadLength())
            : parsePrefix(packet.frame(), udp.payloadOffset(), udp.payloadLength());
    }

    /**
     * Reads a whole message.
     *
     * @param frame where it is
     * @param offset of its first byte
     * @param length of the datagram that holds it and nothing else
     * @return empty if the header or the payload chain is broken, or the message has another length
     * @throws IndexOutOfBoundsException if this is not a range of the frame
     */
    public static Optional<IkeMessage> parse(byte[] frame, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, frame.length);
        return length < HEADER || Bytes.u32(frame, offset + MESSAGE_LENGTH) != length ? Optional.empty()
            : read(frame, offset, length);
    }

    /**
     * Reads a message whose end may be missing: in the first of several IP fragments, or in the quote of an ICMP error.
     *
     * @param frame where it is
     * @param offset of its first byte
     * @param length how much of it is there
     * @return with the payloads that are there as a whole; empty if the header is cut or something is broken
     * @throws IndexOutOfBoundsException if this is not a range of the frame
     */
    public static Optional<IkeMessage> parsePrefix(byte[] frame, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, frame.length);
        return length < HEADER || Bytes.u32(frame, offset + MESSAGE_LENGTH) < length ? Optional.empty()
            : read(frame, offset, length);
    }

    private static Optional<IkeMessage> read(byte[] frame, int offset, int available) {
        final long length = Bytes.u32(frame, offset + MESSAGE_LENGTH);
        final int version = Bytes.u8(frame, offset + VERSION) >>> 4;
        final long initiatorSpi = Bytes.i64(frame, offset + INITIATOR_SPI);
        if (length > MAX_LENGTH || version < 1 || version > 2 || initiatorSpi == 0) {
            return Optional.empty();
        }
        final int next = Bytes.u8(frame, offset + NEXT_PAYLOAD);
        final int exchange = Bytes.u8(frame, offset + EXCHANGE_TYPE);
        final int flags = Bytes.u8(frame, offset + FLAGS);
        final boolean clear = version == 1 ? (flags & V1_ENCRYPTED) == 0 : exchange == IKE_SA_INIT;
        final var chain = clear
            ? IkePayloadChain.walk(frame, next, offset + HEADER, offset + available, offset + (int) length)
            : Optional.of(List.<IkePayload>of());
        return chain.map(payloads -> new IkeMessage(initiatorSpi, Bytes.i64(frame, offset + RESPONDER_SPI), next,
            version, exchange, flags, Bytes.u32(frame, offset + MESSAGE_ID), (int) length, payloads,
            NatTraversal.isAnnounced(frame, version, payloads)));
    }

    /**
     * Tells whether nobody has answered yet: the first message, or its repetition.
     *
     * @return true if the responder SPI is 0
     */
    public boolean isOpening() {
        return responderSpi == 0;
    }

    /**
     * Tells whether the message belongs to an exchange that makes security associations for ESP, or may.
     *
     * @return true in Quick mode, IKE_AUTH and CREATE_CHILD_SA
     */
    public boolean makesSecurityAssociations() {
        return exchangeType == QUICK_MODE || exchangeType == IKE_AUTH || exchangeType == CREATE_CHILD_SA;
    }

    /**
     * Tells whether the payloads are hidden.
     *
     * @return version 1: by the flag; version 2: in every exchange but IKE_SA_INIT
     */
    public boolean isEncrypted() {
        return majorVersion == 1 ? (flags & V1_ENCRYPTED) != 0 : exchangeType != IKE_SA_INIT;
    }

    /**
     * Tells whether the sender is the side that opened the IKE security association. Version 1 does not say.
     *
     * @return the I flag of version 2; false with version 1
     */
    public boolean isFromInitiator() {
        return majorVersion == 2 && (flags & V2_INITIATOR) != 0;
    }

    /**
     * Tells whether this is the answer to a message of the same ID. Version 1 does not say.
     *
     * @return the R flag of version 2; false with version 1
     */
    public boolean isResponse() {
        return majorVersion == 2 && (flags & V2_RESPONSE) != 0;
    }

    /**
     * Tells whether this is one piece of a message that was too long for a datagram (RFC 7383 section 2.5; version 1 as
     * Cisco and Microsoft have it). Each piece has a header of its own, so that a NAT need not join them.
     *
     * @return true if the first payload is such a piece
     */
    public boolean isFragment() {
        return nextPayload == (majorVersion == 1 ? IkePayload.V1_FRAGMENT : IkePayload.V2_ENCRYPTED_FRAGMENT);
    }
}

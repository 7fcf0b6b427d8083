/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The control messages of PPTP (RFC 2637 sections 2.1 to 2.15): how long they are and where they have a call ID and a
 * result. PNS is the side that places calls, as a client does, PAC the side that carries them out.
 */
public enum PptpType {
    /** Either side opens the control connection. */
    START_CONTROL_CONNECTION_REQUEST(1, 156, 0, 0, 0),
    /** The other side agrees, or not. */
    START_CONTROL_CONNECTION_REPLY(2, 156, 0, 0, 14),
    /** Either side ends the control connection and all calls; the result is the reason. */
    STOP_CONTROL_CONNECTION_REQUEST(3, 16, 0, 0, 12),
    /** The answer. */
    STOP_CONTROL_CONNECTION_REPLY(4, 16, 0, 0, 12),
    /** Either side asks whether the other is still there. */
    ECHO_REQUEST(5, 16, 0, 0, 0),
    /** It is. */
    ECHO_REPLY(6, 20, 0, 0, 16),
    /** The PNS asks for a call. */
    OUTGOING_CALL_REQUEST(7, 168, 12, 0, 0),
    /** The PAC has made it, or not. */
    OUTGOING_CALL_REPLY(8, 32, 12, 14, 16),
    /** The PAC announces a call. */
    INCOMING_CALL_REQUEST(9, 220, 12, 0, 0),
    /** The PNS wants it, or not. */
    INCOMING_CALL_REPLY(10, 24, 12, 14, 16),
    /** The PAC has made it. */
    INCOMING_CALL_CONNECTED(11, 28, 0, 12, 0),
    /** The PNS ends a call. */
    CALL_CLEAR_REQUEST(12, 16, 12, 0, 0),
    /** The PAC has ended a call. The ID is the PAC's own (RFC 2637 section 2.13). */
    CALL_DISCONNECT_NOTIFY(13, 148, 12, 0, 14),
    /** The PAC tells of transmission errors. */
    WAN_ERROR_NOTIFY(14, 40, 0, 12, 0),
    /** The PNS, with some servers also the PAC, tells what PPP has agreed on. */
    SET_LINK_INFO(15, 24, 0, 12, 0);

    private final int number;
    private final int length;
    private final int ownId;
    private final int peerId;
    private final int result;

    /** Offsets in the message, 0 for a field that it does not have. */
    PptpType(int number, int length, int ownId, int peerId, int result) {
        this.number = number;
        this.length = length;
        this.ownId = ownId;
        this.peerId = peerId;
        this.result = result;
    }

    static Optional<PptpType> of(int number) {
        return number >= 1 && number <= values().length ? Optional.of(values()[number - 1]) : Optional.empty();
    }

    /**
     * The number of this type on the wire.
     *
     * @return 1 to 15
     */
    public int number() {
        return number;
    }

    /**
     * The length of every message of this type.
     *
     * @return bytes, 16 to 220
     */
    public int length() {
        return length;
    }

    /**
     * Where a message of this type has a call ID of two bytes.
     *
     * @param whose which of the two
     * @return offset from the first byte of the message, 12 or 14; empty if it has none
     */
    public OptionalInt offset(PptpCallId whose) {
        return field(whose == PptpCallId.OWN ? ownId : peerId);
    }

    /** Where a message of this type has the byte with its result. */
    OptionalInt resultOffset() {
        return field(result);
    }

    private static OptionalInt field(int offset) {
        return offset == 0 ? OptionalInt.empty() : OptionalInt.of(offset);
    }
}

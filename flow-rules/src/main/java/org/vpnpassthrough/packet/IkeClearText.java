/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the payloads of an IKE message say that are in clear text: all of IKE_SA_INIT, Main Mode up to its fourth
 * message, and Aggressive Mode but for its last one.
 *
 * @param proposals of the SA payload: what the initiator offers, or the one that the responder chose; empty if there is
 *     no SA payload. Unmodifiable
 * @param keyExchangeGroup of the KE payload of version 2
 * @param notifies the types of all notify payloads, 0 to 65535; unmodifiable
 * @param wantedGroup which group the responder of version 2 wants instead of the one in the KE payload (RFC 7296
 *     section 1.3), from INVALID_KE_PAYLOAD
 */
public record IkeClearText(List<IkeProposal> proposals, OptionalInt keyExchangeGroup, List<Integer> notifies,
        OptionalInt wantedGroup) {
    /** Both versions: the responder accepts none of the proposals. */
    public static final int NO_PROPOSAL_CHOSEN = 14;
    /** Version 2: the responder wants another group (RFC 7296 section 1.3). */
    public static final int INVALID_KE_PAYLOAD = 17;
    /** Version 2: the initiator shall show that it gets what is sent to it (RFC 7296 section 2.6). */
    public static final int COOKIE = 16390;

    /** What a message says whose payloads are all encrypted, or that has none. */
    public static final IkeClearText NOTHING =
        new IkeClearText(List.of(), OptionalInt.empty(), List.of(), OptionalInt.empty());

    private static final int V1_SA = 1;
    private static final int V1_NOTIFY = 11;
    private static final int V2_SA = 33;
    private static final int V2_KEY_EXCHANGE = 34;

    private static final int V1_NOTIFY_TYPE = 6;
    private static final int V2_NOTIFY_SPI_SIZE = 1;
    private static final int V2_NOTIFY_TYPE = 2;
    private static final int V2_NOTIFY_HEADER = 4;
    private static final int KEY_EXCHANGE_HEADER = 4;

    /** Copies the lists. */
    public IkeClearText {
        proposals = List.copyOf(proposals);
        notifies = List.copyOf(notifies);
    }

    /**
     * Reads the payloads of a message.
     *
     * @param frame the one that the message was read from
     * @param message read from it
     * @return empty if a length in an SA, KE or notify payload is wrong, or there are more proposals than numbers
     */
    public static Optional<IkeClearText> of(byte[] frame, IkeMessage message) {
        if (message.payloads().isEmpty()) {
            return Optional.of(NOTHING);
        }
        final boolean first = message.majorVersion() == 1;
        final var proposals = new ArrayList<IkeProposal>();
        final var notifies = new ArrayList<Integer>();
        var group = OptionalInt.empty();
        var wanted = OptionalInt.empty();
        for (final var payload : message.payloads()) {
            if (payload.type() == (first ? V1_SA : V2_SA)) {
                final var read = first ? IkeSaParser.version1(frame, payload) : IkeSaParser.version2(frame, payload);
                if (read.isEmpty()) {
                    return Optional.empty();
                }
                proposals.addAll(read.orElseThrow());
            } else if (payload.type() == (first ? V1_NOTIFY : IkePayload.V2_NOTIFY)) {
                if (payload.length() < (first ? V1_NOTIFY_TYPE + 2 : V2_NOTIFY_HEADER)) {
                    return Optional.empty();
                }
                final int type = Bytes.u16(frame, payload.offset() + (first ? V1_NOTIFY_TYPE : V2_NOTIFY_TYPE));
                notifies.add(type);
                if (!first && type == INVALID_KE_PAYLOAD) {
                    wanted = notifiedGroup(frame, payload);
                }
            } else if (!first && payload.type() == V2_KEY_EXCHANGE) {
                if (payload.length() < KEY_EXCHANGE_HEADER) {
                    return Optional.empty();
                }
                group = OptionalInt.of(Bytes.u16(frame, payload.offset()));
            }
        }
        return Optional.of(new IkeClearText(proposals, group, notifies, wanted));
    }

    private static OptionalInt notifiedGroup(byte[] frame, IkePayload notify) {
        final int data = V2_NOTIFY_HEADER + Bytes.u8(frame, notify.offset() + V2_NOTIFY_SPI_SIZE);
        return notify.length() < data + 2 ? OptionalInt.empty()
            : OptionalInt.of(Bytes.u16(frame, notify.offset() + data));
    }

    /**
     * Tells whether this is a responder's wish to hear the same again: with a cookie, or with another group.
     *
     * @return true if so; what follows is still the same negotiation (RFC 7296 section 2.6.1)
     */
    public boolean asksForRetry() {
        return notifies.contains(COOKIE) && proposals.isEmpty() || notifies.contains(INVALID_KE_PAYLOAD);
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Walks the payloads of a clear-text IKE message, each of which tells the type of the next (RFC 7296 section 3.2). */
final class IkePayloadChain {
    /** Far more than any real message has; bounds the work that one packet can cause. */
    private static final int MAX_PAYLOADS = 64;

    private IkePayloadChain() {
        // only a function
    }

    /**
     * Reads all payloads.
     *
     * @param frame where they are
     * @param first type of the first one, 0 for none
     * @param from offset of the first one
     * @param there past the last byte of the message that is in the frame
     * @param end past the last byte of the message, {@code there} or more
     * @return those that are there as a whole; empty if the chain leaves the message or is too long. Bytes after the
     *     last payload are padding, which some version 1 peers add to clear text.
     */
    static Optional<List<IkePayload>> walk(byte[] frame, int first, int from, int there, int end) {
        final var payloads = new ArrayList<IkePayload>();
        int type = first;
        int at = from;
        while (type != 0 && at + IkePayload.HEADER <= there) {
            final int length = Bytes.u16(frame, at + IkePayload.PAYLOAD_LENGTH);
            if (length < IkePayload.HEADER || at + length > end || payloads.size() == MAX_PAYLOADS) {
                return Optional.empty();
            }
            if (at + length > there) {
                return Optional.of(payloads);
            }
            payloads.add(new IkePayload(type, at + IkePayload.HEADER, length - IkePayload.HEADER));
            type = endsChain(type) ? 0 : Bytes.u8(frame, at);
            at += length;
        }
        return type != 0 && there == end ? Optional.empty() : Optional.of(payloads);
    }

    /** In these the next-payload byte is the type of the first payload inside, not of one that follows. */
    private static boolean endsChain(int type) {
        return type == IkePayload.V2_ENCRYPTED || type == IkePayload.V2_ENCRYPTED_FRAGMENT;
    }
}

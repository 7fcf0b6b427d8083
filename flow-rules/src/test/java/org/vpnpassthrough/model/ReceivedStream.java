/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** What has arrived of a stream of PPTP messages, cut into messages (RFC 2637 section 2). */
final class ReceivedStream {
    /**
     * One message.
     *
     * @param meant as it was sent
     * @param got as it arrived
     */
    record Message(byte[] meant, byte[] got) {
        int type() {
            return Wire.u16(meant, 8);
        }
    }

    private final SentStream sent;
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private int read;

    ReceivedStream(final SentStream sent) {
        this.sent = sent;
    }

    /** The messages that end in this segment; empty also for a segment that is not the next one. */
    List<Message> get(final int sequence, final byte[] payload) {
        if (sequence != sent.sequence()) {
            return List.of();
        }
        sent.arrived(sequence, payload.length);
        all.writeBytes(payload);
        final var messages = new ArrayList<Message>();
        final var bytes = all.toByteArray();
        while (bytes.length - read >= 2 && bytes.length - read >= Wire.u16(bytes, read)) {
            final int end = read + Wire.u16(bytes, read);
            messages.add(new Message(sent.meant(read, end), Arrays.copyOfRange(bytes, read, end)));
            read = end;
        }
        return messages;
    }

    /** Checks that a message is the one that was sent but for two bytes, and tells what they are. */
    static int onlyChanged(final Message message, final int offset) {
        final var restored = message.got().clone();
        if (offset > 0) {
            System.arraycopy(message.meant(), offset, restored, offset, 2);
        }
        if (!Arrays.equals(restored, message.meant())) {
            throw new Violation("a control message arrives as it was sent, but for the call ID",
                HexFormat.of().formatHex(message.meant()), HexFormat.of().formatHex(message.got()));
        }
        return offset > 0 ? Wire.u16(message.got(), offset) : 0;
    }
}

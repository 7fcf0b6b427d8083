/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/**
 * One direction of a TCP connection that sends one segment and waits until it has arrived. A repetition has the same
 * bytes, and sometimes more.
 */
final class SentStream {
    private final int firstSequence;
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private int arrived;
    private int tried;

    /**
     * Nothing sent.
     *
     * @param firstSequence the number of the first byte
     */
    SentStream(final int firstSequence) {
        this.firstSequence = firstSequence;
    }

    void say(final byte[] message) {
        all.writeBytes(message);
    }

    boolean isIdle() {
        return arrived == all.size();
    }

    int sequence() {
        return firstSequence + arrived;
    }

    /** The next segment: mostly all there is, else a part; a part that has not arrived is followed by more than it. */
    byte[] next(final Random dice) {
        final int left = all.size() - arrived;
        final int length = tried == 0 && dice.nextInt(4) == 0 ? 1 + dice.nextInt(left)
            : tried == 0 ? left : Math.min(left, tried + dice.nextInt(left));
        tried = Math.max(tried, length);
        return Arrays.copyOfRange(all.toByteArray(), arrived, arrived + length);
    }

    /** A segment has arrived; the sender knows. */
    void arrived(final int sequence, final int length) {
        if (sequence == sequence()) {
            arrived += length;
            tried = 0;
        }
    }

    /** Bytes of the stream as the sender meant them. */
    byte[] meant(final int from, final int to) {
        return Arrays.copyOfRange(all.toByteArray(), from, to);
    }
}

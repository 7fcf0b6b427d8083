/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** One direction of a control connection through a gateway that does with its stream what {@link PptpStream} says. */
final class PptpRelay {
    private final ToIntFunction<PptpEvent.CallId> alias;
    private final Function<PptpEvent.HalfCallId, OptionalInt> firstByte;
    private final List<PptpMessage> messages = new ArrayList<>();
    private final List<Integer> ids = new ArrayList<>();
    private PptpStream stream;

    /**
     * Begins with a stream of which nothing has been seen.
     *
     * @param sequence number of the first byte
     * @param alias what a call ID leaves as
     * @param firstByte with which byte that begins, if it is known before the second byte of the ID
     */
    PptpRelay(int sequence, ToIntFunction<PptpEvent.CallId> alias,
            Function<PptpEvent.HalfCallId, OptionalInt> firstByte) {
        this.alias = alias;
        this.firstByte = firstByte;
        stream = PptpStream.startingAt(sequence);
    }

    /** The payload that leaves, or empty if the segment is dropped. */
    Optional<byte[]> pass(int sequence, byte... payload) {
        if (!(stream.read(sequence, payload, 0, payload.length) instanceof PptpSegment.Read read)) {
            return Optional.empty();
        }
        final var edits = new ArrayList<PptpEdit>();
        for (var event : read.events()) {
            switch (event) {
                case PptpEvent.CallId id -> {
                    ids.add(id.id());
                    edits.addAll(id.becomes(alias.applyAsInt(id)));
                }
                case PptpEvent.HalfCallId half ->
                    firstByte.apply(half).ifPresent(value -> edits.add(half.becomes(value)));
                case PptpEvent.Whole whole -> messages.add(whole.message());
            }
        }
        stream = read.stream().with(edits);
        return stream.edits(sequence, payload.length).map(changes -> {
            final var leaves = payload.clone();
            changes.forEach(edit -> leaves[edit.offsetIn(sequence)] = edit.value());
            return leaves;
        });
    }

    /** All messages so far. */
    List<PptpMessage> messages() {
        return messages;
    }

    /** All call IDs so far. */
    List<Integer> ids() {
        return ids;
    }

    /** As it is now. */
    PptpStream stream() {
        return stream;
    }
}

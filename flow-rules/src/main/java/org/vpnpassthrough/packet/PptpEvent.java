/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What a segment has brought to a {@link PptpStream}, each thing once. */
public sealed interface PptpEvent {
    /**
     * A call ID is there as a whole. It may stay, or leave as another one, its alias.
     *
     * @param position sequence number of its first byte, as a bit pattern
     * @param type of the message; the rest of it may be in a later segment
     * @param whose call ID it is
     * @param id 0 to 65535
     * @param sent the first byte of the alias, if {@link HalfCallId#becomes} has let it leave already
     */
    record CallId(int position, PptpType type, PptpCallId whose, int id, OptionalInt sent) implements PptpEvent {
        /**
         * Lets the ID leave as another one.
         *
         * @param alias 0 to 65535; the ID itself lets it stay
         * @return the bytes that change
         * @throws IllegalArgumentException if the alias is out of range, or begins with another byte than has left
         */
        public List<PptpEdit> becomes(int alias) {
            final int first = PptpMessage.requireId(alias) >>> Byte.SIZE;
            if (sent.isPresent() && sent.getAsInt() != first) {
                throw new IllegalArgumentException(alias + " does not begin with " + sent.getAsInt());
            }
            final var edits = new ArrayList<PptpEdit>();
            if (sent.isEmpty() && first != id >>> Byte.SIZE) {
                edits.add(new PptpEdit(position, (byte) first));
            }
            if ((byte) alias != (byte) id) {
                edits.add(new PptpEdit(position + 1, (byte) alias));
            }
            return List.copyOf(edits);
        }
    }

    /**
     * The segment ends between the two bytes of a call ID. The {@link CallId} follows with the next segment.
     *
     * @param position sequence number of the first byte, as a bit pattern
     * @param type of the message
     * @param whose call ID it is
     * @param first the first byte, the upper one, 0 to 255
     */
    record HalfCallId(int position, PptpType type, PptpCallId whose, int first) implements PptpEvent {
        /**
         * Decides already now with which byte the alias will begin. It is a promise.
         *
         * @param value 0 to 255; {@link #first} lets it stay
         * @return the byte that leaves
         * @throws IllegalArgumentException if the value is out of range
         */
        public PptpEdit becomes(int value) {
            if (value < 0 || value > 0xff) {
                throw new IllegalArgumentException(value + " is not 0 to 255");
            }
            return new PptpEdit(position, (byte) value);
        }
    }

    /**
     * A message is there as a whole; its call IDs, if it has any, came before it.
     *
     * @param message with the IDs as its sender wrote them
     */
    record Whole(PptpMessage message) implements PptpEvent {
    }
}

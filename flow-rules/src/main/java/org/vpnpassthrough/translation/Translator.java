/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.packet.Packet;

/** One room. Pure but for the tables that it was given: no clock, no input or output, no randomness of its own. */
public interface Translator {
    /** The word for this room. */
    String room();

    /** Which of its packets the switch must send to the controller, besides those that no rule matches. */
    List<Punt> punts();

    /** Of which of its packets that the switch forwards the room wants a copy. */
    default List<TcpCopy> copies() {
        return List.of();
    }

    /**
     * Learns from a copy of a packet that this room claims; not a fragment. A copy may come to a room that wants none:
     * the flags of a segment do not tell whose it is. The packet itself passes, or comes a second time.
     *
     * @return the session that the packet belongs to, if there is one and it may have changed
     */
    default Optional<Session> observe(final Packet packet, final Direction direction) {
        return Optional.empty();
    }

    /**
     * What the policy must let pass for this room's packets and mappings of an IP protocol; all of it.
     *
     * @param protocol IP protocol number
     */
    default List<Passthrough> passthroughs(final int protocol) {
        return List.of();
    }

    /** What the policy must let pass for a packet that this room claims; all of it. */
    default List<Passthrough> passthroughs(final Packet packet) {
        return passthroughs(packet.ip().protocol());
    }

    /** The IP protocol of the expectations that this room leaves, if it leaves any. */
    default Optional<Integer> announces() {
        return Optional.empty();
    }

    /** Whether the packet is this room's. */
    boolean claims(Packet packet, Direction direction);

    /** Whether the first fragment of a datagram tells the room all that it must know of it. */
    default boolean takesFragments() {
        return true;
    }

    /**
     * Translates a packet that this room claims: a whole one or, if the room takes fragments, the first fragment of
     * one. The transport header is there as a whole in any case, what follows it may be cut off.
     *
     * @param now the same or later than in the call before
     */
    Verdict translate(Packet packet, Direction direction, Instant now);
}

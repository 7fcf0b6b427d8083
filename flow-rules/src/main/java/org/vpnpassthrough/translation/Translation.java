/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.packet.AhHeader;
import org.vpnpassthrough.packet.Packet;

/** The front door: finds the room of a packet and has it translated. */
public final class Translation {
    private static final Verdict NOBODY = new Verdict.Drop(Reason.PROTOCOL_NOT_TRANSLATED);

    private static final Verdict AH = new Verdict.Drop(Reason.AH_NOT_TRANSLATABLE);

    private final List<Translator> rooms;
    private final Admission admission;
    private final FragmentPath fragments;

    /** With these rooms, asked in this order, as far as the policy lets packets in, and this way for fragments. */
    public Translation(final List<Translator> rooms, final NatTables tables, final FragmentPath fragments) {
        this.rooms = List.copyOf(rooms);
        this.fragments = fragments;
        admission = new Admission(this.rooms, tables.policy(), tables.conversations());
    }

    /** What the policy lets pass. */
    public Admission admission() {
        return admission;
    }

    /** All that the rooms want to see besides what no rule matches. */
    public List<Punt> punts() {
        return rooms.stream().flatMap(room -> room.punts().stream()).toList();
    }

    /** All that the rooms want copies of. */
    public List<TcpCopy> copies() {
        return rooms.stream().flatMap(room -> room.copies().stream()).toList();
    }

    /** Lets the room of a packet learn from a copy of it; the result is the session that it belongs to. */
    public Optional<Session> observe(final Packet packet, final Direction direction) {
        final var room = find(packet, direction);
        return room == null || packet.ip().isFragment() ? Optional.empty() : room.observe(packet, direction);
    }

    /** The words of the rooms, in their order. */
    public List<String> rooms() {
        return rooms.stream().map(Translator::room).toList();
    }

    /** The room that a packet belongs to, or null for none. */
    public String roomOf(final Packet packet, final Direction direction) {
        if (packet.ip().isLaterFragment()) {
            return fragments.roomOf(packet);
        }
        final var room = find(packet, direction);
        return room == null ? null : room.room();
    }

    /**
     * Translates a packet. Of a fragment see {@link FragmentPath}; after the first one of a datagram ask for the
     * others that are {@link #released}.
     *
     * @param now the same or later than in the call before
     */
    public Verdict translate(final Packet packet, final Direction direction, final Instant now) {
        if (packet.ip().isLaterFragment()) {
            return fragments.later(packet, direction, now);
        }
        final var room = find(packet, direction);
        final var verdict = translate(room, packet, direction, now);
        return packet.ip().isFragment() ? fragments.first(packet, room == null ? null : room.room(), verdict, now)
            : verdict;
    }

    private Verdict translate(final Translator room, final Packet packet, final Direction direction,
            final Instant now) {
        if (room == null) {
            return packet.transport() instanceof AhHeader ? AH : NOBODY;
        }
        return packet.ip().isFragment() && !room.takesFragments() ? new Verdict.Drop(Reason.FRAGMENT)
            : admission.translate(room, packet, direction, now);
    }

    /**
     * The later fragments that came before this first one and can be translated now, in the order in which they came;
     * each is given out once.
     */
    public List<Packet> released(final Packet first) {
        return first.ip().isFragment() && !first.ip().isLaterFragment() ? fragments.released(first) : List.of();
    }

    private Translator find(final Packet packet, final Direction direction) {
        for (final var room : rooms) {
            if (room.claims(packet, direction)) {
                return room;
            }
        }
        return null;
    }
}

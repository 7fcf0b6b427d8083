/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.vpnpassthrough.packet.Packet;

/**
 * Datagrams of which fragments have come: what the first one decided, and later ones that came before it. All of it is
 * bounded, and nothing in it is ever searched (RFC 4787 REQ-14a).
 *
 * <p>Fragments are not put together. Each leaves as it came, at once if the first one was there before; whoever sent
 * them small has his reasons, and a datagram of 64 KB never lies here whole.
 */
public final class Fragments {
    /** How long a later fragment waits: FRAGMENT_MIN of RFC 6146 section 4, fragment-min of RFC 8512. */
    static final Duration PATIENCE = Duration.ofSeconds(2);
    /**
     * How long later fragments follow the first one, and no other datagram gets its identification: as long as hosts
     * keep what is incomplete. RFC 1122 section 3.3.2 would have 60 s or more, the usual systems have 30 s.
     */
    static final Duration FOLLOWED = Duration.ofSeconds(30);
    /** A quarter of all identifications: a free one is found with a few tries even if all are for one server. */
    static final int MAX_KNOWN = 16_384;
    static final int MAX_DATAGRAMS_WAITING = 256;
    /** As many as a datagram of 64 KB has where the MTU is 576. */
    static final int MAX_WAITING_FOR_ONE = 128;
    static final int MAX_BYTES_WAITING = 1 << 20;

    private static final int IDENTIFICATIONS = 65536;

    private record Known(Fate fate, Instant until) {
    }

    private static final class Queue {
        private final List<Packet> packets = new ArrayList<>();
        private final Instant until;

        Queue(final Instant until) {
            this.until = until;
        }
    }

    // both in the order in which they end
    private final Map<DatagramId, Known> known = new LinkedHashMap<>();
    private final Map<DatagramId, Queue> waiting = new LinkedHashMap<>();
    /** The datagrams known, by what they look like after translation. */
    private final Map<DatagramId, DatagramId> outside = new HashMap<>();
    private final RandomGenerator random;
    private int bytesWaiting;
    private int overflowed;

    /** Nothing known; the random numbers choose identifications. */
    public Fragments(final RandomGenerator random) {
        this.random = random;
    }

    /** What was decided for this datagram. */
    Optional<Fate> fate(final DatagramId datagram, final Instant now) {
        final var found = known.get(datagram);
        return found != null && found.until.isAfter(now) ? Optional.of(found.fate) : Optional.empty();
    }

    /** The room of the first fragment of this datagram, or null if it is not known. */
    String roomOf(final DatagramId datagram) {
        final var found = known.get(datagram);
        return found == null ? null : found.fate.room();
    }

    /** Notes what was decided for a datagram. */
    void decide(final DatagramId datagram, final Fate fate, final Instant now) {
        forget(datagram);
        if (known.size() == MAX_KNOWN) {
            forget(known.keySet().iterator().next());
        }
        known.put(datagram, new Known(fate, now.plus(FOLLOWED)));
        if (fate instanceof Fate.Translated translated) {
            translated.copies().forEach(copy -> outside.put(copy.outside(), datagram));
        }
    }

    void forget(final DatagramId datagram) {
        final var before = known.remove(datagram);
        if (before != null && before.fate instanceof Fate.Translated translated) {
            translated.copies().forEach(copy -> outside.remove(copy.outside(), datagram));
        }
    }

    /**
     * Gives a datagram an identification that no other one has at its receiver, its own if it can be.
     *
     * @param datagram as it came
     * @param translated the same datagram as it will leave, with its own identification
     */
    DatagramId unique(final DatagramId datagram, final DatagramId translated) {
        final var earlier = known.get(datagram);
        if (earlier != null && earlier.fate instanceof Fate.Translated before) {
            for (final var copy : before.copies()) {
                if (copy.outside().with(datagram.identification()).equals(translated)) {
                    // the first fragment once more: the later ones may have left
                    return copy.outside();
                }
            }
        }
        var candidate = translated;
        while (outside.containsKey(candidate) && !outside.get(candidate).equals(datagram)) {
            candidate = translated.with(random.nextInt(IDENTIFICATIONS));
        }
        return candidate;
    }

    /** Keeps a later fragment until the first one comes; if there is no room, the oldest datagram gives way. */
    void await(final DatagramId datagram, final Packet packet, final Instant now) {
        final var queue = waiting.computeIfAbsent(datagram, key -> new Queue(now.plus(PATIENCE)));
        if (queue.packets.size() == MAX_WAITING_FOR_ONE) {
            overflowed++;
            return;
        }
        queue.packets.add(packet);
        bytesWaiting += packet.frame().length;
        while (waiting.size() > MAX_DATAGRAMS_WAITING || bytesWaiting > MAX_BYTES_WAITING) {
            overflowed += released(waiting.keySet().iterator().next()).size();
        }
    }

    /** The fragments that waited for the first one of this datagram, in the order in which they came. */
    List<Packet> released(final DatagramId datagram) {
        final var queue = waiting.remove(datagram);
        if (queue == null) {
            return List.of();
        }
        queue.packets.forEach(packet -> bytesWaiting -= packet.frame().length);
        return queue.packets;
    }

    /** Forgets what is over; returns how many fragments waited in vain. */
    public int expire(final Instant now) {
        while (!known.isEmpty() && !known.values().iterator().next().until.isAfter(now)) {
            forget(known.keySet().iterator().next());
        }
        int inVain = 0;
        while (!waiting.isEmpty() && !waiting.values().iterator().next().until.isAfter(now)) {
            inVain += released(waiting.keySet().iterator().next()).size();
        }
        return inVain;
    }

    /** How many fragments had to give way since the last time. */
    public int overflowed() {
        final int count = overflowed;
        overflowed = 0;
        return count;
    }
}

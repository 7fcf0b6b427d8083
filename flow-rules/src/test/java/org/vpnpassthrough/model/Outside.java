/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.vpnpassthrough.packet.Ip4;

/**
 * What the servers see: who seems to be behind which label of which external address. Two internal hosts must never
 * seem to be one, as long as the answers to the first one may still come.
 */
final class Outside {
    /** Ports that are a different client's for each server; all others are one client's for all servers. */
    private static final Set<Integer> KEPT_PORTS = Set.of(500, 1701, 4500);

    /**
     * What a server tells clients apart by.
     *
     * @param label 0 where there is none
     * @param server null for a label that belongs to one client whatever the server
     */
    record Place(int protocol, Ip4 external, int label, Ip4 server) {
    }

    private final Map<Place, Set<Conversation>> seen = new HashMap<>();

    /**
     * A server has seen a packet.
     *
     * @param shared whether the protocol may have several clients in one place
     */
    void claim(final Conversation conversation, final Instant now, final boolean shared) {
        final var place = conversation.place();
        enter(place, conversation, now, shared);
        final boolean port = Wire.hasPorts(place.protocol());
        if (port && !KEPT_PORTS.contains(place.label())) {
            enter(new Place(place.protocol(), place.external(), place.label(), null), conversation, now, false);
        }
    }

    private void enter(final Place place, final Conversation conversation, final Instant now, final boolean shared) {
        final var there = seen.computeIfAbsent(place, key -> new LinkedHashSet<>());
        for (final var other : there) {
            if (!shared && !conversation.isLabelMadeUp() && other.isPromisedAt(now) && !other.isSameInside(conversation)
                    && other.place().external().equals(place.external()) && other.place().label() == place.label()) {
                throw new Violation("two internal hosts are never one outside", place, other, conversation);
            }
        }
        there.removeIf(other -> !other.isPromisedAt(now) && !other.equals(conversation));
        there.add(conversation);
    }

    /** The conversations that a packet to this place may belong to, the last one to have come first. */
    Set<Conversation> at(final Place place) {
        return seen.getOrDefault(place, Set.of());
    }

    /** Forgets conversations of which nothing is promised any more. */
    void forget(final Instant now) {
        seen.values().removeIf(there -> {
            there.removeIf(conversation -> !conversation.isPromisedAt(now));
            return there.isEmpty();
        });
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * The sessions that the controller must end itself, as their packets pass it and not the switch. Sessions with the
 * same lifetime stand in the order in which they were last seen, so that seeing one and finding the next to end are
 * both O(1).
 */
final class ExpiryQueue {
    private final Map<Integer, LinkedHashSet<Session>> byLifetime = new HashMap<>();

    void put(final Session session) {
        final var queue = byLifetime.computeIfAbsent(session.lifetimeSeconds(), seconds -> new LinkedHashSet<>());
        queue.remove(session);
        queue.add(session);
    }

    void remove(final Session session) {
        final var queue = byLifetime.get(session.lifetimeSeconds());
        if (queue != null) {
            queue.remove(session);
        }
    }

    /** The sessions whose time is over; they stay in the queue until they are removed. */
    List<Session> over(final Instant now) {
        final var over = new ArrayList<Session>();
        for (final var queue : byLifetime.values()) {
            for (final var session : queue) {
                if (session.isAliveAt(now)) {
                    break;
                }
                over.add(session);
            }
        }
        return over;
    }
}

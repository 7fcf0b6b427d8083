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
 * The sessions that the controller must end itself: their packets pass it and not the switch, or they wait for an
 * answer. Sessions with the same limit stand in the order in which they were last seen, so that seeing one and finding
 * the next to end are both O(1).
 */
final class ExpiryQueue {
    private final Map<Integer, LinkedHashSet<Session>> byLimit = new HashMap<>();

    /** Puts a session where it belongs now; it must have been removed if it was there with another limit. */
    void put(final Session session) {
        if (session.watchedSeconds() > 0) {
            final var queue = byLimit.computeIfAbsent(session.watchedSeconds(), seconds -> new LinkedHashSet<>());
            queue.remove(session);
            queue.add(session);
        }
    }

    void remove(final Session session) {
        final var queue = byLimit.get(session.watchedSeconds());
        if (queue != null) {
            queue.remove(session);
        }
    }

    /** The sessions whose time is over; they stay in the queue until they are removed. */
    List<Session> over(final Instant now) {
        final var over = new ArrayList<Session>();
        byLimit.forEach((seconds, queue) -> {
            for (final var session : queue) {
                if (now.isBefore(session.lastSeen().plusSeconds(seconds))) {
                    break;
                }
                over.add(session);
            }
        });
        return over;
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.vpnpassthrough.translation.Reason;

/** What a gateway counts. */
final class Counters {
    private final Map<Reason, Long> refusals = new EnumMap<>(Reason.class);
    private final Map<String, Long> packetIns = new HashMap<>();
    private long rulesSent;
    private long packetsSent;

    void refused(final Reason reason) {
        refusals.merge(reason, 1L, Long::sum);
    }

    void refused(final Reason reason, final int times) {
        if (times > 0) {
            refusals.merge(reason, (long) times, Long::sum);
        }
    }

    void packetIn(final String room) {
        packetIns.merge(room, 1L, Long::sum);
    }

    void sent(final Effect effect) {
        switch (effect) {
            case Effect.PutRule put -> rulesSent++;
            case Effect.SendPacket send -> packetsSent++;
            default -> { }
        }
    }

    Map<String, Long> refusals() {
        final var byName = new TreeMap<String, Long>();
        refusals.forEach((reason, count) -> byName.put(reason.name(), count));
        return byName;
    }

    Map<String, Long> packetIns() {
        return packetIns;
    }

    long rulesSent() {
        return rulesSent;
    }

    long packetsSent() {
        return packetsSent;
    }
}

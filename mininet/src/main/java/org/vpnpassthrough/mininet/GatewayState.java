/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a gateway does, as RESTCONF shows it.
 *
 * @param status running, waiting, or absent where the controller shows none of that name
 * @param waitingFor what it waits for, one sentence each
 * @param mappings mappings in force
 * @param sessions sessions in force
 * @param packetIns packets handed to the controller, by room
 * @param refusals packets dropped, by reason
 * @param faults what went wrong between controller and switch, by name
 */
public record GatewayState(String status, List<String> waitingFor, long mappings, long sessions,
        Map<String, Long> packetIns, Map<String, Long> refusals, Map<String, Long> faults) {
    /** What is shown of a gateway that is not there. */
    public static final GatewayState ABSENT =
        new GatewayState("absent", List.of(), 0, 0, Map.of(), Map.of(), Map.of());

    /**
     * A gateway's state.
     */
    public GatewayState {
        waitingFor = List.copyOf(waitingFor);
        packetIns = Map.copyOf(packetIns);
        refusals = Map.copyOf(refusals);
        faults = Map.copyOf(faults);
    }

    /**
     * Reads the state of one gateway out of what {@link Restconf#STATE} answers.
     *
     * @param answer the whole answer
     * @param name the gateway's name
     * @return its state; {@link #ABSENT} if it is not among them
     */
    static GatewayState of(final JsonObject answer, final String name) {
        final var container = answer.getAsJsonObject("vpn-passthrough:gateways-state");
        if (container == null || !container.has("gateway")) {
            return ABSENT;
        }
        return container.getAsJsonArray("gateway").asList().stream().map(JsonElement::getAsJsonObject)
            .filter(entry -> name.equals(entry.get("name").getAsString())).findFirst().map(GatewayState::read)
            .orElse(ABSENT);
    }

    private static GatewayState read(final JsonObject entry) {
        final var waiting = entry.has("waiting-for")
            ? entry.getAsJsonArray("waiting-for").asList().stream().map(JsonElement::getAsString).toList()
            : List.<String>of();
        return new GatewayState(entry.has("status") ? entry.get("status").getAsString() : "absent", waiting,
            number(entry, "mappings"), number(entry, "sessions"), counts(entry, "room", "name", "packet-ins"),
            counts(entry, "refusal", "reason", "count"), counts(entry, "fault", "name", "count"));
    }

    private static Map<String, Long> counts(final JsonObject entry, final String list, final String key,
            final String value) {
        final var counts = new TreeMap<String, Long>();
        if (entry.has(list)) {
            for (var element : entry.getAsJsonArray(list)) {
                counts.put(element.getAsJsonObject().get(key).getAsString(), number(element.getAsJsonObject(), value));
            }
        }
        return counts;
    }

    private static long number(final JsonObject entry, final String leaf) {
        // A 64-bit counter is a JSON string (RFC 7951 section 6.1); getAsLong reads both.
        return entry.has(leaf) ? entry.get(leaf).getAsLong() : 0;
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.util.List;
import java.util.Map;

/**
 * What a gateway shows of itself.
 *
 * @param waitingFor what is missing, in sentences; empty when it runs
 * @param packetIns frames received, by the word of the room that they were for
 * @param refusals packets refused, by the name of the reason; reasons that never occurred are absent
 * @param waiting IKE messages that wait until other clients' exchanges with the same server are through
 * @param spiClashes SPIs that two clients have with one server, as far as it showed
 * @param rulesSent rules put, the base rules included
 * @param packetsSent frames sent out
 */
public record GatewayState(String name, List<String> waitingFor, int mappings, int sessions, int sessionsInSwitch,
        Map<String, Long> packetIns, Map<String, Long> refusals, int waiting, int spiClashes,
        long rulesSent, long packetsSent) {
    public GatewayState {
        waitingFor = List.copyOf(waitingFor);
        packetIns = Map.copyOf(packetIns);
        refusals = Map.copyOf(refusals);
    }
}

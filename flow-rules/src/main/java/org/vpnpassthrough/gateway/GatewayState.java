/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.packet.Recognition;

/**
 * What a gateway shows of itself.
 *
 * @param waitingFor what is missing, in sentences; empty when it runs
 * @param packetIns frames received, by the word of the room that they were for
 * @param refusals packets refused, by the name of the reason; reasons that never occurred are absent
 * @param waiting IKE messages that wait until other clients' exchanges with the same server are through
 * @param spiClashes SPIs that two clients have with one server, as far as it showed
 * @param ike the latest IKE conversations, the latest one first, at most {@link #MOST_IKE}
 * @param recognised sessions of VPNs that need no help, by what their first packet looked like
 * @param rulesSent rules put, the base rules included
 * @param packetsSent frames sent out
 */
public record GatewayState(String name, List<String> waitingFor, int mappings, int sessions, int sessionsInSwitch,
        Map<String, Long> packetIns, Map<String, Long> refusals, int waiting, int spiClashes,
        List<IkeState> ike, Map<String, Long> recognised, long rulesSent, long packetsSent) {
    /** How many IKE conversations are shown. */
    public static final int MOST_IKE = 1000;

    public GatewayState {
        waitingFor = List.copyOf(waitingFor);
        packetIns = Map.copyOf(packetIns);
        refusals = Map.copyOf(refusals);
        ike = List.copyOf(ike);
        recognised = Map.copyOf(recognised);
    }

    static Map<String, Long> recognised(final Collection<Session> sessions) {
        return sessions.stream().flatMap(session -> session.recognition().stream())
            .collect(Collectors.groupingBy(Recognition::toString, Collectors.counting()));
    }

    /** A gateway without IKE and VPNs that were recognised. */
    public GatewayState(final String name, final List<String> waitingFor, final int mappings, final int sessions,
            final int sessionsInSwitch, final Map<String, Long> packetIns, final Map<String, Long> refusals,
            final int waiting, final int spiClashes, final long rulesSent, final long packetsSent) {
        this(name, waitingFor, mappings, sessions, sessionsInSwitch, packetIns, refusals, waiting, spiClashes,
            List.of(), Map.of(), rulesSent, packetsSent);
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.util.Map;
import org.vpnpassthrough.gateway.GatewayState;
import org.vpnpassthrough.gateway.Problem;

/**
 * What there is to show of one configured gateway.
 *
 * @param nodeId its switch, empty if that is what the configuration lacks
 * @param state the core's part
 * @param faults the adapter's part: what went wrong on the way to the switch, by name
 */
record GatewayView(String nodeId, GatewayState state, Map<String, Long> faults) {
    GatewayView {
        faults = Map.copyOf(faults);
    }

    /**
     * A gateway that does not run because its configuration, let in before anybody could refuse it, cannot work.
     *
     * @param gateway what was read of it
     * @return a view that waits for another configuration
     */
    static GatewayView of(final ReadGateway.Unusable gateway) {
        final var waitingFor = gateway.problems().stream().map(Problem::toString).toList();
        return new GatewayView(gateway.nodeId(),
            new GatewayState(gateway.name(), waitingFor, 0, 0, 0, Map.of(), Map.of(), 0, 0, 0, 0), Map.of());
    }
}

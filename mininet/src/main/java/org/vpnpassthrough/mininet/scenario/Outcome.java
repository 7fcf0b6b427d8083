/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.scenario;

import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;

/**
 * How a scenario went.
 *
 * @param protocol what passed, or did not
 * @param clients how many clients took part
 * @param problem what went wrong; empty if nothing did
 * @param bySwitch packets that the rules of sessions counted during the hot phase
 * @param packetIns packets that went to the controller during the hot phase; ARP is not counted, see
 *        {@link org.vpnpassthrough.mininet.FlowTable#packetsPunted()}
 */
public record Outcome(String protocol, int clients, String problem, long bySwitch, long packetIns) {
    /**
     * Runs a scenario, and reads the counters of the gateway switch before and after its hot phase. It has passed if
     * the traffic arrived, the switch's own session rules counted every packet of it, and no packet went to the
     * controller.
     *
     * @param scenario what to run
     * @param topology the running topology, its gateway configured
     * @return how it went; never an exception for what the gateway does wrong
     */
    public static Outcome of(final Scenario scenario, final Topology topology) {
        long bySwitch = 0;
        long packetIns = 0;
        var problem = "";
        try (var hot = scenario.prepare(topology)) {
            final var before = topology.gateway().flows();
            final var expected = hot.send();
            final var after = topology.gateway().flows();
            bySwitch = after.packetsOfSessions() - before.packetsOfSessions();
            packetIns = after.packetsPunted() - before.packetsPunted();
            if (bySwitch < expected) {
                problem = "the switch's session rules counted " + bySwitch + " packets, " + expected + " were sent";
            } else if (packetIns != 0) {
                problem = packetIns + " packets went to the controller in the hot phase";
            }
        } catch (LabException e) {
            problem = e.getMessage();
        }
        // What a scenario that failed half-way has started would be in the way of the next one.
        topology.quiet();
        return new Outcome(scenario.protocol(), scenario.clients(), problem, bySwitch, packetIns);
    }

    /**
     * Whether all is well.
     *
     * @return true if there was no problem
     */
    public boolean passed() {
        return problem.isEmpty();
    }
}

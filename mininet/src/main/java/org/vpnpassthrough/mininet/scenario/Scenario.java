/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.scenario;

import org.vpnpassthrough.mininet.Topology;

/**
 * One kind of traffic through the gateway, in two phases: the first packets, with which the controller has to do, and
 * the hot phase, which the switch must carry alone.
 */
public interface Scenario {
    /**
     * What passes, as the table of results names it.
     *
     * @return a short name
     */
    String protocol();

    /**
     * How many clients take part.
     *
     * @return 1 or more
     */
    int clients();

    /**
     * Sends the first packets and checks that they arrived.
     *
     * @param topology the running topology, its gateway configured
     * @return the hot phase, ready to go
     * @throws org.vpnpassthrough.mininet.LabException with what went wrong
     */
    HotPhase prepare(Topology topology);

    /**
     * The hot phase of a scenario.
     */
    interface HotPhase extends AutoCloseable {
        /**
         * Sends the packets and checks that they arrived.
         *
         * @return how many packets, both directions together, the switch must have forwarded at the least
         * @throws org.vpnpassthrough.mininet.LabException with what went wrong
         */
        long send();

        /** Ends what the scenario started. */
        @Override
        void close();
    }
}

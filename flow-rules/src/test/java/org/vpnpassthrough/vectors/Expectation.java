/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import java.util.Comparator;
import java.util.List;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.rules.Cookie;
import org.vpnpassthrough.translation.Reason;

/** Something that happens in a step of a vector. */
public sealed interface Expectation {
    /** The order in which a step lists what happens, however it was written. */
    Comparator<Expectation> ORDER = Comparator.comparingInt(Expectation::rank);

    /**
     * Where this kind stands in a step.
     *
     * @return smaller is earlier
     */
    private int rank() {
        return switch (this) {
            case Punt punt -> 0;
            case Drop drop -> 1;
            case Removed removed -> 2;
            case Rules rules -> 3;
            case ArpRequest request -> 4;
            case ArpReply reply -> 4;
            case Forward forward -> 4;
        };
    }

    /**
     * A frame leaves.
     *
     * @param port by which port
     * @param frame the bytes
     */
    record Forward(int port, HexFrame frame) implements Expectation {
    }

    /**
     * A packet is refused.
     *
     * @param reason why
     */
    record Drop(Reason reason) implements Expectation {
    }

    /**
     * The switch hands the packet to the controller.
     *
     * @param room whose rule does it
     */
    record Punt(Cookie.Room room) implements Expectation {
    }

    /**
     * Rules are put into the switch.
     *
     * @param rules as {@code FlowRule.toOvs()} writes them, in order
     */
    record Rules(List<String> rules) implements Expectation {
        /** Keeps its own list. */
        public Rules {
            rules = List.copyOf(rules);
        }
    }

    /**
     * Rules are removed from the switch by us; what the switch removes by itself is not meant.
     *
     * @param rules the same as {@link Rules}, without actions and time-outs, in order
     */
    record Removed(List<String> rules) implements Expectation {
        /** Keeps its own list. */
        public Removed {
            rules = List.copyOf(rules);
        }
    }

    /**
     * The gateway asks for an Ethernet address (RFC 826).
     *
     * @param port where
     * @param wanted whose
     */
    record ArpRequest(int port, Ip4 wanted) implements Expectation {
    }

    /**
     * The gateway answers the ARP request that came in this step, with the Ethernet address of the port.
     *
     * @param port where
     * @param address which address it has
     */
    record ArpReply(int port, Ip4 address) implements Expectation {
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import org.vpnpassthrough.packet.Ip4;

/**
 * What the switch does with packets from one internal prefix to a host of another: it routes them, untranslated. The
 * source need not be matched, classify lets only those of the port's own prefix come here.
 */
public final class RouteRule {
    /** Above all punts: that a room wants to see UDP port 500 does not concern those who need no translation. */
    static final int PRIORITY = 350;

    /** Seconds; nothing is lost with the rule but one more packet through the controller. */
    private static final int IDLE = 300;

    private RouteRule() {
        // only functions
    }

    /**
     * The rule.
     *
     * @param inPort OpenFlow number of the port that the packets come in by, another one than that of the host
     * @param host where they go
     * @param link the way to the host
     */
    public static FlowRule to(final int inPort, final Ip4 host, final Link link) {
        return rule(inPort, host)
            .then(new Action.SetField(MatchField.ETH_SRC, link.own()))
            .then(new Action.SetField(MatchField.ETH_DST, link.neighbour()))
            .then(new Action.DecrementTtl())
            .then(new Action.Output(link.port()))
            .build();
    }

    /** What names the rule to the switch, for strict removal: the same rule without actions. */
    public static FlowRule removal(final int inPort, final Ip4 host) {
        return rule(inPort, host).build();
    }

    private static FlowRule.Builder rule(final int inPort, final Ip4 host) {
        return FlowRule.in(Pipeline.OUTBOUND, PRIORITY,
            Match.ip().with(MatchField.IN_PORT, inPort).with(MatchField.IPV4_DST, host),
            Cookie.forRoom(Cookie.Room.ROUTER)).idle(IDLE, false);
    }
}

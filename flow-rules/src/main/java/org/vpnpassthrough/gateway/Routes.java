/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.rules.Link;
import org.vpnpassthrough.rules.RouteRule;

/**
 * The rules by which the switch routes between internal prefixes: one for each port that packets come in by and host
 * that has answered ARP, so there are no more than hosts times ports. The switch drops an idle one without telling,
 * and the next packet puts it there again.
 */
final class Routes {
    private static final Duration ACTIVE_AFTER = Duration.ofSeconds(1);

    private record Route(int inPort, Ip4 host) {
    }

    private final Interfaces interfaces;
    private final Outlet outlet;
    private final Map<Route, Instant> put = new HashMap<>();

    Routes(final Interfaces interfaces, final Outlet outlet) {
        this.interfaces = interfaces;
        this.outlet = outlet;
    }

    /** Puts a rule in place for a packet that reached the controller, unless one is on its way. */
    void carry(final Interface in, final Ip4 host, final Mac mac, final Instant now) {
        final var route = new Route(in.number(), host);
        final var before = put.get(route);
        if (before == null || !now.isBefore(before.plus(ACTIVE_AFTER))) {
            put.put(route, now);
            put(route, mac);
        }
    }

    private void put(final Route route, final Mac mac) {
        final var out = interfaces.internalTo(route.host);
        outlet.put(new Effect.PutRule(
            RouteRule.to(route.inPort, route.host, new Link(out.number(), out.port().mac(), mac))));
    }

    /** Puts the rules again that lead to this host, which has another Ethernet address now. */
    void putAgainVia(final Ip4 host, final Mac mac) {
        for (final var in : interfaces.internal()) {
            final var route = new Route(in.number(), host);
            if (put.containsKey(route)) {
                put(route, mac);
            }
        }
    }

    /** Takes all rules out, because hosts may be elsewhere now. */
    void removeAll() {
        put.keySet().forEach(route -> outlet.put(
            new Effect.RemoveRule(RouteRule.removal(route.inPort, route.host))));
        put.clear();
    }
}

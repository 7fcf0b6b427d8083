/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.time.Instant;
import java.util.Optional;
import org.vpnpassthrough.packet.Arp;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.translation.Reason;

/** Asks who has an address (RFC 826), and lets packets wait for the answer. */
final class NextHops {
    private final Interfaces interfaces;
    private final Neighbours neighbours;
    private final Outlet outlet;
    private final Counters counters;

    NextHops(final Interfaces interfaces, final Neighbours neighbours, final Outlet outlet, final Counters counters) {
        this.interfaces = interfaces;
        this.neighbours = neighbours;
        this.outlet = outlet;
        this.counters = counters;
    }

    /** Asks who the next hop is, so that the first client need not wait, and again so that a new one is noticed. */
    void askForRouter() {
        ask(interfaces.external(), interfaces.router());
    }

    /** Asks again for every neighbour that packets wait for. */
    void askAgain() {
        for (final var address : neighbours.open()) {
            final var internal = interfaces.internalTo(address);
            ask(internal == null ? interfaces.external() : internal, address);
        }
    }

    /**
     * The Ethernet address of a next hop. If it is not known, the packet comes in once more when it is.
     *
     * @param in by which the packet came
     * @param out by which it is to leave
     */
    Optional<Mac> find(final Interface in, final Packet packet, final Interface out, final Ip4 nextHop,
            final Instant now) {
        final var mac = neighbours.mac(nextHop);
        if (mac.isEmpty()) {
            if (!neighbours.await(nextHop, new Neighbours.Waiting(in.number(), packet.frame()), now)) {
                counters.refused(Reason.NEIGHBOUR_UNRESOLVED);
            }
            ask(out, nextHop);
        }
        return mac;
    }

    private void ask(final Interface out, final Ip4 wanted) {
        outlet.send(out, Arp.request(out.port().mac(), out.address(), wanted).frame());
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.util.List;
import org.vpnpassthrough.gateway.GatewayConfig;
import org.vpnpassthrough.gateway.GatewayRig;
import org.vpnpassthrough.mapping.Strategy;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.translation.Policy;
import org.vpnpassthrough.translation.Settings;

/** Who is where: the addresses of the model's little network, those of {@link GatewayRig}. */
final class Network {
    static final int CLIENTS = 8;
    /** Of the servers with a number below this one; the last of them is in the external prefix itself. */
    static final int SERVERS = 3;
    /** Hosts in the external prefix with these numbers exist only at even ones: nobody answers ARP for the others. */
    static final int NEIGHBOURS = 40;
    static final Ip4 ROUTER_ON_THE_WAY = Ip4.parse("198.51.100.254");
    static final Ip4 POOL = Ip4.parse("203.0.113.10");
    static final int POOL_SIZE = 4;
    /** Two clients and a server of which the model knows no conversation: for bytes that mean nothing. */
    static final Ip4 NOISY_CLIENT = Ip4.parse("192.0.2.200");
    static final Ip4 BROKEN_CLIENT = Ip4.parse("192.0.2.201");
    static final Ip4 NOISY_SERVER = Ip4.parse("198.51.100.77");

    private static final Ip4 FIRST_CLIENT = Ip4.parse("192.0.2.101");
    private static final Ip4 FIRST_SERVER = Ip4.parse("198.51.100.9");
    private static final Ip4 ON_LINK_SERVER = Ip4.parse("203.0.113.50");
    private static final Ip4 FIRST_NEIGHBOUR = Ip4.parse("203.0.113.100");
    private static final int CLIENT_PREFIX = Ip4.parse("192.0.2.0").bits();
    private static final int EXTERNAL_PREFIX = Ip4.parse("203.0.113.0").bits();
    private static final int MASK = 0xffff_ff00;

    private Network() {
        // only functions
    }

    static Ip4 client(final int number) {
        return FIRST_CLIENT.plus(number);
    }

    static Ip4 server(final int number) {
        return number >= SERVERS ? FIRST_NEIGHBOUR.plus(number - SERVERS)
            : number == SERVERS - 1 ? ON_LINK_SERVER : FIRST_SERVER.plus(number);
    }

    static Ip4 pool(final int place) {
        return POOL.plus(place);
    }

    static boolean isInternal(final Ip4 address) {
        return (address.bits() & MASK) == CLIENT_PREFIX;
    }

    static boolean isOnLink(final Ip4 address) {
        return (address.bits() & MASK) == EXTERNAL_PREFIX;
    }

    /** Whether a host in the external prefix answers ARP. */
    static boolean answersArp(final Ip4 address) {
        return address.equals(ON_LINK_SERVER) || address.equals(GatewayRig.NEXT_HOP)
            || address.compareTo(FIRST_NEIGHBOUR) >= 0 && (address.bits() - FIRST_NEIGHBOUR.bits()) % 2 == 0;
    }

    /** The Ethernet address of a host; that of the next hop changes. */
    static Mac mac(final Ip4 address) {
        return new Mac(0x0200_0000_0000L | (isInternal(address) ? 0x0100 : 0x0300) | address.bits() & 0xff);
    }

    static Mac routerMac(final int last) {
        return new Mac(0x0200_0000_0200L | last);
    }

    static GatewayConfig config(final int first, final int size, final Policy policy, final Strategy sharing) {
        final var config = GatewayRig.config(pool(first).toString(), pool(first + size - 1).toString());
        return config.with(Settings.DEFAULT.with(policy).with(sharing));
    }

    /** All that can be seen of the gateway itself outside. */
    static List<Ip4> own() {
        return List.of(GatewayRig.EXTERNAL_ADDRESS, GatewayRig.GATEWAY);
    }
}

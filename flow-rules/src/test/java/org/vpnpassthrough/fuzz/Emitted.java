/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.HexFormat;
import org.vpnpassthrough.gateway.GatewayRig;
import org.vpnpassthrough.packet.Arp;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Prefix;

/** What no gateway may send, whatever it got. */
final class Emitted {
    private static final Prefix INSIDE = Prefix.parse("192.0.2.0/24");

    private Emitted() {
        // only a function
    }

    static void check(final GatewayRig.Out out) {
        final var parsed = out.parsed();
        if (parsed instanceof Arp arp) {
            leak(out.port() == GatewayRig.EXTERNAL && INSIDE.contains(arp.senderAddress()), out);
            return;
        }
        final var packet = out.packet();
        if (out.port() == GatewayRig.EXTERNAL) {
            leak(INSIDE.contains(packet.source()) || INSIDE.contains(packet.destination()), out);
            if (packet.transport() instanceof IcmpError error) {
                leak(INSIDE.contains(error.quoted().ip().source())
                    || INSIDE.contains(error.quoted().ip().destination()), out);
            }
        } else {
            final Ip4 source = packet.source();
            leak(INSIDE.contains(source) && !source.equals(GatewayRig.GATEWAY), out);
        }
    }

    private static void leak(final boolean found, final GatewayRig.Out out) {
        assertFalse(found, () -> "port " + out.port() + ": " + HexFormat.of().formatHex(out.frame()));
    }
}

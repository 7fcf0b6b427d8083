/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.util.Collection;
import java.util.HexFormat;
import org.vpnpassthrough.gateway.GatewayRig;
import org.vpnpassthrough.packet.Ip4;

/** What must never leave by a port, whatever came before. */
final class Leaks {
    private static final int IP = 14;

    private Leaks() {
        // only a function
    }

    static void check(final Site.Output output, final Collection<Ip4> pool) {
        final var frame = output.frame();
        if (output.port() == GatewayRig.EXTERNAL) {
            outside(frame, pool);
        } else if (output.port() == GatewayRig.INTERNAL) {
            inside(frame);
        } else {
            throw new Violation("nothing leaves by a port that is not the gateway's", output.port());
        }
    }

    private static void outside(final byte[] frame, final Collection<Ip4> pool) {
        if (!Wire.macSource(frame).equals(GatewayRig.EXTERNAL_MAC)) {
            throw new Violation("frames outside are from the external port", Wire.macSource(frame));
        }
        if (Wire.isArp(frame)) {
            final var sender = Wire.arpAddress(frame, true);
            if (!sender.equals(GatewayRig.EXTERNAL_ADDRESS) && !pool.contains(sender)
                    || Network.isInternal(Wire.arpAddress(frame, false))) {
                throw new Violation("ARP outside is about outside", HexFormat.of().formatHex(frame));
            }
            return;
        }
        // addresses are aligned wherever they are: in headers, in those that an error quotes
        for (int at = IP; at + 4 <= Wire.end(frame); at += 4) {
            if (Network.isInternal(new Ip4(Wire.i32(frame, at)))) {
                throw new Violation("no internal address leaves", "offset " + at, HexFormat.of().formatHex(frame));
            }
        }
    }

    private static void inside(final byte[] frame) {
        if (!Wire.macSource(frame).equals(GatewayRig.INTERNAL_MAC)) {
            throw new Violation("frames inside are from the internal port", Wire.macSource(frame));
        }
        if (Wire.isArp(frame)) {
            return;
        }
        final var source = Wire.source(frame);
        final var destination = Wire.destination(frame);
        if (Network.isInternal(source) && !source.equals(GatewayRig.GATEWAY)) {
            throw new Violation("nothing goes from inside to inside", HexFormat.of().formatHex(frame));
        }
        if (!Network.isInternal(destination) || !Wire.macDestination(frame).equals(Network.mac(destination))) {
            throw new Violation("a frame inside is for the client that it is addressed to",
                HexFormat.of().formatHex(frame));
        }
    }
}

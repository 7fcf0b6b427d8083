/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.vpnpassthrough.gateway.GatewayRig;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.rules.Cookie;

/** A whole gateway that is given one frame after the other, see {@link FrameSequence}. */
final class GatewayFuzzTest {
    private static final int IP = 14;

    @FuzzTest
    void frames(final byte[] data) {
        final var rig = GatewayRig.running();
        for (final var event : FrameSequence.of(data).events()) {
            switch (event.seconds()) {
                case FrameSequence.IDLE -> rig.carryOut(rig.gateway().flowRemoved(cookie(event), rig.now()));
                case FrameSequence.REFUSED -> rig.carryOut(rig.gateway().ruleRefused(cookie(event), rig.now()));
                default -> {
                    rig.pass(event.seconds()).forEach(Emitted::check);
                    arrive(rig, event);
                }
            }
        }
        rig.carryOut(rig.gateway().close());
    }

    private static void arrive(final GatewayRig rig, final FrameSequence.Event event) {
        final int port = event.isFromOutside() ? GatewayRig.EXTERNAL : GatewayRig.INTERNAL;
        final long cookie = event.isCopy() ? Cookie.forCopies(Cookie.Room.PLAIN) : 0;
        final var frame = event.isAsItIs() ? event.frame() : repaired(event);
        rig.carryOut(rig.gateway().receive(port, cookie, frame, rig.now())).forEach(Emitted::check);
    }

    private static byte[] repaired(final FrameSequence.Event event) {
        final var frame = Packets.repaired(event.frame());
        if (frame.length >= IP) {
            final Mac to = event.isFromOutside() ? GatewayRig.EXTERNAL_MAC : GatewayRig.INTERNAL_MAC;
            to.write(frame, 0);
        }
        return frame;
    }

    private static long cookie(final FrameSequence.Event event) {
        return Cookie.forSession(event.frame().length == 0 ? 0 : event.frame()[0] & 0xff);
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import org.vpnpassthrough.gateway.GatewayRig;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.TunnelFrames;

/**
 * What an ICMP error quotes, from either side, at a gateway with sessions of several protocols. The sessions stay as
 * they are: an error changes none (RFC 4787 REQ-12).
 */
final class QuoteFuzzTest {
    private static final int ICMP = 1;
    private static final byte[] TYPES = {3, 4, 11, 12};

    private final GatewayRig rig = GatewayRig.running();

    QuoteFuzzTest() {
        rig.fromClient(Frames.udp(Frames.CLIENT, 5000, Frames.SERVER, 53));
        rig.fromClient(Frames.tcp(Frames.CLIENT, 5000, Frames.SERVER, 80, TcpHeader.SYN));
        rig.fromClient(Frames.icmpEcho(Frames.CLIENT, Frames.SERVER, true, 7, 1));
        rig.fromClient(Frames.udp(Frames.CLIENT, 500, Frames.SERVER, 500, Frames.ikeV2SaInit(false)));
        rig.fromClient(Frames.esp(Frames.CLIENT, Frames.SERVER, 0x1000, 1));
        rig.fromClient(TunnelFrames.gre(Frames.CLIENT, Frames.SERVER, Frames.text("data")));
    }

    @FuzzTest
    void quote(final byte[] data) {
        for (final byte type : TYPES) {
            final var message = ByteBuffer.allocate(8 + data.length).put(type).put(8, data).array();
            final var inbound = Frames.ip(Frames.ROUTER, Frames.PUBLIC_ADDRESS, ICMP, message);
            Packets.check(inbound);
            rig.fromOutside(inbound).forEach(Emitted::check);
            rig.fromClient(Frames.ip(Frames.CLIENT, Frames.SERVER, ICMP, message)).forEach(Emitted::check);
        }
    }
}

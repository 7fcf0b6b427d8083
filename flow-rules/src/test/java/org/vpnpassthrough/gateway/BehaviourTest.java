/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.vpnpassthrough.gateway.PptpPeer.only;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.translation.Behaviour;
import org.vpnpassthrough.translation.Behaviour.Dependence;
import org.vpnpassthrough.translation.Settings;

/** RFC 4787 sections 4.1, 4.3 and 5: X:x is inside, Y1:y1 and Y2:y2 are outside. */
class BehaviourTest {
    private static final byte[] DATA = Frames.text("data");
    private static final Ip4 Y1 = Ip4.parse("198.51.100.1");
    private static final Ip4 Y2 = Ip4.parse("198.51.100.2");
    private static final int X = 5000;

    private static GatewayRig rig(final Dependence mapping, final Dependence filtering) {
        return GatewayRig.running(config(mapping, filtering));
    }

    private static GatewayConfig config(final Dependence mapping, final Dependence filtering) {
        return GatewayRig.config("203.0.113.10", "203.0.113.10")
            .with(Settings.DEFAULT.with(new Behaviour(mapping, filtering)));
    }

    private static GatewayRig endpointIndependent() {
        return rig(Dependence.ENDPOINT_INDEPENDENT, Dependence.ENDPOINT_INDEPENDENT);
    }

    private static GatewayRig addressDependent() {
        return rig(Dependence.ADDRESS_DEPENDENT, Dependence.ADDRESS_DEPENDENT);
    }

    private static int mapped(final GatewayRig rig, final Ip4 remote, final int remotePort) {
        return ((UdpHeader) only(rig.fromClient(Frames.udp(CLIENT, X, remote, remotePort, DATA))).transport())
            .sourcePort();
    }

    private static List<GatewayRig.Out> from(final GatewayRig rig, final Ip4 remote, final int port) {
        return rig.fromOutside(Frames.udp(remote, 53, PUBLIC_ADDRESS, port, DATA));
    }

    @Test
    void endpointIndependentMappingUsesTheSamePortForAll() {
        final var rig = rig(Dependence.ENDPOINT_INDEPENDENT, Dependence.ADDRESS_DEPENDENT);
        assertEquals(Behaviour.DEFAULT, new Behaviour(Dependence.ENDPOINT_INDEPENDENT, Dependence.ADDRESS_DEPENDENT));
        assertEquals(mapped(rig, Y1, 53), mapped(rig, Y2, 53));
    }

    @Test
    void addressDependentMappingUsesTheSamePortForTheSameAddressOnly() {
        final var rig = addressDependent();
        final int first = mapped(rig, Y1, 53);
        assertEquals(first, mapped(rig, Y1, 54), "whatever its port");
        final int second = mapped(rig, Y2, 53);
        assertNotEquals(first, second);
        assertEquals(2, rig.gateway().state().mappings());
        final var back = only(from(rig, Y2, second));
        assertEquals(CLIENT, back.destination());
        assertEquals(X, ((UdpHeader) back.transport()).destinationPort());
    }

    @Test
    void addressDependentMappingLetsNobodyInByTheMappingOfAnother() {
        final var rig = addressDependent();
        final int first = mapped(rig, Y1, 53);
        mapped(rig, Y2, 53);
        assertEquals(List.of(), from(rig, Y2, first));
        assertEquals(1, rig.refusals("FILTERED"));
    }

    @Test
    void withEndpointIndependentFilteringItDoes() {
        final var rig = rig(Dependence.ADDRESS_DEPENDENT, Dependence.ENDPOINT_INDEPENDENT);
        final int first = mapped(rig, Y1, 53);
        final int second = mapped(rig, Y2, 53);
        assertNotEquals(first, second);
        assertEquals(CLIENT, only(from(rig, Y2, first)).destination());
    }

    @Test
    void addressDependentFilteringLetsInWhomTheClientHasSentTo() {
        final var rig = rig(Dependence.ENDPOINT_INDEPENDENT, Dependence.ADDRESS_DEPENDENT);
        final int port = mapped(rig, Y1, 53);
        assertEquals(1, rig.fromOutside(Frames.udp(Y1, 9999, PUBLIC_ADDRESS, port, DATA)).size(), "from any port");
        assertEquals(List.of(), from(rig, Y2, port));
        mapped(rig, Y2, 53);
        assertEquals(1, from(rig, Y2, port).size());
    }

    @Test
    void endpointIndependentFilteringLetsInAnybodyAndTheAnswerMakesTheSession() {
        final var rig = endpointIndependent();
        final int port = mapped(rig, Y1, 53);
        final var in = only(from(rig, Y2, port));
        assertEquals(CLIENT, in.destination());
        assertEquals(X, ((UdpHeader) in.transport()).destinationPort());
        assertEquals(1, rig.gateway().state().sessions(), "nobody outside makes a session");
        assertEquals(port, mapped(rig, Y2, 53));
        assertEquals(2, rig.gateway().state().sessions());
        final int before = rig.packetIns();
        assertEquals(1, from(rig, Y2, port).size());
        assertEquals(before, rig.packetIns(), "the switch alone");
        assertEquals(List.of(), from(rig, Y2, port ^ 1), "only to a mapping");
    }

    @Test
    void aTcpConnectionFromOutsideIsLetInAndLasts() {
        final var rig = endpointIndependent();
        final var syn = only(rig.fromClient(Frames.tcp(CLIENT, X, Y1, 80, TcpHeader.SYN)));
        final int port = ((TcpHeader) syn.transport()).sourcePort();
        assertEquals(1, rig.fromOutside(Frames.tcp(Y2, 4000, PUBLIC_ADDRESS, port, TcpHeader.SYN)).size());
        rig.fromClient(Frames.tcp(CLIENT, X, Y2, 4000, TcpHeader.SYN | TcpHeader.ACK));
        final int before = rig.packetIns();
        assertEquals(1, rig.fromOutside(Frames.tcp(Y2, 4000, PUBLIC_ADDRESS, port, TcpHeader.ACK)).size());
        assertEquals(before, rig.packetIns(), "the switch alone");
        rig.pass(1000);
        assertEquals(1, rig.gateway().state().sessions(), "the unanswered one has gone");
    }

    @Test
    void theClientsErrorFindsAStrangerThatWasLetIn() {
        final var rig = endpointIndependent();
        final int port = mapped(rig, Y1, 53);
        final var in = only(from(rig, Y2, port));
        final var error = only(rig.fromClient(Frames.icmpError(CLIENT, Y2, 3, 3, in.frame())));
        assertEquals(PUBLIC_ADDRESS, error.source());
        assertEquals(port, ((UdpHeader) ((IcmpError) error.transport()).quoted().transport()).destinationPort());
    }

    @Test
    void inboundAloneDoesNotKeepAMapping() {
        for (final var filtering : Dependence.values()) {
            final var rig = rig(Dependence.ENDPOINT_INDEPENDENT, filtering);
            final int port = mapped(rig, Y1, 53);
            for (int time = 0; time < 10; time++) {
                rig.pass(29);
                assertEquals(1, from(rig, Y1, port).size());
                from(rig, Ip4.parse("198.51.100." + (100 + time)), port);
            }
            rig.pass(11);
            assertEquals(0, rig.gateway().state().mappings(), filtering::toString);
            assertEquals(List.of(), from(rig, Y1, port));
        }
    }

    @Test
    void inboundAloneDoesNotKeepAMappingThatTheControllerTimes() {
        final var rig = rig(Dependence.ENDPOINT_INDEPENDENT, Dependence.ADDRESS_DEPENDENT);
        rig.fromClient(Frames.udp(CLIENT, 500, Y1, 500, Frames.ikeV2SaInit(true)));
        for (int time = 0; time < 10; time++) {
            rig.pass(29);
            assertEquals(1, rig.fromOutside(Frames.udp(Y1, 500, PUBLIC_ADDRESS, 500, Frames.ikeV2SaInitResponse(true)))
                .size());
        }
        rig.pass(11);
        assertEquals(0, rig.gateway().state().mappings());
    }

    @Test
    void outboundKeepsIt() {
        final var rig = endpointIndependent();
        final int port = mapped(rig, Y1, 53);
        for (int time = 0; time < 10; time++) {
            rig.pass(290);
            assertEquals(port, mapped(rig, Y1, 53));
        }
    }

    @Test
    void aChangeHoldsFromThenOnAndEndsNothing() {
        final var rig = addressDependent();
        final int first = mapped(rig, Y1, 53);
        rig.carryOut(rig.gateway().reconfigure(
            config(Dependence.ENDPOINT_INDEPENDENT, Dependence.ENDPOINT_INDEPENDENT), rig.now()));
        final int second = mapped(rig, Y2, 53);
        assertNotEquals(first, second);
        assertEquals(first, mapped(rig, Y1, 53));
        assertEquals(second, mapped(rig, Ip4.parse("198.51.100.3"), 53));
    }
}

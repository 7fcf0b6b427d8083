/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vpnpassthrough.mapping.IkePrediction;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IkeBytes;
import org.vpnpassthrough.packet.IkeExchange;
import org.vpnpassthrough.packet.IkeSaBytes;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.translation.CryptoFloor;
import org.vpnpassthrough.translation.CryptoProfile;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Policy;

class IkeStateTest {
    private static final CryptoFloor WARN = new CryptoFloor(CryptoProfile.CNSSP15, CryptoFloor.Action.WARN);
    private static final CryptoFloor BLOCK = new CryptoFloor(CryptoProfile.CNSSP15, CryptoFloor.Action.BLOCK);
    private static final IkeSaBytes WEAK = IkeSaBytes.chosen(3, 0, 2, 2, 2);

    @Test
    void aConversationIsShownFromItsFirstMessageToItsFloat() {
        final var rig = rig(WARN);
        rig.fromClient(ike(IkeSaBytes.strongSwan().saInit(1, 31, true)));
        final var asked = only(rig);
        assertEquals(new IkeState(CLIENT, SERVER, 1, 0, 2, true, IkeExchange.IKE_SA_INIT, IkePrediction.UNKNOWN,
            false, false, asked.offered(), "", 0, Optional.empty()), asked);
        assertEquals(2, asked.offered().size());
        rig.fromOutside(Frames.udp(SERVER, 500, PUBLIC_ADDRESS, 500, WEAK.saInitResponse(1, 2, 2, true)));
        final var answered = only(rig);
        assertEquals(2, answered.responderSpi());
        assertEquals("3DES/HMAC-SHA1-96/PRF-HMAC-SHA1/MODP-1024", answered.chosen());
        assertEquals(IkePrediction.UDP_ENCAPSULATED, answered.prediction());
        assertFalse(answered.grade().orElseThrow().meets());
        assertTrue(answered.grade().orElseThrow().flaws().contains("key exchange MODP-1024 (CNSSP 15"));
        assertFalse(answered.encapsulated());
        rig.fromClient(natt(IkeBytes.v2(35, 8).spis(1, 2).messageId(1).payload(53, "00010002aa").bytes()));
        assertTrue(only(rig).encapsulated());
        assertTrue(only(rig).fragmented());
        assertEquals(IkeExchange.IKE_AUTH, only(rig).latest());
    }

    @Test
    void whatWasRefusedIsShownWithItsGradeForAWhile() {
        final var rig = rig(BLOCK);
        rig.fromClient(ike(WEAK.saInit(1, 2, false)));
        assertFalse(only(rig).grade().orElseThrow().meets());
        rig.carryOut(rig.gateway().reconfigure(config(BLOCK), rig.now()));
        assertFalse(only(rig).grade().orElseThrow().meets());
        rig.carryOut(rig.gateway().reconfigure(config(CryptoFloor.NONE), rig.now()));
        assertEquals(Optional.empty(), only(rig).grade());
        rig.pass(301);
        assertEquals(List.of(), rig.gateway().state().ike());
    }

    @Test
    void aConversationOfAPassthroughThatIsSwitchedOffIsForgotten() {
        final var rig = rig(CryptoFloor.NONE);
        rig.fromClient(ike(WEAK.saInit(1, 2, false)));
        rig.carryOut(rig.gateway().reconfigure(GatewayRig.config("203.0.113.10", "203.0.113.10",
            Policy.ALL.without(Passthrough.IPSEC)), rig.now()));
        assertEquals(List.of(), rig.gateway().state().ike());
    }

    @Test
    void aConversationThatTheSwitchCarriesIsShownForAsLongAsItDoes() {
        final var rig = rig(CryptoFloor.NONE);
        final var message = natt(IkeBytes.v2(35, 8).spis(1, 2).messageId(1).payload(46, "00").bytes());
        rig.fromClient(message);
        for (int minute = 0; minute < 12; minute++) {
            rig.pass(60);
            rig.fromClient(message);
        }
        assertEquals(1, rig.gateway().state().ike().size());
        rig.pass(1000);
        assertEquals(List.of(), rig.gateway().state().ike());
    }

    @Test
    void onlyTheLatestThousandAreShown() {
        final var rig = rig(CryptoFloor.NONE);
        final var message = WEAK.saInit(1, 2, false);
        for (int server = 0; server < 11; server++) {
            for (int client = 2; client < 102; client++) {
                rig.fromClient(Frames.udp(Ip4.parse("192.0.2." + client), 500, SERVER.plus(server), 500, message));
            }
        }
        final var shown = rig.gateway().state().ike();
        assertEquals(GatewayState.MOST_IKE, shown.size());
        assertEquals(SERVER.plus(10), shown.getFirst().server());
        assertFalse(shown.stream().map(IkeState::server).anyMatch(Set.of(SERVER)::contains));
    }

    @Test
    void vpnsThatNeedNoHelpAreCountedByTheirNames() {
        final var rig = rig(CryptoFloor.NONE);
        final var initiation = new byte[148];
        initiation[0] = 1;
        rig.fromClient(Frames.udp(CLIENT, 5000, SERVER, 51820, initiation));
        rig.fromClient(Frames.udp(CLIENT, 5001, SERVER, 51820, initiation));
        rig.fromClient(Frames.tcp(CLIENT, 5002, SERVER, 4500, TcpHeader.SYN));
        rig.fromClient(Frames.udp(CLIENT, 5003, SERVER, 53));
        assertEquals(Map.of("WireGuard", 2L, "IKE over TCP", 1L), rig.gateway().state().recognised());
        assertEquals(Map.of(), rig.gateway().state().refusals());
    }

    private static IkeState only(final GatewayRig rig) {
        final var shown = rig.gateway().state().ike();
        assertEquals(1, shown.size());
        return shown.getFirst();
    }

    private static GatewayRig rig(final CryptoFloor floor) {
        return GatewayRig.running(config(floor));
    }

    private static GatewayConfig config(final CryptoFloor floor) {
        return GatewayRig.config("203.0.113.10", "203.0.113.10", Policy.ALL.with(floor));
    }

    private static byte[] ike(final byte[] message) {
        return Frames.udp(CLIENT, 500, SERVER, 500, message);
    }

    private static byte[] natt(final byte[] message) {
        return Frames.udp(CLIENT, 4500, SERVER, 4500, Frames.nonEspMarker(message));
    }
}

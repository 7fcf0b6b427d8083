/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.SECOND_CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IkeBytes;
import org.vpnpassthrough.packet.IkeSaBytes;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.translation.CryptoFloor;
import org.vpnpassthrough.translation.CryptoProfile;
import org.vpnpassthrough.translation.Policy;

class CryptoFloorTest {
    private static final CryptoFloor BLOCK = new CryptoFloor(CryptoProfile.CNSSP15, CryptoFloor.Action.BLOCK);
    private static final CryptoFloor WARN = new CryptoFloor(CryptoProfile.CNSSP15, CryptoFloor.Action.WARN);
    private static final long SPI = 1;
    private static final long RESPONDER = 2;
    private static final int ESP_SPI = 0xc0ffee01;
    private static final IkeSaBytes WEAK = IkeSaBytes.chosen(12, 128, 2, 2, 2);
    private static final IkeSaBytes STRONG = IkeSaBytes.chosen(20, 256, 0, 6, 20);
    /** A weak and a strong proposal. */
    private static final IkeSaBytes BOTH = IkeSaBytes.v2().proposal().transform(1, 12, 128).transform(3, 2)
        .transform(2, 2).transform(4, 2).proposal().transform(1, 20, 256).transform(2, 6).transform(4, 20);

    @Test
    void anOfferOfWhichNothingWouldDoIsRefusedBeforeAnythingIsOpened() {
        final var rig = rig(BLOCK);
        for (int repeated = 0; repeated < 3; repeated++) {
            assertEquals(List.of(), rig.fromClient(ike(WEAK.saInit(SPI, 2, false))));
        }
        assertEquals(Map.of("CRYPTO_BELOW_FLOOR", 3L), rig.gateway().state().refusals());
        assertEquals(0, rig.gateway().state().mappings());
        assertEquals(1, rig.fromClient(Frames.esp(SECOND_CLIENT, SERVER, ESP_SPI, 1)).size(), "no address is kept");
    }

    @Test
    void aWeakChoiceIsRefusedAndLeavesNothingBehind() {
        final var rig = rig(BLOCK);
        assertEquals(1, rig.fromClient(ike(BOTH.saInit(SPI, 20, false))).size());
        assertEquals(1, rig.gateway().state().mappings());
        assertEquals(List.of(), rig.fromOutside(answer(WEAK.saInitResponse(SPI, RESPONDER, 2, false))));
        assertEquals(Map.of("CRYPTO_BELOW_FLOOR", 1L), rig.gateway().state().refusals());
        assertEquals(0, rig.gateway().state().mappings());
        assertEquals(List.of(), rig.fromOutside(Frames.esp(SERVER, PUBLIC_ADDRESS, ESP_SPI, 1)));
        assertEquals(1, rig.fromClient(Frames.esp(SECOND_CLIENT, SERVER, ESP_SPI, 1)).size(), "the address is free");
    }

    @Test
    void aStrongChoicePasses() {
        final var rig = rig(BLOCK);
        rig.fromClient(ike(BOTH.saInit(SPI, 20, false)));
        assertEquals(1, rig.fromOutside(answer(STRONG.saInitResponse(SPI, RESPONDER, 20, false))).size());
        assertEquals(1, rig.fromClient(ike(IkeBytes.v2(35, 8).spis(SPI, RESPONDER).payload(46, "00").bytes())).size());
        assertEquals(1, rig.fromClient(Frames.esp(CLIENT, SERVER, ESP_SPI, 1)).size());
        assertEquals(Map.of(), rig.gateway().state().refusals());
    }

    @Test
    void aCookieAndAnotherGroupPass() {
        final var rig = rig(BLOCK);
        rig.fromClient(ike(BOTH.saInit(SPI, 20, false)));
        assertEquals(1, rig.fromOutside(answer(IkeSaBytes.cookie(SPI))).size());
        assertEquals(1, rig.fromOutside(answer(IkeSaBytes.invalidKe(SPI, 20))).size());
    }

    @Test
    void versionOneIsMeasuredToo() {
        final var rig = rig(BLOCK);
        final var weak = IkeSaBytes.v1().proposal().suite(5, 0, 2, 1, 2);
        final var strong = IkeSaBytes.v1().proposal().suite(7, 256, 5, 1, 16);
        assertEquals(0, rig.fromClient(ike(weak.phase1(4, SPI, 0, true))).size());
        assertEquals(1, rig.fromClient(ike(strong.phase1(4, 7, 0, true))).size());
        assertEquals(0, rig.fromOutside(answer(weak.phase1(4, 7, 8, true))).size());
        assertEquals(2, rig.refusals("CRYPTO_BELOW_FLOOR"));
    }

    @Test
    void onPort4500TheSwitchCarriesNothingUntilTheChoiceIsKnown() {
        final var rig = rig(BLOCK);
        rig.fromClient(natt(BOTH.saInit(SPI, 20, true)));
        assertEquals(List.of(), rig.sessionRules());
        assertEquals(1, rig.fromOutside(nattAnswer(STRONG.saInitResponse(SPI, RESPONDER, 20, true))).size());
        assertEquals(2, rig.sessionRules().size());
    }

    @Test
    void onPort4500AWeakChoiceIsRefusedToo() {
        final var rig = rig(BLOCK);
        rig.fromClient(natt(BOTH.saInit(SPI, 20, true)));
        assertEquals(0, rig.fromOutside(nattAnswer(WEAK.saInitResponse(SPI, RESPONDER, 2, true))).size());
        assertEquals(0, rig.gateway().state().mappings());
        assertEquals(1, rig.refusals("CRYPTO_BELOW_FLOOR"));
    }

    @Test
    void withoutABlockingFloorTheSwitchCarriesPort4500FromTheFirstPacketOn() {
        final var rig = rig(WARN);
        rig.fromClient(natt(WEAK.saInit(SPI, 2, true)));
        assertEquals(2, rig.sessionRules().size());
    }

    @Test
    void aWarningRefusesNothing() {
        final var rig = rig(WARN);
        assertEquals(1, rig.fromClient(ike(WEAK.saInit(SPI, 2, false))).size());
        assertEquals(1, rig.fromOutside(answer(WEAK.saInitResponse(SPI, RESPONDER, 2, false))).size());
        assertEquals(1, rig.fromClient(Frames.esp(CLIENT, SERVER, ESP_SPI, 1)).size());
        assertEquals(1, rig.fromClient(Frames.tcp(CLIENT, 40000, SERVER, 1723, TcpHeader.SYN)).size());
        assertEquals(Map.of(), rig.gateway().state().refusals());
    }

    @Test
    void pptpIsRefusedAndEndsAtOnce() {
        final var rig = rig(CryptoFloor.NONE);
        final var peer = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        peer.call(7, 8);
        rig.carryOut(rig.gateway().reconfigure(config(BLOCK), rig.now()));
        assertEquals(0, rig.gateway().state().mappings());
        assertEquals(List.of(), rig.fromClient(Frames.tcp(CLIENT, 40001, SERVER, 1723, TcpHeader.SYN)));
        assertEquals(1, rig.refusals("CRYPTO_BELOW_FLOOR"));
    }

    @Test
    void aFloorThatRisesEndsWhatIsBelowItNowAndNothingElse() {
        final var rig = rig(WARN);
        rig.fromClient(ike(WEAK.saInit(SPI, 2, false)));
        rig.fromOutside(answer(WEAK.saInitResponse(SPI, RESPONDER, 2, false)));
        rig.fromClient(Frames.esp(CLIENT, SERVER, ESP_SPI, 1));
        final var strong = Frames.udp(SECOND_CLIENT, 500, SERVER, 500, STRONG.saInit(SPI, 20, false));
        rig.fromClient(strong);
        rig.carryOut(rig.gateway().reconfigure(config(BLOCK), rig.now()));
        assertEquals(List.of(), rig.sessionRules());
        assertEquals(1, rig.gateway().state().sessions());
        assertEquals(1, rig.fromClient(strong).size());
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

    private static byte[] answer(final byte[] message) {
        return Frames.udp(SERVER, 500, PUBLIC_ADDRESS, 500, message);
    }

    private static byte[] natt(final byte[] message) {
        return Frames.udp(CLIENT, 4500, SERVER, 4500, Frames.nonEspMarker(message));
    }

    private static byte[] nattAnswer(final byte[] message) {
        return Frames.udp(SERVER, 4500, PUBLIC_ADDRESS, 4500, Frames.nonEspMarker(message));
    }
}

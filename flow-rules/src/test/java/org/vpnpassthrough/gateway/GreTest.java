/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vpnpassthrough.gateway.PptpPeer.idAt;
import static org.vpnpassthrough.gateway.PptpPeer.only;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.ROUTER;
import static org.vpnpassthrough.packet.Frames.SECOND_CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.GreHeader;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.PptpBytes;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.TunnelFrames;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Policy;

class GreTest {
    private static final int ID = 0x0400;

    private final GatewayRig rig = GatewayRig.running();

    @Test
    void eightClientsWithEqualCallIdsGetTheirOwnGreThroughOneAddress() {
        final var peers = new HashMap<Integer, PptpPeer>();
        final var aliases = new HashMap<Integer, Integer>();
        for (int client = 0; client < 8; client++) {
            final var peer = PptpPeer.connected(rig, CLIENT.plus(client), SERVER, 40000);
            peers.put(client, peer);
            aliases.put(client, peer.call(ID, 100 + client));
            assertEquals(PUBLIC_ADDRESS, peer.external());
        }
        assertEquals(8, new HashSet<>(aliases.values()).size());
        peers.forEach((client, peer) -> {
            final var out = only(peer.greOut(100 + client));
            assertEquals(PUBLIC_ADDRESS, out.source());
            assertEquals(100 + client, callId(out.transport()), "the server's ID stays");
            final var in = only(peer.greIn(aliases.get(client)));
            assertEquals(CLIENT.plus(client), in.destination());
            assertEquals(ID, callId(in.transport()));
        });
        assertEquals(List.of(), rig.sessionRules());
    }

    @Test
    void theSwitchCarriesTheCallsOfASingleClient() {
        final var peer = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        peer.call(ID, 7);
        peer.call(ID + 1, 8);
        peer.greOut(7);
        assertEquals(2, rig.sessionRules().size());
        final int before = rig.packetIns();
        for (final int call : new int[] {0, 1}) {
            assertEquals(PUBLIC_ADDRESS, only(peer.greOut(7 + call)).source());
            final var in = only(peer.greIn(ID + call));
            assertEquals(CLIENT, in.destination());
            assertEquals(ID + call, callId(in.transport()));
        }
        assertEquals(before, rig.packetIns());
    }

    @Test
    void theFirstClientLosesNothingWhenASecondComesAndTheSwitchTakesOverWhenItHasGone() {
        final var first = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        first.call(ID, 7);
        first.greOut(7);
        assertEquals(2, rig.sessionRules().size());
        final var second = PptpPeer.connected(rig, SECOND_CLIENT, SERVER, 40000);
        assertEquals(2, rig.sessionRules().size(), "not before it asks for a call");
        final int alias = idAt(12, second.fromClient(PptpBytes.outgoingCallRequest(ID)));
        assertEquals(List.of(), rig.sessionRules());
        assertEquals(CLIENT, only(first.greIn(ID)).destination());
        assertEquals(1, first.greOut(7).size());
        second.fromServer(PptpBytes.outgoingCallReply(8, alias, 1));
        assertEquals(SECOND_CLIENT, only(second.greIn(alias)).destination());
        assertEquals(CLIENT, only(first.greIn(ID)).destination());
        assertEquals(1, first.greOut(7).size());
        second.client(TcpHeader.FIN | TcpHeader.ACK);
        rig.pass(11);
        assertEquals(1, first.greOut(7).size());
        assertEquals(2, rig.sessionRules().size(), "alone again");
        final int before = rig.packetIns();
        assertEquals(CLIENT, only(first.greIn(ID)).destination());
        assertEquals(before, rig.packetIns());
    }

    @Test
    void theSwitchTakesOverTheSecondClientsCallWhenTheFirstOneHasGone() {
        final var first = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        first.call(ID, 7);
        first.greOut(7);
        final var second = PptpPeer.connected(rig, SECOND_CLIENT, SERVER, 40000);
        second.call(ID + 1, 8);
        second.greOut(8);
        assertEquals(List.of(), rig.sessionRules());
        first.client(TcpHeader.FIN | TcpHeader.ACK);
        rig.pass(11);
        assertEquals(1, second.greOut(8).size());
        assertEquals(2, rig.sessionRules().size(), "alone");
        final int before = rig.packetIns();
        assertEquals(SECOND_CLIENT, only(second.greIn(ID + 1)).destination());
        assertEquals(before, rig.packetIns());
    }

    @ParameterizedTest
    @ValueSource(strings = {"disconnect", "stop", "fin", "rst"})
    void lateGreOfAnEndedCallPassesForAGrace(final String end) {
        final var peer = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        peer.call(ID, 7);
        end(peer, end);
        rig.pass(9);
        assertEquals(1, peer.greIn(ID).size());
        assertEquals(1, peer.greOut(7).size());
        rig.pass(2);
        assertEquals(List.of(), peer.greIn(ID));
        assertEquals(List.of(), peer.greOut(7));
        assertEquals(2, rig.refusals("GRE_WITHOUT_CALL"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"disconnect", "stop", "fin", "rst"})
    void theRulesOfAnEndedCallGoAfterAGrace(final String end) {
        final var peer = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        peer.call(ID, 7);
        peer.greOut(7);
        end(peer, end);
        rig.pass(9);
        assertEquals(2, rig.sessionRules().size());
        rig.pass(2);
        assertEquals(List.of(), rig.sessionRules());
        assertEquals(1, rig.gateway().state().mappings(), "the control connection's");
    }

    private static void end(final PptpPeer peer, final String how) {
        switch (how) {
            case "disconnect" -> peer.fromServer(PptpBytes.callDisconnectNotify(7, 3));
            case "stop" -> peer.fromServer(PptpBytes.stopRequest(1));
            case "fin" -> peer.client(TcpHeader.FIN | TcpHeader.ACK);
            default -> peer.server(TcpHeader.RST, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {TcpHeader.RST, TcpHeader.FIN | TcpHeader.ACK})
    void anEndOutOfPlaceEndsNoCall(final int flags) {
        final var peer = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        peer.call(ID, 7);
        peer.server(flags, 100_000);
        rig.pass(20);
        assertEquals(1, peer.greIn(ID).size());
    }

    @Test
    void greBeforeTheCallIsAnsweredOrAfterARefusalDoesNotPass() {
        final var peer = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        peer.fromClient(PptpBytes.outgoingCallRequest(ID));
        assertEquals(List.of(), peer.greIn(ID));
        peer.fromServer(PptpBytes.outgoingCallReply(7, ID, 2));
        assertEquals(List.of(), peer.greIn(ID));
        assertEquals(List.of(), peer.greOut(7));
        assertEquals(3, rig.refusals("GRE_WITHOUT_CALL"));
    }

    @Test
    void acknowledgementsOfACallAreTranslatedLikeData() {
        PptpPeer.connected(rig, CLIENT, SERVER, 40000).call(ID, 7);
        final var peer = PptpPeer.connected(rig, SECOND_CLIENT, SERVER, 40000);
        final int alias = peer.call(ID, 8);
        final var in = only(rig.fromOutside(TunnelFrames.callAck(SERVER, PUBLIC_ADDRESS, alias, 5)));
        assertEquals(SECOND_CLIENT, in.destination());
        assertEquals(ID, callId(in.transport()));
        assertEquals(1, rig.fromClient(TunnelFrames.callAck(SECOND_CLIENT, SERVER, 8, 5)).size());
    }

    @Test
    void anErrorAboutGreFindsItsClientBothWays() {
        PptpPeer.connected(rig, CLIENT, SERVER, 40000).call(ID, 7);
        final var peer = PptpPeer.connected(rig, SECOND_CLIENT, SERVER, 40000);
        final int alias = peer.call(ID, 8);
        final var sent = only(peer.greOut(8));
        final var error = only(rig.fromOutside(
            Frames.icmpError(ROUTER, PUBLIC_ADDRESS, IcmpError.UNREACHABLE, 4, sent.frame())));
        assertEquals(SECOND_CLIENT, error.destination());
        final var quoted = ((IcmpError) error.transport()).quoted();
        assertEquals(SECOND_CLIENT, quoted.ip().source());
        assertEquals(8, callId(quoted.transport()));
        final var got = only(peer.greIn(alias));
        final var complaint = only(rig.fromClient(
            Frames.icmpError(SECOND_CLIENT, SERVER, IcmpError.UNREACHABLE, 2, got.frame())));
        final var outside = ((IcmpError) complaint.transport()).quoted();
        assertEquals(PUBLIC_ADDRESS, outside.ip().destination());
        assertEquals(alias, callId(outside.transport()));
    }

    @ParameterizedTest
    @ValueSource(ints = {IpProtocol.GRE, IpProtocol.IPIP, IpProtocol.IPV6})
    void aTunnelWithoutPortsIsOneClientsAndTheSwitchCarriesIt(final int protocol) {
        final var out = only(rig.fromClient(Frames.ip(CLIENT, SERVER, protocol, new byte[40])));
        assertEquals(PUBLIC_ADDRESS, out.source());
        final int before = rig.packetIns();
        assertEquals(CLIENT, only(rig.fromOutside(
            Frames.ip(SERVER, PUBLIC_ADDRESS, protocol, new byte[40]))).destination());
        assertEquals(before, rig.packetIns());
        rig.prohibits("PAIR_TAKEN", Frames.ip(SECOND_CLIENT, SERVER, protocol, new byte[40]));
    }

    @Test
    void aPlainTunnelAndTheCallsOfAnotherClientShareAnAddressThroughTheController() {
        rig.fromClient(TunnelFrames.gre(CLIENT, SERVER));
        final var peer = PptpPeer.connected(rig, SECOND_CLIENT, SERVER, 40000);
        peer.call(ID, 7);
        assertEquals(List.of(), rig.sessionRules());
        assertEquals(SECOND_CLIENT, only(peer.greIn(ID)).destination());
        assertEquals(1, peer.greOut(7).size());
        assertEquals(CLIENT, only(rig.fromOutside(TunnelFrames.gre(SERVER, PUBLIC_ADDRESS))).destination());
        assertEquals(1, rig.fromClient(TunnelFrames.gre(CLIENT, SERVER)).size());
        assertEquals(List.of(), rig.sessionRules());
    }

    @Test
    void aPlainTunnelDoesNotPushOutTheCallsOfAnotherClient() {
        final var first = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        final var second = PptpPeer.connected(rig, SECOND_CLIENT, SERVER, 40000);
        second.call(ID, 7);
        second.greOut(7);
        assertEquals(2, rig.sessionRules().size(), "of two control connections only one has a call");
        rig.prohibits("PAIR_TAKEN", TunnelFrames.gre(CLIENT, SERVER, Frames.text("data")));
        first.call(ID, 8);
        assertEquals(List.of(), rig.sessionRules());
        assertEquals(SECOND_CLIENT, only(second.greIn(ID)).destination());
    }

    @Test
    void halfAnIdDoesNotLeaveIfItsFirstByteMayChangeAndTheRulesGoWithTheRequest() {
        final var first = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        for (int low = 0; low < 0x100; low++) {
            first.call(ID + low, 1000 + low);
        }
        first.greOut(1000);
        assertEquals(2, rig.sessionRules().size());
        final var second = PptpPeer.connected(rig, SECOND_CLIENT, SERVER, 40000);
        // every ID that begins alike is taken
        final var both = PptpBytes.stream(PptpBytes.outgoingCallRequest(ID), PptpBytes.callClearRequest(ID));
        assertEquals(List.of(), second.clientSends(second.clientNext(), Arrays.copyOf(both, 168 + 13)));
        assertEquals(1, rig.refusals("PPTP_SPLIT_CALL_ID"));
        final var all = second.fromClient(both);
        assertEquals(ID + 0x100, idAt(12, all));
        assertEquals(ID + 0x100, idAt(168 + 12, all));
        assertEquals(List.of(), rig.sessionRules());
    }

    @Test
    void whatTheSwitchDoesNotTakeTheControllerCarries() {
        final var peer = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        peer.call(ID, 7);
        peer.greOut(7);
        final long cookie = rig.sessionRules().get(0).cookie();
        rig.carryOut(rig.gateway().ruleRefused(cookie, rig.now()));
        assertEquals(List.of(), rig.sessionRules());
        assertEquals(1, peer.greOut(7).size());
        assertEquals(CLIENT, only(peer.greIn(ID)).destination());
        assertEquals(List.of(), rig.sessionRules());
    }

    @Test
    void aSilentControlConnectionTakesItsCallsAlong() {
        final var peer = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        peer.call(ID, 7);
        peer.greOut(7);
        rig.pass(7439);
        assertEquals(1, peer.greIn(ID).size());
        rig.pass(2);
        assertEquals(0, rig.gateway().state().mappings());
        assertEquals(List.of(), rig.sessionRules());
        assertEquals(List.of(), peer.greIn(ID));
    }

    @Test
    void switchedOffGreIsRefusedWithItsReasonAndEndsAtOnce() {
        final var peer = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        peer.call(ID, 7);
        peer.greOut(7);
        final var off = GatewayRig.config("203.0.113.10", "203.0.113.10", Policy.ALL.without(Passthrough.GRE));
        rig.carryOut(rig.gateway().reconfigure(off, rig.now()));
        assertEquals(List.of(), rig.sessionRules());
        assertEquals(List.of(), peer.greOut(7));
        assertEquals(List.of(), peer.greIn(ID));
        assertEquals(2, rig.refusals("POLICY_GRE"));
    }

    private static int callId(final Object transport) {
        return ((GreHeader.Enhanced) transport).callId();
    }
}

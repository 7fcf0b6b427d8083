/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.vpnpassthrough.gateway.PptpPeer.idAt;
import static org.vpnpassthrough.gateway.PptpPeer.only;
import static org.vpnpassthrough.gateway.PptpPeer.payload;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.SECOND_CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.PptpBytes;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Policy;

class PptpTest {
    private static final int ID = 0x1234;

    private final GatewayRig rig = GatewayRig.running();

    @Test
    void theControlConnectionPassesTheControllerSegmentBySegment() {
        final var peer = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        assertEquals(PUBLIC_ADDRESS, peer.external());
        assertEquals(List.of(), rig.sessionRules());
        final int before = rig.packetIns();
        assertArrayEquals(PptpBytes.echoRequest(1), peer.fromClient(PptpBytes.echoRequest(1)));
        assertArrayEquals(PptpBytes.echoReply(1, 1), peer.fromServer(PptpBytes.echoReply(1, 1)));
        assertEquals(before + 2, rig.packetIns());
    }

    @Test
    void aCallIdIsKeptWhileItIsFree() {
        final var peer = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        assertEquals(ID, peer.call(ID, 7));
    }

    @Test
    void anEqualCallIdOfASecondClientLeavesAsAnAliasThatBeginsAlike() {
        PptpPeer.connected(rig, CLIENT, SERVER, 40000).call(ID, 7);
        final int alias = PptpPeer.connected(rig, SECOND_CLIENT, SERVER, 40000).call(ID, 8);
        assertNotEquals(ID, alias);
        assertEquals(ID >> 8, alias >> 8);
    }

    @Test
    void everyMessageOfASecondClientHasItsIdsChangedBothWays() {
        PptpPeer.connected(rig, CLIENT, SERVER, 40000).call(ID, 7);
        final var peer = PptpPeer.connected(rig, SECOND_CLIENT, SERVER, 40000);
        final int alias = peer.call(ID, 8);
        assertEquals(ID, idAt(12, peer.fromServer(PptpBytes.setLinkInfo(alias))));
        assertEquals(8, idAt(12, peer.fromClient(PptpBytes.setLinkInfo(8))));
        assertEquals(ID, idAt(12, peer.fromServer(PptpBytes.wanErrorNotify(alias))));
        assertEquals(alias, idAt(12, peer.fromClient(PptpBytes.callClearRequest(ID))));
        assertEquals(8, idAt(12, peer.fromServer(PptpBytes.callDisconnectNotify(8, 4))), "the server's own ID");
    }

    @Test
    void aClientThatIsCalledHasItsIdChangedInItsReply() {
        PptpPeer.connected(rig, CLIENT, SERVER, 40000).call(ID, 7);
        final var peer = PptpPeer.connected(rig, SECOND_CLIENT, SERVER, 40000);
        peer.fromServer(PptpBytes.incomingCallRequest(9));
        final var reply = peer.fromClient(PptpBytes.incomingCallReply(ID, 9, 1));
        assertNotEquals(ID, idAt(12, reply));
        assertEquals(9, idAt(14, reply));
        assertEquals(ID, idAt(12, peer.fromServer(PptpBytes.incomingCallConnected(idAt(12, reply)))));
        assertEquals(SECOND_CLIENT, only(peer.greIn(idAt(12, reply))).destination());
    }

    @Test
    void aPacInsideHasItsIdChangedWhicheverSideAsks() {
        PptpPeer.connected(rig, CLIENT, SERVER, 40000).call(ID, 7);
        final var peer = PptpPeer.connected(rig, SECOND_CLIENT, SERVER, 40000);
        peer.fromServer(PptpBytes.outgoingCallRequest(21));
        final var reply = peer.fromClient(PptpBytes.outgoingCallReply(ID, 21, 1));
        final int alias = idAt(12, reply);
        assertNotEquals(ID, alias);
        assertEquals(SECOND_CLIENT, only(peer.greIn(alias)).destination());
        final int second = idAt(12, peer.fromClient(PptpBytes.incomingCallRequest(ID + 1)));
        peer.fromServer(PptpBytes.incomingCallReply(22, second, 1));
        peer.fromClient(PptpBytes.incomingCallConnected(22));
        assertEquals(SECOND_CLIENT, only(peer.greIn(second)).destination());
        assertEquals(alias, idAt(12, peer.fromClient(PptpBytes.callDisconnectNotify(ID, 1))));
        rig.pass(11);
        assertEquals(List.of(), peer.greIn(alias));
        assertEquals(1, peer.greIn(second).size(), "the other call goes on");
    }

    @Test
    void aRepeatedSegmentLeavesAsTheFirstOne() {
        PptpPeer.connected(rig, CLIENT, SERVER, 40000).call(ID, 7);
        final var peer = PptpPeer.connected(rig, SECOND_CLIENT, SERVER, 40000);
        final int at = peer.clientNext();
        final var first = peer.fromClient(PptpBytes.outgoingCallRequest(ID));
        assertArrayEquals(first, payload(only(peer.clientSends(at, PptpBytes.outgoingCallRequest(ID)))));
        assertEquals(4, rig.gateway().state().mappings(), "two connections and two calls");
    }

    @Test
    void aPortThatTheClientUsesWithTheServerForSomethingElseIsRefused() {
        rig.fromClient(Frames.tcp(CLIENT, 40000, SERVER, 80, TcpHeader.SYN));
        rig.prohibits("SOURCE_PORT_IN_USE",
            Frames.checksummed(Frames.tcp(CLIENT, 40000, SERVER, 1723, TcpHeader.SYN)));
        PptpPeer.connected(rig, CLIENT, SERVER, 40002).call(ID, 7);
        assertEquals(1, rig.fromClient(Frames.tcp(CLIENT, 40002, SERVER, 80, TcpHeader.SYN)).size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 11, 12, 13, 14, 100, 167})
    void aRequestInTwoSegmentsIsTranslated(final int length) {
        PptpPeer.connected(rig, CLIENT, SERVER, 40000).call(ID, 7);
        final var peer = PptpPeer.connected(rig, SECOND_CLIENT, SERVER, 40000);
        final var request = PptpBytes.outgoingCallRequest(ID);
        final var first = peer.fromClient(Arrays.copyOf(request, length));
        final var second = peer.fromClient(Arrays.copyOfRange(request, length, request.length));
        final int alias = idAt(12, PptpBytes.stream(first, second));
        assertNotEquals(ID, alias);
        assertEquals(ID, idAt(14, peer.fromServer(PptpBytes.outgoingCallReply(8, alias, 1))));
    }

    @Test
    void severalMessagesInOneSegmentAreTranslated() {
        PptpPeer.connected(rig, CLIENT, SERVER, 40000).call(ID, 7);
        final var peer = PptpPeer.connected(rig, SECOND_CLIENT, SERVER, 40000);
        final var out = peer.fromClient(PptpBytes.stream(PptpBytes.outgoingCallRequest(ID),
            PptpBytes.echoRequest(1), PptpBytes.outgoingCallRequest(ID + 9)));
        assertNotEquals(ID, idAt(12, out));
        assertEquals(ID + 9, idAt(168 + 16 + 12, out));
    }

    @Test
    void whatCannotBeReadIsDroppedUnderItsReason() {
        final var peer = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        assertEquals(List.of(), peer.clientSends(peer.clientNext() + 1, PptpBytes.echoRequest(1)));
        assertEquals(1, rig.refusals("PPTP_OUT_OF_ORDER"));
        assertEquals(List.of(), peer.clientSends(peer.clientNext(), Frames.text("GET / HTTP/1.1")));
        assertEquals(1, rig.refusals("MALFORMED_PPTP"));
        final var broken = peer.segment(TcpHeader.ACK, peer.clientNext(), PptpBytes.echoRequest(1));
        broken[60] ^= 1;
        assertEquals(List.of(), rig.fromClient(broken));
        assertEquals(1, rig.refusals("PPTP_CHECKSUM"));
        assertArrayEquals(PptpBytes.echoRequest(1), peer.fromClient(PptpBytes.echoRequest(1)));
    }

    @Test
    void anIdThatIsUsedAgainIsTheSameCall() {
        PptpPeer.connected(rig, CLIENT, SERVER, 40000).call(ID, 7);
        final var peer = PptpPeer.connected(rig, SECOND_CLIENT, SERVER, 40000);
        final int alias = peer.call(ID, 8);
        assertEquals(alias, peer.call(ID, 9));
        assertEquals(1, peer.greOut(9).size());
        assertEquals(List.of(), peer.greOut(8));
    }

    @Test
    void aNewConnectionFromTheSamePortBeginsAnewAndEndsTheOldCalls() {
        final var old = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        old.call(ID, 7);
        final var peer = new PptpPeer(rig, CLIENT, SERVER, 40000);
        peer.startAt(5_000_000);
        peer.handshake();
        peer.fromClient(PptpBytes.startRequest());
        rig.pass(11);
        assertEquals(List.of(), old.greIn(ID));
        assertEquals(ID, peer.call(ID, 9));
        assertEquals(1, peer.greIn(ID).size());
    }

    @Test
    void aConnectionOlderThanTheGatewayIsReadFromWhereItIsSeen() {
        final var peer = PptpPeer.connected(GatewayRig.running(), CLIENT, SERVER, 40000);
        final var out = only(rig.fromClient(
            peer.segment(TcpHeader.ACK, peer.clientNext(), PptpBytes.echoRequest(1))));
        assertEquals(PUBLIC_ADDRESS, out.source());
    }

    @Test
    void clientsGetAddressesOfTheirOwnWhileThePoolHasThem() {
        final var pool = GatewayRig.running(GatewayRig.config("203.0.113.10", "203.0.113.13"));
        final long addresses = IntStream.range(0, 4).mapToObj(index ->
            PptpPeer.connected(pool, CLIENT.plus(4 * index), SERVER, 40000).external()).distinct().count();
        assertEquals(4, addresses);
    }

    @Test
    void switchedOffPptpIsRefusedWithItsReasonAndEndsWithItsGre() {
        final var peer = PptpPeer.connected(rig, CLIENT, SERVER, 40000);
        final int alias = peer.call(ID, 7);
        peer.greOut(7);
        assertEquals(2, rig.sessionRules().size());
        final var off = GatewayRig.config("203.0.113.10", "203.0.113.10", Policy.ALL.without(Passthrough.PPTP));
        rig.carryOut(rig.gateway().reconfigure(off, rig.now()));
        assertEquals(0, rig.gateway().state().mappings());
        assertEquals(List.of(), rig.sessionRules());
        assertEquals(List.of(), peer.client(TcpHeader.ACK));
        assertEquals(List.of(), peer.greOut(7));
        assertEquals(List.of(), peer.greIn(alias));
        assertEquals(3, rig.refusals("POLICY_PPTP"));
    }
}

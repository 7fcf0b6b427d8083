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
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnpassthrough.mapping.StaticMapping;
import org.vpnpassthrough.mapping.StaticMapping.Kind;
import org.vpnpassthrough.mapping.StaticMappings;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.PptpBytes;
import org.vpnpassthrough.packet.SctpHeader;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.TunnelFrames;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.translation.Limits;
import org.vpnpassthrough.translation.Settings;

class StaticMappingTest {
    private static final byte[] DATA = Frames.text("data");
    private static final Ip4 HOST = Ip4.parse("192.0.2.50");
    private static final Ip4 PEER = Ip4.parse("198.51.100.20");
    private static final Ip4 SECOND_PEER = Ip4.parse("198.51.100.21");
    private static final Ip4 OTHER_PUBLIC = Ip4.parse("203.0.113.11");
    private static final int SYN_ACK = TcpHeader.SYN | TcpHeader.ACK;

    private static StaticMapping udpPort(final int external, final int internal) {
        return StaticMapping.ports("s", Kind.UDP, PUBLIC_ADDRESS, external, HOST, internal, 1);
    }

    private static StaticMapping tcpPort(final int external, final int internal) {
        return StaticMapping.ports("s", Kind.TCP, PUBLIC_ADDRESS, external, HOST, internal, 1);
    }

    private static StaticMapping server(final Kind kind) {
        return StaticMapping.of("s", kind, PUBLIC_ADDRESS, HOST);
    }

    private static GatewayConfig config(final StaticMapping... entries) {
        return GatewayRig.config("203.0.113.10", "203.0.113.10")
            .with(Settings.DEFAULT.with(new StaticMappings(List.of(entries))));
    }

    /** A gateway with these static mappings that knows the host. */
    private static GatewayRig rig(final StaticMapping... entries) {
        return rig(config(entries));
    }

    private static GatewayRig rig(final GatewayConfig config) {
        final var rig = GatewayRig.running(config);
        rig.fromClient(Frames.udp(HOST, 60001, SERVER, 9, DATA));
        return rig;
    }

    private static TcpHeader tcp(final Packet packet) {
        return (TcpHeader) packet.transport();
    }

    private static UdpHeader udp(final Packet packet) {
        return (UdpHeader) packet.transport();
    }

    @Test
    void aUdpServerIsReachedByAnybodyAndTheSwitchCarriesIt() {
        final var rig = rig(udpPort(53, 5353));
        final var in = only(rig.fromOutside(Frames.udp(PEER, 4000, PUBLIC_ADDRESS, 53, DATA)));
        assertEquals(HOST, in.destination());
        assertEquals(5353, udp(in).destinationPort());
        final int before = rig.packetIns();
        final var out = only(rig.fromClient(Frames.udp(HOST, 5353, PEER, 4000, DATA)));
        assertEquals(PUBLIC_ADDRESS, out.source());
        assertEquals(53, udp(out).sourcePort());
        assertEquals(1, rig.fromOutside(Frames.udp(PEER, 4001, PUBLIC_ADDRESS, 53, DATA)).size());
        assertEquals(before, rig.packetIns(), "the switch alone");
        assertEquals(HOST, only(rig.fromOutside(Frames.udp(SECOND_PEER, 4000, PUBLIC_ADDRESS, 53, DATA)))
            .destination());
    }

    @Test
    void aTcpServerIsReachedAndTheSwitchCarriesWhatItAnswers() {
        final var rig = rig(tcpPort(80, 8080));
        final int rules = rig.sessionRules().size();
        final var syn = only(rig.fromOutside(Frames.tcp(PEER, 4000, PUBLIC_ADDRESS, 80, TcpHeader.SYN)));
        assertEquals(HOST, syn.destination());
        assertEquals(8080, tcp(syn).destinationPort());
        assertEquals(rules, rig.sessionRules().size(), "a SYN alone costs no rules");
        final var answer = only(rig.fromClient(Frames.tcp(HOST, 8080, PEER, 4000, SYN_ACK)));
        assertEquals(80, tcp(answer).sourcePort());
        assertEquals(rules + 2, rig.sessionRules().size());
        final int before = rig.packetIns();
        assertEquals(1, rig.fromOutside(Frames.tcp(PEER, 4000, PUBLIC_ADDRESS, 80, TcpHeader.ACK, DATA)).size());
        assertEquals(1, rig.fromClient(Frames.tcp(HOST, 8080, PEER, 4000, TcpHeader.ACK, DATA)).size());
        assertEquals(before, rig.packetIns(), "the switch alone");
        rig.pass(1000);
        assertEquals(1, rig.fromOutside(Frames.tcp(PEER, 4000, PUBLIC_ADDRESS, 80, TcpHeader.ACK, DATA)).size());
        assertEquals(rules - 2 + 2, rig.sessionRules().size(), "it is established and lasts, the UDP session does not");
    }

    @Test
    void aTcpConnectionIsClosedAndComesAgain() {
        final var rig = rig(tcpPort(80, 80));
        final int rules = rig.sessionRules().size();
        for (int time = 0; time < 2; time++) {
            rig.fromOutside(Frames.tcp(PEER, 4000 + time, PUBLIC_ADDRESS, 80, TcpHeader.SYN));
            rig.fromClient(Frames.tcp(HOST, 80, PEER, 4000 + time, SYN_ACK));
            assertEquals(rules + 2, rig.sessionRules().size());
            rig.fromOutside(Frames.tcp(PEER, 4000 + time, PUBLIC_ADDRESS, 80, TcpHeader.FIN | TcpHeader.ACK));
            rig.fromClient(Frames.tcp(HOST, 80, PEER, 4000 + time, TcpHeader.FIN | TcpHeader.ACK));
            assertEquals(rules, rig.sessionRules().size());
        }
    }

    @Test
    void anUnansweredSynIsForgottenAndAResetOpensNothing() {
        final var rig = rig(tcpPort(80, 80));
        final int sessions = rig.gateway().state().sessions();
        assertEquals(List.of(), rig.fromOutside(Frames.tcp(PEER, 4000, PUBLIC_ADDRESS, 80, TcpHeader.RST)));
        rig.fromOutside(Frames.tcp(PEER, 4000, PUBLIC_ADDRESS, 80, TcpHeader.SYN));
        assertEquals(sessions + 1, rig.gateway().state().sessions());
        rig.pass(241);
        assertEquals(sessions, rig.gateway().state().sessions());
    }

    @Test
    void whatTheServerBeginsLeavesByItsStaticMapping() {
        final var rig = rig(udpPort(53, 5353));
        assertEquals(53, udp(only(rig.fromClient(Frames.udp(HOST, 5353, PEER, 4000, DATA)))).sourcePort());
        assertEquals(53, udp(only(rig.fromClient(Frames.udp(HOST, 5353, SECOND_PEER, 9, DATA)))).sourcePort());
        assertEquals(1, rig.fromOutside(Frames.udp(PEER, 4000, PUBLIC_ADDRESS, 53, DATA)).size());
    }

    @Test
    void aRangeOfPortsIsMappedOneByOne() {
        final var rig = rig(StaticMapping.ports("s", Kind.UDP, PUBLIC_ADDRESS, 20000, HOST, 30000, 10));
        assertEquals(30009, udp(only(rig.fromOutside(Frames.udp(PEER, 1, PUBLIC_ADDRESS, 20009, DATA))))
            .destinationPort());
        assertEquals(20009, udp(only(rig.fromClient(Frames.udp(HOST, 30009, PEER, 1, DATA)))).sourcePort());
        assertEquals(List.of(), rig.fromOutside(Frames.udp(PEER, 1, PUBLIC_ADDRESS, 20010, DATA)));
    }

    @Test
    void anSctpServerIsReached() {
        final var rig = rig(StaticMapping.ports("s", Kind.SCTP, PUBLIC_ADDRESS, 3868, HOST, 3869, 1));
        final var in = only(rig.fromOutside(Frames.sctp(PEER, 5000, PUBLIC_ADDRESS, 3868, new byte[16])));
        assertEquals(HOST, in.destination());
        assertEquals(3869, ((SctpHeader) in.transport()).destinationPort());
        final var out = only(rig.fromClient(Frames.sctp(HOST, 3869, PEER, 5000, new byte[16])));
        assertEquals(PUBLIC_ADDRESS, out.source());
        assertEquals(3868, ((SctpHeader) out.transport()).sourcePort());
        assertEquals(3868, ((SctpHeader) only(rig.fromClient(Frames.sctp(HOST, 3869, SECOND_PEER, 5000, new byte[16])))
            .transport()).sourcePort());
    }

    @Test
    void aClientBehindTheSameGatewayReachesAServer() {
        final var rig = rig(tcpPort(80, 8080), server(Kind.IPSEC_SERVER));
        final var syn = only(rig.fromClient(Frames.tcp(CLIENT, 4000, PUBLIC_ADDRESS, 80, TcpHeader.SYN)));
        assertEquals(HOST, syn.destination());
        assertEquals(PUBLIC_ADDRESS, syn.source());
        final int port = tcp(syn).sourcePort();
        final var answer = only(rig.fromClient(Frames.tcp(HOST, 8080, PUBLIC_ADDRESS, port, SYN_ACK)));
        assertEquals(CLIENT, answer.destination());
        assertEquals(80, tcp(answer).sourcePort());
        final var ike = only(rig.fromClient(Frames.udp(CLIENT, 500, PUBLIC_ADDRESS, 500, Frames.ikeV2SaInit(true))));
        assertEquals(HOST, ike.destination());
        final var reply = only(rig.fromClient(
            Frames.udp(HOST, 500, PUBLIC_ADDRESS, udp(ike).sourcePort(), Frames.ikeV2SaInitResponse(true))));
        assertEquals(CLIENT, reply.destination());
        assertEquals(500, udp(reply).destinationPort());
    }

    @Test
    void aClientBehindTheSameGatewayHasEspWithAServer() {
        final var config = GatewayRig.config("203.0.113.10", "203.0.113.11")
            .with(Settings.DEFAULT.with(new StaticMappings(List.of(server(Kind.IPSEC_SERVER)))));
        final var rig = rig(config);
        final var out = only(rig.fromClient(Frames.esp(CLIENT, PUBLIC_ADDRESS, 0x1000, 1)));
        assertEquals(List.of(OTHER_PUBLIC, HOST), List.of(out.source(), out.destination()));
        final var back = only(rig.fromClient(Frames.esp(HOST, OTHER_PUBLIC, 0x2000, 1)));
        assertEquals(List.of(PUBLIC_ADDRESS, CLIENT), List.of(back.source(), back.destination()));
    }

    @Test
    void theGatewaysOwnAddressServesThoughItIsNotInThePool() {
        final var own = GatewayRig.EXTERNAL_ADDRESS;
        final var rig = rig(StaticMapping.ports("s", Kind.TCP, own, 443, HOST, 443, 1));
        assertEquals(HOST, only(rig.fromOutside(Frames.tcp(PEER, 4000, own, 443, TcpHeader.SYN))).destination());
        assertEquals(own, only(rig.fromOutside(Frames.icmpEcho(PEER, own, true, 1, 1))).source(), "it answers a ping");
        assertEquals(List.of(), rig.fromOutside(Frames.tcp(PEER, 4000, own, 80, TcpHeader.SYN)));
        for (int client = 100; client < 120; client++) {
            assertEquals(PUBLIC_ADDRESS,
                only(rig.fromClient(Frames.udp(Ip4.parse("192.0.2." + client), 5000, PEER, 9, DATA))).source());
        }
    }

    @Test
    void noClientIsGivenAPortThatIsMapped() {
        final var config = config(StaticMapping.ports("s", Kind.UDP, PUBLIC_ADDRESS, 1024, HOST, 1024, 60000));
        final var rig = rig(config.with(config.settings().with(new Limits(65536, 65536))));
        final var given = new HashSet<Integer>();
        for (int port = 5000; port < 9000; port++) {
            given.add(udp(only(rig.fromClient(Frames.udp(CLIENT, port, SERVER, 9, DATA)))).sourcePort());
        }
        assertEquals(4000, given.size());
        assertEquals(List.of(), given.stream().filter(port -> port < 61024).toList());
    }

    @Test
    void aLabelComesBackAfterItsHoldDownWhenTheMappingGoes() {
        final var all = StaticMapping.ports("s", Kind.UDP, PUBLIC_ADDRESS, 1024, HOST, 1024, 64512);
        final var rig = rig(all);
        assertEquals(13, ((IcmpError) only(rig.fromClient(Frames.udp(CLIENT, 5000, SERVER, 9, DATA))).transport())
            .code());
        rig.fromOutside(Frames.udp(PEER, 4000, PUBLIC_ADDRESS, 2000, DATA));
        rig.carryOut(rig.gateway().reconfigure(config(), rig.now()));
        assertEquals(GatewayRig.INTERNAL, rig.fromClient(Frames.udp(CLIENT, 5000, SERVER, 9, DATA)).get(0).port());
        rig.pass(120);
        final var ports = new HashSet<Integer>();
        for (int port = 5000; port < 9000; port++) {
            ports.add(udp(only(rig.fromClient(Frames.udp(CLIENT, port, SERVER, 9, DATA)))).sourcePort());
        }
        assertEquals(4000, ports.size(), "each is given once");
    }

    @Test
    void removingAMappingEndsItsSessionsAndNoOthers() {
        final var rig = rig(udpPort(53, 53), tcpPort(80, 80));
        rig.fromClient(Frames.udp(CLIENT, 5000, SERVER, 9, DATA));
        final int rules = rig.sessionRules().size();
        rig.fromOutside(Frames.udp(PEER, 4000, PUBLIC_ADDRESS, 53, DATA));
        rig.fromOutside(Frames.tcp(PEER, 4000, PUBLIC_ADDRESS, 80, TcpHeader.SYN));
        rig.fromClient(Frames.tcp(HOST, 80, PEER, 4000, SYN_ACK));
        assertEquals(rules + 4, rig.sessionRules().size());
        rig.carryOut(rig.gateway().reconfigure(config(tcpPort(80, 80)), rig.now()));
        assertEquals(rules + 2, rig.sessionRules().size());
        assertEquals(List.of(), rig.fromOutside(Frames.udp(PEER, 4000, PUBLIC_ADDRESS, 53, DATA)));
        rig.carryOut(rig.gateway().reconfigure(config(tcpPort(80, 8080)), rig.now()));
        assertEquals(rules, rig.sessionRules().size(), "it leads elsewhere now");
        assertEquals(8080, tcp(only(rig.fromOutside(Frames.tcp(PEER, 4000, PUBLIC_ADDRESS, 80, TcpHeader.SYN))))
            .destinationPort());
    }

    @Test
    void addingAMappingEndsWhatHasItsPort() {
        final var rig = rig(config());
        final int port = udp(only(rig.fromClient(Frames.udp(CLIENT, 5000, SERVER, 9, DATA)))).sourcePort();
        rig.fromClient(Frames.udp(CLIENT, 5002, SERVER, 9, DATA));
        final int rules = rig.sessionRules().size();
        rig.carryOut(rig.gateway().reconfigure(config(udpPort(port, 53)), rig.now()));
        assertEquals(rules - 2, rig.sessionRules().size());
        assertEquals(HOST, only(rig.fromOutside(Frames.udp(SERVER, 9, PUBLIC_ADDRESS, port, DATA))).destination());
        assertNotEquals(port, udp(only(rig.fromClient(Frames.udp(CLIENT, 5000, SERVER, 9, DATA)))).sourcePort());
    }

    @Test
    void anIpsecServerAnswersIkeFromAnyPort() {
        final var rig = rig(server(Kind.IPSEC_SERVER));
        final var in = only(rig.fromOutside(
            Frames.udp(PEER, 61000, PUBLIC_ADDRESS, 500, Frames.ikeV2SaInit(true))));
        assertEquals(HOST, in.destination());
        assertEquals(500, udp(in).destinationPort());
        final var out = only(rig.fromClient(Frames.udp(HOST, 500, PEER, 61000, Frames.ikeV2SaInitResponse(true))));
        assertEquals(PUBLIC_ADDRESS, out.source());
        assertEquals(500, udp(out).sourcePort());
        final int before = rig.packetIns();
        rig.fromOutside(Frames.udp(PEER, 61000, PUBLIC_ADDRESS, 500, Frames.ikeV2Auth()));
        rig.fromClient(Frames.udp(HOST, 500, PEER, 61000, Frames.ikeV2Auth()));
        assertEquals(before + 2, rig.packetIns(), "the controller sees all IKE");
        assertEquals(4, rig.gateway().state().packetIns().get("ike"));
        assertEquals(List.of(), rig.fromOutside(Frames.udp(PEER, 61000, PUBLIC_ADDRESS, 500, DATA)));
        assertEquals(1, rig.refusals("MALFORMED_IKE"));
    }

    @Test
    void anIpsecServerHasNatTraversalAndEspWithSeveralPeers() {
        final var rig = rig(server(Kind.IPSEC_SERVER));
        for (final var peer : List.of(PEER, SECOND_PEER)) {
            final var natT = only(rig.fromOutside(Frames.udp(peer, 61001, PUBLIC_ADDRESS, 4500,
                Frames.espPayload(0x1000, 1))));
            assertEquals(4500, udp(natT).destinationPort());
            assertEquals(HOST, natT.destination());
            assertEquals(HOST, only(rig.fromOutside(Frames.esp(peer, PUBLIC_ADDRESS, 0x1000, 1))).destination());
        }
        final int before = rig.packetIns();
        for (final var peer : List.of(PEER, SECOND_PEER)) {
            assertEquals(PUBLIC_ADDRESS, only(rig.fromClient(Frames.esp(HOST, peer, 0x2000, 1))).source());
            assertEquals(4500, udp(only(rig.fromClient(Frames.udp(HOST, 4500, peer, 61001,
                Frames.espPayload(0x2000, 1))))).sourcePort());
        }
        assertEquals(before, rig.packetIns(), "the switch alone");
        assertEquals(2, rig.gateway().state().packetIns().get("natt"));
    }

    @Test
    void besideAnIpsecServerClientsHaveIkeByOtherPortsAndEspByOtherAddresses() {
        final var rig = rig(GatewayRig.config("203.0.113.10", "203.0.113.11")
            .with(Settings.DEFAULT.with(new StaticMappings(List.of(server(Kind.IPSEC_SERVER))))));
        for (final var client : List.of(CLIENT, SECOND_CLIENT)) {
            assertEquals(OTHER_PUBLIC, only(rig.fromClient(Frames.esp(client, SERVER, 0x3000, 1))).source());
        }
        final var first = only(rig.fromClient(Frames.udp(CLIENT, 500, PEER, 500, Frames.ikeV2SaInit(true))));
        assertEquals(OTHER_PUBLIC, first.source());
        assertEquals(500, udp(first).sourcePort());
        final var home = Ip4.parse("192.0.2.104");
        final var second = only(rig.fromClient(Frames.udp(home, 500, PEER, 500, Frames.ikeV2SaInit(true))));
        assertEquals(second.source().equals(PUBLIC_ADDRESS) || udp(second).sourcePort() != 500, true,
            "nobody but the server has port 500 of its address");
        assertEquals(HOST, only(rig.fromOutside(Frames.esp(SERVER, PUBLIC_ADDRESS, 0x1000, 1))).destination());
    }

    @Test
    void anEspServerTakesTheAddressAlsoWhenItComesLater() {
        final var rig = rig(config());
        rig.fromClient(Frames.udp(CLIENT, 500, PEER, 500, Frames.ikeV2SaInit(false)));
        rig.fromClient(Frames.esp(CLIENT, SERVER, 0x3000, 1));
        rig.carryOut(rig.gateway().reconfigure(config(server(Kind.IPSEC_SERVER)), rig.now()));
        assertEquals(HOST, only(rig.fromOutside(Frames.esp(SERVER, PUBLIC_ADDRESS, 0x1000, 1))).destination());
        assertEquals(GatewayRig.INTERNAL, rig.fromClient(Frames.esp(CLIENT, PEER, 0x3000, 1)).get(0).port());
        assertEquals(1, rig.refusals("ESP_PAIR_TAKEN"), "what IKE had announced does not count any more");
        assertEquals(HOST, only(rig.fromOutside(Frames.esp(PEER, PUBLIC_ADDRESS, 0x1000, 1))).destination());
    }

    @Test
    void anL2tpServerAnswersFromItsPort() {
        final var rig = rig(server(Kind.L2TP_SERVER));
        final var request = TunnelFrames.l2tpControl(0, 0, 0, 0, 1);
        final var in = only(rig.fromOutside(Frames.udp(PEER, 61000, PUBLIC_ADDRESS, 1701, request)));
        assertEquals(HOST, in.destination());
        assertEquals(1, rig.gateway().state().packetIns().get("l2tp"));
        final int before = rig.packetIns();
        assertEquals(1701, udp(only(rig.fromClient(Frames.udp(HOST, 1701, PEER, 61000, request)))).sourcePort());
        assertEquals(before, rig.packetIns(), "the switch alone");
        assertEquals(HOST, only(rig.fromOutside(Frames.ip(PEER, PUBLIC_ADDRESS, 115, DATA))).destination());
        assertEquals(List.of(), rig.fromOutside(Frames.udp(SECOND_PEER, 61000, PUBLIC_ADDRESS, 1701,
            Frames.text("hello"))));
        assertEquals(1, rig.refusals("MALFORMED_L2TP"));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 41, 47, 50, 115})
    void aProtocolWithoutPortsIsMappedAsAWhole(final int protocol) {
        final var kind = switch (protocol) {
            case 4 -> Kind.IPIP;
            case 41 -> Kind.IPV6;
            case 47 -> Kind.GRE;
            case 50 -> Kind.ESP;
            default -> Kind.L2TP;
        };
        final var rig = rig(server(kind));
        final var payload = protocol == 50 ? Frames.espPayload(0x1000, 1) : new byte[24];
        assertEquals(HOST, only(rig.fromOutside(Frames.ip(PEER, PUBLIC_ADDRESS, protocol, payload))).destination());
        final int before = rig.packetIns();
        assertEquals(PUBLIC_ADDRESS, only(rig.fromClient(Frames.ip(HOST, PEER, protocol, payload))).source());
        assertEquals(before, rig.packetIns(), "the switch alone");
        rig.carryOut(rig.gateway().reconfigure(config(), rig.now()));
        assertEquals(List.of(), rig.fromOutside(Frames.ip(PEER, PUBLIC_ADDRESS, protocol, payload)));
    }

    /** The PNS outside and the PAC inside, as Windows clients and a server at home are. */
    @Test
    void aPptpServerTakesCallsAndTheSwitchCarriesThem() {
        final var rig = rig(server(Kind.PPTP_SERVER));
        final var pns = Pns.connected(rig, PEER, 40000);
        assertEquals(0x0400, pns.call(5, 0x0400), "the server's ID is free outside and stays");
        assertEquals(HOST, only(pns.greIn(0x0400)).destination());
        final int before = rig.packetIns();
        assertEquals(PUBLIC_ADDRESS, only(pns.greOut(5)).source());
        assertEquals(HOST, only(pns.greIn(0x0400)).destination());
        assertEquals(before, rig.packetIns(), "the switch alone");
        final var second = Pns.connected(rig, SECOND_PEER, 40000);
        assertEquals(0x0400, second.call(5, 0x0400), "IDs are told apart by the peer");
        assertEquals(HOST, only(second.greIn(0x0400)).destination());
        assertEquals(5, idAt(12, second.fromServer(PptpBytes.setLinkInfo(5))));
        assertEquals(0x0400, idAt(12, second.fromPeer(PptpBytes.setLinkInfo(0x0400))));
    }

    @Test
    void aCallOfAClientAtTheServersAddressMakesTheServersCallAnAlias() {
        final var rig = rig(server(Kind.PPTP_SERVER));
        PptpPeer.connected(rig, CLIENT, PEER, 41000).call(0x0400, 7);
        final var pns = Pns.connected(rig, PEER, 40000);
        final int alias = pns.call(5, 0x0400);
        assertNotEquals(0x0400, alias);
        final var in = only(pns.greIn(alias));
        assertEquals(HOST, in.destination());
        assertEquals(0x0400, idAt(0, Arrays.copyOfRange(in.frame(), in.transport().offset() + 6,
            in.transport().offset() + 8)));
        assertEquals(CLIENT, only(pns.greIn(0x0400)).destination());
    }

    @Test
    void aPptpPeerThatConnectsAgainStartsAnew() {
        final var rig = rig(server(Kind.PPTP_SERVER));
        Pns.connected(rig, PEER, 40000).call(5, 0x0400);
        final var again = Pns.connected(rig, PEER, 40002);
        assertEquals(0x0401, again.call(6, 0x0401));
        rig.pass(11);
        assertEquals(List.of(), again.greIn(0x0400), "the call of the connection before has ended");
        assertEquals(1, again.greIn(0x0401).size());
    }

    @Test
    void removingThePptpServerEndsItsConnectionsAndCalls() {
        final var rig = rig(server(Kind.PPTP_SERVER));
        final int sessions = rig.gateway().state().sessions();
        final var pns = Pns.connected(rig, PEER, 40000);
        pns.call(5, 0x0400);
        pns.greIn(0x0400);
        rig.carryOut(rig.gateway().reconfigure(config(), rig.now()));
        assertEquals(sessions, rig.gateway().state().sessions());
        assertEquals(List.of(), pns.greIn(0x0400));
    }

    @Test
    void aServersPortMakesNothingOfOtherClientsPackets() {
        final var rig = rig(tcpPort(8080, 1723), udpPort(5000, 500), udpPort(443, 443));
        assertEquals(1, rig.fromOutside(Frames.udp(PEER, 4500, PUBLIC_ADDRESS, 443, DATA)).size(),
            "a peer may send from a port that has a meaning");
        assertEquals(1, rig.fromClient(Frames.udp(CLIENT, 500, PEER, 9, DATA)).size());
        assertEquals(1, rig.fromClient(Frames.tcp(CLIENT, 1723, PEER, 80, TcpHeader.SYN)).size());
        final int before = rig.packetIns();
        assertEquals(1, rig.fromClient(Frames.tcp(CLIENT, 1723, PEER, 80, TcpHeader.SYN)).size());
        assertEquals(before, rig.packetIns(), "ordinary traffic of the switch");
        final var ike = Frames.udp(PEER, 61000, PUBLIC_ADDRESS, 5000, Frames.ikeV2SaInit(true));
        assertEquals(500, udp(only(rig.fromOutside(ike))).destinationPort());
        assertEquals(1, rig.gateway().state().packetIns().get("ike"), "a server is known by its internal port");
    }

    @Test
    void anErrorAboutAServersPacketFindsIt() {
        final var rig = rig(udpPort(53, 5353));
        rig.fromOutside(Frames.udp(PEER, 4000, PUBLIC_ADDRESS, 53, DATA));
        final var answer = Frames.udp(PUBLIC_ADDRESS, 53, PEER, 4000, DATA);
        final var error = only(rig.fromOutside(Frames.icmpError(Frames.ROUTER, PUBLIC_ADDRESS, 3, 4, answer)));
        assertEquals(HOST, error.destination());
        assertEquals(5353, ((UdpHeader) ((IcmpError) error.transport()).quoted().transport()).sourcePort());
    }

    /** A PNS outside that has a control connection with the server inside. */
    private static final class Pns {
        private final GatewayRig rig;
        private final Ip4 peer;
        private final int port;
        private int peerNext;
        private int serverNext = 900_000;

        private Pns(final GatewayRig rig, final Ip4 peer, final int port) {
            this.rig = rig;
            this.peer = peer;
            this.port = port;
            peerNext = port * 1000;
        }

        static Pns connected(final GatewayRig rig, final Ip4 peer, final int port) {
            final var pns = new Pns(rig, peer, port);
            assertEquals(HOST, only(pns.sends(TcpHeader.SYN, pns.peerNext - 1)).destination());
            assertEquals(1723, tcp(only(pns.serverSends(SYN_ACK, pns.serverNext - 1))).sourcePort());
            only(pns.sends(TcpHeader.ACK, pns.peerNext));
            assertArrayEquals(PptpBytes.startRequest(), pns.fromPeer(PptpBytes.startRequest()));
            pns.fromServer(PptpBytes.startReply(1));
            return pns;
        }

        /** A call that the peer places; the result is the ID by which the peer knows the server's end. */
        int call(final int peerId, final int serverId) {
            assertEquals(peerId, idAt(12, fromPeer(PptpBytes.outgoingCallRequest(peerId))));
            final var reply = fromServer(PptpBytes.outgoingCallReply(serverId, peerId, 1));
            assertEquals(peerId, idAt(14, reply));
            return idAt(12, reply);
        }

        byte[] fromPeer(final byte... payload) {
            final var out = only(sends(TcpHeader.ACK, peerNext, payload));
            peerNext += payload.length;
            return payload(out);
        }

        byte[] fromServer(final byte... payload) {
            final var out = only(serverSends(TcpHeader.ACK, serverNext, payload));
            serverNext += payload.length;
            return payload(out);
        }

        private List<GatewayRig.Out> sends(final int flags, final int sequence, final byte... payload) {
            return rig.fromOutside(Frames.checksummed(
                Frames.tcpSegment(peer, port, PUBLIC_ADDRESS, 1723, flags, sequence, payload)));
        }

        private List<GatewayRig.Out> serverSends(final int flags, final int sequence, final byte... payload) {
            return rig.fromClient(Frames.checksummed(
                Frames.tcpSegment(HOST, 1723, peer, port, flags, sequence, payload)));
        }

        List<GatewayRig.Out> greIn(final int alias) {
            return rig.fromOutside(TunnelFrames.call(peer, PUBLIC_ADDRESS, alias, 1, TunnelFrames.ppp()));
        }

        List<GatewayRig.Out> greOut(final int peerId) {
            return rig.fromClient(TunnelFrames.call(HOST, peer, peerId, 1, TunnelFrames.ppp()));
        }
    }
}

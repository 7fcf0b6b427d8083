/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.ROUTER;
import static org.vpnpassthrough.packet.Frames.SENDER_MAC;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** One good frame of each kind. */
public final class Samples {
    private static final byte[] NO_OPERATION = {1, 1, 1, 1, 1, 1, 1, 0};

    /** A chunk without anything in it, and padding that is another one. */
    private static final byte[] SCTP_COOKIE_ACK = {11, 0, 0, 4, 11, 0, 0, 4};

    private Samples() {
        // only a table
    }

    static Stream<Named<byte[]>> all() {
        return Stream.concat(packets(), Stream.of(
            Named.of("ARP request", Frames.arpRequest(SENDER_MAC, CLIENT, PUBLIC_ADDRESS)),
            Named.of("ARP reply", Frames.arpReply(SENDER_MAC, CLIENT, Frames.RECEIVER_MAC, PUBLIC_ADDRESS))));
    }

    static Stream<Named<byte[]>> packets() {
        final var udp = Frames.udp(CLIENT, 53000, SERVER, 53, Frames.text("question"));
        final var tcp = Frames.tcp(CLIENT, 43210, SERVER, 443, TcpHeader.PSH | TcpHeader.ACK, Frames.text("hello"));
        final var sctp = Frames.sctp(CLIENT, 36412, SERVER, 5000, SCTP_COOKIE_ACK);
        final var echo = Frames.icmpEcho(CLIENT, SERVER, true, 7, 1, Frames.text("abcdefgh"));
        final var esp = Frames.esp(CLIENT, SERVER, 0xc0ffee01, 1);
        final var ah = TunnelFrames.ah(CLIENT, SERVER, 253, 0xc0ffee01, 1, Frames.text("protected"));
        return Stream.concat(tunnels(), Stream.of(
            Named.of("UDP", udp),
            Named.of("UDP of odd length", Frames.udp(CLIENT, 53000, SERVER, 53, Frames.text("odd"))),
            Named.of("UDP without payload", Frames.udp(CLIENT, 53000, SERVER, 53)),
            Named.of("UDP without checksum", Frames.udpWithoutChecksum(CLIENT, 53000, SERVER, 53, (byte) 1)),
            Named.of("UDP with IPv4 options", Frames.withOptions(udp, NO_OPERATION)),
            Named.of("UDP first fragment", Frames.fragments(udp, 8).getFirst()),
            Named.of("UDP last fragment", Frames.fragments(udp, 8).getLast()),
            Named.of("TCP", tcp),
            Named.of("TCP SYN", Frames.tcp(CLIENT, 43210, SERVER, 443, TcpHeader.SYN)),
            Named.of("TCP first fragment", Frames.fragments(tcp, 24).getFirst()),
            Named.of("SCTP", sctp),
            Named.of("SCTP first fragment", Frames.fragments(sctp, 16).getFirst()),
            Named.of("ICMP error about SCTP", Frames.icmpError(ROUTER, CLIENT, 3, 4, sctp, 12)),
            Named.of("ICMP echo request", echo),
            Named.of("ICMP echo reply", Frames.icmpEcho(SERVER, CLIENT, false, 7, 1, Frames.text("abcdefghi"))),
            Named.of("ICMP timestamp", Frames.ip(CLIENT, SERVER, 1, new byte[] {
                13, 0, 0, 0, 0, 7, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0})),
            Named.of("ICMP error about UDP", Frames.icmpError(ROUTER, CLIENT, 11, 0, udp)),
            Named.of("ICMP error about TCP", Frames.icmpError(SERVER, CLIENT, 3, 3, tcp)),
            Named.of("ICMP error about TCP, quoted whole", Frames.icmpError(SERVER, CLIENT, 3, 3, tcp, 1000)),
            Named.of("ICMP error about echo", Frames.icmpError(ROUTER, CLIENT, 3, 1, echo)),
            Named.of("ICMP error about ESP", Frames.icmpError(ROUTER, CLIENT, 3, 4, esp)),
            Named.of("ESP", esp),
            Named.of("AH", ah),
            Named.of("ICMP error about AH", Frames.icmpError(ROUTER, CLIENT, 3, 4, ah, 20)),
            Named.of("IPv4 in IPv4", Frames.ip(CLIENT, SERVER, 4, Frames.text("unread"))),
            Named.of("no payload", Frames.ip(CLIENT, SERVER, 59)),
            Named.of("IKEv1 main mode 1", ike(Frames.ikeV1MainMode1(true))),
            Named.of("IKEv1 quick mode", ike(Frames.ikeV1QuickMode())),
            Named.of("IKEv2 IKE_SA_INIT", ike(Frames.ikeV2SaInit(true))),
            Named.of("IKEv2 IKE_AUTH", ike(Frames.ikeV2Auth())),
            Named.of("NAT-T keepalive", natt(Frames.nattKeepalive())),
            Named.of("NAT-T IKE", natt(Frames.nonEspMarker(Frames.ikeV2Auth()))),
            Named.of("NAT-T ESP", natt(Frames.espPayload(0xc0ffee01, 1)))));
    }

    private static Stream<Named<byte[]>> tunnels() {
        final var ppp = TunnelFrames.ppp();
        final var call = TunnelFrames.call(CLIENT, SERVER, 0xfffe, 1, ppp);
        return Stream.of(
            Named.of("GRE", TunnelFrames.gre(CLIENT, SERVER, Frames.text("unread"))),
            Named.of("GRE with key", TunnelFrames.greWithKey(CLIENT, SERVER, 0xc0ffee01, Frames.text("unread"))),
            Named.of("GRE with key and sequence", TunnelFrames.greWithKeyAndSequence(CLIENT, SERVER, 7, -1)),
            Named.of("GRE of a call", call),
            Named.of("GRE of a call, acknowledging", TunnelFrames.callWithAck(SERVER, CLIENT, 1, 2, 3, ppp)),
            Named.of("GRE of a call, only acknowledging", TunnelFrames.callAck(SERVER, CLIENT, 1, -2)),
            Named.of("GRE first fragment", Frames.fragments(call, 16).getFirst()),
            Named.of("ICMP error about GRE", Frames.icmpError(ROUTER, CLIENT, 3, 4,
                TunnelFrames.greWithKey(CLIENT, SERVER, 7))),
            Named.of("ICMP error about GRE of a call", Frames.icmpError(ROUTER, CLIENT, 3, 4, call)),
            Named.of("ICMP error from a client about GRE of a call", Frames.icmpError(CLIENT, SERVER, 3, 2,
                TunnelFrames.callAck(SERVER, CLIENT, 1, 9), 100)),
            Named.of("L2TP SCCRQ", l2tp(TunnelFrames.l2tpControl(0, 0, 0, 0, 1))),
            Named.of("L2TP acknowledgement", l2tp(TunnelFrames.l2tpAck(7, 1, 2))),
            Named.of("L2TP data", l2tp(TunnelFrames.l2tpData(7, 9, ppp))),
            Named.of("L2TP data with everything", l2tp(TunnelFrames.l2tpFullData(7, 9, 1, 2, 3, ppp))),
            Named.of("PPTP call request", pptp(51000, PptpBytes.outgoingCallRequest(0xfffe))),
            Named.of("PPTP call reply", pptp(51001, PptpBytes.outgoingCallReply(1, 0xfffe, 1))));
    }

    private static byte[] l2tp(byte[] message) {
        return Frames.udp(CLIENT, 1701, SERVER, 1701, message);
    }

    static byte[] pptp(int port, byte[] message) {
        return Frames.tcp(CLIENT, port, SERVER, 1723, TcpHeader.PSH | TcpHeader.ACK, message);
    }

    private static byte[] ike(byte[] message) {
        return Frames.udp(CLIENT, 500, SERVER, 500, message);
    }

    private static byte[] natt(byte[] payload) {
        return Frames.udp(CLIENT, 4500, SERVER, 4500, payload);
    }

    public static List<byte[]> bytes() {
        return all().map(Named::getPayload).toList();
    }
}

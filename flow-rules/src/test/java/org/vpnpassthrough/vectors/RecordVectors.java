/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.vpnpassthrough.mapping.AddressRange;
import org.vpnpassthrough.mapping.StaticMapping;
import org.vpnpassthrough.mapping.StaticMapping.Kind;
import org.vpnpassthrough.mapping.StaticMappings;
import org.vpnpassthrough.mapping.Strategy;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.L2tpHeader;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.PptpBytes;
import org.vpnpassthrough.packet.Prefix;
import org.vpnpassthrough.packet.TunnelFrames;
import org.vpnpassthrough.translation.Settings;

/**
 * The exchanges whose vectors were made by running them once: what arrives is said here, what must happen was recorded,
 * read line by line against the RFCs, and kept. A vector that is there already is not written again.
 */
public final class RecordVectors {
    private static final Mac INTERNAL_MAC = Mac.parse("02:00:00:00:00:01");
    private static final Mac EXTERNAL_MAC = Mac.parse("02:00:00:00:00:02");
    private static final Mac CLIENT_MAC = Mac.parse("02:00:00:00:01:01");
    private static final Mac SECOND_CLIENT_MAC = Mac.parse("02:00:00:00:01:02");
    private static final Mac NEXT_HOP_MAC = Mac.parse("02:00:00:00:02:fe");
    private static final Ip4 CLIENT = Frames.CLIENT;
    private static final Ip4 SECOND_CLIENT = Frames.SECOND_CLIENT;
    private static final Ip4 SERVER = Frames.SERVER;
    private static final Ip4 OTHER_SERVER = Ip4.parse("198.51.100.10");
    private static final Ip4 PUBLIC = Frames.PUBLIC_ADDRESS;
    private static final Ip4 GATEWAY = Ip4.parse("192.0.2.1");
    private static final Ip4 NEXT_HOP = Ip4.parse("203.0.113.254");
    private static final int INTERNAL = 1;
    private static final int EXTERNAL = 2;
    /** A UDP port that no decoder knows, so that none complains about the payload. */
    private static final int SERVICE = 4321;
    /** What the allocator gives to the first mapping when the seed is 0 and the internal port is even and high. */
    private static final int GIVEN = 7264;
    /** What it gives to the second one. */
    private static final int GIVEN_SECOND = 15672;
    private static final byte[] COOKIE_ACK = {11, 0, 0, 4};
    private static final int SYN = 0x02;
    private static final int SYN_ACK = 0x12;
    private static final int ACK = 0x10;
    private static final int SPI_OUT = 0xc0ffee01;
    private static final int SPI_IN = 0xc0ffee02;

    private final List<VectorScript> scripts = new ArrayList<>();

    private RecordVectors() {
        router();
        plain();
        refusals();
        ipsec();
        natt();
        pptp();
        tunnels();
        servers();
        basic();
    }

    /**
     * Writes the vectors that are not there yet.
     *
     * @param arguments the folder of the vectors
     * @throws IOException when it cannot be written
     */
    public static void main(final String[] arguments) throws IOException {
        for (final VectorScript script : new RecordVectors().scripts) {
            final Path file = Path.of(arguments[0]).resolve(script.name());
            if (Files.notExists(file)) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, script.record(new GatewayRunner()));
            }
        }
    }

    private static Setup setup() {
        final TreeMap<Ip4, Mac> neighbours = new TreeMap<>();
        neighbours.put(CLIENT, CLIENT_MAC);
        neighbours.put(SECOND_CLIENT, SECOND_CLIENT_MAC);
        neighbours.put(NEXT_HOP, NEXT_HOP_MAC);
        return Setup.of(new Setup.Internal(INTERNAL, INTERNAL_MAC, Prefix.parse("192.0.2.0/24"), GATEWAY),
            new Setup.External(EXTERNAL, EXTERNAL_MAC, Prefix.parse("203.0.113.0/24"), Ip4.parse("203.0.113.1"),
                NEXT_HOP), new AddressRange(PUBLIC, PUBLIC), neighbours);
    }

    private static Setup setup(final StaticMapping inside) {
        return setup().with(Settings.DEFAULT.with(new StaticMappings(List.of(inside))));
    }

    private VectorScript script(final String name, final String... title) {
        return script(setup(), name, title);
    }

    private VectorScript script(final Settings settings, final String name, final String... title) {
        return script(setup().with(settings), name, title);
    }

    private VectorScript script(final Setup setup, final String name, final String... title) {
        final VectorScript script = new VectorScript(name, setup, title);
        scripts.add(script);
        return script;
    }

    private static byte[] client(final byte[] frame) {
        return Frames.withEthernet(frame, CLIENT_MAC, INTERNAL_MAC);
    }

    private static byte[] second(final byte[] frame) {
        return Frames.withEthernet(frame, SECOND_CLIENT_MAC, INTERNAL_MAC);
    }

    private static byte[] outside(final byte[] frame) {
        return Frames.withEthernet(frame, NEXT_HOP_MAC, EXTERNAL_MAC);
    }

    private static byte[] udp(final Ip4 source, final int port, final Ip4 destination, final int destinationPort) {
        return Frames.udp(source, port, destination, destinationPort, Frames.text("hello"));
    }

    private void router() {
        final Ip4 newcomer = Ip4.parse("192.0.2.103");
        script("router/arp.txt", "The gateway answers ARP for its own addresses and for its pool, and for nothing else",
                "(RFC 826).")
            .arrive(0, INTERNAL, Frames.arpRequest(CLIENT_MAC, CLIENT, GATEWAY), "A client looks for its gateway.")
            .arrive(0, INTERNAL, Frames.arpRequest(CLIENT_MAC, CLIENT, SECOND_CLIENT), "For another client.")
            .arrive(0, EXTERNAL, Frames.arpRequest(NEXT_HOP_MAC, NEXT_HOP, PUBLIC), "The next hop for the pool.")
            .arrive(0, EXTERNAL, Frames.arpRequest(NEXT_HOP_MAC, NEXT_HOP, Ip4.parse("203.0.113.12")),
                "For an address that is not in the pool.");
        script("router/resolve.txt", "A packet for a host on the external link waits until the host has said who it "
                + "is.")
            .arrive(0, INTERNAL, client(udp(CLIENT, 5000, Ip4.parse("203.0.113.201"), SERVICE)))
            .arrive(1, EXTERNAL, Frames.arpReply(Mac.parse("02:00:00:00:02:01"), Ip4.parse("203.0.113.201"),
                EXTERNAL_MAC, Ip4.parse("203.0.113.1")), "The answer lets it go.");
        script("router/echo.txt", "The gateway itself answers a ping, and nothing else.")
            .arrive(0, INTERNAL, client(Frames.icmpEcho(CLIENT, GATEWAY, true, 7, 1, Frames.text("hello"))))
            .arrive(0, INTERNAL, client(udp(CLIENT, 5000, GATEWAY, SERVICE)), "There is no resolver here.");
        script("router/ttl.txt", "A packet whose time to live ends here is told so to its sender",
                "(RFC 1812 section 5.3.1).")
            .arrive(0, INTERNAL, client(Frames.withTtl(udp(CLIENT, 5000, SERVER, 33434), 1)));
        script("router/newcomer.txt", "A client that has not been heard of is known by its first packet.")
            .arrive(0, INTERNAL, Frames.withEthernet(udp(newcomer, 5000, SERVER, SERVICE),
                Mac.parse("02:00:00:00:01:03"), INTERNAL_MAC))
            .arrive(1, EXTERNAL, outside(udp(SERVER, SERVICE, PUBLIC, GIVEN)));
    }

    private void plain() {
        script("plain/udp.txt", "UDP: the first packet makes the mapping and two rules; then the switch works alone.",
                "The external port is hard to guess (RFC 6888 REQ-15) and keeps parity and range (RFC 4787 REQ-3, 4).",
                "300 s of silence from inside end it (RFC 4787 REQ-5).")
            .arrive(0, INTERNAL, client(udp(CLIENT, 5000, SERVER, SERVICE)), "The first packet.")
            .arrive(1, INTERNAL, client(udp(CLIENT, 5000, SERVER, SERVICE)), "The second one: the switch alone.")
            .arrive(2, EXTERNAL, outside(udp(SERVER, SERVICE, PUBLIC, GIVEN)), "The answer: the switch alone.")
            .tick(300, "Not yet; the gateway looks now and then whether its next hop is still the same.")
            .tick(302, "The switch has told that the outbound rule was idle.")
            .arrive(303, EXTERNAL, outside(udp(SERVER, SERVICE, PUBLIC, GIVEN)), "Too late.");
        script("plain/udp-two-clients.txt", "Two clients use the same port to the same server: the second one gets "
                + "another port.")
            .arrive(0, INTERNAL, client(udp(CLIENT, 5000, SERVER, SERVICE)))
            .arrive(0, INTERNAL, second(udp(SECOND_CLIENT, 5000, SERVER, SERVICE)));
        script("plain/udp-two-servers.txt", "One client, one port, two servers: the same external port for both",
                "(RFC 4787 REQ-1), but each only answers what it was asked (REQ-8).")
            .arrive(0, INTERNAL, client(udp(CLIENT, 5000, SERVER, SERVICE)))
            .arrive(0, EXTERNAL, outside(udp(OTHER_SERVER, SERVICE, PUBLIC, GIVEN)), "Not asked yet.")
            .arrive(1, INTERNAL, client(udp(CLIENT, 5000, OTHER_SERVER, SERVICE)))
            .arrive(1, EXTERNAL, outside(udp(OTHER_SERVER, SERVICE, PUBLIC, GIVEN)), "Now it is.");
        script("plain/udp-without-checksum.txt", "A UDP checksum of 0 stays 0 (RFC 768).")
            .arrive(0, INTERNAL, client(Frames.udpWithoutChecksum(CLIENT, 5000, SERVER, SERVICE,
                Frames.text("hello"))));
        final var parts = Frames.fragments(udp(CLIENT, 5000, SERVER, SERVICE), 8);
        final var others = Frames.fragments(udp(SECOND_CLIENT, 5000, SERVER, SERVICE), 8);
        script("plain/fragments.txt", "UDP in fragments, the later one first: it waits for the one with the ports",
                "(RFC 4787 REQ-14). A second client has chosen the same identification (RFC 6864 section 5.3.1).")
            .arrive(0, INTERNAL, client(parts.get(1)), "Its ports are not known yet.")
            .arrive(0, INTERNAL, client(parts.get(0)), "Both leave.")
            .arrive(0, INTERNAL, second(others.get(0)), "Another identification.")
            .arrive(0, INTERNAL, second(others.get(1)), "The same one.")
            .arrive(1, INTERNAL, client(parts.get(1)), "Sent again: it still follows the first.")
            .arrive(40, INTERNAL, client(parts.get(1)), "Too late.")
            .tick(43, "It has waited in vain.");
        script("plain/sctp.txt", "SCTP (RFC 9260): the first client keeps its port; the second one's changes, and with",
                "it the CRC32c over the whole packet.")
            .arrive(0, INTERNAL, client(Frames.sctp(CLIENT, 36412, SERVER, 36412, COOKIE_ACK)))
            .arrive(0, INTERNAL, second(Frames.sctp(SECOND_CLIENT, 36412, SERVER, 36412, COOKIE_ACK)))
            .arrive(1, EXTERNAL, outside(Frames.sctp(SERVER, 36412, PUBLIC, 36412, COOKIE_ACK)), "The switch alone.")
            .tick(302, "Both were silent.");
        script("plain/hairpin.txt", "Two clients find each other by their external tuples (RFC 4787 REQ-9).")
            .arrive(0, INTERNAL, client(udp(CLIENT, 5000, SERVER, SERVICE)))
            .arrive(0, INTERNAL, second(udp(SECOND_CLIENT, 5000, SERVER, SERVICE)))
            .arrive(1, INTERNAL, client(udp(CLIENT, 5000, PUBLIC, GIVEN_SECOND)), "The second has not sent yet.")
            .arrive(1, INTERNAL, second(udp(SECOND_CLIENT, 5000, PUBLIC, GIVEN)), "The first one's way is open.")
            .arrive(1, INTERNAL, client(udp(CLIENT, 5000, PUBLIC, GIVEN_SECOND)), "Now it arrives.");
        script("plain/tcp.txt", "A TCP handshake.")
            .arrive(0, INTERNAL, client(Frames.tcp(CLIENT, 49152, SERVER, 443, SYN)))
            .arrive(0, EXTERNAL, outside(Frames.tcp(SERVER, 443, PUBLIC, GIVEN, SYN_ACK)))
            .arrive(0, INTERNAL, client(Frames.tcp(CLIENT, 49152, SERVER, 443, ACK)));
        script("plain/echo.txt", "Two clients ping one server with the same id. A switch cannot see the id.")
            .arrive(0, INTERNAL, client(Frames.icmpEcho(CLIENT, SERVER, true, 7, 1, Frames.text("hello"))))
            .arrive(0, INTERNAL, second(Frames.icmpEcho(SECOND_CLIENT, SERVER, true, 7, 1, Frames.text("hello"))),
                "From now on the controller tells the two apart; the second one's id is another outside.")
            .arrive(1, EXTERNAL, outside(Frames.icmpEcho(SERVER, PUBLIC, false, GIVEN + 1, 1, Frames.text("hello"))),
                "For the second client.")
            .arrive(1, EXTERNAL, outside(Frames.icmpEcho(SERVER, PUBLIC, false, 7, 1, Frames.text("hello"))),
                "For the first one, which sent before anybody noted its ids.")
            .arrive(2, INTERNAL, client(Frames.icmpEcho(CLIENT, SERVER, true, 7, 2, Frames.text("hello"))),
                "The first client goes on, and keeps its id.");
        script("plain/icmp-error.txt", "An ICMP error about a packet of a client reaches the client, with the quoted "
                + "packet", "as the client had sent it (RFC 5508 REQ-4).")
            .arrive(0, INTERNAL, client(udp(CLIENT, 5000, SERVER, SERVICE)))
            .arrive(1, EXTERNAL, outside(Frames.icmpError(Frames.ROUTER, PUBLIC, 3, 1,
                udp(PUBLIC, GIVEN, SERVER, SERVICE))))
            .arrive(2, EXTERNAL, outside(Frames.icmpError(Frames.ROUTER, PUBLIC, 3, 1,
                udp(PUBLIC, GIVEN + 2, SERVER, SERVICE))), "About a packet that nobody sent.");
    }

    private void refusals() {
        script("plain/refused-inside.txt", "What a client may not send. Nothing of it leaves.")
            .arrive(0, INTERNAL, client(udp(SERVER, 5000, OTHER_SERVER, SERVICE)), "A source address of elsewhere.")
            .arrive(0, INTERNAL, client(udp(CLIENT, 5000, Ip4.parse("224.0.0.251"), SERVICE)), "Multicast.")
            .arrive(0, INTERNAL, client(udp(CLIENT, 5000, PUBLIC, SERVICE)), "To the pool.")
            .arrive(0, INTERNAL, client(Frames.ip(CLIENT, SERVER, 89, new byte[24])), "OSPF.")
            .arrive(0, INTERNAL, client(Frames.fragments(Frames.tcp(CLIENT, 5000, SERVER, 1723, SYN, new byte[8]), 24)
                .get(0)), "Control of PPTP in fragments.")
            .arrive(0, INTERNAL, client(Frames.fragments(Frames.tcp(CLIENT, 5000, SERVER, 1723, SYN, new byte[8]), 24)
                .get(1)), "The rest of it.")
            .arrive(0, INTERNAL, client(Frames.put16(udp(CLIENT, 5000, SERVER, SERVICE), 24, 0)),
                "The checksum of the IPv4 header is wrong.")
            .arrive(0, INTERNAL, Arrays.copyOf(client(udp(CLIENT, 5000, SERVER, SERVICE)), 38),
                "Cut off in the UDP header.")
            .arrive(0, INTERNAL, client(Frames.put16(udp(CLIENT, 5000, SERVER, SERVICE), 12, 0x86dd)), "IPv6.");
        script("plain/refused-outside.txt", "What nobody asked for does not get in.")
            .arrive(0, EXTERNAL, outside(udp(SERVER, SERVICE, PUBLIC, 5000)), "No mapping.")
            .arrive(0, EXTERNAL, outside(Frames.tcp(SERVER, 443, PUBLIC, 49152, SYN)), "No mapping.")
            .arrive(0, EXTERNAL, outside(Frames.esp(SERVER, PUBLIC, SPI_IN, 1)), "No mapping.")
            .arrive(0, EXTERNAL, outside(Frames.icmpEcho(SERVER, PUBLIC, true, 7, 1)), "A ping.")
            .arrive(0, EXTERNAL, outside(udp(SERVER, SERVICE, Ip4.parse("203.0.113.99"), 5000)), "Not for the gateway.")
            .arrive(0, EXTERNAL, outside(udp(CLIENT, SERVICE, PUBLIC, 5000)), "An internal source address.");
    }

    private static byte[] ike(final Ip4 source, final Ip4 destination, final byte[] message) {
        return Frames.udp(source, 500, destination, 500, message);
    }

    private void ipsec() {
        script("ike/v2.txt", "IKE version 2 on UDP port 500: the port is kept, and every packet passes the controller.")
            .arrive(0, INTERNAL, client(ike(CLIENT, SERVER, Frames.ikeV2SaInit(true))))
            .arrive(0, EXTERNAL, outside(ike(SERVER, PUBLIC, Frames.ikeV2SaInitResponse(true))))
            .arrive(1, INTERNAL, client(ike(CLIENT, SERVER, Frames.ikeV2Auth())));
        script("ike/v1.txt", "IKE version 1, Main Mode.")
            .arrive(0, INTERNAL, client(ike(CLIENT, SERVER, Frames.ikeV1MainMode1(true))))
            .arrive(0, EXTERNAL, outside(ike(SERVER, PUBLIC, Frames.ikeV1MainMode2(true))))
            .arrive(1, INTERNAL, client(ike(CLIENT, SERVER, Frames.ikeV1QuickMode())));
        script("ike/malformed.txt", "An IKE message that says another length than it has makes no mapping.")
            .arrive(0, INTERNAL, client(ike(CLIENT, SERVER, Arrays.copyOf(Frames.ikeV2SaInit(true), 27))));
        script(Settings.DEFAULT.with(Strategy.REFUSED), "esp/exclusive.txt",
                "Plain ESP after IKE: the pair of external address and server is the client's alone,",
                "so the switch carries both directions. A second client is refused, by name.")
            .arrive(0, INTERNAL, client(ike(CLIENT, SERVER, Frames.ikeV2SaInit(false))))
            .arrive(0, EXTERNAL, outside(ike(SERVER, PUBLIC, Frames.ikeV2SaInitResponse(false))))
            .arrive(1, INTERNAL, client(Frames.esp(CLIENT, SERVER, SPI_OUT, 1)), "The first ESP packet.")
            .arrive(1, INTERNAL, client(Frames.esp(CLIENT, SERVER, SPI_OUT, 2)), "The switch alone.")
            .arrive(1, EXTERNAL, outside(Frames.esp(SERVER, PUBLIC, SPI_IN, 1)), "The switch alone.")
            .arrive(2, INTERNAL, second(Frames.esp(SECOND_CLIENT, SERVER, SPI_OUT, 1)), "The second client.")
            .arrive(3, INTERNAL, second(Frames.esp(SECOND_CLIENT, OTHER_SERVER, SPI_OUT, 1)), "To another server.");
        script("esp/replicated.txt",
                "Two clients share a pair of external address and server: each inbound packet goes to both,",
                "a host drops an SPI that is not its own. The rule is swapped to the group in one step.")
            .arrive(0, INTERNAL, client(Frames.esp(CLIENT, SERVER, SPI_OUT, 1)))
            .arrive(1, INTERNAL, second(Frames.esp(SECOND_CLIENT, SERVER, SPI_OUT + 2, 1)), "The second client.")
            .arrive(1, EXTERNAL, outside(Frames.esp(SERVER, PUBLIC, SPI_IN, 1)), "For the first.")
            .arrive(1, EXTERNAL, outside(Frames.esp(SERVER, PUBLIC, SPI_IN + 2, 1)), "For the second.")
            .arrive(3000, INTERNAL, second(Frames.esp(SECOND_CLIENT, SERVER, SPI_OUT + 2, 2)))
            .tick(3601, "The first client has been silent for an hour: the second is alone.")
            .arrive(3602, EXTERNAL, outside(Frames.esp(SERVER, PUBLIC, SPI_IN + 2, 2)));
        script(Settings.DEFAULT.with(Strategy.DEMULTIPLEXED), "esp/demultiplexed.txt",
                "Two clients share a pair, and the controller tells whose an SPI is. The second one's phase 2",
                "waits until the SPI of the first is known: one that turns up later can only be the second's.")
            .arrive(0, INTERNAL, client(ike(CLIENT, SERVER, Frames.ikeV2SaInit(false))))
            .arrive(0, EXTERNAL, outside(ike(SERVER, PUBLIC, Frames.ikeV2SaInitResponse(false))))
            .arrive(0, INTERNAL, client(ike(CLIENT, SERVER, Frames.ikeV2Auth())))
            .arrive(0, INTERNAL, client(Frames.esp(CLIENT, SERVER, SPI_OUT, 1)))
            .arrive(1, INTERNAL, second(ike(SECOND_CLIENT, SERVER, Frames.ikeV2SaInit(false))))
            .arrive(1, INTERNAL, second(ike(SECOND_CLIENT, SERVER, Frames.ikeV2Auth())), "It waits.")
            .arrive(1, EXTERNAL, outside(Frames.esp(SERVER, PUBLIC, SPI_IN, 1)),
                "Only the first client can be meant; what waited goes on.")
            .arrive(2, EXTERNAL, outside(Frames.esp(SERVER, PUBLIC, SPI_IN + 2, 1)), "Of nobody so far: the second's.")
            .arrive(2, INTERNAL, second(Frames.esp(SECOND_CLIENT, SERVER, SPI_OUT + 2, 1)), "The switch alone.")
            .arrive(2, EXTERNAL, outside(Frames.esp(SERVER, PUBLIC, SPI_IN, 2)));
    }

    private void natt() {
        script("natt/ike-esp.txt", "IKE and ESP in UDP port 4500 (RFC 3948).")
            .arrive(0, INTERNAL, client(Frames.udp(CLIENT, 4500, SERVER, 4500,
                Frames.nonEspMarker(Frames.ikeV2Auth()))))
            .arrive(1, INTERNAL, client(Frames.udp(CLIENT, 4500, SERVER, 4500, Frames.espPayload(SPI_OUT, 1))))
            .arrive(1, EXTERNAL, outside(Frames.udp(SERVER, 4500, PUBLIC, 4500, Frames.espPayload(SPI_IN, 1))))
            .arrive(20, INTERNAL, client(Frames.udp(CLIENT, 4500, SERVER, 4500, Frames.nattKeepalive())));
    }

    private static byte[] toServer(final Ip4 source, final int flags, final int sequence, final byte... payload) {
        return Frames.tcpSegment(source, 49152, SERVER, 1723, flags, sequence, payload);
    }

    private static byte[] fromServer(final int flags, final int sequence, final byte... payload) {
        return Frames.tcpSegment(SERVER, 1723, PUBLIC, GIVEN, flags, sequence, payload);
    }

    private void pptp() {
        final int request = PptpBytes.outgoingCallRequest(0x0400).length;
        script("pptp/call.txt", "A PPTP call: the control connection passes the controller, its GRE the switch.",
                "After the call has ended its GRE may pass for another ten seconds.")
            .arrive(0, INTERNAL, client(toServer(CLIENT, SYN, 999)))
            .arrive(0, EXTERNAL, outside(fromServer(SYN_ACK, 4999)))
            .arrive(0, INTERNAL, client(toServer(CLIENT, ACK, 1000, PptpBytes.outgoingCallRequest(0x0400))),
                "The call ID is free with this server and stays.")
            .arrive(0, INTERNAL, client(TunnelFrames.call(CLIENT, SERVER, 7, 1)), "GRE before the answer.")
            .arrive(0, EXTERNAL, outside(fromServer(ACK, 5000, PptpBytes.outgoingCallReply(7, 0x0400, 1))))
            .arrive(1, INTERNAL, client(TunnelFrames.call(CLIENT, SERVER, 7, 1, TunnelFrames.ppp())), "The first GRE.")
            .arrive(1, EXTERNAL, outside(TunnelFrames.call(SERVER, PUBLIC, 0x0400, 1, TunnelFrames.ppp())),
                "The switch alone.")
            .arrive(2, INTERNAL, client(toServer(CLIENT, ACK, 1000 + request, PptpBytes.callClearRequest(0x0400))))
            .arrive(2, EXTERNAL, outside(fromServer(ACK, 5032, PptpBytes.callDisconnectNotify(7, 4))),
                "The ID in it is the server's (RFC 2637 section 2.13).")
            .arrive(3, EXTERNAL, outside(TunnelFrames.call(SERVER, PUBLIC, 0x0400, 2, TunnelFrames.ppp())),
                "Late, still the switch.")
            .tick(12, "The rules go.")
            .arrive(13, EXTERNAL, outside(TunnelFrames.call(SERVER, PUBLIC, 0x0400, 3)), "Too late.");
        script("pptp/two-clients.txt", "Two clients have the same call ID: outside the second one has an alias, also",
                "in a repetition. The server's answer to the first one finds it.")
            .arrive(0, INTERNAL, client(toServer(CLIENT, SYN, 999)))
            .arrive(0, EXTERNAL, outside(fromServer(SYN_ACK, 4999)))
            .arrive(0, INTERNAL, client(toServer(CLIENT, ACK, 1000, PptpBytes.outgoingCallRequest(0x0400))))
            .arrive(1, INTERNAL, second(toServer(SECOND_CLIENT, SYN, 999)))
            .arrive(1, INTERNAL, second(toServer(SECOND_CLIENT, ACK, 1000, PptpBytes.outgoingCallRequest(0x0400))),
                "The alias.")
            .arrive(2, INTERNAL, second(toServer(SECOND_CLIENT, ACK, 1000, PptpBytes.outgoingCallRequest(0x0400))),
                "The same once more.")
            .arrive(3, EXTERNAL, outside(fromServer(ACK, 5000, PptpBytes.outgoingCallReply(7, 0x0400, 1))))
            .arrive(4, EXTERNAL, outside(TunnelFrames.call(SERVER, PUBLIC, 0x0400, 1, TunnelFrames.ppp())),
                "A switch could not tell whose it is.")
            .arrive(4, INTERNAL, second(TunnelFrames.call(SECOND_CLIENT, SERVER, 8, 1)), "Not answered yet.");
    }

    private void tunnels() {
        script("gre/plain.txt", "Plain GRE (RFC 2784): one client has the pair of external address and server.")
            .arrive(0, INTERNAL, client(TunnelFrames.gre(CLIENT, SERVER, Frames.text("hello"))))
            .arrive(1, EXTERNAL, outside(TunnelFrames.gre(SERVER, PUBLIC, Frames.text("hello"))), "The switch alone.")
            .arrive(2, INTERNAL, second(TunnelFrames.gre(SECOND_CLIENT, SERVER, Frames.text("hello"))));
        script("l2tp/tunnel.txt", "L2TP (RFC 2661): port 1701 is kept, the server may go on with another port.")
            .arrive(0, INTERNAL, client(Frames.udp(CLIENT, 1701, SERVER, 1701, TunnelFrames.l2tpControl(0, 0, 0, 0,
                L2tpHeader.SCCRQ))))
            .arrive(1, EXTERNAL, outside(Frames.udp(SERVER, 32768, PUBLIC, 1701, TunnelFrames.l2tpControl(5, 0, 0, 1,
                L2tpHeader.SCCRP))), "The switch alone.")
            .arrive(2, INTERNAL, client(Frames.udp(CLIENT, 1701, SERVER, 32768, TunnelFrames.l2tpAck(9, 1, 1))))
            .arrive(3, INTERNAL, second(Frames.udp(SECOND_CLIENT, 1701, SERVER, 1701, Frames.text("hello"))),
                "No L2TP.");
    }

    /** The client is the server, its peers are outside. */
    private void servers() {
        script(setup(StaticMapping.ports("web", Kind.TCP, PUBLIC, 80, CLIENT, 8080, 1)), "plain/static-tcp.txt",
                "A static mapping of a TCP port: anybody outside may begin; the switch takes over with the answer.")
            .arrive(0, EXTERNAL, outside(Frames.tcp(SERVER, 40000, PUBLIC, 80, SYN)))
            .arrive(0, INTERNAL, client(Frames.tcp(CLIENT, 8080, SERVER, 40000, SYN_ACK)), "Now there are rules.")
            .arrive(1, EXTERNAL, outside(Frames.tcp(SERVER, 40000, PUBLIC, 80, ACK)), "The switch alone.")
            .arrive(2, EXTERNAL, outside(Frames.tcp(SERVER, 40001, PUBLIC, 81, SYN)), "Another port.");
        script(setup(StaticMapping.ports("syslog", Kind.UDP, PUBLIC, SERVICE, CLIENT, SERVICE, 1)),
                "plain/static-udp.txt",
                "A static mapping of a UDP port: what comes in has rules from the first packet on, as there may be no",
                "answer. The session ends when the server is silent, the next packet opens it again.")
            .arrive(0, EXTERNAL, outside(udp(SERVER, 40000, PUBLIC, SERVICE)))
            .arrive(1, EXTERNAL, outside(udp(SERVER, 40000, PUBLIC, SERVICE)), "The switch alone.")
            .tick(301, "Nothing came out for 300 s.")
            .arrive(302, EXTERNAL, outside(udp(SERVER, 40000, PUBLIC, SERVICE)));
        final StaticMapping ipsec = StaticMapping.of("vpn", Kind.IPSEC_SERVER, PUBLIC, CLIENT);
        script(setup(ipsec), "ike/server.txt", "An IPsec server inside: its peer, behind a NAT, sends from any port.")
            .arrive(0, EXTERNAL, outside(Frames.udp(SERVER, 61000, PUBLIC, 500, Frames.ikeV2SaInit(true))))
            .arrive(0, INTERNAL, client(Frames.udp(CLIENT, 500, SERVER, 61000, Frames.ikeV2SaInitResponse(true))));
        script(setup(ipsec), "natt/server.txt", "An IPsec server inside whose peer is behind a NAT, UDP port 4500.")
            .arrive(0, EXTERNAL, outside(Frames.udp(SERVER, 61001, PUBLIC, 4500, Frames.espPayload(SPI_IN, 1))))
            .arrive(0, INTERNAL, client(Frames.udp(CLIENT, 4500, SERVER, 61001, Frames.espPayload(SPI_OUT, 1))),
                "The switch alone.");
        script(setup(ipsec), "esp/server.txt", "An IPsec server inside has ESP with several peers at once; no client",
                "beside it can have any through this address.")
            .arrive(0, EXTERNAL, outside(Frames.esp(SERVER, PUBLIC, SPI_IN, 1)))
            .arrive(1, EXTERNAL, outside(Frames.esp(OTHER_SERVER, PUBLIC, SPI_IN, 1)))
            .arrive(2, INTERNAL, client(Frames.esp(CLIENT, SERVER, SPI_OUT, 1)), "The switch alone.")
            .arrive(3, INTERNAL, second(Frames.esp(SECOND_CLIENT, OTHER_SERVER, SPI_OUT, 1)));
        final StaticMapping pptp = StaticMapping.of("vpn", Kind.PPTP_SERVER, PUBLIC, CLIENT);
        final int request = PptpBytes.outgoingCallRequest(5).length;
        script(setup(pptp), "pptp/server.txt", "A PPTP server inside: a PNS outside calls, the server's call ID stays",
                "while it is free.")
            .arrive(0, EXTERNAL, outside(toServerInside(SYN, 999)))
            .arrive(0, INTERNAL, client(fromServerInside(SYN_ACK, 4999)))
            .arrive(0, EXTERNAL, outside(toServerInside(ACK, 1000, PptpBytes.outgoingCallRequest(5))))
            .arrive(0, INTERNAL, client(fromServerInside(ACK, 5000, PptpBytes.outgoingCallReply(0x0400, 5, 1))))
            .arrive(1, EXTERNAL, outside(TunnelFrames.call(SERVER, PUBLIC, 0x0400, 1, TunnelFrames.ppp())))
            .arrive(1, INTERNAL, client(TunnelFrames.call(CLIENT, SERVER, 5, 1, TunnelFrames.ppp())),
                "The switch alone.")
            .arrive(2, EXTERNAL, outside(toServerInside(ACK, 1000 + request, PptpBytes.callClearRequest(5))))
            .tick(13, "The server has not said that the call is over: it goes on.");
        script(setup(StaticMapping.of("tunnel", Kind.GRE, PUBLIC, CLIENT)), "gre/server.txt",
                "A static mapping of GRE: the end of a tunnel inside, the other end begins.")
            .arrive(0, EXTERNAL, outside(TunnelFrames.gre(SERVER, PUBLIC, Frames.text("hello"))))
            .arrive(1, INTERNAL, client(TunnelFrames.gre(CLIENT, SERVER, Frames.text("hello"))), "The switch alone.");
        script(setup(StaticMapping.of("vpn", Kind.L2TP_SERVER, PUBLIC, CLIENT)), "l2tp/server.txt",
                "An L2TP server inside, without IPsec.")
            .arrive(0, EXTERNAL, outside(Frames.udp(SERVER, 61000, PUBLIC, 1701, TunnelFrames.l2tpControl(0, 0, 0, 0,
                L2tpHeader.SCCRQ))))
            .arrive(0, INTERNAL, client(Frames.udp(CLIENT, 1701, SERVER, 61000, TunnelFrames.l2tpControl(5, 0, 0, 1,
                L2tpHeader.SCCRP))), "The switch alone.");
    }

    private static byte[] toServerInside(final int flags, final int sequence, final byte... payload) {
        return Frames.checksummed(Frames.tcpSegment(SERVER, 40000, PUBLIC, 1723, flags, sequence, payload));
    }

    private static byte[] fromServerInside(final int flags, final int sequence, final byte... payload) {
        return Frames.checksummed(Frames.tcpSegment(CLIENT, 1723, SERVER, 40000, flags, sequence, payload));
    }

    private void basic() {
        script(setupWithTwoAddresses(StaticMapping.of("host", Kind.ALL, PUBLIC, CLIENT)), "basic/host.txt",
                "A host has an external address for itself: all protocols, whoever begins, two rules for each remote",
                "address. Errors are translated with what they quote, AH is refused.")
            .arrive(0, EXTERNAL, outside(udp(SERVER, 40000, PUBLIC, SERVICE)))
            .arrive(1, INTERNAL, client(Frames.esp(CLIENT, SERVER, SPI_OUT, 1)), "The switch alone.")
            .arrive(1, EXTERNAL, outside(TunnelFrames.gre(SERVER, PUBLIC, Frames.text("hello"))), "The switch alone.")
            .arrive(2, EXTERNAL, outside(Frames.icmpError(SERVER, PUBLIC, 3, 3,
                udp(PUBLIC, SERVICE, SERVER, 40000))))
            .arrive(3, INTERNAL, client(TunnelFrames.ah(CLIENT, SERVER, IpProtocol.UDP, 0x1000, 1,
                Frames.text("hello"))))
            .arrive(4, INTERNAL, second(udp(SECOND_CLIENT, 5000, SERVER, SERVICE)), "The address is nobody else's.");
    }

    private static Setup setupWithTwoAddresses(final StaticMapping inside) {
        final Setup setup = setup(inside);
        return new Setup(setup.internal(), setup.external(), List.of(new AddressRange(PUBLIC, PUBLIC.plus(1))),
            setup.routed(), setup.settings(), setup.random(), setup.neighbours());
    }
}

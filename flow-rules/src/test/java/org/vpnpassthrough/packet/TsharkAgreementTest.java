/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An independent decoder sees in the sample frames, and in their translation, what our parser sees. */
@TestInstance(Lifecycle.PER_CLASS)
class TsharkAgreementTest {
    private static final List<String> FIELDS = List.of("eth.src", "eth.dst", "eth.type",
        "arp.opcode", "arp.src.hw_mac", "arp.src.proto_ipv4", "arp.dst.hw_mac", "arp.dst.proto_ipv4",
        "ip.src", "ip.dst", "ip.hdr_len", "ip.len", "ip.id", "ip.ttl", "ip.proto", "ip.flags.df", "ip.flags.mf",
        "udp.srcport", "udp.dstport", "udp.length", "tcp.srcport", "tcp.dstport", "tcp.hdr_len", "tcp.flags",
        "icmp.type", "icmp.code", "icmp.ident", "icmp.seq", "esp.spi", "esp.sequence", "isakmp.ispi", "isakmp.rspi",
        "isakmp.version", "isakmp.exchangetype", "isakmp.messageid", "isakmp.length", "isakmp.typepayload",
        "isakmp.prop.protoid", "isakmp.tf.type", "isakmp.tf.id.encr", "isakmp.tf.id.prf", "isakmp.tf.id.integ",
        "isakmp.tf.id.dh", "isakmp.tf.id.esn", "isakmp.ike2.attr.key_length", "isakmp.key_exchange.dh_group",
        "isakmp.notify.data.accepted_dh_group", "isakmp.ike.attr.encryption_algorithm",
        "isakmp.ike.attr.hash_algorithm", "isakmp.ike.attr.authentication_method",
        "isakmp.ike.attr.group_description", "isakmp.ike.attr.key_length", "isakmp.ike.attr.life_duration",
        "udpencap.nat_keepalive", "ah.next_header", "ah.spi", "ah.sequence", "gre.flags.version", "gre.proto",
        "gre.key", "gre.key.payload_length", "gre.key.call_id", "gre.sequence_number", "gre.ack_number",
        "l2tp.type", "l2tp.version", "l2tp.length", "l2tp.tunnel", "l2tp.session", "l2tp.Ns", "l2tp.Nr",
        "l2tp.avp.message_type", "tcp.seq_raw", "pptp.length", "pptp.control_message_type", "pptp.call_id",
        "pptp.peer_call_id", "pptp.control_result", "pptp.reason", "pptp.stop_result", "pptp.echo_result",
        "pptp.out_result", "pptp.in_result", "pptp.disc_result", "sctp.srcport", "sctp.dstport",
        "sctp.verification_tag");
    private static final List<String> ANNOUNCEMENTS = List.of("isakmp.vid_bytes", "isakmp.notify.msgtype");
    private static final List<String> CHECKSUMS = List.of("ip.checksum.status", "udp.checksum.status",
        "tcp.checksum.status", "icmp.checksum.status", "sctp.checksum.status");

    private final List<Arguments> rows = new ArrayList<>();

    @BeforeAll
    void decodeEverythingAtOnce(@TempDir Path directory) throws IOException, InterruptedException {
        final var frames = Stream.concat(
            Stream.concat(Samples.all(), more()),
            Stream.concat(Samples.packets(), more()).map(TsharkAgreementTest::translated)).toList();
        final var fields = Stream.of(FIELDS, ANNOUNCEMENTS, CHECKSUMS).flatMap(List::stream).toList();
        final var decoded = Tshark.decode(directory, frames.stream().map(Named::getPayload).toList(), fields);
        IntStream.range(0, frames.size()).forEach(i -> rows.add(arguments(frames.get(i), decoded.get(i))));
    }

    /** Frames whose checksums tshark follows into a quote, and IKE as other peers send it. */
    private static Stream<Named<byte[]>> more() {
        final var client = Frames.CLIENT;
        final var server = Frames.SERVER;
        return Stream.concat(pptp(), Stream.of(
            Named.of("ICMP error about UDP, quoted whole", Frames.icmpError(server, client, 3, 3,
                Frames.udp(client, 53000, server, 33434, Frames.text("quoted")), 100)),
            Named.of("IKEv1 main mode 2 without NAT-T",
                Frames.udp(client, 500, server, 500, Frames.ikeV1MainMode2(false))),
            Named.of("IKEv2 IKE_SA_INIT response without NAT detection",
                Frames.udp(client, 500, server, 500, Frames.ikeV2SaInitResponse(false))),
            Named.of("IKEv2 IKE_SA_INIT with many proposals", Frames.udp(client, 500, server, 500,
                IkeSaBytes.strongSwan().saInit(1, 31, true))),
            Named.of("IKEv2 answer that asks for another group", Frames.udp(client, 500, server, 500,
                IkeSaBytes.invalidKe(1, 20))),
            Named.of("IKEv1 aggressive mode with two transforms", Frames.udp(client, 500, server, 500,
                IkeSaBytes.v1().proposal().suite(7, 256, 4, 1, 14).suite(5, 0, 2, 3, 2).phase1(4, 1, 0, true))),
            Named.of("NAT-T IKE_SA_INIT",
                Frames.udp(client, 4500, server, 4500, Frames.nonEspMarker(Frames.ikeV2SaInit(true))))));
    }

    /** All control messages, each on a connection of its own. */
    private static Stream<Named<byte[]>> pptp() {
        return PptpMessageTest.messages().map(row -> Named.of("PPTP " + row.get()[0],
            Samples.pptp(50000 + ((PptpType) row.get()[0]).number(), (byte[]) row.get()[1])));
    }

    private static Named<byte[]> translated(Named<byte[]> sample) {
        final var packet = PacketTest.packet(sample.getPayload());
        final var rewrite = Rewrite.of(packet).ttl(63).ethernet(Frames.RECEIVER_MAC, Frames.SENDER_MAC);
        if (packet.source().equals(Frames.CLIENT)) {
            rewrite.source(Frames.PUBLIC_ADDRESS);
            // different ones, since the decoder follows each connection
            if (packet.transport() instanceof UdpHeader udp) {
                rewrite.sourcePort(1024 + udp.destinationPort());
            } else if (packet.transport() instanceof TcpHeader tcp) {
                rewrite.sourcePort(tcp.sourcePort() - 1024);
            } else if (packet.transport() instanceof SctpHeader sctp && sctp.isWhole()) {
                rewrite.sourcePort(1024);
            }
        } else {
            rewrite.destination(Frames.PUBLIC_ADDRESS);
        }
        if (packet.transport() instanceof IcmpEcho) {
            rewrite.icmpId(1024);
        } else if (packet.transport() instanceof IcmpError error) {
            rewrite.quotedSource(Frames.PUBLIC_ADDRESS);
            switch (error.quoted().transport()) {
                case UdpHeader udp -> rewrite.quotedSourceLabel(1024);
                case TcpHeader tcp -> rewrite.quotedSourceLabel(1024);
                case SctpHeader sctp -> rewrite.quotedSourceLabel(1024);
                case IcmpEcho echo -> rewrite.quotedSourceLabel(1024);
                case GreHeader.Enhanced gre -> rewrite.quotedDestinationLabel(1024);
                default -> rewrite.quotedDestination(Frames.ROUTER);
            }
        } else if (packet.transport() instanceof GreHeader.Enhanced) {
            rewrite.callId(1024);
        }
        return Named.of(sample.getName() + ", translated", rewrite.bytes());
    }

    Stream<Arguments> rows() {
        return rows.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void bothSeeTheSame(byte[] frame, Map<String, String> decoded) {
        final var ours = new TsharkDescription(FIELDS);
        ours.describe(frame);
        final var theirs = new LinkedHashMap<>(decoded);
        theirs.keySet().retainAll(FIELDS);
        // proposals and transforms, which are inside an SA payload
        theirs.computeIfPresent("isakmp.typepayload", (field, types) -> Stream.of(types.split(","))
            .filter(type -> !"2".equals(type) && !"3".equals(type)).collect(Collectors.joining(",")));
        assertEquals(lines(ours.fields()), lines(theirs));

        final boolean announced = decoded.get("isakmp.vid_bytes").contains(IkeBytes.RFC_3947)
            || decoded.get("isakmp.notify.msgtype").contains("16388,16389");
        assertEquals(announced, ours.announced());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void everyChecksumIsGood(byte[] frame, Map<String, String> decoded) {
        final var statuses = new LinkedHashMap<>(decoded);
        statuses.keySet().retainAll(CHECKSUMS);
        if (!(Packet.parse(frame) instanceof Packet packet && packet.transport() instanceof SctpHeader sctp
                && sctp.isWhole())) {
            // tshark verifies what is cut off, too
            statuses.remove("sctp.checksum.status");
        }
        // 0 bad, 1 good, 2 not verified (fragments, quotes that are cut), 3 not there
        statuses.forEach((field, status) -> assertFalse(status.contains("0"), field + " " + status));
        if (Packet.parse(frame) instanceof Packet packet && !packet.ip().isFragment()) {
            final var good = switch (packet.transport()) {
                case UdpHeader udp -> Map.of("ip", "1", "udp", udp.checksum() == 0 ? "3" : "1");
                case TcpHeader tcp -> Map.of("ip", "1", "tcp", "1");
                case SctpHeader sctp -> Map.of("ip", "1", "sctp", "1");
                case IcmpEcho echo -> Map.of("ip", "1", "icmp", "1");
                case IcmpOther other -> Map.of("ip", "1", "icmp", "1");
                default -> Map.of("ip", "1");
            };
            good.forEach((protocol, status) ->
                assertEquals(status, statuses.get(protocol + ".checksum.status").substring(0, 1), protocol));
        }
    }

    private static String lines(Map<String, String> fields) {
        return fields.entrySet().stream().map(Object::toString).collect(Collectors.joining("\n"));
    }
}

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
        "udpencap.nat_keepalive");
    private static final List<String> ANNOUNCEMENTS = List.of("isakmp.vid_bytes", "isakmp.notify.msgtype");
    private static final List<String> CHECKSUMS = List.of("ip.checksum.status", "udp.checksum.status",
        "tcp.checksum.status", "icmp.checksum.status");

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
        return Stream.of(
            Named.of("ICMP error about UDP, quoted whole", Frames.icmpError(server, client, 3, 3,
                Frames.udp(client, 53000, server, 33434, Frames.text("quoted")), 100)),
            Named.of("IKEv1 main mode 2 without NAT-T",
                Frames.udp(client, 500, server, 500, Frames.ikeV1MainMode2(false))),
            Named.of("IKEv2 IKE_SA_INIT response without NAT detection",
                Frames.udp(client, 500, server, 500, Frames.ikeV2SaInitResponse(false))),
            Named.of("NAT-T IKE_SA_INIT",
                Frames.udp(client, 4500, server, 4500, Frames.nonEspMarker(Frames.ikeV2SaInit(true)))));
    }

    private static Named<byte[]> translated(Named<byte[]> sample) {
        final var packet = PacketTest.packet(sample.getPayload());
        final var rewrite = Rewrite.of(packet).ttl(63).ethernet(Frames.RECEIVER_MAC, Frames.SENDER_MAC);
        if (packet.source().equals(Frames.CLIENT)) {
            rewrite.source(Frames.PUBLIC_ADDRESS);
            if (packet.transport() instanceof UdpHeader || packet.transport() instanceof TcpHeader) {
                rewrite.sourcePort(1024);
            }
        } else {
            rewrite.destination(Frames.PUBLIC_ADDRESS);
        }
        if (packet.transport() instanceof IcmpEcho) {
            rewrite.icmpId(1024);
        } else if (packet.transport() instanceof IcmpError error) {
            rewrite.quotedSource(Frames.PUBLIC_ADDRESS);
            if (!(error.quoted().transport() instanceof EspHeader)) {
                rewrite.quotedSourceLabel(1024);
            }
        }
        return Named.of(sample.getName() + ", translated", rewrite.bytes());
    }

    Stream<Arguments> rows() {
        return rows.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void bothSeeTheSame(byte[] frame, Map<String, String> decoded) {
        final var ours = new Description();
        ours.describe(frame);
        final var theirs = new LinkedHashMap<>(decoded);
        theirs.keySet().retainAll(FIELDS);
        // proposals and transforms, which are inside an SA payload
        theirs.computeIfPresent("isakmp.typepayload", (field, types) -> Stream.of(types.split(","))
            .filter(type -> !"2".equals(type) && !"3".equals(type)).collect(Collectors.joining(",")));
        assertEquals(lines(ours.fields), lines(theirs));

        final boolean announced = decoded.get("isakmp.vid_bytes").contains(IkeBytes.RFC_3947)
            || decoded.get("isakmp.notify.msgtype").contains("16388,16389");
        assertEquals(announced, ours.announced);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void everyChecksumIsGood(byte[] frame, Map<String, String> decoded) {
        final var statuses = new LinkedHashMap<>(decoded);
        statuses.keySet().retainAll(CHECKSUMS);
        // 0 bad, 1 good, 2 not verified (fragments, quotes that are cut), 3 not there
        statuses.forEach((field, status) -> assertFalse(status.contains("0"), field + " " + status));
        if (Packet.parse(frame) instanceof Packet packet && !packet.ip().isFragment()) {
            final var good = switch (packet.transport()) {
                case UdpHeader udp -> Map.of("ip", "1", "udp", udp.checksum() == 0 ? "3" : "1");
                case TcpHeader tcp -> Map.of("ip", "1", "tcp", "1");
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

    /** What our parser sees, in the words of tshark. */
    private static final class Description {
        private final Map<String, String> fields = new LinkedHashMap<>();
        private boolean announced;

        Description() {
            FIELDS.forEach(field -> fields.put(field, ""));
        }

        private void add(String field, Object value) {
            fields.merge(field, value.toString(), (before, more) -> before.isEmpty() ? more : before + "," + more);
        }

        void describe(byte[] frame) {
            add("eth.src", Mac.read(frame, 6));
            add("eth.dst", Mac.read(frame, 0));
            switch (Packet.parse(frame)) {
                case Packet packet -> {
                    add("eth.type", "0x0800");
                    ip(packet.ip());
                    transport(packet, packet.transport());
                }
                case Arp arp -> {
                    add("eth.type", "0x0806");
                    add("arp.opcode", arp.op() == Arp.Operation.REQUEST ? 1 : 2);
                    add("arp.src.hw_mac", arp.senderMac());
                    add("arp.src.proto_ipv4", arp.senderAddress());
                    add("arp.dst.hw_mac", arp.targetMac());
                    add("arp.dst.proto_ipv4", arp.targetAddress());
                }
                case NotIp other -> add("eth.type", other);
                case Malformed broken -> add("eth.type", broken);
            }
        }

        private void ip(Ipv4Header ip) {
            add("ip.src", ip.source());
            add("ip.dst", ip.destination());
            add("ip.hdr_len", ip.headerLength());
            add("ip.len", ip.totalLength());
            add("ip.id", "0x%04x".formatted(ip.identification()));
            add("ip.ttl", ip.ttl());
            add("ip.proto", ip.protocol());
            add("ip.flags.df", ip.dontFragment() ? 1 : 0);
            add("ip.flags.mf", ip.moreFragments() ? 1 : 0);
        }

        private void transport(Packet packet, Transport transport) {
            switch (transport) {
                case UdpHeader udp -> udp(packet, udp);
                case TcpHeader tcp -> {
                    add("tcp.srcport", tcp.sourcePort());
                    add("tcp.dstport", tcp.destinationPort());
                    if (tcp.headerLength() != 0) {
                        add("tcp.hdr_len", tcp.headerLength());
                        add("tcp.flags", "0x%04x".formatted(tcp.flags()));
                    }
                }
                case IcmpEcho echo -> {
                    icmp(echo.request() ? 8 : 0, 0);
                    add("icmp.ident", echo.id());
                    add("icmp.seq", echo.sequence());
                }
                case IcmpError error -> {
                    icmp(error.type(), error.code());
                    ip(error.quoted().ip());
                    transport(packet, error.quoted().transport());
                }
                case IcmpOther other -> {
                    icmp(other.type(), other.code());
                    // the only one of the samples is a timestamp, which has both where an echo has them
                    add("icmp.ident", Bytes.u16(packet.frame(), other.offset() + 4));
                    add("icmp.seq", Bytes.u16(packet.frame(), other.offset() + 6));
                }
                case EspHeader esp -> esp(esp);
                case OtherProtocol other -> assertEquals(packet.ip().protocol(), other.protocol());
                case LaterFragment later -> assertEquals(packet.ip().payloadOffset(), later.offset());
            }
        }

        private void udp(Packet packet, UdpHeader udp) {
            add("udp.srcport", udp.sourcePort());
            add("udp.dstport", udp.destinationPort());
            add("udp.length", udp.length());
            if (udp.destinationPort() == 500) {
                ike(IkeMessage.of(packet, udp).orElseThrow());
            } else if (udp.destinationPort() == 4500) {
                switch (NattDatagram.of(packet, udp)) {
                    case NattDatagram.Ike natt -> ike(natt.message());
                    case NattDatagram.Esp natt -> esp(natt.header());
                    case NattDatagram.Keepalive keepalive -> add("udpencap.nat_keepalive", 1);
                    case NattDatagram.Empty empty -> add("udpencap.nat_keepalive", empty);
                    case Malformed broken -> add("udpencap.nat_keepalive", broken);
                }
            }
        }

        private void icmp(int type, int code) {
            add("icmp.type", type);
            add("icmp.code", code);
        }

        private void esp(EspHeader esp) {
            add("esp.spi", "0x%08x".formatted(esp.spi()));
            add("esp.sequence", Integer.toUnsignedString(esp.sequence()));
        }

        private void ike(IkeMessage ike) {
            announced = ike.announcesNatTraversal();
            add("isakmp.ispi", "%016x".formatted(ike.initiatorSpi()));
            add("isakmp.rspi", "%016x".formatted(ike.responderSpi()));
            add("isakmp.version", "0x%d0".formatted(ike.majorVersion()));
            add("isakmp.exchangetype", ike.exchangeType());
            add("isakmp.messageid", "0x%08x".formatted(ike.messageId()));
            add("isakmp.length", ike.length());
            ike.payloads().forEach(payload -> add("isakmp.typepayload", payload.type()));
            if (ike.isEncrypted() && ike.majorVersion() == 2) {
                // tshark counts the payload that holds the encrypted ones, we stop at the header
                add("isakmp.typepayload", ike.nextPayload());
            }
        }
    }
}

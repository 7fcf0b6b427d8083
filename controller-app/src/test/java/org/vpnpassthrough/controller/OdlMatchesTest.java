/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.Ipv4Prefix;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.PortNumber;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.MacAddress;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.flow.MatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.NodeConnectorId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.l2.types.rev130827.EtherType;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.ethernet.match.fields.EthernetDestinationBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.ethernet.match.fields.EthernetSourceBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.ethernet.match.fields.EthernetTypeBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.EthernetMatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.Icmpv4MatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.IpMatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.Layer4Match;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.TcpFlagsMatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.layer._3.match.Ipv4MatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.layer._4.match.SctpMatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.layer._4.match.TcpMatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.layer._4.match.UdpMatchBuilder;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint8;
import org.vpnpassthrough.packet.Prefix;
import org.vpnpassthrough.rules.Match;
import org.vpnpassthrough.rules.MatchField;

class OdlMatchesTest {
    private static final PortNumber PORT = new PortNumber(Uint16.valueOf(65535));

    static Stream<Arguments> fields() {
        return Stream.of(
            Arguments.of(MatchField.IN_PORT, 65279L, new MatchBuilder().setInPort(new NodeConnectorId("65279"))),
            Arguments.of(MatchField.ETH_DST, 0xfedc_ba98_7654L, ethernet(new EthernetMatchBuilder()
                .setEthernetDestination(
                    new EthernetDestinationBuilder().setAddress(new MacAddress("fe:dc:ba:98:76:54")).build()))),
            Arguments.of(MatchField.ETH_SRC, 0x0200_0000_0001L, ethernet(new EthernetMatchBuilder()
                .setEthernetSource(
                    new EthernetSourceBuilder().setAddress(new MacAddress("02:00:00:00:00:01")).build()))),
            Arguments.of(MatchField.ETH_TYPE, 0x88ccL, ethernet(new EthernetMatchBuilder()
                .setEthernetType(
                    new EthernetTypeBuilder().setType(new EtherType(Uint32.valueOf(0x88cc))).build()))),
            Arguments.of(MatchField.IP_PROTO, 255L, new MatchBuilder()
                .setIpMatch(new IpMatchBuilder().setIpProtocol(Uint8.MAX_VALUE).build())),
            Arguments.of(MatchField.IPV4_SRC, 0xfffe_fdfcL, new MatchBuilder()
                .setLayer3Match(new Ipv4MatchBuilder().setIpv4Source(new Ipv4Prefix("255.254.253.252/32")).build())),
            Arguments.of(MatchField.IPV4_DST, 0x0a00_0001L, new MatchBuilder()
                .setLayer3Match(new Ipv4MatchBuilder().setIpv4Destination(new Ipv4Prefix("10.0.0.1/32")).build())),
            Arguments.of(MatchField.TCP_SRC, 65535L, ports(new TcpMatchBuilder().setTcpSourcePort(PORT).build())),
            Arguments.of(MatchField.TCP_DST, 65535L, ports(new TcpMatchBuilder().setTcpDestinationPort(PORT).build())),
            Arguments.of(MatchField.UDP_SRC, 65535L, ports(new UdpMatchBuilder().setUdpSourcePort(PORT).build())),
            Arguments.of(MatchField.UDP_DST, 65535L, ports(new UdpMatchBuilder().setUdpDestinationPort(PORT).build())),
            Arguments.of(MatchField.SCTP_SRC, 65535L, ports(new SctpMatchBuilder().setSctpSourcePort(PORT).build())),
            Arguments.of(MatchField.SCTP_DST, 65535L,
                ports(new SctpMatchBuilder().setSctpDestinationPort(PORT).build())),
            Arguments.of(MatchField.ICMP_TYPE, 8L, new MatchBuilder()
                .setIcmpv4Match(new Icmpv4MatchBuilder().setIcmpv4Type(Uint8.valueOf(8)).build())),
            Arguments.of(MatchField.ICMP_CODE, 0L, new MatchBuilder()
                .setIcmpv4Match(new Icmpv4MatchBuilder().setIcmpv4Code(Uint8.ZERO).build())),
            Arguments.of(MatchField.TCP_FLAGS, 0x012L, flags(0x012, 0xfff)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fields")
    void aFieldToWriteBecomesThisFieldAndNoOther(final MatchField field, final long value,
            final MatchBuilder expected) {
        assertEquals(expected.build(), OdlMatches.field(field, value));
    }

    @ParameterizedTest
    @EnumSource(MatchField.class)
    void theTableAboveLeavesNoFieldOut(final MatchField field) {
        assertEquals(1, fields().filter(row -> row.get()[0] == field).count());
    }

    @Test
    void aPrefixKeepsItsLength() {
        assertEquals(new MatchBuilder()
            .setEthernetMatch(new EthernetMatchBuilder()
                .setEthernetType(new EthernetTypeBuilder().setType(new EtherType(Uint32.valueOf(0x0800))).build())
                .build())
            .setLayer3Match(new Ipv4MatchBuilder()
                .setIpv4Source(new Ipv4Prefix("10.0.0.0/9"))
                .setIpv4Destination(new Ipv4Prefix("203.0.113.8/31"))
                .build())
            .build(),
            OdlMatches.match(Match.ip()
                .with(MatchField.IPV4_SRC, Prefix.parse("10.0.0.0/9"))
                .with(MatchField.IPV4_DST, Prefix.parse("203.0.113.8/31"))));
    }

    @Test
    void someFlagsAreMatchedUnderTheirMask() {
        assertEquals(flags(0x012, 0x017).build().getTcpFlagsMatch(), OdlMatches.match(Match.ip(6)
            .with(MatchField.TCP_FLAGS, 0x012, 0x017)).getTcpFlagsMatch());
    }

    private static MatchBuilder flags(final int value, final int mask) {
        return new MatchBuilder().setTcpFlagsMatch(new TcpFlagsMatchBuilder()
            .setTcpFlags(Uint16.valueOf(value))
            .setTcpFlagsMask(Uint16.valueOf(mask))
            .build());
    }

    private static MatchBuilder ethernet(final EthernetMatchBuilder ethernet) {
        return new MatchBuilder().setEthernetMatch(ethernet.build());
    }

    private static MatchBuilder ports(final Layer4Match ports) {
        return new MatchBuilder().setLayer4Match(ports);
    }
}

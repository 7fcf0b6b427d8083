/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Prefix;

class MatchTest {
    private static final Ip4 CLIENT = Ip4.parse("10.0.0.101");
    private static final Ip4 SERVER = Ip4.parse("203.0.113.201");
    private static final Mac GATEWAY = Mac.parse("02:00:00:00:00:01");

    static Stream<Arguments> texts() {
        return Stream.of(
            Arguments.of(Match.any(), ""),
            Arguments.of(Match.arp(), "arp"),
            Arguments.of(Match.arp().with(MatchField.IN_PORT, 1), "arp,in_port=1"),
            Arguments.of(Match.ip(), "ip"),
            Arguments.of(Match.ip(IpProtocol.ESP), "ip,nw_proto=50"),
            Arguments.of(Match.ip(IpProtocol.TCP).with(MatchField.TCP_SRC, 40000).with(MatchField.TCP_DST, 443),
                "tcp,tp_src=40000,tp_dst=443"),
            Arguments.of(Match.ip(IpProtocol.UDP).with(MatchField.UDP_SRC, 0).with(MatchField.UDP_DST, 65535),
                "udp,tp_src=0,tp_dst=65535"),
            Arguments.of(Match.ip(IpProtocol.ICMP).with(MatchField.ICMP_TYPE, 8).with(MatchField.ICMP_CODE, 0),
                "icmp,icmp_type=8,icmp_code=0"),
            Arguments.of(Match.ip().with(MatchField.IPV4_SRC, CLIENT).with(MatchField.IPV4_DST, SERVER),
                "ip,nw_src=10.0.0.101,nw_dst=203.0.113.201"),
            Arguments.of(Match.ip().with(MatchField.IPV4_DST, Prefix.parse("203.0.113.10/31")),
                "ip,nw_dst=203.0.113.10/31"),
            Arguments.of(Match.ip().with(MatchField.IPV4_DST, Prefix.parse("255.255.255.255/32")),
                "ip,nw_dst=255.255.255.255"),
            Arguments.of(Match.ip().with(MatchField.IPV4_DST, Prefix.parse("128.0.0.0/1")), "ip,nw_dst=128.0.0.0/1"),
            Arguments.of(Match.ip().with(MatchField.IPV4_DST, Prefix.parse("0.0.0.0/0")), "ip"),
            Arguments.of(Match.any().with(MatchField.ETH_DST, GATEWAY).with(MatchField.ETH_SRC, Mac.BROADCAST),
                "dl_src=ff:ff:ff:ff:ff:ff,dl_dst=02:00:00:00:00:01"),
            Arguments.of(Match.any().with(MatchField.ETH_TYPE, 0x86dd), "dl_type=0x86dd"),
            Arguments.of(Match.any().with(MatchField.IN_PORT, 2), "in_port=2"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aMatchIsWrittenAsOpenVSwitchPrintsIt(final Match match, final String text) {
        assertEquals(text, match.toString());
    }

    @Test
    void theOrderInWhichFieldsAreAddedDoesNotMatter() {
        final Match oneWay = Match.any().with(MatchField.UDP_DST, 500).with(MatchField.IPV4_SRC, CLIENT)
            .with(MatchField.IP_PROTO, IpProtocol.UDP).with(MatchField.ETH_TYPE, Match.ETH_TYPE_IPV4);
        final Match other = Match.ip(IpProtocol.UDP).with(MatchField.IPV4_SRC, CLIENT).with(MatchField.UDP_DST, 500);

        assertEquals(other, oneWay);
        assertEquals(other.hashCode(), oneWay.hashCode());
        assertEquals(other.toString(), oneWay.toString());
        assertEquals(500, oneWay.value(MatchField.UDP_DST));
        assertEquals(CLIENT.unsigned(), oneWay.value(MatchField.IPV4_SRC));
    }

    @Test
    void matchesThatDifferInAFieldAValueOrAMaskAreNotEqual() {
        final Match match = Match.ip().with(MatchField.IPV4_DST, Prefix.parse("10.0.0.0/24"));
        for (final Match other : List.of(Match.any(), Match.ip(), Match.ip().with(MatchField.IN_PORT, 1),
                Match.ip().with(MatchField.IPV4_DST, Prefix.parse("10.0.0.0/25")),
                Match.ip().with(MatchField.IPV4_DST, Prefix.parse("10.0.1.0/24")),
                Match.ip().with(MatchField.IPV4_DST, Ip4.parse("10.0.0.0")),
                Match.ip().with(MatchField.IPV4_SRC, Prefix.parse("10.0.0.0/24")))) {
            assertNotEquals(match, other);
            assertNotEquals(match.toString(), other.toString());
        }
    }

    @Test
    void narrowingLeavesTheWiderMatchAsItWas() {
        final Match wide = Match.ip();
        wide.with(MatchField.IN_PORT, 1);
        assertEquals(Match.any().with(MatchField.ETH_TYPE, 0x800), wide);
        assertFalse(wide.has(MatchField.IN_PORT));
    }

    @Test
    void theFieldsAreListedInTheirOrderWithTheirMasks() {
        final Match match = Match.ip().with(MatchField.IPV4_DST, Prefix.parse("10.0.0.0/24"))
            .with(MatchField.IN_PORT, 7);

        assertEquals(List.of(MatchField.IN_PORT, MatchField.ETH_TYPE, MatchField.IPV4_DST),
            List.copyOf(match.fields().keySet()));
        assertEquals(new FieldValue(7, 0xffff_ffffL), match.fields().get(MatchField.IN_PORT));
        assertEquals(new FieldValue(0x0a00_0000L, 0xffff_ff00L), match.fields().get(MatchField.IPV4_DST));
        assertEquals(24, match.fields().get(MatchField.IPV4_DST).prefixLength());
        assertEquals(16, match.fields().get(MatchField.ETH_TYPE).prefixLength());
        assertTrue(match.isExact(MatchField.IN_PORT));
        assertFalse(match.isExact(MatchField.IPV4_DST));
    }

    @Test
    void theLargestValueOfEachFieldFitsAndTheNextDoesNot() {
        for (final MatchField field : MatchField.values()) {
            assertEquals(field.allOnes(), Match.any().with(field, field.allOnes()).value(field));
            for (final long wrong : new long[] {field.allOnes() + 1, -1, Long.MIN_VALUE}) {
                final String message = assertThrows(IllegalArgumentException.class,
                    () -> Match.any().with(field, wrong)).getMessage();
                assertEquals(field + "=" + wrong + " does not fit " + field.width() + " bits", message);
            }
        }
    }

    static Stream<Arguments> wrongMasks() {
        return Stream.of(
            Arguments.of(MatchField.UDP_DST, 0, 0xff00, "udp_dst cannot be matched with a mask"),
            Arguments.of(MatchField.ETH_DST, 0, 0xff00_0000_0000L, "eth_dst cannot be matched with a mask"),
            Arguments.of(MatchField.IPV4_DST, 0, 0, "mask 0x0: it must be leading ones, 1 to 32"),
            Arguments.of(MatchField.IPV4_DST, 0, 0xff, "mask 0xff: it must be leading ones, 1 to 32"),
            Arguments.of(MatchField.IPV4_DST, 0, 0xff00_ff00L, "mask 0xff00ff00: it must be leading ones"),
            Arguments.of(MatchField.IPV4_DST, 0, 0x1_ffff_ff00L, "mask 0x1ffffff00: it must be leading ones"),
            Arguments.of(MatchField.IPV4_DST, 0, -256L, "it must be leading ones"),
            Arguments.of(MatchField.IPV4_DST, 0x0a00_0001L, 0xffff_ff00L,
                "ipv4_dst=10.0.0.1 has bits outside its mask 0xffffff00"));
    }

    @ParameterizedTest
    @MethodSource("wrongMasks")
    void onlyAnAddressIsMaskedAndOnlyByAPrefix(final MatchField field, final long value, final long mask,
            final String words) {
        final String message =
            assertThrows(IllegalArgumentException.class, () -> Match.any().with(field, value, mask)).getMessage();
        assertTrue(message.contains(words), message);
    }

    @Test
    void aFieldIsMatchedOnlyOnce() {
        final Match match = Match.ip(IpProtocol.UDP).with(MatchField.UDP_DST, 500);
        assertEquals("udp_dst is in the match already: udp,tp_dst=500", assertThrows(IllegalArgumentException.class,
            () -> match.with(MatchField.UDP_DST, 4500)).getMessage());
    }

    @Test
    void aFieldThatIsNotMatchedHasNoValue() {
        assertEquals("udp_dst is not in the match: ip", assertThrows(IllegalArgumentException.class,
            () -> Match.ip().value(MatchField.UDP_DST)).getMessage());
    }

    @Test
    void aFieldValueHasNoBitsOutsideItsMask() {
        assertEquals("value 0x101 has bits outside its mask 0xff00", assertThrows(IllegalArgumentException.class,
            () -> new FieldValue(0x101, 0xff00)).getMessage());
    }
}

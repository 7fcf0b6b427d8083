/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.RECEIVER_MAC;
import static org.vpnpassthrough.packet.Frames.SENDER_MAC;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnpassthrough.packet.Frames;

class FrameFieldsTest {
    static Stream<Arguments> fields() {
        final byte[] udp = Frames.udp(CLIENT, 4500, SERVER, 500);
        final byte[] tcp = Frames.tcp(CLIENT, 49152, SERVER, 443, 2);
        return Stream.of(
            Arguments.of("UDP", udp, Map.of(MatchField.IP_PROTO, 17L, MatchField.UDP_SRC, 4500L, MatchField.UDP_DST,
                500L, MatchField.IPV4_SRC, CLIENT.unsigned(), MatchField.IPV4_DST, SERVER.unsigned())),
            Arguments.of("TCP", tcp, Map.of(MatchField.TCP_SRC, 49152L, MatchField.TCP_DST, 443L)),
            Arguments.of("IPv4 options", Frames.withOptions(tcp, new byte[8]), Map.of(MatchField.TCP_SRC, 49152L)),
            Arguments.of("ICMP", Frames.icmpError(SERVER, CLIENT, 3, 4, udp),
                Map.of(MatchField.ICMP_TYPE, 3L, MatchField.ICMP_CODE, 4L)),
            Arguments.of("ESP", Frames.esp(CLIENT, SERVER, 0x1000, 1), Map.of(MatchField.IP_PROTO, 50L)),
            Arguments.of("Ethernet", udp, Map.of(MatchField.ETH_SRC, SENDER_MAC.bits(), MatchField.ETH_DST,
                RECEIVER_MAC.bits(), MatchField.ETH_TYPE, 0x800L, MatchField.IN_PORT, 1L)),
            Arguments.of("behind a VLAN tag", FakeSwitchTest.tagged(udp),
                Map.of(MatchField.ETH_TYPE, 0x800L, MatchField.UDP_SRC, 4500L)),
            Arguments.of("SCTP", Frames.sctp(CLIENT, 36412, SERVER, 5000), Map.of(MatchField.IP_PROTO, 132L,
                MatchField.SCTP_SRC, 36412L, MatchField.SCTP_DST, 5000L)),
            Arguments.of("checksum wrong", Frames.put16(udp.clone(), 24, 0), Map.of(MatchField.UDP_SRC, 4500L)),
            Arguments.of("total length too long", Frames.put16(udp.clone(), 16, 1000),
                Map.of(MatchField.ETH_TYPE, 0x800L, MatchField.IPV4_SRC, 0L, MatchField.IP_PROTO, 0L)),
            Arguments.of("UDP cut off", Frames.put16(udp.clone(), 16, 24),
                Map.of(MatchField.IP_PROTO, 17L, MatchField.UDP_SRC, 0L, MatchField.UDP_DST, 0L)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fields")
    void theSwitchReadsTheFieldsOf(final String what, final byte[] frame, final Map<MatchField, Long> expected) {
        final Map<MatchField, Long> read = FrameFields.of(1, frame);
        expected.forEach((field, value) -> assertEquals(value, read.get(field), field.toString()));
    }

    @Test
    void aFrameOfAnyLengthIsReadWithoutAnException() {
        final byte[] frame = Frames.withOptions(Frames.udp(CLIENT, 4500, SERVER, 4500), new byte[40]);
        for (int length = 0; length < frame.length; length++) {
            assertFalse(FrameFields.of(1, Arrays.copyOf(frame, length)).isEmpty());
        }
    }
}

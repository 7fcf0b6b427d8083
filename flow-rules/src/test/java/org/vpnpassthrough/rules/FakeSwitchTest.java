/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.SECOND_CLIENT;
import static org.vpnpassthrough.packet.Frames.SENDER_MAC;
import static org.vpnpassthrough.packet.Frames.SERVER;
import static org.vpnpassthrough.rules.Pipeline.CLASSIFY;
import static org.vpnpassthrough.rules.Pipeline.INBOUND;
import static org.vpnpassthrough.rules.Pipeline.OUTBOUND;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Prefix;

class FakeSwitchTest {
    private static final Instant START = Instant.EPOCH;
    private static final int INTERNAL = 1;
    private static final int EXTERNAL = 2;
    private static final Mac GATEWAY_MAC = Mac.parse("00:00:5e:00:53:10");
    private static final Mac NEXT_HOP_MAC = Mac.parse("00:00:5e:00:53:11");
    private static final long PLAIN = Cookie.forRoom(Cookie.Room.PLAIN);
    private static final long ROUTER = Cookie.forRoom(Cookie.Room.ROUTER);
    private static final Action PUNT = new Action.ToController();
    private static final byte[] PAYLOAD = Frames.text("payload");

    private static final FlowRule FROM_INSIDE = FlowRule.in(CLASSIFY, 100,
        Match.ip().with(MatchField.IN_PORT, INTERNAL), ROUTER).goTo(OUTBOUND).build();
    private static final FlowRule FROM_OUTSIDE = FlowRule.in(CLASSIFY, 100,
        Match.ip().with(MatchField.IN_PORT, EXTERNAL).with(MatchField.IPV4_DST, Prefix.parse("203.0.113.8/29")),
        ROUTER).goTo(INBOUND).build();
    private static final FlowRule MISS = FlowRule.in(OUTBOUND, 0, Match.any(), PLAIN).meter(MeterRule.PLAIN).then(PUNT)
        .build();
    private static final FlowRule UDP_OUT = FlowRule.in(OUTBOUND, 200, Match.ip(IpProtocol.UDP)
            .with(MatchField.IPV4_SRC, CLIENT).with(MatchField.IPV4_DST, SERVER).with(MatchField.UDP_SRC, 4500),
            Cookie.forSession(7))
        .then(new Action.SetField(MatchField.IPV4_SRC, PUBLIC_ADDRESS))
        .then(new Action.SetField(MatchField.UDP_SRC, 40000))
        .then(new Action.SetField(MatchField.ETH_SRC, GATEWAY_MAC))
        .then(new Action.SetField(MatchField.ETH_DST, NEXT_HOP_MAC))
        .then(new Action.DecrementTtl()).then(new Action.Output(EXTERNAL)).idle(30, true).build();
    private static final FlowRule UDP_IN = FlowRule.in(INBOUND, 200, Match.ip(IpProtocol.UDP)
            .with(MatchField.IPV4_SRC, SERVER).with(MatchField.IPV4_DST, PUBLIC_ADDRESS)
            .with(MatchField.UDP_DST, 40000), Cookie.forSession(7))
        .then(new Action.SetField(MatchField.IPV4_DST, CLIENT))
        .then(new Action.SetField(MatchField.UDP_DST, 4500))
        .then(new Action.DecrementTtl()).then(new Action.Output(INTERNAL)).idle(30, false).build();

    private final FakeSwitch device = new FakeSwitch();

    @BeforeEach
    void putBaseRules() {
        device.apply(new MeterRule(MeterRule.PLAIN, 1000, 1000));
        Stream.of(FROM_INSIDE, FROM_OUTSIDE, MISS, UDP_OUT, UDP_IN).forEach(rule -> device.apply(rule, START));
    }

    private static Instant at(final long seconds) {
        return START.plusSeconds(seconds);
    }

    private static byte[] udpOut(final Ip4 client) {
        return Frames.udp(client, 4500, SERVER, 4500, PAYLOAD);
    }

    @Test
    void aMappingRewritesAddressesPortAndTimeToLiveWithRightChecksums() {
        final FakeSwitch.Result result = device.send(INTERNAL, udpOut(CLIENT), START);

        final byte[] expected = Frames.withEthernet(Frames.withTtl(
            Frames.udp(PUBLIC_ADDRESS, 40000, SERVER, 4500, PAYLOAD), 63), GATEWAY_MAC, NEXT_HOP_MAC);
        assertEquals(List.of(new FakeSwitch.Sent(EXTERNAL, expected)), result.sent());
        assertEquals(List.of(FROM_INSIDE, UDP_OUT), result.path());
        assertTrue(result.isOutput(EXTERNAL));
        assertFalse(result.isOutput(INTERNAL));
        assertFalse(result.isDropped());
        assertEquals(OptionalLong.empty(), result.controllerCookie());
    }

    @Test
    void theAnswerComesBackToTheClient() {
        final FakeSwitch.Result result =
            device.send(EXTERNAL, Frames.udp(SERVER, 4500, PUBLIC_ADDRESS, 40000, PAYLOAD), START);

        assertEquals(List.of(new FakeSwitch.Sent(INTERNAL,
            Frames.withTtl(Frames.udp(SERVER, 4500, CLIENT, 4500, PAYLOAD), 63))), result.sent());
    }

    @Test
    void theFrameGivenIsLeftAlone() {
        final byte[] frame = udpOut(CLIENT);
        device.send(INTERNAL, frame, START);
        assertArrayEquals(udpOut(CLIENT), frame);
    }

    @Test
    void aPacketWithoutMappingGoesToTheControllerWithTheCookieOfTheMissRule() {
        final byte[] frame = udpOut(SECOND_CLIENT);
        final FakeSwitch.Result result = device.send(INTERNAL, frame, START);

        assertEquals(List.of(new FakeSwitch.PacketIn(INTERNAL, OUTBOUND, PLAIN, frame)), result.packetIns());
        assertEquals(OptionalLong.of(PLAIN), result.controllerCookie());
        assertEquals(List.of(), result.sent());
        assertFalse(result.isDropped());
    }

    @Test
    void whatNoRuleOfTheFirstTableMatchesIsDropped() {
        for (final byte[] frame : List.of(
                Frames.arpRequest(SENDER_MAC, CLIENT, SERVER),
                Frames.put16(udpOut(CLIENT), 12, 0x86dd),
                new byte[0], new byte[13])) {
            assertTrue(device.send(INTERNAL, frame, START).isDropped());
        }
        assertTrue(device.send(EXTERNAL, Frames.udp(SERVER, 4500, CLIENT, 40000), START).isDropped());
        assertTrue(device.send(3, udpOut(CLIENT), START).isDropped());
    }

    @Test
    void aTableWithoutAMissRuleDrops() {
        final FakeSwitch.Result result =
            device.send(EXTERNAL, Frames.udp(SERVER, 4500, PUBLIC_ADDRESS, 40001), START);
        assertTrue(result.isDropped());
        assertEquals(List.of(FROM_OUTSIDE), result.path());
    }

    @Test
    void arpAndOtherEtherTypesAreMatchedByTheirType() {
        final FlowRule arp =
            FlowRule.in(CLASSIFY, 400, Match.arp(), Cookie.forRoom(Cookie.Room.ARP)).then(PUNT).build();
        final FlowRule pppoe = FlowRule.in(CLASSIFY, 400, Match.any().with(MatchField.ETH_TYPE, 0x8864), ROUTER)
            .then(PUNT).build();
        device.apply(arp, START);
        device.apply(pppoe, START);

        assertEquals(OptionalLong.of(arp.cookie()),
            device.send(INTERNAL, Frames.arpRequest(SENDER_MAC, CLIENT, SERVER), START).controllerCookie());
        assertEquals(OptionalLong.of(pppoe.cookie()),
            device.send(INTERNAL, Frames.put16(udpOut(CLIENT), 12, 0x8864), START).controllerCookie());
    }

    @Test
    void theHighestPriorityWins() {
        final long cookie = Cookie.forRoom(Cookie.Room.NATT);
        device.apply(FlowRule.in(OUTBOUND, 300, Match.ip(IpProtocol.UDP).with(MatchField.UDP_DST, 4500), cookie)
            .then(PUNT).build(), START);
        assertEquals(OptionalLong.of(cookie), device.send(INTERNAL, udpOut(CLIENT), START).controllerCookie());
        assertEquals(0, device.packets(UDP_OUT));
    }

    @Test
    void aRuleThatNamesAnAbsentMeterIsRefused() {
        final FlowRule rule = FlowRule.in(INBOUND, 0, Match.any(), PLAIN).meter(MeterRule.DATA).then(PUNT).build();
        assertEquals("the switch has no meter 2: " + rule,
            assertThrows(IllegalStateException.class, () -> device.apply(rule, START)).getMessage());
        device.apply(new MeterRule(MeterRule.DATA, 1, 1));
        device.apply(rule, START);
        assertTrue(device.rules().contains(rule));
    }

    @Test
    void aMeterTakesItsRulesWithIt() {
        assertEquals(1, device.removeMeter(MeterRule.PLAIN));
        assertEquals(List.of(), device.meters());
        assertFalse(device.rules().contains(MISS));
        assertEquals(4, device.rules().size());
    }

    @Test
    void aRuleIsReplacedByOneOfTheSameTablePriorityAndMatch() {
        device.send(INTERNAL, udpOut(CLIENT), START);
        final FlowRule drop = FlowRule.in(OUTBOUND, 200, UDP_OUT.match(), PLAIN).build();
        device.apply(drop, START);

        assertEquals(0, device.packets(UDP_OUT));
        assertTrue(device.send(INTERNAL, udpOut(CLIENT), START).isDropped());
        assertEquals(1, device.packets(UDP_OUT));
        assertEquals(List.of(), device.removed(START));
    }

    @Test
    void aStrictRemovalNeedsTablePriorityMatchAndCookie() {
        assertFalse(device.remove(FlowRule.in(OUTBOUND, 201, UDP_OUT.match(), UDP_OUT.cookie()).build()));
        assertFalse(device.remove(FlowRule.in(INBOUND, 200, UDP_OUT.match(), UDP_OUT.cookie()).build()));
        assertFalse(device.remove(FlowRule.in(OUTBOUND, 200, Match.ip(IpProtocol.UDP), UDP_OUT.cookie()).build()));
        assertFalse(device.remove(FlowRule.in(OUTBOUND, 200, UDP_OUT.match(), PLAIN).build()));
        assertTrue(device.remove(FlowRule.in(OUTBOUND, 200, UDP_OUT.match(), UDP_OUT.cookie()).build()));
        assertFalse(device.remove(UDP_OUT));

        assertEquals(OptionalLong.of(PLAIN), device.send(INTERNAL, udpOut(CLIENT), START).controllerCookie());
        assertEquals(List.of(new FakeSwitch.Removed(UDP_OUT, FakeSwitch.Removed.Cause.DELETE)), device.removed(START));
        assertEquals(List.of(), device.removed(START));
    }

    @Test
    void allRulesOfATagGoAtOnceFromEveryTable() {
        assertEquals(2, device.removeAll(Cookie.forSession(7), -1));
        assertEquals(3, device.removeAll(Cookie.TAG, Cookie.TAG_MASK));
        assertEquals(List.of(), device.rules());
        assertEquals(1, device.meters().size());
    }

    @Test
    void anIdleRuleEndsAfterItsTimeAndOnlyTheOneThatAskedIsTold() {
        device.send(INTERNAL, udpOut(CLIENT), at(10));

        assertEquals(List.of(), device.removed(at(39)));
        assertEquals(List.of(FROM_INSIDE, FROM_OUTSIDE, UDP_OUT, MISS), device.rules());
        assertEquals(List.of(new FakeSwitch.Removed(UDP_OUT, FakeSwitch.Removed.Cause.IDLE)), device.removed(at(40)));
        assertEquals(List.of(FROM_INSIDE, FROM_OUTSIDE, MISS), device.rules());
        assertEquals(List.of(), device.removed(at(1_000_000)));
    }

    @Test
    void aRuleThatHasBeenIdleLongEnoughIsGoneForTheNextPacket() {
        assertEquals(OptionalLong.of(PLAIN), device.send(INTERNAL, udpOut(CLIENT), at(30)).controllerCookie());
        assertEquals(List.of(new FakeSwitch.Removed(UDP_OUT, FakeSwitch.Removed.Cause.IDLE)), device.removed(at(30)));
    }

    @Test
    void eachRuleOnTheWayCountsThePacket() {
        for (int count = 0; count < 3; count++) {
            device.send(INTERNAL, udpOut(CLIENT), START);
        }
        device.send(INTERNAL, udpOut(SECOND_CLIENT), START);

        assertEquals(4, device.packets(FROM_INSIDE));
        assertEquals(3, device.packets(UDP_OUT));
        assertEquals(1, device.packets(MISS));
        assertEquals(0, device.packets(UDP_IN));
        device.remove(UDP_IN);
        assertThrows(IllegalArgumentException.class, () -> device.packets(UDP_IN));
    }

    @Test
    void aPacketWithoutTimeToLiveEndsInTheSwitch() {
        final FakeSwitch.Result result = device.send(INTERNAL, Frames.withTtl(udpOut(CLIENT), 1), START);
        assertTrue(result.ttlExpired());
        assertTrue(result.isDropped());
        assertFalse(device.send(INTERNAL, Frames.withTtl(udpOut(CLIENT), 2), START).ttlExpired());
    }

    @Test
    void nothingLeavesByThePortThatItCameIn() {
        device.apply(FlowRule.in(OUTBOUND, 300, Match.ip(), PLAIN).then(new Action.Output(INTERNAL))
            .then(new Action.Output(5)).build(), START);
        final FakeSwitch.Result result = device.send(INTERNAL, udpOut(CLIENT), START);
        assertEquals(List.of(new FakeSwitch.Sent(5, udpOut(CLIENT))), result.sent());
    }

    @Test
    void aFragmentHasNoPortsNotEvenTheFirst() {
        for (final byte[] fragment : Frames.fragments(udpOut(CLIENT), 8)) {
            assertEquals(OptionalLong.of(PLAIN), device.send(INTERNAL, fragment, START).controllerCookie());
        }
    }

    /** The frame with the tag of VLAN 0 (IEEE 802.1Q). */
    static byte[] tagged(final byte[] frame) {
        final byte[] tagged = new byte[frame.length + 4];
        System.arraycopy(frame, 0, tagged, 0, 12);
        System.arraycopy(frame, 12, tagged, 16, frame.length - 12);
        return Frames.put16(tagged, 12, 0x8100);
    }

    @Test
    void rewritingWhatTheCoreDoesNotTakeForAPacketIsAnErrorOfTheTest() {
        final String message = assertThrows(IllegalStateException.class,
            () -> device.send(INTERNAL, tagged(udpOut(CLIENT)), START)).getMessage();
        assertTrue(message.startsWith("the switch is to rewrite what the core takes for NotIp[etherType=33024], by "
            + UDP_OUT), message);
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.SECOND_CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vpnpassthrough.mapping.Strategy;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.IkeBytes;
import org.vpnpassthrough.packet.IkeMessage;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.rules.Cookie;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Policy;
import org.vpnpassthrough.translation.Settings;

/** Several clients have plain ESP with one server through one external address. */
class EspSharingTest {
    private static final Ip4 THIRD_CLIENT = Ip4.parse("192.0.2.103");
    private static final Ip4 OTHER_SERVER = Ip4.parse("198.51.100.10");
    private static final int RESPONSE = 0x20;
    private static final int INITIATOR = 0x08;

    private static GatewayRig sharing(final Strategy strategy) {
        return GatewayRig.running(GatewayRig.config("203.0.113.10", "203.0.113.10")
            .with(Settings.DEFAULT.with(strategy)));
    }

    @ParameterizedTest
    @EnumSource(names = {"REPLICATED", "DEMULTIPLEXED"})
    void eightClientsHaveEspWithOneServerThroughOneAddress(final Strategy strategy) {
        final var rig = sharing(strategy);
        final var clients = IntStream.range(101, 109).mapToObj(last -> Ip4.parse("192.0.2." + last)).toList();
        for (final var client : clients) {
            negotiate(rig, client, 1, clients.subList(0, clients.indexOf(client)));
            final var out = rig.fromClient(Frames.esp(client, SERVER, outbound(client), 1));
            assertEquals(PUBLIC_ADDRESS, only(out).packet().source());
            assertTrue(receivers(rig, client, 1).contains(client));
        }
        rig.pass(2);
        final int before = rig.packetIns();
        for (final var client : clients) {
            rig.fromClient(Frames.esp(client, SERVER, outbound(client), 2));
            final var receivers = receivers(rig, client, 2);
            assertEquals(strategy == Strategy.REPLICATED ? Set.copyOf(clients) : Set.of(client), receivers);
        }
        assertEquals(before + (strategy == Strategy.REPLICATED ? 0 : 8), rig.packetIns());
        assertEquals(8 + (strategy == Strategy.REPLICATED ? 1 : 0), espRules(rig));
    }

    @ParameterizedTest
    @EnumSource(names = {"REPLICATED", "DEMULTIPLEXED"})
    void aPacketThatTheServerSendsFirstFindsItsClient(final Strategy strategy) {
        final var rig = sharing(strategy);
        negotiate(rig, CLIENT, 1);
        rig.fromClient(Frames.esp(CLIENT, SERVER, outbound(CLIENT), 1));
        receivers(rig, CLIENT, 1);
        rig.pass(2);
        negotiate(rig, SECOND_CLIENT, 1);
        assertTrue(receivers(rig, SECOND_CLIENT, 1).contains(SECOND_CLIENT), "it has sent no ESP yet");
        assertTrue(receivers(rig, CLIENT, 2).contains(CLIENT));
    }

    @ParameterizedTest
    @EnumSource(names = {"REPLICATED", "DEMULTIPLEXED"})
    void theOneThatIsLeftHasThePairForItselfAgain(final Strategy strategy) {
        final var rig = sharing(strategy);
        for (final var client : List.of(CLIENT, SECOND_CLIENT, THIRD_CLIENT)) {
            negotiate(rig, client, 1);
            rig.fromClient(Frames.esp(client, SERVER, outbound(client), 1));
        }
        for (int second = 2; second < 3602; second++) {
            rig.pass(1);
            rig.fromClient(Frames.esp(THIRD_CLIENT, SERVER, outbound(THIRD_CLIENT), second));
            assertTrue(receivers(rig, THIRD_CLIENT, second).contains(THIRD_CLIENT));
        }
        assertEquals(2, espRules(rig));
        assertEquals(List.of(), rig.flows().groups());
        final int before = rig.packetIns();
        assertEquals(Set.of(THIRD_CLIENT), receivers(rig, THIRD_CLIENT, 4000));
        assertEquals(before, rig.packetIns());
        rig.pass(3601);
        assertEquals(0, espRules(rig));
        assertEquals(0, rig.gateway().state().sessions());
    }

    @Test
    void aNewGroupIsThereBeforeTheRuleIsSwappedAndTheOldOneGoesLast() {
        final var rig = sharing(Strategy.REPLICATED);
        for (final var client : List.of(CLIENT, SECOND_CLIENT)) {
            rig.fromClient(Frames.esp(client, SERVER, outbound(client), 1));
        }
        rig.effects();
        rig.fromClient(Frames.esp(THIRD_CLIENT, SERVER, outbound(THIRD_CLIENT), 1));
        final var kinds = rig.effects().stream().map(effect -> switch (effect) {
            case Effect.PutRule put -> Cookie.isPair(put.rule().cookie()) ? "swap" : "outbound rule";
            case Effect.PutGroup put -> "group of " + put.group().buckets().size();
            case Effect.RemoveRule remove -> "without rule";
            case Effect.RemoveGroup remove -> "without group " + remove.id();
            case Effect.SendPacket send -> "packet";
            default -> effect.toString();
        }).toList();
        assertEquals(List.of("outbound rule", "without group 2", "group of 3", "swap", "without rule",
            "without group 1", "packet"),
            kinds);
    }

    @Test
    void whileThePoolHasAnAddressNobodyShares() {
        final var rig = GatewayRig.running(GatewayRig.config("203.0.113.10", "203.0.113.12"));
        final var addresses = new TreeSet<Ip4>();
        for (final var client : List.of(CLIENT, SECOND_CLIENT, THIRD_CLIENT)) {
            negotiate(rig, client, 1);
            addresses.add(only(rig.fromClient(Frames.esp(client, SERVER, outbound(client), 1))).packet().source());
        }
        assertEquals(3, addresses.size());
        assertEquals(List.of(), rig.flows().groups());
    }

    @Test
    void sharersAreSpreadOverThePool() {
        final var rig = GatewayRig.running(GatewayRig.config("203.0.113.10", "203.0.113.11"));
        final var used = IntStream.range(101, 107).mapToObj(last -> Ip4.parse("192.0.2." + last))
            .map(client -> only(rig.fromClient(Frames.esp(client, SERVER, outbound(client), 1))).packet().source())
            .collect(Collectors.groupingBy(address -> address, Collectors.counting()));
        assertEquals(Set.of(3L), Set.copyOf(used.values()));
    }

    @Test
    void whenSharingIsRefusedTheSecondClientIsToldWhyAndTheFirstDoesNotNotice() {
        final var rig = sharing(Strategy.REFUSED);
        negotiate(rig, CLIENT, 1);
        rig.fromClient(Frames.esp(CLIENT, SERVER, outbound(CLIENT), 1));
        negotiate(rig, SECOND_CLIENT, 1);
        rig.prohibits("ESP_PAIR_TAKEN", Frames.esp(SECOND_CLIENT, SERVER, outbound(SECOND_CLIENT), 1));
        assertEquals(Set.of(CLIENT), receivers(rig, CLIENT, 1));
        assertEquals(1, rig.fromClient(Frames.esp(SECOND_CLIENT, OTHER_SERVER, 7000, 1)).size(), "another server");
    }

    @Test
    void whileOneClientHasPhaseTwoTheOthersWaitUntilItsSpiIsKnown() {
        final var rig = sharing(Strategy.DEMULTIPLEXED);
        negotiate(rig, CLIENT, 1);
        rig.fromClient(Frames.esp(CLIENT, SERVER, outbound(CLIENT), 1));
        begin(rig, SECOND_CLIENT);
        assertEquals(List.of(), rig.fromClient(phaseTwo(SECOND_CLIENT, 1)), "it waits");
        assertEquals(1, rig.gateway().state().waiting());
        final var out = rig.fromOutside(Frames.esp(SERVER, PUBLIC_ADDRESS, inbound(CLIENT), 1));
        assertEquals(List.of(CLIENT, SERVER), out.stream().map(packet -> packet.packet().destination()).toList());
        assertEquals(0, rig.gateway().state().waiting());
        assertEquals(Set.of(SECOND_CLIENT), receivers(rig, SECOND_CLIENT, 1), "exactly, as nobody else is open");
        assertEquals(Set.of(CLIENT), receivers(rig, CLIENT, 2));
    }

    @Test
    void aClientWhoseSpiCameWhileItWasAwayGetsItWhenItIsBack() {
        final var rig = sharing(Strategy.DEMULTIPLEXED);
        for (final var client : List.of(SECOND_CLIENT, THIRD_CLIENT)) {
            rig.fromClient(Frames.esp(client, SERVER, outbound(client), 1));
        }
        assertEquals(Set.of(SECOND_CLIENT, THIRD_CLIENT), receivers(rig, CLIENT, 1));
        rig.fromClient(Frames.esp(CLIENT, SERVER, outbound(CLIENT), 2));
        assertTrue(receivers(rig, CLIENT, 2).contains(CLIENT));
    }

    @Test
    void nobodyWaitsLongerThanTwoSeconds() {
        final var rig = sharing(Strategy.DEMULTIPLEXED);
        negotiate(rig, CLIENT, 1);
        rig.fromClient(Frames.esp(CLIENT, SERVER, outbound(CLIENT), 1));
        begin(rig, SECOND_CLIENT);
        assertEquals(List.of(), rig.fromClient(phaseTwo(SECOND_CLIENT, 1)));
        assertEquals(0, rig.pass(1).size());
        assertEquals(SERVER, only(rig.pass(1)).packet().destination());
        assertEquals(Set.of(CLIENT, SECOND_CLIENT), receivers(rig, CLIENT, 1), "nobody knows whose it is");
        assertEquals(0, rig.refusals("NO_MAPPING"));
    }

    @Test
    void whatWaitsIsBounded() {
        final var rig = sharing(Strategy.DEMULTIPLEXED);
        negotiate(rig, CLIENT, 1);
        rig.fromClient(Frames.esp(CLIENT, SERVER, outbound(CLIENT), 1));
        begin(rig, SECOND_CLIENT);
        for (int again = 0; again < 6; again++) {
            assertEquals(List.of(), rig.fromClient(phaseTwo(SECOND_CLIENT, 1)));
        }
        assertEquals(2, rig.refusals("PHASE_TWO_QUEUE_FULL"));
        assertEquals(4, rig.pass(2).size());
    }

    @Test
    void aRekeyOfOneClientTakesItsTurnAndItsNewSpiIsItsOwn() {
        final var rig = sharing(Strategy.DEMULTIPLEXED);
        for (final var client : List.of(CLIENT, SECOND_CLIENT)) {
            negotiate(rig, client, 1, List.of(CLIENT));
            rig.fromClient(Frames.esp(client, SERVER, outbound(client), 1));
            receivers(rig, client, 1);
        }
        assertEquals(1, rig.fromClient(phaseTwo(CLIENT, 2)).size());
        final var in = rig.fromOutside(Frames.esp(SERVER, PUBLIC_ADDRESS, 0x9999, 1));
        assertEquals(CLIENT, only(in).packet().destination());
        assertEquals(Set.of(CLIENT), receivers(rig, CLIENT, 9), "the old one lives on beside it");
        assertEquals(Set.of(SECOND_CLIENT), receivers(rig, SECOND_CLIENT, 9));
    }

    @Test
    void equalSpisOfTwoClientsShowAndBothGetTheirPackets() {
        final var rig = sharing(Strategy.DEMULTIPLEXED);
        negotiate(rig, CLIENT, 1);
        rig.fromClient(Frames.esp(CLIENT, SERVER, outbound(CLIENT), 1));
        negotiate(rig, SECOND_CLIENT, 1, List.of(CLIENT));
        for (int sequence = 1; sequence < 10_000; sequence += 1000) {
            receivers(rig, CLIENT, sequence);
        }
        rig.pass(2);
        rig.fromClient(Frames.esp(SECOND_CLIENT, SERVER, outbound(SECOND_CLIENT), 1));
        assertEquals(Set.of(CLIENT, SECOND_CLIENT), receivers(rig, CLIENT, 1), "falls back: it must be the other's");
        assertEquals(1, rig.gateway().state().spiClashes());
        assertEquals(Set.of(CLIENT, SECOND_CLIENT), receivers(rig, CLIENT, 9500));
    }

    @Test
    void whatACopyProvokesDoesNotLeave() {
        final var rig = sharing(Strategy.REPLICATED);
        for (final var client : List.of(CLIENT, SECOND_CLIENT)) {
            negotiate(rig, client, 1);
            rig.fromClient(Frames.esp(client, SERVER, outbound(client), 1));
        }
        final var copy = Frames.esp(SERVER, SECOND_CLIENT, inbound(CLIENT), 5);
        assertEquals(List.of(), rig.fromClient(
            Frames.icmpError(SECOND_CLIENT, SERVER, IcmpError.UNREACHABLE, 2, copy)), "protocol unreachable");
        final var invalid = IkeBytes.v2(IkeMessage.INFORMATIONAL, INITIATOR).payload(41, "0000000b").bytes();
        assertEquals(List.of(), rig.fromClient(Frames.udp(SECOND_CLIENT, 500, SERVER, 500, invalid)));
        assertEquals(2, rig.refusals("COPY_ANSWERED"));
        assertEquals(1, rig.fromClient(
            Frames.icmpError(SECOND_CLIENT, SERVER, IcmpError.UNREACHABLE, 4, copy)).size(), "path MTU matters");
    }

    @Test
    void anErrorAboutSharedEspReachesEverySharer() {
        final var rig = sharing(Strategy.REPLICATED);
        rig.fromClient(Frames.esp(CLIENT, SERVER, outbound(CLIENT), 1));
        final var sent = only(rig.fromClient(Frames.esp(SECOND_CLIENT, SERVER, outbound(SECOND_CLIENT), 1)));
        final var errors = rig.fromOutside(
            Frames.icmpError(Frames.ROUTER, PUBLIC_ADDRESS, IcmpError.UNREACHABLE, 4, sent.frame()));
        assertEquals(List.of(CLIENT, SECOND_CLIENT),
            errors.stream().map(error -> error.packet().destination()).toList());
        errors.forEach(error -> assertEquals(error.packet().destination(),
            ((IcmpError) error.packet().transport()).quoted().ip().source()));
    }

    @Test
    void aSwitchThatTakesNoGroupsLeavesItToTheController() {
        final var rig = sharing(Strategy.REPLICATED);
        for (final var client : List.of(CLIENT, SECOND_CLIENT)) {
            negotiate(rig, client, 1);
            rig.fromClient(Frames.esp(client, SERVER, outbound(client), 1));
        }
        final int group = rig.flows().groups().getFirst().id();
        rig.carryOut(rig.gateway().ruleRefused(Cookie.forPair(group), rig.now()));
        assertEquals(1, rig.refusals("RULE_REFUSED_BY_SWITCH"));
        assertEquals(List.of(), rig.flows().groups());
        assertTrue(receivers(rig, CLIENT, 3).contains(CLIENT));
    }

    @Test
    void aSwitchThatComesBackEmptyGetsTheGroupAgain() {
        final var rig = sharing(Strategy.REPLICATED);
        for (final var client : List.of(CLIENT, SECOND_CLIENT)) {
            rig.fromClient(Frames.esp(client, SERVER, outbound(client), 1));
        }
        rig.carryOut(rig.gateway().disconnected(rig.now()));
        rig.flows().removeAll(Cookie.TAG, Cookie.TAG_MASK);
        rig.flows().groups().forEach(group -> rig.flows().removeGroup(group.id()));
        rig.carryOut(rig.gateway().connected(rig.now()));
        assertEquals(Set.of(CLIENT, SECOND_CLIENT), receivers(rig, CLIENT, 2));
        assertEquals(1, rig.flows().groups().size());
    }

    @Test
    void nothingStaysWhenIpsecIsSwitchedOff() {
        final var rig = sharing(Strategy.REPLICATED);
        for (final var client : List.of(CLIENT, SECOND_CLIENT, THIRD_CLIENT)) {
            negotiate(rig, client, 1);
            rig.fromClient(Frames.esp(client, SERVER, outbound(client), 1));
        }
        rig.carryOut(rig.gateway().reconfigure(GatewayRig.config("203.0.113.10", "203.0.113.10",
            Policy.ALL.without(Passthrough.IPSEC)), rig.now()));
        assertEquals(List.of(), rig.sessionRules());
        assertEquals(List.of(), rig.flows().groups());
        assertEquals(List.of(), rig.fromOutside(Frames.esp(SERVER, PUBLIC_ADDRESS, inbound(CLIENT), 2)));
    }

    @Test
    void natTraversalOfManyClientsMakesNobodyShareEsp() {
        final var rig = sharing(Strategy.REPLICATED);
        for (final var client : List.of(CLIENT, SECOND_CLIENT, THIRD_CLIENT)) {
            begin(rig, client);
            rig.fromClient(Frames.udp(client, 4500, SERVER, 4500, Frames.nonEspMarker(Frames.ikeV2Auth())));
        }
        assertEquals(List.of(), rig.fromOutside(Frames.esp(SERVER, PUBLIC_ADDRESS, 0x4000, 1)));
        assertEquals(1, rig.refusals("NO_MAPPING"));
        assertEquals(0, espRules(rig));
    }

    /** Phase 1 of a client. */
    private static Ip4 begin(final GatewayRig rig, final Ip4 client) {
        final var out = only(rig.fromClient(Frames.udp(client, 500, SERVER, 500, Frames.ikeV2SaInit(false))));
        final var external = out.packet().source();
        rig.fromOutside(Frames.udp(SERVER, 500, external,
            ((UdpHeader) out.packet().transport()).sourcePort(),
            Frames.ikeV2SaInitResponse(false)));
        return external;
    }

    private static void negotiate(final GatewayRig rig, final Ip4 client, final int messageId) {
        negotiate(rig, client, messageId, List.of());
    }

    /** The same while traffic to others flows, from which the gateway learns their SPIs. */
    private static void negotiate(final GatewayRig rig, final Ip4 client, final int messageId,
            final List<Ip4> others) {
        final var external = begin(rig, client);
        final var out = new ArrayList<>(rig.fromClient(phaseTwo(client, messageId)));
        for (final var other : others) {
            rig.fromOutside(Frames.esp(SERVER, external, inbound(other), 1)).stream()
                .filter(sent -> sent.port() == GatewayRig.EXTERNAL).forEach(out::add);
        }
        out.addAll(rig.pass(out.isEmpty() ? 2 : 0));
        final int port = ((UdpHeader) only(out).packet().transport()).sourcePort();
        final var answer = IkeBytes.v2(IkeMessage.IKE_AUTH, RESPONSE).messageId(messageId)
            .payload(46, new byte[64]).bytes();
        assertEquals(client, only(rig.fromOutside(Frames.udp(SERVER, 500, external, port, answer)))
            .packet().destination());
    }

    private static byte[] phaseTwo(final Ip4 client, final int messageId) {
        return Frames.udp(client, 500, SERVER, 500, IkeBytes.v2(
            messageId == 1 ? IkeMessage.IKE_AUTH : IkeMessage.CREATE_CHILD_SA, INITIATOR).messageId(messageId)
            .payload(46, new byte[64]).bytes());
    }

    /** Who gets a packet that the server sends to a client; each gets it as it was sent. */
    private static Set<Ip4> receivers(final GatewayRig rig, final Ip4 client, final int sequence) {
        final var sent = Frames.esp(SERVER, PUBLIC_ADDRESS, inbound(client), sequence);
        final var receivers = new TreeSet<Ip4>();
        for (final var out : rig.fromOutside(sent)) {
            if (out.port() == GatewayRig.INTERNAL) {
                assertArrayEquals(esp(sent), esp(out.frame()));
                assertTrue(receivers.add(out.packet().destination()), "one copy for each");
            }
        }
        return receivers;
    }

    private static byte[] esp(final byte[] frame) {
        final var packet = (Packet) Packet.parse(frame);
        return Arrays.copyOfRange(frame, packet.ip().payloadOffset(), packet.ip().end());
    }

    private static int inbound(final Ip4 client) {
        return 0x1000 + client.bits() % 0x100;
    }

    private static int outbound(final Ip4 client) {
        return 0x2000 + client.bits() % 0x100;
    }

    private static long espRules(final GatewayRig rig) {
        return rig.flows().rules().stream()
            .filter(rule -> Cookie.isSession(rule.cookie()) || Cookie.isPair(rule.cookie()))
            .filter(rule -> rule.toOvs().contains("nw_proto=50")).count();
    }

    private static GatewayRig.Out only(final List<GatewayRig.Out> out) {
        assertEquals(1, out.size(), out::toString);
        return out.get(0);
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.etherip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vpnpassthrough.mapping.AddressChoice;
import org.vpnpassthrough.mapping.AddressPool;
import org.vpnpassthrough.mapping.AddressRange;
import org.vpnpassthrough.mapping.Expectations;
import org.vpnpassthrough.mapping.IkeConversations;
import org.vpnpassthrough.mapping.Labels;
import org.vpnpassthrough.mapping.MappingTable;
import org.vpnpassthrough.mapping.StaticMappings;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Prefix;
import org.vpnpassthrough.rules.BaseRules;
import org.vpnpassthrough.rules.Cookie;
import org.vpnpassthrough.rules.FakeSwitch;
import org.vpnpassthrough.rules.Link;
import org.vpnpassthrough.rules.RuleRenderer;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.FragmentPath;
import org.vpnpassthrough.translation.Fragments;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.Rooms;
import org.vpnpassthrough.translation.Settings;
import org.vpnpassthrough.translation.Translation;
import org.vpnpassthrough.translation.Verdict;

/** A room that the core has never heard of works beside those that it has: all that it takes is its line. */
class EtherIpTest {
    private static final Instant NOW = Instant.EPOCH;
    private static final int INSIDE = 1;
    private static final int OUTSIDE = 2;
    private static final Mac INSIDE_MAC = Mac.parse("02:00:00:00:00:01");
    private static final Mac OUTSIDE_MAC = Mac.parse("02:00:00:00:00:02");
    private static final Mac CLIENT_MAC = Mac.parse("02:00:00:00:01:01");
    private static final Mac NEXT_HOP_MAC = Mac.parse("02:00:00:00:02:fe");
    private static final Ip4 FIRST = Ip4.parse("203.0.113.10");
    private static final Ip4 SECOND = Ip4.parse("203.0.113.11");
    /** Version 3, and the beginning of an Ethernet frame. */
    private static final byte[] PAYLOAD = Frames.text("0\0an Ethernet frame");

    private final Translation translation = translation();
    private final FakeSwitch flows = new FakeSwitch();

    private static Translation translation() {
        final var labels = new Labels(new Random(1), 120);
        final var table = new MappingTable(labels);
        final var expectations = new Expectations();
        final var pool = new AddressPool(List.of(new AddressRange(FIRST, SECOND)));
        final var tables = new NatTables(table, labels, expectations, new IkeConversations(),
            new AddressChoice(pool, table, expectations, StaticMappings.NONE), Settings.DEFAULT);
        final var rooms = new ArrayList<>(Rooms.all(tables));
        // the line that docs/adding-a-protocol.md speaks of
        rooms.addFirst(new EtherIpTranslator(tables));
        return new Translation(rooms, tables, new FragmentPath(table, new Fragments(new Random(1))));
    }

    @Test
    void eachClientHasThePairOfAnAddressAndTheServerAndTheNextOneIsToldWhyItHasNone() {
        final var first = sent(CLIENT);
        final var second = sent(CLIENT.plus(1));
        assertEquals(List.of(FIRST, SECOND), Stream.of(first, second).map(EtherIpTest::source).sorted().toList());
        assertEquals(new Verdict.Drop(Reason.PAIR_TAKEN), translate(CLIENT.plus(2), SERVER, Direction.OUTBOUND));
        assertEquals(CLIENT, assertInstanceOf(Verdict.Forward.class,
            translate(SERVER, source(first), Direction.INBOUND)).destination());
        assertEquals(new Verdict.Drop(Reason.NO_MAPPING), translate(SERVER.plus(1), FIRST, Direction.INBOUND));
    }

    @Test
    void theSwitchPuntsTheFirstPacketUnderTheCommonCodeAndCarriesTheRest() {
        BaseRules.meters(1000, 2000, 4000).forEach(flows::apply);
        BaseRules.render(List.of(new BaseRules.Port(INSIDE, INSIDE_MAC, Prefix.parse("192.0.2.0/24"))),
            new BaseRules.Port(OUTSIDE, OUTSIDE_MAC, Prefix.parse("203.0.113.0/24")), translation.punts(),
            translation.copies()).forEach(rule -> flows.apply(rule, NOW));
        final var frame = Frames.withEthernet(frame(CLIENT, SERVER), CLIENT_MAC, INSIDE_MAC);
        final var punted = flows.send(INSIDE, frame, NOW).packetIns();
        assertEquals(Cookie.forRoom(Cookie.Room.OTHER), punted.getFirst().cookie());

        final var session = sent(CLIENT).session();
        assertTrue(session.isSwitchable());
        flows.apply(RuleRenderer.outbound(session, new Link(OUTSIDE, OUTSIDE_MAC, NEXT_HOP_MAC)), NOW);
        flows.apply(RuleRenderer.inbound(session, new Link(INSIDE, INSIDE_MAC, CLIENT_MAC)), NOW);
        final var out = flows.send(INSIDE, frame, NOW);
        assertEquals(List.of(), out.packetIns());
        assertEquals(OUTSIDE, out.sent().getFirst().port());
        final var packet = (Packet) Packet.parse(out.sent().getFirst().frame());
        assertEquals(session.mapping().external().address(), packet.source());
        final var back = flows.send(OUTSIDE, Frames.withEthernet(frame(SERVER, packet.source()), NEXT_HOP_MAC,
            OUTSIDE_MAC), NOW);
        assertEquals(CLIENT, ((Packet) Packet.parse(back.sent().getFirst().frame())).destination());
    }

    @Test
    void itIsListedWithTheOthersAndTakesNothingFromThem() {
        assertEquals("etherip", translation.rooms().getFirst());
        assertEquals("etherip", translation.roomOf(packet(CLIENT, SERVER), Direction.OUTBOUND));
        assertEquals("plain", translation.roomOf(
            (Packet) Packet.parse(Frames.udp(CLIENT, 5000, SERVER, 53)), Direction.OUTBOUND));
    }

    private Verdict.Forward sent(final Ip4 client) {
        return assertInstanceOf(Verdict.Forward.class, translate(client, SERVER, Direction.OUTBOUND));
    }

    private Verdict translate(final Ip4 source, final Ip4 destination, final Direction direction) {
        return translation.translate(packet(source, destination), direction, NOW);
    }

    private static Ip4 source(final Verdict.Forward forward) {
        return ((Packet) Packet.parse(forward.rewrite().bytes())).source();
    }

    private static Packet packet(final Ip4 source, final Ip4 destination) {
        return (Packet) Packet.parse(frame(source, destination));
    }

    private static byte[] frame(final Ip4 source, final Ip4 destination) {
        return Frames.ip(source, destination, 97, PAYLOAD);
    }
}

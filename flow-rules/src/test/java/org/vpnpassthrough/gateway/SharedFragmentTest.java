/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.SECOND_CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vpnpassthrough.mapping.Strategy;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IkeBytes;
import org.vpnpassthrough.packet.IkeMessage;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Reassembly;
import org.vpnpassthrough.translation.Settings;

/** Fragments where several clients have ESP with one server through one external address. */
class SharedFragmentTest {
    private static final int SIZE = 1200;
    private static final int INITIATOR = 0x08;

    private static GatewayRig sharing(final Strategy strategy) {
        return GatewayRig.running(GatewayRig.config("203.0.113.10", "203.0.113.10")
            .with(Settings.DEFAULT.with(strategy)));
    }

    @ParameterizedTest
    @EnumSource(names = {"REPLICATED", "DEMULTIPLEXED"})
    void everyReceiverOfTheFirstFragmentGetsAllOfThem(final Strategy strategy) {
        final var rig = sharing(strategy);
        rig.fromClient(Frames.esp(CLIENT, SERVER, 0x2001, 1));
        rig.fromClient(Frames.esp(SECOND_CLIENT, SERVER, 0x2002, 1));
        final var out = Frames.fragments(Frames.ip(SERVER, PUBLIC_ADDRESS, IpProtocol.ESP,
                ByteBuffer.allocate(3000).putInt(0x1001).putInt(1).array()), SIZE).reversed().stream()
            .flatMap(part -> rig.fromOutside(part).stream()).map(GatewayRig.Out::packet)
            .collect(Collectors.groupingBy(Packet::destination));
        assertEquals(Set.of(CLIENT, SECOND_CLIENT), out.keySet());
        out.values().forEach(parts -> assertEquals(3020, Reassembly.of(parts).ip().totalLength()));
        assertEquals(Map.of(), rig.gateway().state().refusals());
    }

    @Test
    void fragmentsThatReachTheControllerBesideAGroupAreCopiedAsWell() {
        final var rig = sharing(Strategy.REPLICATED);
        rig.fromClient(Frames.esp(CLIENT, SERVER, 0x2001, 1));
        rig.fromClient(Frames.esp(SECOND_CLIENT, SERVER, 0x2002, 1));
        final var later = Frames.withEthernet(Frames.fragments(Frames.ip(SERVER, PUBLIC_ADDRESS, IpProtocol.ESP,
            new byte[3000]), SIZE).get(1), GatewayRig.NEXT_HOP_MAC, GatewayRig.EXTERNAL_MAC);
        final var out = rig.carryOut(rig.gateway().receive(GatewayRig.EXTERNAL, 0, later, rig.now()));
        assertEquals(Set.of(CLIENT, SECOND_CLIENT),
            out.stream().map(copy -> copy.packet().destination()).collect(Collectors.toSet()));
    }

    @Test
    void whatWaitsForAnotherClientsPhaseTwoKeepsItsLaterFragments() {
        final var rig = sharing(Strategy.DEMULTIPLEXED);
        begin(rig, CLIENT);
        rig.fromClient(phaseTwo(CLIENT, 64));
        rig.fromClient(Frames.esp(CLIENT, SERVER, 0x2001, 1));
        begin(rig, SECOND_CLIENT);
        final var parts = Frames.fragments(phaseTwo(SECOND_CLIENT, 3000), SIZE);
        for (final int part : new int[] {1, 0, 2}) {
            assertEquals(List.of(), rig.fromClient(parts.get(part)));
        }
        assertEquals(1, rig.gateway().state().waiting());
        final var out = new ArrayList<Packet>();
        rig.fromOutside(Frames.esp(SERVER, PUBLIC_ADDRESS, 0x1001, 1)).forEach(sent -> out.add(sent.packet()));
        out.removeIf(packet -> packet.destination().equals(CLIENT));
        assertEquals(SERVER, Reassembly.of(out).destination());
        assertEquals(Map.of(), rig.gateway().state().refusals());
    }

    private static void begin(final GatewayRig rig, final Ip4 client) {
        rig.fromClient(Frames.udp(client, 500, SERVER, 500, Frames.ikeV2SaInit(false)));
    }

    private static byte[] phaseTwo(final Ip4 client, final int length) {
        return Frames.udp(client, 500, SERVER, 500, IkeBytes.v2(IkeMessage.IKE_AUTH, INITIATOR).messageId(1)
            .payload(46, new byte[length]).bytes());
    }
}

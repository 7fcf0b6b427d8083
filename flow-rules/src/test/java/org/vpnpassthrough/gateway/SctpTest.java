/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.SECOND_CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.SctpHeader;

class SctpTest {
    private static final int PORT = 36412;
    private static final byte[] CHUNK = {11, 0, 0, 4};

    private final GatewayRig rig = GatewayRig.running();

    @Test
    void aFreePortIsKeptAndTheSwitchTakesOver() {
        final var out = only(rig.fromClient(sctp(CLIENT)));
        assertSame(Frames.sctp(PUBLIC_ADDRESS, PORT, SERVER, 5000, CHUNK), out);
        assertEquals(2, rig.sessionRules().size());
        final int before = rig.packetIns();
        rig.fromClient(sctp(CLIENT));
        final var in = only(rig.fromOutside(Frames.sctp(SERVER, 5000, PUBLIC_ADDRESS, PORT, CHUNK)));
        assertSame(Frames.sctp(SERVER, 5000, CLIENT, PORT, CHUNK), in);
        assertEquals(before, rig.packetIns());
    }

    @Test
    void theSecondClientOfAPortGetsAnotherOneAndARightChecksum() {
        rig.fromClient(sctp(CLIENT));
        final var first = only(rig.fromClient(sctp(SECOND_CLIENT)));
        final int port = ((SctpHeader) first.packet().transport()).sourcePort();
        assertNotEquals(PORT, port);
        assertSame(Frames.sctp(PUBLIC_ADDRESS, port, SERVER, 5000, CHUNK), first);
        final int before = rig.packetIns();
        assertSame(Frames.sctp(PUBLIC_ADDRESS, port, SERVER, 5000, CHUNK), only(rig.fromClient(sctp(SECOND_CLIENT))));
        assertSame(Frames.sctp(SERVER, 5000, SECOND_CLIENT, PORT, CHUNK),
            only(rig.fromOutside(Frames.sctp(SERVER, 5000, PUBLIC_ADDRESS, port, CHUNK))));
        assertEquals(before, rig.packetIns());
    }

    @Test
    void onlyTheServerAnswers() {
        rig.fromClient(sctp(CLIENT));
        assertEquals(List.of(), rig.fromOutside(Frames.sctp(Frames.ROUTER, 5000, PUBLIC_ADDRESS, PORT, CHUNK)));
        assertEquals(List.of(), rig.fromOutside(Frames.sctp(SERVER, 5000, PUBLIC_ADDRESS, PORT + 1, CHUNK)));
        assertEquals(Map.of("FILTERED", 1L, "NO_MAPPING", 1L), rig.gateway().state().refusals());
    }

    @Test
    void anAssociationThatFallsSilentEnds() {
        rig.fromClient(sctp(CLIENT));
        rig.pass(299);
        assertEquals(1, rig.gateway().state().sessions());
        rig.pass(2);
        assertEquals(0, rig.gateway().state().mappings());
        assertEquals(List.of(), rig.sessionRules());
    }

    @Test
    void anErrorAboutItFindsItsClient() {
        rig.fromClient(sctp(CLIENT));
        final var sent = only(rig.fromClient(sctp(SECOND_CLIENT)));
        final var error = only(rig.fromOutside(
            Frames.icmpError(Frames.ROUTER, PUBLIC_ADDRESS, IcmpError.UNREACHABLE, 4, sent.frame()))).packet();
        assertEquals(SECOND_CLIENT, error.destination());
        final var quoted = ((IcmpError) error.transport()).quoted();
        assertEquals(SECOND_CLIENT, quoted.ip().source());
        assertEquals(PORT, ((SctpHeader) quoted.transport()).sourcePort());
        assertArrayEquals(Frames.checksummed(error.frame().clone()), error.frame());
    }

    @Test
    void fragmentsPassAsLongAsThePortIsKept() {
        final var whole = Frames.sctp(CLIENT, PORT, SERVER, 5000, new byte[100]);
        final var other = Frames.sctp(SECOND_CLIENT, PORT, SERVER, 5000, new byte[100]);
        assertEquals(2, Frames.fragments(whole, 64).reversed().stream()
            .mapToInt(part -> rig.fromClient(part).size()).sum());
        Frames.fragments(other, 64).forEach(part -> assertEquals(List.of(), rig.fromClient(part)));
        final int port = ((SctpHeader) only(rig.fromClient(sctp(SECOND_CLIENT))).packet().transport()).sourcePort();
        Frames.fragments(Frames.sctp(SERVER, 5000, PUBLIC_ADDRESS, port, new byte[100]), 64)
            .forEach(part -> assertEquals(List.of(), rig.fromOutside(part)));
        assertEquals(Map.of("FRAGMENT", 4L), rig.gateway().state().refusals());
    }

    @Test
    void aWrongChecksumStaysWrong() {
        rig.fromClient(sctp(CLIENT));
        final var wrong = sctp(SECOND_CLIENT);
        wrong[42] ^= 1;
        final var out = only(rig.fromClient(wrong)).packet();
        final int port = ((SctpHeader) out.transport()).sourcePort();
        final var right = Frames.sctp(PUBLIC_ADDRESS, port, SERVER, 5000, CHUNK);
        right[42] ^= 1;
        assertArrayEquals(payload(right), payload(out.frame()));
    }

    private static byte[] sctp(final Ip4 client) {
        return Frames.sctp(client, PORT, SERVER, 5000, CHUNK);
    }

    private static void assertSame(final byte[] expected, final GatewayRig.Out out) {
        assertEquals(((Packet) Packet.parse(expected)).source(), out.packet().source());
        assertEquals(((Packet) Packet.parse(expected)).destination(), out.packet().destination());
        assertArrayEquals(payload(expected), payload(out.frame()));
    }

    private static byte[] payload(final byte[] frame) {
        return Arrays.copyOfRange(frame, 34, frame.length);
    }

    private static GatewayRig.Out only(final List<GatewayRig.Out> out) {
        assertEquals(1, out.size(), out::toString);
        return out.get(0);
    }
}

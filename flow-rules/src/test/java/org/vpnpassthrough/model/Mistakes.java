/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.util.Random;
import org.vpnpassthrough.gateway.GatewayRig;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Packet;

/** Packets of clients that must not leave, and bytes that mean nothing. What comes out is checked as all else is. */
final class Mistakes {
    private static final int PORT = 9000;
    private static final int AFTER_IP = 34;
    private static final int TOTAL_LENGTH = 16;

    private final World world;

    Mistakes(final World world) {
        this.world = world;
    }

    void make(final Action.ClientErrs errs) {
        final var client = Network.client(errs.client());
        final var text = Frames.text("nonsense");
        final var server = Network.server(0);
        final var dice = new Random(errs.dice());
        switch (errs.mistake()) {
            case SPOOFED_SOURCE -> notOut(client, Frames.udp(Ip4.parse("10.9.8.7"), PORT, server, 53, text));
            case TO_OTHER_CLIENT -> notOut(client,
                Frames.udp(client, PORT, Network.client((errs.client() + 1) % Network.CLIENTS), 53, text));
            case TO_GATEWAY -> notOut(client, Frames.udp(client, PORT, Network.own().get(dice.nextInt(2)), 53, text));
            case PING_GATEWAY -> notOut(client,
                Frames.icmpEcho(client, Network.own().get(dice.nextInt(2)), true, 7, 1, text));
            case TO_POOL -> notOut(client, Frames.udp(client, PORT,
                world.beliefs().pool().iterator().next(), dice.nextInt(1024, 65536), text));
            case TO_MULTICAST -> notOut(client, Frames.udp(client, PORT, Ip4.parse("224.0.0.251"), 5353, text));
            case SHORT_TTL -> notOut(client,
                Frames.withTtl(Frames.udp(client, PORT, server, 53, text), dice.nextInt(2)));
            case OTHER_STATION -> world.strand(Frames.withEthernet(Frames.udp(client, PORT, server, 53, text),
                Network.mac(client), Mac.parse("02:00:00:00:99:99")));
            case NOISE -> world.launch(Flight.of(null, true, noise(dice), Weather.FINE));
            default -> throw new IllegalStateException();
        }
    }

    private void notOut(final Ip4 client, final byte[] frame) {
        final var flight = Flight.of(null, true, World.fromClient(frame, client), Weather.FINE);
        world.launch(flight);
        if (flight.hasLanded()) {
            throw new Violation("what is not for outside does not leave", Wire.destination(frame));
        }
    }

    /** A packet between two that are in no conversation, with some bytes after the addresses that are anything. */
    private static byte[] noise(final Random dice) {
        final int[] protocols = {Wire.UDP, Wire.TCP, Wire.ICMP, Wire.ESP, Wire.GRE, Wire.IPIP, Wire.L2TP, 51, 132};
        final int protocol = protocols[dice.nextInt(protocols.length)];
        final var payload = PortConversation.text(dice);
        final var frame = dice.nextBoolean()
            ? Frames.udp(Network.NOISY_CLIENT, PORT, Network.NOISY_SERVER, new int[] {500, 4500, 1701, 53}[
                dice.nextInt(4)], payload)
            : Frames.ip(Network.NOISY_CLIENT, Network.NOISY_SERVER, protocol, payload);
        for (int change = dice.nextInt(3); change > 0; change--) {
            final int at = dice.nextInt(5) == 0 || frame.length == AFTER_IP ? TOTAL_LENGTH + dice.nextInt(2)
                : AFTER_IP + dice.nextInt(frame.length - AFTER_IP);
            frame[at] = (byte) dice.nextInt(256);
        }
        // a fake switch cannot rewrite what is broken: it must not meet a session's rule
        final var sender = Packet.parse(Frames.ipChecksummed(frame)) instanceof Packet ? Network.NOISY_CLIENT
            : Network.BROKEN_CLIENT;
        return Frames.withEthernet(Patch.of(frame).source(sender).headerBytes(), Network.mac(sender),
            GatewayRig.INTERNAL_MAC);
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Random;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.TunnelFrames;

/** Protocols with ports and no connections: plain UDP, IKE of both versions, NAT traversal, L2TP; and SCTP. */
final class PortConversation extends Conversation {
    private static final int NO_SPI_YET = 0;

    private long initiatorSpi;
    private long responderSpi = NO_SPI_YET;
    private boolean versionTwo;
    private int turns;

    PortConversation(final Key key) {
        super(key);
    }

    @Override
    byte[] fromClient(final Random dice, final Instant now) {
        if (turns == 0 || dice.nextInt(8) == 0) {
            initiatorSpi = dice.nextLong() | 1;
            responderSpi = NO_SPI_YET;
            versionTwo = dice.nextBoolean();
            turns = 0;
        }
        turns++;
        return packet(client(), key().label(), server(), key().kind().remotePort(), dice, payload(dice, true));
    }

    @Override
    byte[] fromServer(final Random dice, final Instant now) {
        responderSpi |= initiatorSpi ^ 0x0101_0101_0101_0101L;
        return packet(server(), key().kind().remotePort(), external(), externalLabel(), dice, payload(dice, false));
    }

    private byte[] packet(final Ip4 source, final int sourcePort, final Ip4 destination, final int destinationPort,
            final Random dice, final byte[] payload) {
        if (key().kind() == Kind.SCTP) {
            return Frames.sctp(source, sourcePort, destination, destinationPort, payload);
        }
        return dice.nextInt(8) == 0
            ? Frames.udpWithoutChecksum(source, sourcePort, destination, destinationPort, payload)
            : Frames.udp(source, sourcePort, destination, destinationPort, payload);
    }

    private byte[] payload(final Random dice, final boolean fromClient) {
        return switch (key().kind()) {
            case IKE -> ike(fromClient);
            case NATT -> switch (dice.nextInt(4)) {
                case 0 -> Frames.nonEspMarker(ike(fromClient));
                case 1 -> Frames.nattKeepalive();
                default -> Frames.espPayload(0x1000_0000 | dice.nextInt(0x1_0000), turns);
            };
            case L2TP -> dice.nextBoolean() ? TunnelFrames.l2tpControl(1, 0, turns, 0, 1)
                : TunnelFrames.l2tpData(1, 2, text(dice));
            default -> text(dice);
        };
    }

    private byte[] ike(final boolean fromClient) {
        final var message = versionTwo
            ? turns == 1 ? fromClient ? Frames.ikeV2SaInit(true) : Frames.ikeV2SaInitResponse(true) : Frames.ikeV2Auth()
            : turns == 1 ? fromClient ? Frames.ikeV1MainMode1(false) : Frames.ikeV1MainMode2(false)
                : Frames.ikeV1QuickMode();
        ByteBuffer.wrap(message).putLong(0, initiatorSpi)
            .putLong(8, fromClient && turns == 1 ? NO_SPI_YET : responderSpi);
        return message;
    }

    /** Letters, of odd and even lengths, none at all included. */
    static byte[] text(final Random dice) {
        final var text = new byte[dice.nextInt(41)];
        for (int at = 0; at < text.length; at++) {
            text[at] = (byte) ('a' + dice.nextInt(26));
        }
        return text;
    }

    @Override
    void keepOpen(final byte[] sent, final boolean watched, final Instant now) {
        promise(now.plusSeconds(key().kind().seconds()));
    }
}

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

/** Protocols without ports, of which outside nothing but the addresses can tell whose packets they are. */
final class TunnelConversation extends Conversation {
    private int clientSpi;
    private int serverSpi;
    private int sequence;

    TunnelConversation(final Key key) {
        super(key);
    }

    @Override
    byte[] fromClient(final Random dice, final Instant now) {
        if (serverSpi == 0) {
            rekey(dice);
        }
        return packet(client(), server(), serverSpi, dice);
    }

    @Override
    byte[] fromServer(final Random dice, final Instant now) {
        return packet(server(), external(), clientSpi, dice);
    }

    /** The server speaks first, to where IKE has told it that the client is. */
    byte[] opening(final Ip4 ikeAddress, final Random dice) {
        if (serverSpi == 0) {
            rekey(dice);
        }
        return packet(server(), ikeAddress, clientSpi, dice);
    }

    private void rekey(final Random dice) {
        clientSpi = 0x1000_0000 | key().client() << 16 | dice.nextInt(0x1_0000);
        serverSpi = 0x2000_0000 | key().client() << 16 | dice.nextInt(0x1_0000);
    }

    private byte[] packet(final Ip4 from, final Ip4 to, final int spi, final Random dice) {
        sequence++;
        return switch (key().kind()) {
            case ESP -> Frames.esp(from, to, spi, sequence);
            case PLAIN_GRE -> dice.nextBoolean() ? TunnelFrames.gre(from, to, new byte[4 + dice.nextInt(20)])
                : TunnelFrames.greWithKeyAndSequence(from, to, spi, sequence, PortConversation.text(dice));
            case IPIP -> Frames.ip(from, to, Wire.IPIP, ByteBuffer.allocate(28).put((byte) 0x45).put(3, (byte) 28)
                .put(8, (byte) 64).put(9, (byte) 17).putInt(12, 0x0a00_0001).putInt(16, 0x0a01_0001).array());
            case SIX_IN_FOUR -> Frames.ip(from, to, Wire.IPV6, ByteBuffer.allocate(48).put((byte) 0x60)
                .put(5, (byte) 8).put(6, (byte) 17).putLong(8, 0x2001_0db8_0000_0001L)
                .putLong(24, 0x2001_0db8_0000_0002L).array());
            default -> Frames.ip(from, to, Wire.L2TP, ByteBuffer.allocate(12).putInt(spi).putInt(sequence).array());
        };
    }

    @Override
    void keepOpen(final byte[] sent, final boolean watched, final Instant now) {
        promise(now.plusSeconds(key().kind().seconds()));
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.TunnelFrames;

/** Packets outside of conversations: ICMP errors, and what nobody has asked for. */
final class Strangers {
    private static final int FRAGMENTATION_NEEDED = 4;
    private static final int UNREACHABLE = 3;
    private static final int PORT_UNREACHABLE = 3;
    private static final int SHORT_QUOTE = 8;
    private static final int HALF_A_TCP_CHECKSUM = 17;

    private Strangers() {
        // only functions
    }

    /** From some server to some address of the pool. */
    static byte[] packet(final Action.StrangerSends send) {
        final var from = Network.server(send.server());
        final var to = Network.pool(send.external());
        final int label = send.label();
        return switch (send.protocol()) {
            case Wire.UDP -> Frames.udp(from, 53, to, label, Frames.text("hello"));
            case Wire.TCP -> Frames.tcp(from, 443, to, label, TcpConversation.ACK, Frames.text("hello"));
            case Wire.ICMP -> Frames.icmpEcho(from, to, false, label, 1, Frames.text("hello"));
            case Wire.ESP -> Frames.esp(from, to, 0x3000_0000 | label, 1);
            case Wire.GRE -> label % 2 == 0 ? TunnelFrames.gre(from, to, Frames.text("hello"))
                : TunnelFrames.call(from, to, label, 1, TunnelFrames.ppp());
            default -> Frames.ip(from, to, send.protocol(), Frames.text("hello to nobody"));
        };
    }

    /** Where a packet from outside is addressed to. */
    static Outside.Place place(final byte[] frame) {
        final int protocol = Wire.protocol(frame);
        final boolean call = protocol == Wire.GRE && (Wire.u8(frame, Wire.transport(frame) + 1) & 7) == 1;
        final boolean labelled = call || Wire.hasPorts(protocol) || protocol == Wire.ICMP;
        return new Outside.Place(protocol, Wire.destination(frame), labelled ? Wire.destinationLabel(frame) : 0,
            Wire.source(frame));
    }

    /** A router says that the client's last packet does not fit; null if there was none. */
    static Flight routerComplains(final Conversation about, final int quoted) {
        if (about.lastOutside() == null || !Wire.source(about.lastOutside()).equals(about.external())) {
            return null;
        }
        final var error = Frames.icmpError(Network.ROUTER_ON_THE_WAY, about.external(), UNREACHABLE,
            FRAGMENTATION_NEEDED, about.lastOutside(), quotable(about, quoted));
        return Flight.complaint(about, false, error,
            Patch.of(about.lastSent()).ttl(Wire.ttl(about.lastOutside())).bytes());
    }

    /** The client says that the server's last packet was not wanted; null if there was none. */
    static Flight clientComplains(final Conversation about, final int quoted) {
        if (about.lastInside() == null || !place(about.lastAnswer()).equals(about.place())) {
            return null;
        }
        final var error = Frames.icmpError(about.client(), about.server(), UNREACHABLE, PORT_UNREACHABLE,
            about.lastInside(), quotable(about, quoted));
        return Flight.complaint(about, true, World.fromClient(error, about.client()),
            Patch.of(about.lastAnswer()).ttl(Wire.ttl(about.lastInside())).bytes());
    }

    /**
     * The call IDs in a control message are not translated in a quote; no router quotes as much. Nor is a checksum of
     * which one byte is there, or that of SCTP, which needs the whole packet.
     */
    private static int quotable(final Conversation about, final int quoted) {
        return switch (about.key().kind()) {
            case PPTP, SCTP -> SHORT_QUOTE;
            default -> quoted == HALF_A_TCP_CHECKSUM ? quoted + 1 : quoted;
        };
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import java.util.ArrayList;
import java.util.List;
import org.vpnpassthrough.packet.AhHeader;
import org.vpnpassthrough.packet.Arp;
import org.vpnpassthrough.packet.EspHeader;
import org.vpnpassthrough.packet.GreHeader;
import org.vpnpassthrough.packet.IcmpEcho;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.IcmpOther;
import org.vpnpassthrough.packet.LaterFragment;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Malformed;
import org.vpnpassthrough.packet.NotIp;
import org.vpnpassthrough.packet.OtherProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Parsed;
import org.vpnpassthrough.packet.SctpHeader;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.Transport;
import org.vpnpassthrough.packet.UdpHeader;

/** Says in a few words what each header of a frame says, for those who review a vector. */
final class FrameComments {
    private static final int ETHERNET = 14;
    private static final int ARP_END = ETHERNET + 28;
    private static final int PORTS = 8;
    private static final int SCTP = 12;
    private static final int AH = 12;
    private static final int PLAIN_GRE = 4;

    private FrameComments() {
    }

    static List<HexFrame.Line> lines(final byte[] frame) {
        final Parsed parsed = Packet.parse(frame);
        if (frame.length < ETHERNET) {
            return HexFrame.lines(frame, 0, frame.length, "cut off");
        }
        final List<HexFrame.Line> lines = new ArrayList<>(HexFrame.lines(frame, 0, ETHERNET,
            "Ethernet " + Mac.read(frame, 6) + " > " + Mac.read(frame, 0)));
        switch (parsed) {
            case Packet packet -> lines.addAll(packet(packet));
            case Arp arp -> {
                lines.addAll(HexFrame.lines(frame, ETHERNET, ARP_END, arp.op() == Arp.Operation.REQUEST
                    ? "ARP who has " + arp.targetAddress() + ", tell " + arp.senderAddress()
                    : "ARP " + arp.senderAddress() + " is at " + arp.senderMac()));
                lines.addAll(HexFrame.lines(frame, ARP_END, frame.length, "padding"));
            }
            case NotIp other -> lines.addAll(HexFrame.lines(frame, ETHERNET, frame.length,
                String.format("EtherType 0x%04x", other.etherType())));
            case Malformed malformed -> lines.addAll(HexFrame.lines(frame, ETHERNET, frame.length,
                "malformed " + malformed.flaw()));
        }
        return lines;
    }

    private static List<HexFrame.Line> packet(final Packet packet) {
        final byte[] frame = packet.frame();
        final int transport = packet.transport().offset();
        final int end = packet.ip().end();
        final int payload = Math.min(end, transport + headerLength(packet.transport()));
        final List<HexFrame.Line> lines = new ArrayList<>(HexFrame.lines(frame, ETHERNET, transport,
            "IPv4 " + packet.source() + " > " + packet.destination() + ", TTL " + packet.ip().ttl()
                + (packet.ip().isFragment() ? ", fragment at " + packet.ip().fragmentOffset() : "")));
        lines.addAll(HexFrame.lines(frame, transport, payload, words(packet.transport())));
        lines.addAll(HexFrame.lines(frame, payload, end, payload == transport ? words(packet.transport()) : ""));
        lines.addAll(HexFrame.lines(frame, end, frame.length, "padding"));
        return lines;
    }

    private static int headerLength(final Transport transport) {
        return switch (transport) {
            case TcpHeader tcp -> tcp.headerLength();
            case UdpHeader udp -> PORTS;
            case SctpHeader sctp -> SCTP;
            case IcmpEcho echo -> PORTS;
            case IcmpError error -> PORTS;
            case IcmpOther other -> PORTS;
            case EspHeader esp -> PORTS;
            case AhHeader ah -> AH;
            case GreHeader.Plain gre -> PLAIN_GRE;
            case GreHeader.Enhanced gre -> PORTS;
            case OtherProtocol other -> 0;
            case LaterFragment later -> 0;
        };
    }

    private static String words(final Transport transport) {
        return switch (transport) {
            case TcpHeader tcp -> "TCP " + tcp.sourcePort() + " > " + tcp.destinationPort() + flags(tcp.flags());
            case UdpHeader udp -> "UDP " + udp.sourcePort() + " > " + udp.destinationPort();
            case SctpHeader sctp -> "SCTP " + sctp.sourcePort() + " > " + sctp.destinationPort();
            case IcmpEcho echo -> "ICMP echo " + (echo.request() ? "request" : "reply") + ", id " + echo.id()
                + ", sequence " + echo.sequence();
            case IcmpError error -> "ICMP type " + error.type() + ", code " + error.code() + ", quoting "
                + error.quoted().ip().source() + " > " + error.quoted().ip().destination();
            case IcmpOther other -> "ICMP type " + other.type() + ", code " + other.code();
            case EspHeader esp -> String.format("ESP SPI 0x%08x, sequence %d", esp.spi(), esp.sequence());
            case AhHeader ah -> String.format("AH SPI 0x%08x, sequence %d", ah.spi(), ah.sequence());
            case GreHeader.Plain gre -> String.format("GRE, protocol 0x%04x", gre.protocol());
            case GreHeader.Enhanced gre -> "GRE call " + gre.callId();
            case OtherProtocol other -> "protocol " + other.protocol();
            case LaterFragment later -> "later fragment";
        };
    }

    private static String flags(final int flags) {
        final StringBuilder words = new StringBuilder();
        final String[] names = {"FIN", "SYN", "RST", "PSH", "ACK", "URG"};
        for (int bit = 0; bit < names.length; bit++) {
            if ((flags & 1 << bit) != 0) {
                words.append(", ").append(names[bit]);
            }
        }
        return words.toString();
    }
}

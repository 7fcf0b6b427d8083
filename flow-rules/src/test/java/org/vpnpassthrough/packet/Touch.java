/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Objects;

/** Asks everything that can be asked of a parsed frame, and checks that no answer points outside of it. */
public final class Touch {
    private Touch() {
        // only a function
    }

    /** Fails with an exception if an accessor does, or if a range is not within the frame. */
    public static void everything(byte[] frame, Parsed parsed) {
        Objects.requireNonNull(parsed.toString());
        if (parsed instanceof Arp arp) {
            arp.frame();
        } else if (parsed instanceof Packet packet) {
            packet.ethernetSource();
            packet.ethernetDestination();
            Objects.checkFromToIndex(packet.ip().payloadOffset(), packet.ip().end(), frame.length);
            transport(packet, packet.transport(), packet.ip().end());
            rewrite(packet);
            answer(packet);
        }
    }

    private static void transport(Packet packet, Transport transport, int end) {
        final var frame = packet.frame();
        switch (transport) {
            case UdpHeader udp -> {
                range(udp.offset(), UdpHeader.HEADER, end);
                range(udp.payloadOffset(), udp.payloadLength(), end);
                IkeMessage.of(packet, udp).ifPresent(ike -> ike(frame, ike, udp));
                if (NattDatagram.of(packet, udp) instanceof NattDatagram.Ike natt) {
                    ike(frame, natt.message(), udp);
                }
                L2tpDatagram.of(packet, udp);
                L2tpDatagram.parse(frame, udp.payloadOffset(), udp.payloadLength());
                IkeMessage.parse(frame, udp.payloadOffset(), udp.payloadLength());
                NattDatagram.parse(frame, udp.payloadOffset(), udp.payloadLength());
            }
            case TcpHeader tcp -> {
                range(tcp.payloadOffset(), tcp.payloadLength(), end);
                range(tcp.offset(), tcp.holdsChecksum() ? 18 : 8, end);
                tcp.isIntact(packet);
                PptpMessage.parse(frame, tcp.payloadOffset(), tcp.payloadLength());
                pptp(packet, tcp);
            }
            case IcmpError error -> {
                range(error.quoted().ip().offset(), error.quoted().ip().headerLength(), end);
                range(error.quoted().transport().offset(), 8, end);
                transport(packet, error.quoted().transport(), end);
            }
            case SctpHeader sctp -> range(sctp.offset(), 8, sctp.isWhole() ? sctp.end() : end);
            case IcmpEcho echo -> range(echo.offset(), 8, end);
            case IcmpOther other -> range(other.offset(), 8, end);
            case EspHeader esp -> range(esp.offset(), 8, end);
            case AhHeader ah -> range(ah.offset(), 8, end);
            case GreHeader.Plain gre -> range(gre.offset(), 4, end);
            case GreHeader.Enhanced gre -> range(gre.offset(), 8, end);
            case OtherProtocol other -> range(other.offset(), 0, end);
            case LaterFragment later -> range(later.offset(), 0, end);
        }
    }

    private static void pptp(Packet packet, TcpHeader tcp) {
        final int sequence = tcp.payloadSequence();
        if (PptpStream.startingAt(sequence).read(sequence, packet.frame(), tcp.payloadOffset(), tcp.payloadLength())
                instanceof PptpSegment.Read read) {
            read.stream().edits(sequence, tcp.payloadLength());
        }
    }

    private static void ike(byte[] frame, IkeMessage message, UdpHeader udp) {
        IkeClearText.of(frame, message).ifPresent(text -> Objects.requireNonNull(text.proposals().toString()));
        message.payloads().forEach(payload -> range(payload.offset(), payload.length(), udp.end()));
    }

    private static void range(int offset, int length, int end) {
        Objects.checkFromIndexSize(offset, length, end);
    }

    private static void rewrite(Packet packet) {
        final var rewrite = Rewrite.of(packet).source(Frames.PUBLIC_ADDRESS).destination(Frames.CLIENT).ttl(1);
        if (packet.transport() instanceof UdpHeader || packet.transport() instanceof TcpHeader
                || packet.transport() instanceof SctpHeader sctp && sctp.isWhole()) {
            rewrite.sourcePort(1).destinationPort(0xffff);
            if (packet.transport() instanceof TcpHeader tcp) {
                rewrite.tcpPayload(0, new byte[tcp.payloadLength()]);
            }
        } else if (packet.transport() instanceof GreHeader.Enhanced) {
            rewrite.callId(0xffff);
        } else if (packet.transport() instanceof IcmpEcho) {
            rewrite.icmpId(0xffff);
        } else if (packet.transport() instanceof IcmpError error) {
            rewrite.quotedSource(Frames.PUBLIC_ADDRESS).quotedDestination(Frames.CLIENT);
            if (error.quoted().transport() instanceof UdpHeader || error.quoted().transport() instanceof TcpHeader
                    || error.quoted().transport() instanceof SctpHeader
                    || error.quoted().transport() instanceof IcmpEcho) {
                rewrite.quotedSourceLabel(1).quotedDestinationLabel(0xffff);
            } else if (error.quoted().transport() instanceof GreHeader.Enhanced) {
                rewrite.quotedDestinationLabel(0xffff);
            }
        }
        rewrite.bytes();
    }

    private static void answer(Packet packet) {
        IcmpReply.mayAnswer(packet);
        IcmpReply.timeExceeded(packet, Frames.ROUTER);
        if (packet.transport() instanceof IcmpEcho echo && echo.request() && !packet.ip().isFragment()) {
            IcmpReply.echoReply(packet);
        }
    }
}

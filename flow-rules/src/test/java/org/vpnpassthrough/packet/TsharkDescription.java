/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What our parser sees, in the words of tshark. */
final class TsharkDescription {
    private final Map<String, String> fields = new LinkedHashMap<>();
    private boolean announced;

    /** Nothing but the names of the fields. */
    TsharkDescription(List<String> names) {
        names.forEach(field -> fields.put(field, ""));
    }

    /** The values by the names of their fields, several of one field separated by commas. */
    Map<String, String> fields() {
        return fields;
    }

    /** Whether IKE in clear text says that its sender knows NAT traversal. */
    boolean announced() {
        return announced;
    }

    private void add(String field, Object value) {
        fields.merge(field, value.toString(), (before, more) -> before.isEmpty() ? more : before + "," + more);
    }

    void describe(byte[] frame) {
        add("eth.src", Mac.read(frame, 6));
        add("eth.dst", Mac.read(frame, 0));
        switch (Packet.parse(frame)) {
            case Packet packet -> {
                add("eth.type", "0x0800");
                ip(packet.ip());
                transport(packet, packet.transport());
            }
            case Arp arp -> {
                add("eth.type", "0x0806");
                add("arp.opcode", arp.op() == Arp.Operation.REQUEST ? 1 : 2);
                add("arp.src.hw_mac", arp.senderMac());
                add("arp.src.proto_ipv4", arp.senderAddress());
                add("arp.dst.hw_mac", arp.targetMac());
                add("arp.dst.proto_ipv4", arp.targetAddress());
            }
            case NotIp other -> add("eth.type", other);
            case Malformed broken -> add("eth.type", broken);
        }
    }

    private void ip(Ipv4Header ip) {
        add("ip.src", ip.source());
        add("ip.dst", ip.destination());
        add("ip.hdr_len", ip.headerLength());
        add("ip.len", ip.totalLength());
        add("ip.id", "0x%04x".formatted(ip.identification()));
        add("ip.ttl", ip.ttl());
        add("ip.proto", ip.protocol());
        add("ip.flags.df", ip.dontFragment() ? 1 : 0);
        add("ip.flags.mf", ip.moreFragments() ? 1 : 0);
    }

    private void transport(Packet packet, Transport transport) {
        switch (transport) {
            case UdpHeader udp -> udp(packet, udp);
            case TcpHeader tcp -> {
                add("tcp.srcport", tcp.sourcePort());
                add("tcp.dstport", tcp.destinationPort());
                if (transport == packet.transport()) {
                    add("tcp.seq_raw", Integer.toUnsignedString(tcp.sequence()));
                }
                if (tcp.destinationPort() == 1723) {
                    pptp(PptpMessage.parse(packet.frame(), tcp.payloadOffset(), tcp.payloadLength()).orElseThrow());
                }
                if (tcp.headerLength() != 0) {
                    add("tcp.hdr_len", tcp.headerLength());
                    add("tcp.flags", "0x%04x".formatted(tcp.flags()));
                }
            }
            case SctpHeader sctp -> {
                add("sctp.srcport", sctp.sourcePort());
                add("sctp.dstport", sctp.destinationPort());
                add("sctp.verification_tag", "0x%08x".formatted(sctp.verificationTag()));
            }
            case IcmpEcho echo -> {
                icmp(echo.request() ? 8 : 0, 0);
                add("icmp.ident", echo.id());
                add("icmp.seq", echo.sequence());
            }
            case IcmpError error -> {
                icmp(error.type(), error.code());
                ip(error.quoted().ip());
                transport(packet, error.quoted().transport());
            }
            case IcmpOther other -> {
                icmp(other.type(), other.code());
                // the only one of the samples is a timestamp, which has both where an echo has them
                add("icmp.ident", Bytes.u16(packet.frame(), other.offset() + 4));
                add("icmp.seq", Bytes.u16(packet.frame(), other.offset() + 6));
            }
            case EspHeader esp -> esp(esp);
            case AhHeader ah -> {
                add("ah.next_header", ah.nextHeader());
                add("ah.spi", "0x%08x".formatted(ah.spi()));
                add("ah.sequence", Integer.toUnsignedString(ah.sequence()));
            }
            case GreHeader gre -> gre(gre);
            case OtherProtocol other -> assertEquals(packet.ip().protocol(), other.protocol());
            case LaterFragment later -> assertEquals(packet.ip().payloadOffset(), later.offset());
        }
    }

    private void udp(Packet packet, UdpHeader udp) {
        add("udp.srcport", udp.sourcePort());
        add("udp.dstport", udp.destinationPort());
        add("udp.length", udp.length());
        if (udp.destinationPort() == 500) {
            ike(packet.frame(), IkeMessage.of(packet, udp).orElseThrow());
        } else if (udp.destinationPort() == 1701) {
            switch (L2tpDatagram.of(packet, udp)) {
                case L2tpHeader l2tp -> l2tp(l2tp);
                case L2tpDatagram.OtherVersion other -> add("l2tp.version", other.version());
                case Malformed broken -> add("l2tp.version", broken);
            }
        } else if (udp.destinationPort() == 4500) {
            switch (NattDatagram.of(packet, udp)) {
                case NattDatagram.Ike natt -> ike(packet.frame(), natt.message());
                case NattDatagram.Esp natt -> esp(natt.header());
                case NattDatagram.Keepalive keepalive -> add("udpencap.nat_keepalive", 1);
                case NattDatagram.Empty empty -> add("udpencap.nat_keepalive", empty);
                case Malformed broken -> add("udpencap.nat_keepalive", broken);
            }
        }
    }

    private void icmp(int type, int code) {
        add("icmp.type", type);
        add("icmp.code", code);
    }

    private void esp(EspHeader esp) {
        add("esp.spi", "0x%08x".formatted(esp.spi()));
        add("esp.sequence", Integer.toUnsignedString(esp.sequence()));
    }

    private void gre(GreHeader header) {
        add("gre.flags.version", header.version());
        switch (header) {
            case GreHeader.Plain gre -> {
                add("gre.proto", "0x%04x".formatted(gre.protocol()));
                gre.key().ifPresent(key -> add("gre.key", "0x%08x".formatted(key)));
                gre.sequence().ifPresent(number -> add("gre.sequence_number", Integer.toUnsignedString(number)));
            }
            case GreHeader.Enhanced gre -> {
                add("gre.proto", "0x880b");
                add("gre.key.payload_length", gre.payloadLength());
                add("gre.key.call_id", gre.callId());
                gre.sequence().ifPresent(number -> add("gre.sequence_number", Integer.toUnsignedString(number)));
                gre.acknowledgement().ifPresent(number -> add("gre.ack_number", Integer.toUnsignedString(number)));
            }
        }
    }

    private void l2tp(L2tpHeader l2tp) {
        add("l2tp.type", l2tp.control() ? 1 : 0);
        add("l2tp.version", 2);
        l2tp.length().ifPresent(length -> add("l2tp.length", length));
        add("l2tp.tunnel", l2tp.tunnelId());
        add("l2tp.session", l2tp.sessionId());
        l2tp.ns().ifPresent(number -> add("l2tp.Ns", number));
        l2tp.nr().ifPresent(number -> add("l2tp.Nr", number));
        l2tp.messageType().ifPresent(type -> add("l2tp.avp.message_type", type));
    }

    private void pptp(PptpMessage message) {
        add("pptp.length", message.type().length());
        add("pptp.control_message_type", message.type().number());
        message.callId().ifPresent(id -> add("pptp.call_id", id));
        message.peerCallId().ifPresent(id -> add("pptp.peer_call_id", id));
        message.result().ifPresent(result -> add(switch (message.type()) {
            case START_CONTROL_CONNECTION_REPLY -> "pptp.control_result";
            case STOP_CONTROL_CONNECTION_REQUEST -> "pptp.reason";
            case STOP_CONTROL_CONNECTION_REPLY -> "pptp.stop_result";
            case ECHO_REPLY -> "pptp.echo_result";
            case OUTGOING_CALL_REPLY -> "pptp.out_result";
            case INCOMING_CALL_REPLY -> "pptp.in_result";
            case CALL_DISCONNECT_NOTIFY -> "pptp.disc_result";
            default -> throw new AssertionError(message);
        }, result));
    }

    private void ike(byte[] frame, IkeMessage ike) {
        clearText(IkeClearText.of(frame, ike).orElseThrow());
        announced = ike.announcesNatTraversal();
        add("isakmp.ispi", "%016x".formatted(ike.initiatorSpi()));
        add("isakmp.rspi", "%016x".formatted(ike.responderSpi()));
        add("isakmp.version", "0x%d0".formatted(ike.majorVersion()));
        add("isakmp.exchangetype", ike.exchangeType());
        add("isakmp.messageid", "0x%08x".formatted(ike.messageId()));
        add("isakmp.length", ike.length());
        ike.payloads().forEach(payload -> add("isakmp.typepayload", payload.type()));
        if (ike.isEncrypted() && ike.majorVersion() == 2) {
            // tshark counts the payload that holds the encrypted ones, we stop at the header
            add("isakmp.typepayload", ike.nextPayload());
        }
    }

    private void clearText(IkeClearText text) {
        text.keyExchangeGroup().ifPresent(group -> add("isakmp.key_exchange.dh_group", group));
        text.wantedGroup().ifPresent(group -> add("isakmp.notify.data.accepted_dh_group", group));
        for (final var proposal : text.proposals()) {
            if (proposal.version() == 2) {
                add("isakmp.prop.protoid", proposal.protocol());
            } else if (proposal.number() == 1) {
                // tshark shows the one proposal whose transforms these are
                add("isakmp.prop.protoid", proposal.protocol());
            }
            proposal.lifeSeconds().ifPresent(seconds -> add("isakmp.ike.attr.life_duration", seconds));
            proposal.transforms().forEach(this::transform);
        }
    }

    private void transform(IkeTransform transform) {
        if (transform.version() == 1) {
            add(switch (transform.type()) {
                case IkeTransform.V1_ENCRYPTION -> "isakmp.ike.attr.encryption_algorithm";
                case IkeTransform.V1_HASH -> "isakmp.ike.attr.hash_algorithm";
                case IkeTransform.V1_AUTHENTICATION -> "isakmp.ike.attr.authentication_method";
                default -> "isakmp.ike.attr.group_description";
            }, transform.id());
        } else {
            add("isakmp.tf.type", transform.type());
            add(switch (transform.type()) {
                case IkeTransform.ENCR -> "isakmp.tf.id.encr";
                case IkeTransform.PRF -> "isakmp.tf.id.prf";
                case IkeTransform.INTEG -> "isakmp.tf.id.integ";
                case IkeTransform.DH -> "isakmp.tf.id.dh";
                default -> "isakmp.tf.id.esn";
            }, transform.id());
        }
        if (transform.keyLength() != 0) {
            add(transform.version() == 1 ? "isakmp.ike.attr.key_length" : "isakmp.ike2.attr.key_length",
                transform.keyLength());
        }
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Optional;

/** Chooses the header that follows the IPv4 header. A new protocol is one line in each of the three methods. */
final class TransportParser {
    /** What every quote in an ICMP error holds of the payload (RFC 792). */
    static final int QUOTED_AT_LEAST = 8;

    private static final int FRAGMENT_UNIT = 8;

    private TransportParser() {
        // only functions
    }

    /** Checks and reads the payload of a packet; empty if the header of its protocol is broken. */
    static Optional<? extends Transport> parse(byte[] frame, Ipv4Header ip) {
        if (ip.isLaterFragment()) {
            return laterFragment(ip);
        }
        return switch (ip.protocol()) {
            case IpProtocol.UDP -> UdpHeader.parse(frame, ip);
            case IpProtocol.TCP -> TcpHeader.parse(frame, ip);
            case IpProtocol.ICMP -> IcmpParser.parse(frame, ip);
            case IpProtocol.ESP -> EspHeader.parse(frame, ip.payloadOffset(), ip.end());
            case IpProtocol.AH -> AhHeader.parse(frame, ip);
            case IpProtocol.GRE -> GreParser.parse(frame, ip);
            case IpProtocol.SCTP -> SctpHeader.parse(frame, ip);
            default -> Optional.of(new OtherProtocol(ip.payloadOffset(), ip.protocol()));
        };
    }

    /** What {@link #parse} found broken when it found nothing. */
    static Flaw flaw(Ipv4Header ip) {
        return switch (ip.protocol()) {
            case IpProtocol.UDP -> Flaw.UDP;
            case IpProtocol.TCP -> Flaw.TCP;
            case IpProtocol.ICMP -> Flaw.ICMP;
            case IpProtocol.ESP -> Flaw.ESP;
            case IpProtocol.AH -> Flaw.AH;
            case IpProtocol.GRE -> Flaw.GRE;
            case IpProtocol.SCTP -> Flaw.SCTP;
            default -> Flaw.IPV4;
        };
    }

    /** Reads the beginning of a payload that an ICMP error quotes: of it 8 bytes are there, up to {@code end}. */
    static Transport quoted(byte[] frame, Ipv4Header ip, int end) {
        final int offset = ip.payloadOffset();
        if (ip.isLaterFragment()) {
            return new LaterFragment(offset);
        }
        return switch (ip.protocol()) {
            case IpProtocol.UDP -> UdpHeader.quoted(frame, offset, end);
            case IpProtocol.TCP -> TcpHeader.quoted(frame, offset, end);
            case IpProtocol.ICMP -> IcmpParser.quoted(frame, offset);
            case IpProtocol.ESP -> EspHeader.read(frame, offset);
            case IpProtocol.AH -> AhHeader.quoted(frame, offset, end);
            case IpProtocol.GRE -> GreParser.quoted(frame, offset, end);
            case IpProtocol.SCTP -> SctpHeader.quoted(frame, offset);
            default -> new OtherProtocol(offset, ip.protocol());
        };
    }

    /**
     * A TCP fragment at offset 8 only serves to put other flags into a header that a filter has already seen
     * (RFC 1858 section 4.2), so it is refused.
     */
    private static Optional<LaterFragment> laterFragment(Ipv4Header ip) {
        return ip.protocol() == IpProtocol.TCP && ip.fragmentOffset() == FRAGMENT_UNIT ? Optional.empty()
            : Optional.of(new LaterFragment(ip.payloadOffset()));
    }
}

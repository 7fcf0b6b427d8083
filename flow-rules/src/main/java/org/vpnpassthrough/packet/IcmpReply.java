/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/**
 * ICMP messages that a router sends by itself (RFC 792, RFC 1812 section 4.3). Each goes back the way the packet came:
 * its Ethernet addresses are those of the packet, exchanged.
 */
public final class IcmpReply {
    /** Code of destination unreachable: no route. */
    public static final int NETWORK_UNREACHABLE = 0;
    /** Code of destination unreachable: the last hop has no answer to ARP. */
    public static final int HOST_UNREACHABLE = 1;
    /** Code of destination unreachable: the host does not speak this protocol. */
    public static final int PROTOCOL_UNREACHABLE = 2;
    /** Code of destination unreachable: nobody listens. */
    public static final int PORT_UNREACHABLE = 3;
    /** Code of destination unreachable: a filter forbids it (RFC 1812 section 5.2.7.1). */
    public static final int ADMINISTRATIVELY_PROHIBITED = 13;

    /** Where the message begins: none of ours has IPv4 options. */
    private static final int MESSAGE = Ethernet.HEADER + Ipv4Header.MIN_HEADER;
    private static final int TTL = 64;
    /** An error is at most this long, IPv4 header included (RFC 1812 section 4.3.2.3). */
    private static final int MAX_ERROR = 576;
    /** Precedence "internetwork control" (RFC 1812 section 4.3.2.5). */
    private static final int ERROR_TOS = 0xc0;

    private IcmpReply() {
        // only functions
    }

    /**
     * The answer to an echo request for ourselves: the same id, sequence and data (RFC 792 page 14). IPv4 options of
     * the request are not repeated. A wrong checksum of the request makes a wrong one in the reply.
     *
     * @param request an ICMP echo request that is not a fragment
     * @return a frame
     * @throws IllegalArgumentException if it is anything else
     */
    public static byte[] echoReply(Packet request) {
        if (!(request.transport() instanceof IcmpEcho echo) || !echo.request() || request.ip().isFragment()) {
            throw new IllegalArgumentException("not a whole echo request: " + request);
        }
        final var from = request.frame();
        final int length = request.ip().end() - echo.offset();
        final var frame = new byte[MESSAGE + length];
        System.arraycopy(from, echo.offset(), frame, MESSAGE, length);
        writeHeaders(frame, request, request.destination(), Bytes.u8(from, request.ip().offset() + Ipv4Header.TOS));

        final int type = MESSAGE + IcmpParser.TYPE;
        final int before = Bytes.u16(frame, type);
        Bytes.put8(frame, type, IcmpEcho.REPLY);
        final int checksum = MESSAGE + IcmpParser.CHECKSUM;
        Bytes.put16(frame, checksum, Checksum.update(Bytes.u16(frame, checksum), before, Bytes.u16(frame, type)));
        return frame;
    }

    /**
     * Says that the time to live of a packet has ended here (RFC 792 page 6).
     *
     * @param offending the packet, one that {@link #mayAnswer} allows to be answered
     * @param from own address
     * @return a frame for its sender
     */
    public static byte[] timeExceeded(Packet offending, Ip4 from) {
        return error(IcmpError.TIME_EXCEEDED, 0, offending, from);
    }

    /**
     * Says that a packet does not reach its destination (RFC 792 page 4).
     *
     * @param offending the packet, one that {@link #mayAnswer} allows to be answered
     * @param code why, one of the constants
     * @param from own address
     * @return a frame for its sender
     */
    public static byte[] unreachable(Packet offending, int code, Ip4 from) {
        return error(IcmpError.UNREACHABLE, code, offending, from);
    }

    /**
     * Tells whether an error may be sent about a packet: not about an ICMP error, a later fragment, a packet to a group
     * or from an address that is not one host (RFC 1812 section 4.3.2.7). Directed broadcasts are not recognised here.
     *
     * @param offending the packet
     * @return false if an error about it must not be sent
     */
    public static boolean mayAnswer(Packet offending) {
        final var source = offending.source();
        final var destination = offending.destination();
        final boolean hasOwnHeader = switch (offending.transport()) {
            case IcmpError error -> false;
            // a type we do not know may be an error
            case IcmpOther other -> false;
            case LaterFragment fragment -> false;
            default -> true;
        };
        return hasOwnHeader
            && !offending.ethernetDestination().isMulticast()
            && !destination.isMulticast() && !destination.isBroadcast()
            && !source.isMulticast() && !source.isBroadcast() && !source.isThisNetwork() && !source.isLoopback();
    }

    private static byte[] error(int type, int code, Packet offending, Ip4 from) {
        final int headers = Ipv4Header.MIN_HEADER + IcmpError.QUOTE;
        final int quoteLength = Math.min(offending.ip().totalLength(), MAX_ERROR - headers);
        final var frame = new byte[Ethernet.HEADER + headers + quoteLength];
        Bytes.put8(frame, MESSAGE + IcmpParser.TYPE, type);
        Bytes.put8(frame, MESSAGE + IcmpParser.CODE, code);
        System.arraycopy(offending.frame(), offending.ip().offset(), frame, MESSAGE + IcmpError.QUOTE, quoteLength);
        Bytes.put16(frame, MESSAGE + IcmpParser.CHECKSUM, Checksum.of(frame, MESSAGE, frame.length));
        writeHeaders(frame, offending, from, ERROR_TOS);
        return frame;
    }

    private static void writeHeaders(byte[] frame, Packet cause, Ip4 from, int tos) {
        Ethernet.write(frame, cause.ethernetDestination(), cause.ethernetSource(), Ethernet.TYPE_IPV4);
        final int ip = Ethernet.HEADER;
        Bytes.put8(frame, ip + Ipv4Header.VERSION_AND_LENGTH, 0x45);
        Bytes.put8(frame, ip + Ipv4Header.TOS, tos);
        Bytes.put16(frame, ip + Ipv4Header.TOTAL_LENGTH, frame.length - ip);
        // never to be fragmented, so the identification may stay 0 (RFC 6864 section 4.1)
        Bytes.put16(frame, ip + Ipv4Header.FLAGS_AND_FRAGMENT, Ipv4Header.DF);
        Bytes.put8(frame, ip + Ipv4Header.TTL, TTL);
        Bytes.put8(frame, ip + Ipv4Header.PROTOCOL, IpProtocol.ICMP);
        from.write(frame, ip + Ipv4Header.SOURCE);
        cause.source().write(frame, ip + Ipv4Header.DESTINATION);
        Bytes.put16(frame, ip + Ipv4Header.CHECKSUM, Checksum.of(frame, ip, ip + Ipv4Header.MIN_HEADER));
    }
}

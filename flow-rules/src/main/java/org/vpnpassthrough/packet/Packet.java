/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/** An IPv4 packet in an Ethernet frame. It has been checked once, so nothing that is asked of it can fail. */
public final class Packet implements Parsed {
    private final byte[] frame;
    private final Ipv4Header ip;
    private final Transport transport;

    private Packet(byte[] frame, Ipv4Header ip, Transport transport) {
        this.frame = frame;
        this.ip = ip;
        this.transport = transport;
    }

    /**
     * Finds out what a frame is. Never throws, whatever the bytes.
     *
     * @param frame from the destination address on, without the frame check sequence; not null; belongs to the result
     *     from now on and must not be changed
     * @return a packet, an ARP packet, something else, or the header that is broken
     */
    public static Parsed parse(byte[] frame) {
        if (frame.length < Ethernet.HEADER) {
            return new Malformed(Flaw.ETHERNET);
        }
        final int type = Bytes.u16(frame, Ethernet.TYPE);
        return switch (type) {
            case Ethernet.TYPE_IPV4 -> parseIpv4(frame);
            case Ethernet.TYPE_ARP -> Arp.parse(frame, Ethernet.HEADER);
            default -> new NotIp(type);
        };
    }

    private static Parsed parseIpv4(byte[] frame) {
        final var ip = Ipv4Header.parse(frame, Ethernet.HEADER);
        if (ip.isEmpty()) {
            return new Malformed(Flaw.IPV4);
        }
        final var header = ip.orElseThrow();
        return TransportParser.parse(frame, header)
            .<Parsed>map(transport -> new Packet(frame, header, transport))
            .orElseGet(() -> new Malformed(TransportParser.flaw(header)));
    }

    /**
     * The frame.
     *
     * @return the very bytes that were parsed, not to be modified; those past {@link Ipv4Header#end()} are padding
     */
    public byte[] frame() {
        return frame;
    }

    /**
     * The station that sent the frame.
     *
     * @return the Ethernet source address
     */
    public Mac ethernetSource() {
        return Mac.read(frame, Ethernet.SOURCE);
    }

    /**
     * The station that the frame is for.
     *
     * @return the Ethernet destination address
     */
    public Mac ethernetDestination() {
        return Mac.read(frame, Ethernet.DESTINATION);
    }

    /**
     * The IPv4 header.
     *
     * @return never null
     */
    public Ipv4Header ip() {
        return ip;
    }

    /**
     * What follows the IPv4 header.
     *
     * @return never null
     */
    public Transport transport() {
        return transport;
    }

    /**
     * Where the packet says that it comes from.
     *
     * @return the IPv4 source address
     */
    public Ip4 source() {
        return ip.source();
    }

    /**
     * Where the packet goes.
     *
     * @return the IPv4 destination address
     */
    public Ip4 destination() {
        return ip.destination();
    }

    @Override
    public String toString() {
        return ip.source() + " > " + ip.destination() + " " + transport;
    }
}

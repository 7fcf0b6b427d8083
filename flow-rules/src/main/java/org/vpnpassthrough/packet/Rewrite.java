/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import org.vpnpassthrough.packet.SummedBytes.Sum;

/**
 * A copy of a packet on its way to be translated. Every change brings all checksums over it up to date by difference
 * (RFC 1624): a wrong checksum stays wrong, a UDP checksum of 0 (none) stays 0.
 *
 * <p>Changes may be made in any order and repeatedly. A change that the packet has no field for is an
 * {@link IllegalStateException}, a number outside its field an {@link IllegalArgumentException}.
 */
public final class Rewrite {
    private static final int MAX_LABEL = 0xffff;
    private static final int MAX_TTL = 0xff;

    private final Packet packet;
    private final byte[] frame;
    private final SummedBytes bytes;

    private Rewrite(Packet packet) {
        this.packet = packet;
        frame = packet.frame().clone();
        bytes = packet.transport() instanceof IcmpError error
            ? SummedBytes.aroundQuote(frame, error.offset() + IcmpParser.CHECKSUM) : new SummedBytes(frame);
    }

    /**
     * Begins with an unchanged copy.
     *
     * @param packet to be translated; it stays as it is
     * @return the copy
     */
    public static Rewrite of(Packet packet) {
        return new Rewrite(packet);
    }

    /**
     * Sets the Ethernet addresses.
     *
     * @param source of the frame
     * @param destination of the frame
     * @return this
     */
    public Rewrite ethernet(Mac source, Mac destination) {
        source.write(frame, Ethernet.SOURCE);
        destination.write(frame, Ethernet.DESTINATION);
        return this;
    }

    /**
     * Sets the IPv4 source address.
     *
     * @param address the new one
     * @return this
     */
    public Rewrite source(Ip4 address) {
        address(packet.ip(), packet.transport(), Ipv4Header.SOURCE, address);
        return this;
    }

    /**
     * Sets the IPv4 destination address.
     *
     * @param address the new one
     * @return this
     */
    public Rewrite destination(Ip4 address) {
        address(packet.ip(), packet.transport(), Ipv4Header.DESTINATION, address);
        return this;
    }

    /**
     * Sets the time to live.
     *
     * @param ttl 0 to 255
     * @return this
     */
    public Rewrite ttl(int ttl) {
        requireAtMost(MAX_TTL, ttl);
        final int at = packet.ip().offset() + Ipv4Header.TTL;
        final int protocol = packet.ip().protocol();
        bytes.word(at, ttl << 8 | protocol, new Sum(packet.ip().offset() + Ipv4Header.CHECKSUM, 0));
        return this;
    }

    /**
     * Sets what the fragments of one datagram have in common.
     *
     * @param identification 0 to 65535
     * @return this
     */
    public Rewrite identification(int identification) {
        requireAtMost(MAX_LABEL, identification);
        final int ip = packet.ip().offset();
        bytes.word(ip + Ipv4Header.IDENTIFICATION, identification, new Sum(ip + Ipv4Header.CHECKSUM, 0));
        return this;
    }

    /**
     * Sets the source port of UDP, TCP or SCTP; of SCTP only where the whole packet is there.
     *
     * @param port 0 to 65535
     * @return this
     */
    public Rewrite sourcePort(int port) {
        ownPort(true, port);
        return this;
    }

    /**
     * Sets the destination port of UDP, TCP or SCTP; of SCTP only where the whole packet is there.
     *
     * @param port 0 to 65535
     * @return this
     */
    public Rewrite destinationPort(int port) {
        ownPort(false, port);
        return this;
    }

    /**
     * Sets the id of an ICMP echo.
     *
     * @param id 0 to 65535
     * @return this
     */
    public Rewrite icmpId(int id) {
        if (!(packet.transport() instanceof IcmpEcho echo)) {
            throw noField("ICMP id", packet.transport());
        }
        label(echo.offset() + IcmpEcho.ID, id, echo);
        return this;
    }

    /**
     * Sets the call ID of the receiver in the GRE header of a PPTP call. No checksum covers it.
     *
     * @param id 0 to 65535
     * @return this
     */
    public Rewrite callId(int id) {
        if (!(packet.transport() instanceof GreHeader.Enhanced gre)) {
            throw noField("GRE call ID", packet.transport());
        }
        label(gre.offset() + GreHeader.Enhanced.CALL_ID, id, gre);
        return this;
    }

    /**
     * Sets bytes of the payload of TCP. Its length stays.
     *
     * @param at offset of the first byte in the payload, 0 or more
     * @param replacement what is there afterwards
     * @return this
     * @throws IllegalArgumentException if the payload does not hold all these bytes
     */
    public Rewrite tcpPayload(int at, byte... replacement) {
        if (!(packet.transport() instanceof TcpHeader tcp)) {
            throw noField("TCP payload", packet.transport());
        }
        if (at < 0 || at > tcp.payloadLength() - replacement.length) {
            throw new IllegalArgumentException(replacement.length + " bytes at " + at + " are not in " + tcp);
        }
        for (int i = 0; i < replacement.length; i++) {
            bytes.octet(tcp.payloadOffset() + at + i, replacement[i], overPseudoHeader(tcp));
        }
        return this;
    }

    /**
     * Sets the source address of the packet that an ICMP error quotes.
     *
     * @param address the new one
     * @return this
     */
    public Rewrite quotedSource(Ip4 address) {
        final var quoted = quoted();
        address(quoted.ip(), quoted.transport(), Ipv4Header.SOURCE, address);
        return this;
    }

    /**
     * Sets the destination address of the packet that an ICMP error quotes.
     *
     * @param address the new one
     * @return this
     */
    public Rewrite quotedDestination(Ip4 address) {
        final var quoted = quoted();
        address(quoted.ip(), quoted.transport(), Ipv4Header.DESTINATION, address);
        return this;
    }

    /**
     * Sets the label of the source in the packet that an ICMP error quotes.
     *
     * @param portOrIcmpId the source port of UDP, TCP or SCTP, or the id of an ICMP echo, 0 to 65535
     * @return this
     */
    public Rewrite quotedSourceLabel(int portOrIcmpId) {
        quotedLabel(true, portOrIcmpId);
        return this;
    }

    /**
     * Sets the label of the destination in the packet that an ICMP error quotes.
     *
     * @param label the destination port of UDP, TCP or SCTP, the id of an ICMP echo, or the call ID of GRE
     * @return this
     */
    public Rewrite quotedDestinationLabel(int label) {
        quotedLabel(false, label);
        return this;
    }

    /**
     * The frame as it is now.
     *
     * @return a fresh array of the length of the original frame
     */
    public byte[] bytes() {
        return frame.clone();
    }

    private Quoted quoted() {
        if (packet.transport() instanceof IcmpError error) {
            return error.quoted();
        }
        throw noField("quoted packet", packet.transport());
    }

    private void quotedLabel(boolean ofSource, int value) {
        switch (quoted().transport()) {
            case IcmpEcho echo -> label(echo.offset() + IcmpEcho.ID, value, echo);
            // the ID is the receiver's, so it labels the destination
            case GreHeader.Enhanced gre when !ofSource -> label(gre.offset() + GreHeader.Enhanced.CALL_ID, value, gre);
            default -> port(quoted().transport(), ofSource, value);
        }
    }

    private void ownPort(boolean ofSource, int value) {
        if (!(packet.transport() instanceof SctpHeader sctp)) {
            port(packet.transport(), ofSource, value);
        } else if (sctp.isWhole()) {
            final int before = sctp.computeChecksum(frame);
            port(sctp, ofSource, value);
            // the CRC is linear: what was wrong before is as wrong afterwards
            final int at = sctp.offset() + SctpHeader.CHECKSUM;
            Bytes.put32(frame, at, Bytes.i32(frame, at) ^ before ^ sctp.computeChecksum(frame));
        } else {
            throw noField("whole SCTP packet", sctp);
        }
    }

    private void port(Transport transport, boolean ofSource, int value) {
        final int field = switch (transport) {
            case UdpHeader udp -> ofSource ? UdpHeader.SOURCE_PORT : UdpHeader.DESTINATION_PORT;
            case TcpHeader tcp -> ofSource ? TcpHeader.SOURCE_PORT : TcpHeader.DESTINATION_PORT;
            case SctpHeader sctp -> ofSource ? SctpHeader.SOURCE_PORT : SctpHeader.DESTINATION_PORT;
            default -> throw noField("port", transport);
        };
        label(transport.offset() + field, value, transport);
    }

    private void label(int at, int value, Transport transport) {
        requireAtMost(MAX_LABEL, value);
        bytes.word(at, value, transport instanceof IcmpEcho echo ? new Sum(echo.offset() + IcmpParser.CHECKSUM, 0)
            : overPseudoHeader(transport));
    }

    private void address(Ipv4Header ip, Transport transport, int field, Ip4 address) {
        final int at = ip.offset() + field;
        final var header = new Sum(ip.offset() + Ipv4Header.CHECKSUM, 0);
        final var pseudoHeader = overPseudoHeader(transport);
        bytes.word(at, address.bits() >>> 16, header, pseudoHeader);
        bytes.word(at + 2, address.bits() & 0xffff, header, pseudoHeader);
    }

    /** Only UDP and TCP have the addresses under their checksum; ICMP, ESP and GRE have not. */
    private static Sum overPseudoHeader(Transport transport) {
        return switch (transport) {
            case UdpHeader udp when udp.checksum() != 0 -> new Sum(udp.offset() + UdpHeader.CHECKSUM, 0xffff);
            case TcpHeader tcp when tcp.holdsChecksum() -> new Sum(tcp.offset() + TcpHeader.CHECKSUM, 0);
            default -> Sum.NONE;
        };
    }

    private static void requireAtMost(int most, int value) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(value + " is not 0 to " + most);
        }
    }

    private static IllegalStateException noField(String field, Transport transport) {
        return new IllegalStateException("no " + field + " in " + transport);
    }
}

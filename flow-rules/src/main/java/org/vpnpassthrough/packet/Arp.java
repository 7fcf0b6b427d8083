/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Optional;

/**
 * An ARP packet between Ethernet and IPv4 addresses (RFC 826). Whether its addresses make sense is not judged here.
 *
 * @param op request or reply
 * @param senderMac who speaks
 * @param senderAddress 0.0.0.0 in a probe (RFC 5227 section 2.1.1)
 * @param targetMac of no meaning in a request
 * @param targetAddress who is looked for
 */
public record Arp(Operation op, Mac senderMac, Ip4 senderAddress, Mac targetMac, Ip4 targetAddress)
        implements Parsed {
    /** The two operations of RFC 826. */
    public enum Operation {
        /** "Who has the target address?". */
        REQUEST(1),
        /** "The sender has the sender address". */
        REPLY(2);

        private final int code;

        Operation(int code) {
            this.code = code;
        }

        private static Optional<Operation> of(int code) {
            return code == REQUEST.code ? Optional.of(REQUEST) : code == REPLY.code ? Optional.of(REPLY)
                : Optional.empty();
        }
    }

    private static final int FIXED = 0;
    private static final int OPERATION = 6;
    private static final int SENDER_MAC = 8;
    private static final int SENDER_ADDRESS = 14;
    private static final int TARGET_MAC = 18;
    private static final int TARGET_ADDRESS = 24;
    private static final int LENGTH = 28;

    /** Hardware type 1, protocol type 0x0800, address lengths 6 and 4. */
    private static final long ETHERNET_IPV4 = 0x0001_0800_0604L;

    static Parsed parse(byte[] frame, int offset) {
        if (frame.length - offset < LENGTH || Bytes.u48(frame, offset + FIXED) != ETHERNET_IPV4) {
            return new Malformed(Flaw.ARP);
        }
        return Operation.of(Bytes.u16(frame, offset + OPERATION))
            .<Parsed>map(op -> new Arp(op,
                Mac.read(frame, offset + SENDER_MAC), Ip4.read(frame, offset + SENDER_ADDRESS),
                Mac.read(frame, offset + TARGET_MAC), Ip4.read(frame, offset + TARGET_ADDRESS)))
            .orElse(new Malformed(Flaw.ARP));
    }

    /**
     * The question who has an address.
     *
     * @param senderMac who asks
     * @param senderAddress who asks
     * @param wanted the address looked for
     * @return a request
     */
    public static Arp request(Mac senderMac, Ip4 senderAddress, Ip4 wanted) {
        return new Arp(Operation.REQUEST, senderMac, senderAddress, Mac.ZERO, wanted);
    }

    /**
     * The answer to a request.
     *
     * @param request the question
     * @param mac who has the address that the request looks for
     * @return a reply to the sender of the request
     */
    public static Arp replyTo(Arp request, Mac mac) {
        return new Arp(Operation.REPLY, mac, request.targetAddress, request.senderMac, request.senderAddress);
    }

    /**
     * The packet in an Ethernet frame.
     *
     * @param ethSrc source of the frame
     * @param ethDst destination of the frame
     * @return 60 bytes, padded with zeros
     */
    public byte[] frame(Mac ethSrc, Mac ethDst) {
        final var frame = new byte[Ethernet.MIN_FRAME];
        Ethernet.write(frame, ethSrc, ethDst, Ethernet.TYPE_ARP);
        Bytes.put48(frame, Ethernet.HEADER + FIXED, ETHERNET_IPV4);
        Bytes.put16(frame, Ethernet.HEADER + OPERATION, op.code);
        senderMac.write(frame, Ethernet.HEADER + SENDER_MAC);
        senderAddress.write(frame, Ethernet.HEADER + SENDER_ADDRESS);
        targetMac.write(frame, Ethernet.HEADER + TARGET_MAC);
        targetAddress.write(frame, Ethernet.HEADER + TARGET_ADDRESS);
        return frame;
    }

    /**
     * The packet in the Ethernet frame it usually has: from its sender, a request to everybody, a reply to its target.
     *
     * @return 60 bytes, padded with zeros
     */
    public byte[] frame() {
        return frame(senderMac, op == Operation.REQUEST ? Mac.BROADCAST : targetMac);
    }
}

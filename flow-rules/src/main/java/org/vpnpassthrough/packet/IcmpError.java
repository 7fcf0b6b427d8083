/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/**
 * An ICMP message about a packet: destination unreachable, source quench, time exceeded, parameter problem (RFC 792).
 * A redirect is {@link IcmpOther}: it concerns one hop only and is never translated.
 *
 * @param offset first byte of the message in the frame
 * @param type 3, 4, 11 or 12
 * @param code 0 to 255
 * @param quoted the beginning of the packet that it is about
 */
public record IcmpError(int offset, int type, int code, Quoted quoted) implements Transport {
    /** Type of destination unreachable. */
    public static final int UNREACHABLE = 3;
    /** Type of source quench, of no use any more (RFC 6633). */
    public static final int SOURCE_QUENCH = 4;
    /** Type of time exceeded. */
    public static final int TIME_EXCEEDED = 11;
    /** Type of parameter problem. */
    public static final int PARAMETER_PROBLEM = 12;

    /** Code of unreachable: the packet is too big for a link and must not be fragmented (RFC 1191). */
    public static final int FRAGMENTATION_NEEDED = 4;

    static final int QUOTE = 8;
}

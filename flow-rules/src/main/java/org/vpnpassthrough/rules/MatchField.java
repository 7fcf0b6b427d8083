/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import java.util.List;
import java.util.Locale;
import org.vpnpassthrough.packet.IpProtocol;

/**
 * A header field that a rule can match or set (OpenFlow 1.3.5, section 7.2.3), in the order OpenFlow numbers them.
 *
 * <p>OpenFlow reads a field only where it exists: a UDP port needs a match on {@code ip_proto=17}, which in turn needs
 * {@code eth_type=0x0800}. Each field names the one match it needs directly; the rest of the chain follows from that.
 */
public enum MatchField {
    IN_PORT(32),
    ETH_DST(48),
    ETH_SRC(48),
    ETH_TYPE(16),
    IP_PROTO(8, ETH_TYPE, Match.ETH_TYPE_IPV4, false),
    IPV4_SRC(32, ETH_TYPE, Match.ETH_TYPE_IPV4, true),
    IPV4_DST(32, ETH_TYPE, Match.ETH_TYPE_IPV4, true),
    TCP_SRC(16, IP_PROTO, IpProtocol.TCP, false),
    TCP_DST(16, IP_PROTO, IpProtocol.TCP, false),
    UDP_SRC(16, IP_PROTO, IpProtocol.UDP, false),
    UDP_DST(16, IP_PROTO, IpProtocol.UDP, false),
    SCTP_SRC(16, IP_PROTO, IpProtocol.SCTP, false),
    SCTP_DST(16, IP_PROTO, IpProtocol.SCTP, false),
    ICMP_TYPE(8, IP_PROTO, IpProtocol.ICMP, false),
    ICMP_CODE(8, IP_PROTO, IpProtocol.ICMP, false),
    /** Open Networking Foundation's extension 109 to OpenFlow 1.3; in OpenFlow itself from 1.5 on. */
    TCP_FLAGS(12, IP_PROTO, IpProtocol.TCP, true);

    /** All fields, in order. */
    static final List<MatchField> ALL = List.of(values());

    private final int width;
    private final MatchField neededField;
    private final long neededValue;
    private final boolean maskable;

    MatchField(final int width) {
        this(width, null, 0, false);
    }

    MatchField(final int width, final MatchField neededField, final long neededValue, final boolean maskable) {
        this.width = width;
        this.neededField = neededField;
        this.neededValue = neededValue;
        this.maskable = maskable;
    }

    /**
     * The size of the field.
     *
     * @return bits, 8 to 48
     */
    public int width() {
        return width;
    }

    /**
     * The mask of an exact match, which is also the largest value.
     *
     * @return {@link #width()} ones
     */
    public long allOnes() {
        return (1L << width) - 1;
    }

    /**
     * Whether a rule may match part of this field. Our pipeline masks nothing but addresses and TCP flags.
     *
     * @return true for the IPv4 addresses, of which a prefix can be matched, and for the flags, of which any can
     */
    public boolean maskable() {
        return maskable;
    }

    /**
     * Whether a match has what this field needs in order to exist in a packet.
     *
     * @param match the match of the rule that matches or sets this field
     * @return true when the field needs nothing, or the match has the needed field with the needed value
     */
    boolean availableIn(final Match match) {
        return neededField == null
            || match.has(neededField) && match.isExact(neededField) && match.value(neededField) == neededValue;
    }

    /**
     * What {@link #availableIn} asks for, for messages.
     *
     * @return such as {@code ip_proto=17}
     */
    String need() {
        return neededField + "=" + OvsText.value(neededField, neededValue);
    }

    /**
     * Refuses what does not fit the field.
     *
     * @param value the number to match or set
     * @throws IllegalArgumentException when it is negative or has more than {@link #width()} bits
     */
    void checkFits(final long value) {
        if ((value & ~allOnes()) != 0) {
            throw new IllegalArgumentException(this + "=" + value + " does not fit " + width + " bits");
        }
    }

    /**
     * The name that OpenFlow gives the field.
     *
     * @return such as {@code ipv4_src}
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

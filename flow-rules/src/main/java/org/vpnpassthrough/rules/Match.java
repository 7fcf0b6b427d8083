/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Prefix;

/**
 * Which packets a rule is for: an immutable set of fields with the value each must have.
 *
 * <p>A match is made for every new mapping, so it is two small arrays that hold only the fields present, in the order
 * of {@link MatchField}; adding a field copies them. Whether a field exists at all in the packets matched is checked
 * when the match becomes part of a {@link FlowRule}, so fields can be added in any order.
 */
public final class Match {
    /** The EtherType of IPv4. */
    public static final int ETH_TYPE_IPV4 = 0x0800;
    /** The EtherType of ARP (RFC 826). */
    public static final int ETH_TYPE_ARP = 0x0806;

    private static final Match ANY = new Match(0, new long[0], new long[0]);

    /** One bit for each field present, by ordinal. */
    private final int present;
    private final long[] values;
    private final long[] masks;

    private Match(final int present, final long[] values, final long[] masks) {
        this.present = present;
        this.values = values;
        this.masks = masks;
    }

    /**
     * The match of every packet.
     *
     * @return a match without fields
     */
    public static Match any() {
        return ANY;
    }

    /**
     * The match of every ARP packet.
     *
     * @return {@code eth_type=0x0806}
     */
    public static Match arp() {
        return ANY.with(MatchField.ETH_TYPE, ETH_TYPE_ARP);
    }

    /**
     * The match of every IPv4 packet.
     *
     * @return {@code eth_type=0x0800}
     */
    public static Match ip() {
        return ANY.with(MatchField.ETH_TYPE, ETH_TYPE_IPV4);
    }

    /**
     * The match of every IPv4 packet of one protocol.
     *
     * @param protocol the protocol number, 0 to 255
     * @return {@code eth_type=0x0800} and {@code ip_proto}
     */
    public static Match ip(final int protocol) {
        return ip().with(MatchField.IP_PROTO, protocol);
    }

    /**
     * This match narrowed to one value of one more field.
     *
     * @param field a field not yet in this match
     * @param value the number wanted, in the field's width
     * @return the narrower match
     * @throws IllegalArgumentException when the field is there already or the value does not fit it
     */
    public Match with(final MatchField field, final long value) {
        return with(field, value, field.allOnes());
    }

    /**
     * This match narrowed to one address.
     *
     * @param field an address field
     * @param address the address wanted
     * @return the narrower match
     */
    public Match with(final MatchField field, final Ip4 address) {
        return with(field, address.unsigned());
    }

    /**
     * This match narrowed to one Ethernet address.
     *
     * @param field an Ethernet address field
     * @param address the address wanted
     * @return the narrower match
     */
    public Match with(final MatchField field, final Mac address) {
        return with(field, address.bits());
    }

    /**
     * This match narrowed to the addresses of one prefix.
     *
     * @param field an address field
     * @param prefix the addresses wanted; a prefix of length 0 narrows nothing
     * @return the narrower match
     */
    public Match with(final MatchField field, final Prefix prefix) {
        final long ones = field.allOnes();
        return prefix.length() == 0 ? this
            : with(field, prefix.network().unsigned(), ones << 32 - prefix.length() & ones);
    }

    /**
     * This match narrowed to the values of one more field that agree with a value under a mask.
     *
     * @param field a field not yet in this match
     * @param value the bits wanted, zero outside the mask
     * @param mask leading ones as in a prefix, at least one; all ones for an exact match
     * @return the narrower match
     * @throws IllegalArgumentException when the field is there already, the value does not fit it or its mask, or the
     *     mask is not that of a prefix: OpenDaylight has no other for addresses
     */
    public Match with(final MatchField field, final long value, final long mask) {
        field.checkFits(value);
        if (mask != field.allOnes()) {
            checkPrefix(field, value, mask);
        }
        final int bit = 1 << field.ordinal();
        if ((present & bit) != 0) {
            throw new IllegalArgumentException(field + " is in the match already: " + this);
        }
        final int at = Integer.bitCount(present & bit - 1);
        return new Match(present | bit, inserted(values, at, value), inserted(masks, at, mask));
    }

    private static void checkPrefix(final MatchField field, final long value, final long mask) {
        if (!field.maskable()) {
            throw new IllegalArgumentException(field + " cannot be matched with a mask");
        }
        final long rest = field.allOnes() ^ mask;
        if (field == MatchField.TCP_FLAGS ? mask == 0 : mask <= 0 || mask > field.allOnes() || (rest & rest + 1) != 0) {
            throw new IllegalArgumentException(field + " cannot be matched with the mask 0x" + Long.toHexString(mask)
                + ": it must be leading ones, 1 to " + field.width());
        }
        if ((value & rest) != 0) {
            throw new IllegalArgumentException(field + "=" + OvsText.value(field, value)
                + " has bits outside its mask 0x" + Long.toHexString(mask));
        }
    }

    private static long[] inserted(final long[] old, final int at, final long element) {
        final long[] result = new long[old.length + 1];
        System.arraycopy(old, 0, result, 0, at);
        result[at] = element;
        System.arraycopy(old, at, result, at + 1, old.length - at);
        return result;
    }

    /**
     * Whether a field is matched.
     *
     * @param field any field
     * @return true when it is in this match
     */
    public boolean has(final MatchField field) {
        return (present & 1 << field.ordinal()) != 0;
    }

    /**
     * Whether a field is matched without a mask.
     *
     * @param field a field of this match
     * @return true when every bit counts
     * @throws IllegalArgumentException when the field is not in this match
     */
    public boolean isExact(final MatchField field) {
        return masks[index(field)] == field.allOnes();
    }

    /**
     * The value wanted of a field.
     *
     * @param field a field of this match
     * @return its value, zero outside the mask
     * @throws IllegalArgumentException when the field is not in this match
     */
    public long value(final MatchField field) {
        return values[index(field)];
    }

    private int index(final MatchField field) {
        if (!has(field)) {
            throw new IllegalArgumentException(field + " is not in the match: " + this);
        }
        return Integer.bitCount(present & (1 << field.ordinal()) - 1);
    }

    /**
     * Every field with what is wanted of it.
     *
     * @return unmodifiable, in the order of {@link MatchField}; empty for {@link #any()}
     */
    public SortedMap<MatchField, FieldValue> fields() {
        final SortedMap<MatchField, FieldValue> fields = new TreeMap<>();
        int index = 0;
        for (final MatchField field : MatchField.ALL) {
            if (has(field)) {
                fields.put(field, new FieldValue(values[index], masks[index]));
                index++;
            }
        }
        return Collections.unmodifiableSortedMap(fields);
    }

    /**
     * Refuses a match with a field that its packets may not have.
     *
     * @throws IllegalArgumentException naming the field and the match it needs
     */
    void checkPrerequisites() {
        for (final MatchField field : MatchField.ALL) {
            if (has(field) && !field.availableIn(this)) {
                throw new IllegalArgumentException("matching " + field + " needs " + field.need() + " in the match");
            }
        }
    }

    @Override
    public boolean equals(final Object other) {
        return this == other || other instanceof Match match && present == match.present
            && Arrays.equals(values, match.values) && Arrays.equals(masks, match.masks);
    }

    @Override
    public int hashCode() {
        return (present * 31 + Arrays.hashCode(values)) * 31 + Arrays.hashCode(masks);
    }

    /**
     * The match as Open vSwitch prints it.
     *
     * @return such as {@code udp,in_port=1,nw_src=10.0.0.2,tp_dst=500}; empty for {@link #any()}
     */
    @Override
    public String toString() {
        return OvsText.match(this);
    }
}

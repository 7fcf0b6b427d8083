/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

/**
 * What a match wants of one field: the bits under the mask equal the value.
 *
 * @param value the wanted bits, zero outside the mask
 * @param mask the bits that count; {@link MatchField#allOnes()} for an exact match, else the leading ones of a prefix
 */
public record FieldValue(long value, long mask) {
    /**
     * Checks that value and mask belong together.
     *
     * @throws IllegalArgumentException when the value has bits outside the mask; a switch refuses those
     */
    public FieldValue {
        if ((value & ~mask) != 0) {
            throw new IllegalArgumentException("value 0x" + Long.toHexString(value)
                + " has bits outside its mask 0x" + Long.toHexString(mask));
        }
    }

    /**
     * The length of the prefix that the mask stands for.
     *
     * @return the number of ones in the mask; the field's width for an exact match
     */
    public int prefixLength() {
        return Long.bitCount(mask);
    }
}

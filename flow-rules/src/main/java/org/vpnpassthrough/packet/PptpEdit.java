/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/**
 * One byte of a TCP stream that leaves as another one.
 *
 * @param position its sequence number, as a bit pattern
 * @param value the byte that leaves
 */
public record PptpEdit(int position, byte value) {
    /**
     * Where the byte is in a segment that holds it.
     *
     * @param sequence number of the first byte of the payload
     * @return offset in the payload, 0 or more
     */
    public int offsetIn(int sequence) {
        return position - sequence;
    }
}

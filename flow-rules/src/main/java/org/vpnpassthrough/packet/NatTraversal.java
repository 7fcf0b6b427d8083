/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** How a peer says in clear text that it knows IPsec NAT traversal. */
final class NatTraversal {
    private static final int NOTIFY_TYPE = 2;
    private static final int NAT_DETECTION_SOURCE_IP = 16388;
    private static final int NAT_DETECTION_DESTINATION_IP = 16389;

    /** MD5 of the names: RFC 3947, its drafts 03, 02 (with and without a newline in the name), 01 and 00. */
    private static final List<byte[]> VENDOR_IDS = Stream.of(
            "4a131c81070358455c5728f20e95452f",
            "7d9419a65310ca6f2c179d9215529d56",
            "90cb80913ebb696e086381b5ec427b1f",
            "cd60464335df21f87cfdb2fc68b6a448",
            "16f6ca16e4a4066d83821a0f0aeaa862",
            "4485152d18b6bbcd0be8a8469579ddcc")
        .map(HexFormat.of()::parseHex).toList();

    private NatTraversal() {
        // only functions
    }

    /** Version 1: RFC 3947 section 3.1. Version 2: RFC 7296 section 2.23, where both notifies belong together. */
    static boolean isAnnounced(byte[] frame, int version, List<IkePayload> payloads) {
        return version == 1 ? payloads.stream().anyMatch(payload -> isVendorId(frame, payload))
            : payloads.stream().anyMatch(payload -> isNotify(frame, payload, NAT_DETECTION_SOURCE_IP))
                && payloads.stream().anyMatch(payload -> isNotify(frame, payload, NAT_DETECTION_DESTINATION_IP));
    }

    private static boolean isVendorId(byte[] frame, IkePayload payload) {
        return payload.type() == IkePayload.V1_VENDOR_ID && VENDOR_IDS.stream().anyMatch(id ->
            payload.length() >= id.length && Arrays.equals(id, 0, id.length,
                frame, payload.offset(), payload.offset() + id.length));
    }

    private static boolean isNotify(byte[] frame, IkePayload payload, int type) {
        return payload.type() == IkePayload.V2_NOTIFY && payload.length() >= NOTIFY_TYPE + 2
            && Bytes.u16(frame, payload.offset() + NOTIFY_TYPE) == type;
    }
}

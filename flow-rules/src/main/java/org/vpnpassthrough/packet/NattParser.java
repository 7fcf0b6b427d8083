/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.Objects;
import java.util.Optional;

/** Tells apart what may be on UDP port 4500 (RFC 3948 section 2). */
final class NattParser {
    private static final int KEEPALIVE = 0xff;
    private static final int NON_ESP_MARKER = 4;

    /** How IKE behind the marker is read. */
    @FunctionalInterface
    interface IkeParser {
        Optional<IkeMessage> parse(byte[] frame, int offset, int length);
    }

    private NattParser() {
        // only a function
    }

    static NattDatagram parse(byte[] frame, int offset, int length, IkeParser ike) {
        Objects.checkFromIndexSize(offset, length, frame.length);
        if (length == 0) {
            return new NattDatagram.Empty();
        }
        if (length == 1 && Bytes.u8(frame, offset) == KEEPALIVE) {
            return new NattDatagram.Keepalive();
        }
        if (length >= NON_ESP_MARKER && Bytes.i32(frame, offset) == 0) {
            return ike.parse(frame, offset + NON_ESP_MARKER, length - NON_ESP_MARKER)
                .<NattDatagram>map(NattDatagram.Ike::new).orElse(new Malformed(Flaw.IKE));
        }
        if (length < EspHeader.HEADER) {
            return new Malformed(Flaw.NATT);
        }
        return EspHeader.parse(frame, offset, offset + length)
            .<NattDatagram>map(NattDatagram.Esp::new).orElse(new Malformed(Flaw.ESP));
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/**
 * Bytes that break the rules of a header.
 *
 * @param flaw which header
 */
public record Malformed(Flaw flaw) implements Parsed, NattDatagram, L2tpDatagram, PptpSegment {
}

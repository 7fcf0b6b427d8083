/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Builds the bodies of SA payloads for tests, proposal by proposal, and the first messages that hold them. */
public final class IkeSaBytes {
    private final int version;
    private final int protocol;
    private final List<List<String>> proposals = new ArrayList<>();

    private IkeSaBytes(int version, int protocol) {
        this.version = version;
        this.protocol = protocol;
    }

    /** Begins an SA of version 2 for IKE. */
    public static IkeSaBytes v2() {
        return new IkeSaBytes(2, 1);
    }

    /** Begins an SA of version 2 for another protocol, with an SPI of 4 bytes. */
    static IkeSaBytes v2(int protocol) {
        return new IkeSaBytes(2, protocol);
    }

    /** Begins an SA of version 1 for ISAKMP. */
    public static IkeSaBytes v1() {
        return new IkeSaBytes(1, 1);
    }

    /** Begins the next proposal. */
    public IkeSaBytes proposal() {
        proposals.add(new ArrayList<>());
        return this;
    }

    /** Adds a transform of version 2; a key length of 0 is left out. */
    public IkeSaBytes transform(int type, int id, int keyLength) {
        return raw("%02x00%04x".formatted(type, id) + (keyLength == 0 ? "" : "800e%04x".formatted(keyLength)));
    }

    /** Adds a transform of version 2 without a key length. */
    public IkeSaBytes transform(int type, int id) {
        return transform(type, id, 0);
    }

    /** Adds a transform of version 1 that lives for 8 hours; a key length of 0 is left out. */
    public IkeSaBytes suite(int encryption, int keyLength, int hash, int authentication, int group) {
        return raw("%02x010000".formatted(proposals.getLast().size() + 1) + "8001%04x".formatted(encryption)
            + (keyLength == 0 ? "" : "800e%04x".formatted(keyLength))
            + "8002%04x8003%04x8004%04x".formatted(hash, authentication, group) + "800b0001" + "800c7080");
    }

    /** Adds a transform as it comes after its length. */
    IkeSaBytes raw(String hex) {
        proposals.getLast().add(hex);
        return this;
    }

    /** The body of the payload, in hexadecimal. */
    public String hex() {
        final var body = new StringBuilder(version == 1 ? "0000000100000001" : "");
        final var spi = protocol == 1 ? "" : "c0ffee01";
        for (int i = 0; i < proposals.size(); i++) {
            final var transforms = new StringBuilder();
            final var of = proposals.get(i);
            for (int j = 0; j < of.size(); j++) {
                transforms.append("%02x00%04x".formatted(j + 1 < of.size() ? 3 : 0, 4 + of.get(j).length() / 2))
                    .append(of.get(j));
            }
            body.append("%02x00%04x".formatted(i + 1 < proposals.size() ? 2 : 0,
                    8 + (spi.length() + transforms.length()) / 2))
                .append("%02x%02x%02x%02x".formatted(i + 1 & 0xff, protocol, spi.length() / 2, of.size()))
                .append(spi).append(transforms);
        }
        return body.toString();
    }

    /** What a strongSwan client offers by default, in the order of its proposals, shortened. */
    public static IkeSaBytes strongSwan() {
        return v2()
            .proposal().transform(1, 12, 128).transform(1, 12, 192).transform(1, 12, 256).transform(1, 23, 128)
            .transform(3, 12).transform(3, 13).transform(3, 14).transform(3, 2)
            .transform(2, 5).transform(2, 6).transform(2, 7).transform(2, 2)
            .transform(4, 31).transform(4, 19).transform(4, 20).transform(4, 14)
            .proposal().transform(1, 20, 128).transform(1, 20, 256).transform(1, 28)
            .transform(2, 5).transform(2, 6).transform(4, 31).transform(4, 20).transform(4, 16);
    }

    /** What a responder chooses: one cipher, integrity (0 for none), pseudorandom function and group. */
    public static IkeSaBytes chosen(int encr, int keyLength, int integ, int prf, int group) {
        final var sa = v2().proposal().transform(1, encr, keyLength);
        if (integ != 0) {
            sa.transform(3, integ);
        }
        return sa.transform(2, prf).transform(4, group);
    }

    /** The request of IKE_SA_INIT with these proposals, its KE payload of the given group. */
    public byte[] saInit(long initiatorSpi, int group, boolean natDetection) {
        return init(IkeBytes.v2(34, 0x08).spis(initiatorSpi, 0), group, natDetection);
    }

    /** The response of IKE_SA_INIT that chooses this. */
    public byte[] saInitResponse(long initiatorSpi, long responderSpi, int group, boolean natDetection) {
        return init(IkeBytes.v2(34, 0x20).spis(initiatorSpi, responderSpi), group, natDetection);
    }

    private byte[] init(IkeBytes message, int group, boolean natDetection) {
        message.payload(33, hex()).payload(34, "%04x0000".formatted(group) + "5a".repeat(64))
            .payload(40, "3c".repeat(32));
        return natDetection ? message.payload(41, IkeBytes.notify(16388)).payload(41, IkeBytes.notify(16389)).bytes()
            : message.bytes();
    }

    /** The first or second message of Main Mode (2) or Aggressive Mode (4); the responder SPI of the first is 0. */
    public byte[] phase1(int exchange, long initiatorSpi, long responderSpi, boolean natT) {
        final var message = IkeBytes.v1(exchange, 0).spis(initiatorSpi, responderSpi).payload(1, hex());
        return natT ? message.payload(13, HexFormat.of().parseHex(IkeBytes.RFC_3947)).bytes() : message.bytes();
    }

    /** The answer to IKE_SA_INIT that asks for another group (RFC 7296 section 1.3). */
    public static byte[] invalidKe(long initiatorSpi, int wantedGroup) {
        return IkeBytes.v2(34, 0x20).spis(initiatorSpi, 0).payload(41, "00000011%04x".formatted(wantedGroup)).bytes();
    }

    /** The answer to IKE_SA_INIT that asks for a cookie (RFC 7296 section 2.6). */
    public static byte[] cookie(long initiatorSpi) {
        return IkeBytes.v2(34, 0x20).spis(initiatorSpi, 0).payload(41, "00004006" + "ab".repeat(16)).bytes();
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static java.util.Map.entry;

import java.util.Map;

/**
 * Names of IKE's algorithms, by the numbers of the IANA registries "Internet Key Exchange (IKE) Attributes" (version 1)
 * and "Internet Key Exchange Version 2 (IKEv2) Parameters".
 */
final class IkeNames {
    private static final Map<Integer, String> GROUPS = Map.ofEntries(
        entry(0, "no group"), entry(1, "MODP-768"), entry(2, "MODP-1024"), entry(3, "EC2N-155"),
        entry(4, "EC2N-185"), entry(5, "MODP-1536"), entry(14, "MODP-2048"), entry(15, "MODP-3072"),
        entry(16, "MODP-4096"), entry(17, "MODP-6144"), entry(18, "MODP-8192"), entry(19, "ECP-256"),
        entry(20, "ECP-384"), entry(21, "ECP-521"), entry(22, "MODP-1024-160"), entry(23, "MODP-2048-224"),
        entry(24, "MODP-2048-256"), entry(25, "ECP-192"), entry(26, "ECP-224"), entry(27, "Brainpool-224"),
        entry(28, "Brainpool-256"), entry(29, "Brainpool-384"), entry(30, "Brainpool-512"), entry(31, "Curve25519"),
        entry(32, "Curve448"), entry(33, "GOST3410-256"), entry(34, "GOST3410-512"), entry(35, "ML-KEM-512"),
        entry(36, "ML-KEM-768"), entry(37, "ML-KEM-1024"));
    private static final Map<Integer, String> ENCRYPTIONS = Map.ofEntries(
        entry(1, "DES-IV64"), entry(2, "DES"), entry(3, "3DES"), entry(4, "RC5"), entry(5, "IDEA"),
        entry(6, "CAST"), entry(7, "Blowfish"), entry(8, "3IDEA"), entry(9, "DES-IV32"), entry(11, "NULL"),
        entry(12, "AES-CBC"), entry(13, "AES-CTR"), entry(14, "AES-CCM-8"), entry(15, "AES-CCM-12"),
        entry(16, "AES-CCM-16"), entry(18, "AES-GCM-8"), entry(19, "AES-GCM-12"), entry(20, "AES-GCM-16"),
        entry(21, "NULL-AES-GMAC"), entry(23, "Camellia-CBC"), entry(24, "Camellia-CTR"),
        entry(25, "Camellia-CCM-8"), entry(26, "Camellia-CCM-12"), entry(27, "Camellia-CCM-16"),
        entry(28, "ChaCha20-Poly1305"));
    private static final Map<Integer, String> PSEUDORANDOM = Map.of(
        1, "PRF-HMAC-MD5", 2, "PRF-HMAC-SHA1", 3, "PRF-HMAC-Tiger", 4, "PRF-AES128-XCBC", 5, "PRF-HMAC-SHA2-256",
        6, "PRF-HMAC-SHA2-384", 7, "PRF-HMAC-SHA2-512", 8, "PRF-AES128-CMAC");
    private static final Map<Integer, String> INTEGRITY = Map.ofEntries(
        entry(0, "no integrity"), entry(1, "HMAC-MD5-96"), entry(2, "HMAC-SHA1-96"), entry(3, "DES-MAC"),
        entry(4, "KPDK-MD5"), entry(5, "AES-XCBC-96"), entry(6, "HMAC-MD5-128"), entry(7, "HMAC-SHA1-160"),
        entry(8, "AES-CMAC-96"), entry(9, "AES-128-GMAC"), entry(10, "AES-192-GMAC"), entry(11, "AES-256-GMAC"),
        entry(12, "HMAC-SHA2-256-128"), entry(13, "HMAC-SHA2-384-192"), entry(14, "HMAC-SHA2-512-256"));
    private static final Map<Integer, String> SEQUENCE_NUMBERS = Map.of(0, "no ESN", 1, "ESN");

    private static final Map<Integer, String> V1_ENCRYPTIONS = Map.of(
        1, "DES-CBC", 2, "IDEA-CBC", 3, "Blowfish-CBC", 4, "RC5-CBC", 5, "3DES-CBC", 6, "CAST-CBC", 7, "AES-CBC",
        8, "Camellia-CBC");
    private static final Map<Integer, String> V1_HASHES = Map.of(
        1, "MD5", 2, "SHA1", 3, "Tiger", 4, "SHA2-256", 5, "SHA2-384", 6, "SHA2-512");
    private static final Map<Integer, String> V1_AUTHENTICATIONS = Map.ofEntries(
        entry(1, "pre-shared key"), entry(2, "DSS"), entry(3, "RSA signature"), entry(4, "RSA encryption"),
        entry(5, "revised RSA encryption"), entry(9, "ECDSA-256"), entry(10, "ECDSA-384"), entry(11, "ECDSA-521"),
        // of a draft that never became an RFC, but everybody has it
        entry(64221, "hybrid RSA"), entry(65001, "XAUTH pre-shared key"), entry(65005, "XAUTH RSA signature"));

    private record Type(String word, Map<Integer, String> names) {
    }

    private static final Map<Integer, Type> V1_TYPES = Map.of(
        IkeTransform.V1_ENCRYPTION, new Type("encryption", V1_ENCRYPTIONS),
        IkeTransform.V1_HASH, new Type("hash", V1_HASHES),
        IkeTransform.V1_AUTHENTICATION, new Type("authentication", V1_AUTHENTICATIONS),
        IkeTransform.V1_GROUP, new Type("group", GROUPS));
    private static final Map<Integer, Type> V2_TYPES = Map.of(
        IkeTransform.ENCR, new Type("ENCR", ENCRYPTIONS),
        IkeTransform.PRF, new Type("PRF", PSEUDORANDOM),
        IkeTransform.INTEG, new Type("INTEG", INTEGRITY),
        IkeTransform.DH, new Type("group", GROUPS),
        IkeTransform.ESN, new Type("ESN", SEQUENCE_NUMBERS));

    private static final int FIRST_ADDITIONAL = 6;
    private static final int LAST_ADDITIONAL = 12;

    private IkeNames() {
        // only a function
    }

    static String of(int version, int type, int id) {
        // additional key exchanges (RFC 9370) have the numbers of the first one
        final boolean additional = version == 2 && type >= FIRST_ADDITIONAL && type <= LAST_ADDITIONAL;
        final var known = version == 1 ? V1_TYPES.get(type) : V2_TYPES.get(additional ? IkeTransform.DH : type);
        return known == null ? "transform " + type + " " + id
            : known.names.getOrDefault(id, known.word + " " + id);
    }
}

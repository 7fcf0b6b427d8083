/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/**
 * One algorithm of an IKE proposal: a transform of version 2 (RFC 7296 section 3.3.2), or an attribute of a transform
 * of version 1 (RFC 2409 appendix A). The two versions number differently, but for the groups of the key exchange.
 *
 * @param version of IKE, 1 or 2
 * @param type what it is for, see the constants; others are kept as numbers
 * @param id which algorithm, the IANA number
 * @param keyLength in bits, 0 where the algorithm has but one or none is given
 */
public record IkeTransform(int version, int type, int id, int keyLength) {
    /** Version 2: encryption algorithm. */
    public static final int ENCR = 1;
    /** Version 2: pseudorandom function. */
    public static final int PRF = 2;
    /** Version 2: integrity algorithm; not needed with an encryption algorithm that authenticates. */
    public static final int INTEG = 3;
    /** Version 2: key exchange method, the Diffie-Hellman group. */
    public static final int DH = 4;
    /** Version 2: whether ESP sequence numbers have 64 bits. */
    public static final int ESN = 5;

    /** Version 1: encryption algorithm. */
    public static final int V1_ENCRYPTION = 1;
    /** Version 1: hash algorithm; its HMAC is pseudorandom function and integrity algorithm. */
    public static final int V1_HASH = 2;
    /** Version 1: authentication method. */
    public static final int V1_AUTHENTICATION = 3;
    /** Version 1: Diffie-Hellman group. */
    public static final int V1_GROUP = 4;

    /**
     * The name, such as {@code AES-CBC-256}.
     *
     * @return the name by the IANA number and the length of the key; a number that has no name here is shown as one
     */
    @Override
    public String toString() {
        return IkeNames.of(version, type, id) + (keyLength == 0 ? "" : "-" + keyLength);
    }
}

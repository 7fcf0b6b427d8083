/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vpnpassthrough.packet.IkeProposal;
import org.vpnpassthrough.packet.IkeTransform;

/**
 * What IKE proposals are measured by. A profile says of each algorithm whether it is below, by the numbers of version
 * 2; those of version 1 are looked at as what they are called there.
 *
 * <p>Only what protects IKE itself is in clear text. Which algorithms ESP uses, and how the two sides prove who they
 * are, nobody between them can see.
 */
public enum CryptoProfile {
    /** Nothing is below. */
    NONE("none") {
        @Override
        String flaw(final CryptoGrade.Component component, final IkeTransform transform) {
            return "";
        }
    },
    /**
     * RFC 8247 sections 2.1 to 2.4: below is what MUST NOT or SHOULD NOT be used, and what RFC 9395 section 3 has
     * deprecated since. What neither lists may be used.
     */
    RFC8247("rfc8247") {
        @Override
        String flaw(final CryptoGrade.Component component, final IkeTransform transform) {
            final int id = transform.id();
            return switch (component) {
                case ENCRYPTION -> id == DES ? "RFC 8247 section 2.1: MUST NOT"
                    : id == NULL ? "no encryption, not allowed for IKE" : deprecated(OLD_CIPHERS, id);
                case PSEUDORANDOM -> id == MD5 ? "RFC 8247 section 2.2: MUST NOT" : deprecated(Set.of(PRF_TIGER), id);
                case INTEGRITY -> Set.of(MD5, 3, 4).contains(id) ? "RFC 8247 section 2.3: MUST NOT"
                    : deprecated(Set.of(6, 7), id);
                case KEY_EXCHANGE -> Set.of(1, 22).contains(id) ? "RFC 8247 section 2.4: MUST NOT"
                    : Set.of(2, 5, 23, 24).contains(id) ? "RFC 8247 section 2.4: SHOULD NOT" : "";
                case VERSION -> "";
            };
        }
    },
    /** RFC 9206, the CNSA suite: IKE version 2 with AES-GCM-256, SHA-384 or more, and MODP-3072, ECP-384 or more. */
    CNSA("cnsa") {
        @Override
        String flaw(final CryptoGrade.Component component, final IkeTransform transform) {
            final int id = transform.id();
            return switch (component) {
                case ENCRYPTION -> id == AES_GCM_16 && transform.keyLength() == LONGEST_KEY ? ""
                    : "RFC 9206: only AES-GCM-16-256";
                case PSEUDORANDOM -> SHA_384_OR_MORE.contains(id) ? ""
                    : "RFC 9206: only PRF-HMAC-SHA2-384 and PRF-HMAC-SHA2-512";
                case INTEGRITY -> "RFC 9206: only a cipher that authenticates";
                case KEY_EXCHANGE -> Set.of(15, 16, 17, 18, 20).contains(id) ? ""
                    : "RFC 9206: only ECP-384 and MODP of 3072 bits or more";
                case VERSION -> transform.version() == 2 ? "" : "RFC 9206: only IKE version 2";
            };
        }
    },
    /**
     * The minimum of CNSSP 15 for national security systems: group 16 or the elliptic curves of its strength or more,
     * AES-256, SHA-384.
     */
    CNSSP15("cnssp15") {
        @Override
        String flaw(final CryptoGrade.Component component, final IkeTransform transform) {
            final int id = transform.id();
            return switch (component) {
                case ENCRYPTION -> AES.contains(id) && transform.keyLength() == LONGEST_KEY ? ""
                    : "CNSSP 15: AES-256 at least";
                case PSEUDORANDOM -> SHA_384_OR_MORE.contains(id) ? "" : "CNSSP 15: SHA-384 at least";
                case INTEGRITY -> Set.of(13, 14).contains(id) ? "" : "CNSSP 15: SHA-384 at least";
                case KEY_EXCHANGE -> Set.of(16, 17, 18, 20, 21).contains(id) ? ""
                    : "CNSSP 15: group 16, or ECP-384, at least";
                case VERSION -> "";
            };
        }
    };

    private static final int DES = 2;
    private static final int NULL = 11;
    private static final int MD5 = 1;
    private static final int PRF_TIGER = 3;
    private static final int AES_GCM_16 = 20;
    private static final int LONGEST_KEY = 256;
    private static final Set<Integer> OLD_CIPHERS = Set.of(1, 4, 5, 6, 7, 8, 9);
    private static final Set<Integer> SHA_384_OR_MORE = Set.of(6, 7);
    private static final Set<Integer> AES = Set.of(12, 13, 14, 15, 16, 18, 19, 20);
    /** Ciphers of version 2 that need no integrity algorithm. */
    private static final Set<Integer> AUTHENTICATING = Set.of(14, 15, 16, 18, 19, 20, 21, 25, 26, 27, 28);

    private static final Map<Integer, Integer> V1_CIPHERS = Map.of(1, 2, 2, 5, 3, 7, 4, 4, 5, 3, 6, 6, 7, 12, 8, 23);
    private static final Map<Integer, Integer> V1_HASHES = Map.of(1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 6, 7);
    private static final int NO_NUMBER = -1;

    private final String word;

    CryptoProfile(final String word) {
        this.word = word;
    }

    /** What is wrong with an algorithm, by the number of version 2; the empty string if nothing is. */
    abstract String flaw(CryptoGrade.Component component, IkeTransform transform);

    private static String deprecated(final Set<Integer> deprecated, final int id) {
        return deprecated.contains(id) ? "RFC 9395 section 3: deprecated" : "";
    }

    /**
     * Grades a proposal: of several algorithms for the same the best one, as a responder may choose it.
     *
     * @param proposal an offer, or what a responder chose
     */
    public CryptoGrade grade(final IkeProposal proposal) {
        if (proposal.version() == 1) {
            return gradeVersion1(proposal);
        }
        final var ciphers = proposal.of(IkeTransform.ENCR);
        final var authenticating = ciphers.stream().filter(cipher -> AUTHENTICATING.contains(cipher.id())).toList();
        final var others = ciphers.stream().filter(cipher -> !authenticating.contains(cipher)).toList();
        final var alone = gradeVersion2(proposal, authenticating, false);
        return !others.isEmpty() && (authenticating.isEmpty() || !alone.meets())
            || ciphers.isEmpty() ? gradeVersion2(proposal, others, true) : alone;
    }

    private CryptoGrade gradeVersion2(final IkeProposal proposal, final List<IkeTransform> ciphers,
            final boolean integrity) {
        final var findings = new ArrayList<CryptoGrade.Finding>();
        version(2, findings);
        findings.add(best(CryptoGrade.Component.ENCRYPTION, ciphers));
        if (integrity) {
            // 0 stands for none
            findings.add(best(CryptoGrade.Component.INTEGRITY,
                proposal.of(IkeTransform.INTEG).stream().filter(algorithm -> algorithm.id() != 0).toList()));
        }
        findings.add(best(CryptoGrade.Component.PSEUDORANDOM, proposal.of(IkeTransform.PRF)));
        findings.add(best(CryptoGrade.Component.KEY_EXCHANGE,
            proposal.of(IkeTransform.DH).stream().filter(group -> group.id() != 0).toList()));
        return new CryptoGrade(findings);
    }

    /** The hash serves for integrity as well. */
    private CryptoGrade gradeVersion1(final IkeProposal proposal) {
        final var findings = new ArrayList<CryptoGrade.Finding>();
        version(1, findings);
        findings.add(best(CryptoGrade.Component.ENCRYPTION, proposal.of(IkeTransform.V1_ENCRYPTION)));
        findings.add(best(CryptoGrade.Component.PSEUDORANDOM, proposal.of(IkeTransform.V1_HASH)));
        findings.add(best(CryptoGrade.Component.KEY_EXCHANGE, proposal.of(IkeTransform.V1_GROUP)));
        return new CryptoGrade(findings);
    }

    private void version(final int version, final List<CryptoGrade.Finding> findings) {
        final var flaw = flaw(CryptoGrade.Component.VERSION, new IkeTransform(version, 0, 0, 0));
        findings.add(new CryptoGrade.Finding(CryptoGrade.Component.VERSION, "IKE version " + version, flaw));
    }

    private CryptoGrade.Finding best(final CryptoGrade.Component component, final List<IkeTransform> algorithms) {
        final var findings = algorithms.stream().map(algorithm -> new CryptoGrade.Finding(component,
            algorithm.toString(), flaw(component, asVersion2(component, algorithm)))).toList();
        return findings.stream().filter(CryptoGrade.Finding::meets).findFirst()
            .or(() -> findings.stream().findFirst())
            .orElse(new CryptoGrade.Finding(component, "none", this == NONE ? "" : "none is named"));
    }

    private static IkeTransform asVersion2(final CryptoGrade.Component component, final IkeTransform algorithm) {
        if (algorithm.version() == 2 || component == CryptoGrade.Component.KEY_EXCHANGE) {
            return algorithm;
        }
        final var numbers = component == CryptoGrade.Component.ENCRYPTION ? V1_CIPHERS : V1_HASHES;
        return new IkeTransform(2, algorithm.type(), numbers.getOrDefault(algorithm.id(), NO_NUMBER),
            algorithm.keyLength());
    }

    /** The word for it in the configuration, on the page and in messages. */
    @Override
    public String toString() {
        return word;
    }
}

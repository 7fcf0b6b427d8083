/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a {@link CryptoProfile} says of an IKE proposal.
 *
 * @param findings one for each component; unmodifiable
 */
public record CryptoGrade(List<Finding> findings) {
    /** What a proposal is made of. */
    public enum Component {
        /** The version of IKE itself. */
        VERSION("version"),
        /** The cipher. */
        ENCRYPTION("encryption"),
        /** The integrity algorithm, where the cipher does not authenticate. */
        INTEGRITY("integrity"),
        /** The pseudorandom function of version 2, the hash of version 1. */
        PSEUDORANDOM("pseudorandom function"),
        /** The Diffie-Hellman group. */
        KEY_EXCHANGE("key exchange");

        private final String word;

        Component(final String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * What is said of one component.
     *
     * @param name the algorithm, or {@code none}
     * @param flaw why it is below, with the source; empty if it is not
     */
    public record Finding(Component component, String name, String flaw) {
        /** Whether it is not below. */
        public boolean meets() {
            return flaw.isEmpty();
        }

        @Override
        public String toString() {
            return component + " " + name + (meets() ? "" : " (" + flaw + ")");
        }
    }

    public CryptoGrade {
        findings = List.copyOf(findings);
    }

    /** Whether nothing is below. */
    public boolean meets() {
        return findings.stream().allMatch(Finding::meets);
    }

    /** What is below, in words; empty if nothing is. */
    public String flaws() {
        return findings.stream().filter(finding -> !finding.meets()).map(Finding::toString)
            .collect(Collectors.joining(", "));
    }
}

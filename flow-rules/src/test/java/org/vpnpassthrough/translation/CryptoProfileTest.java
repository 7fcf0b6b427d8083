/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vpnpassthrough.packet.IkeProposal;
import org.vpnpassthrough.packet.IkeTransform;

class CryptoProfileTest {
    /** The tables of RFC 8247 sections 2.1 to 2.4, and the rows of RFC 9395 section 3. */
    @ParameterizedTest
    @CsvSource({
        // type, number, key length, status
        "1, 12, 128, MUST", "1, 12, 256, MUST", "1, 12, 192, MAY", "1, 28, 0, SHOULD", "1, 20, 256, SHOULD",
        "1, 14, 128, SHOULD", "1, 3, 0, MAY", "1, 2, 0, MUST NOT", "1, 23, 256, unlisted", "1, 11, 0, MUST NOT",
        "1, 1, 0, deprecated", "1, 4, 0, deprecated", "1, 5, 0, deprecated", "1, 6, 0, deprecated",
        "1, 7, 0, deprecated", "1, 8, 0, deprecated", "1, 9, 0, deprecated",
        "2, 5, 0, MUST", "2, 7, 0, SHOULD+", "2, 2, 0, MUST-", "2, 4, 0, SHOULD", "2, 1, 0, MUST NOT",
        "2, 6, 0, unlisted", "2, 3, 0, deprecated",
        "3, 12, 0, MUST", "3, 14, 0, SHOULD", "3, 2, 0, MUST-", "3, 5, 0, SHOULD", "3, 1, 0, MUST NOT",
        "3, 3, 0, MUST NOT", "3, 4, 0, MUST NOT", "3, 13, 0, unlisted", "3, 6, 0, deprecated", "3, 7, 0, deprecated",
        "4, 14, 0, MUST", "4, 19, 0, SHOULD", "4, 5, 0, SHOULD NOT", "4, 2, 0, SHOULD NOT", "4, 1, 0, MUST NOT",
        "4, 22, 0, MUST NOT", "4, 23, 0, SHOULD NOT", "4, 24, 0, SHOULD NOT", "4, 16, 0, unlisted",
        "4, 31, 0, unlisted",
    })
    void rfc8247IsItsTables(int type, int id, int keyLength, String status) {
        final var grade = CryptoProfile.RFC8247.grade(replacing(2, type, id, keyLength));
        final boolean below = status.contains("NOT") || "deprecated".equals(status);
        assertEquals(!below, grade.meets(), grade.flaws());
        assertEquals(below ? 1 : 0, grade.findings().stream().filter(finding -> !finding.meets()).count());
    }

    @ParameterizedTest
    @CsvSource({
        // cipher, its key length, integrity, pseudorandom function, group; rfc8247, cnsa, cnssp15
        "20, 256, 0, 6, 20, true, true, true",
        "20, 256, 0, 7, 15, true, true, false",
        "20, 256, 0, 7, 16, true, true, true",
        "20, 256, 0, 7, 18, true, true, true",
        "20, 256, 0, 7, 21, true, false, true",
        "20, 256, 0, 6, 19, true, false, false",
        "20, 256, 0, 6, 14, true, false, false",
        "20, 256, 0, 5, 20, true, false, false",
        "20, 128, 0, 6, 20, true, false, false",
        "19, 256, 0, 6, 20, true, false, true",
        "16, 256, 0, 6, 20, true, false, true",
        "28, 0, 0, 6, 20, true, false, false",
        "12, 256, 13, 6, 16, true, false, true",
        "12, 256, 14, 7, 21, true, false, true",
        "12, 256, 12, 6, 16, true, false, false",
        "12, 192, 13, 6, 16, true, false, false",
        "12, 128, 2, 2, 14, true, false, false",
        "3, 0, 2, 2, 2, false, false, false",
        // without integrity, without a group
        "12, 256, 0, 6, 16, false, false, false",
        "20, 256, 0, 6, 0, false, false, false",
    })
    void aChoiceOfVersionTwoIsMeasured(int encr, int keyLength, int integ, int prf, int group, boolean rfc8247,
            boolean cnsa, boolean cnssp15) {
        final var transforms = new ArrayList<>(List.of(new IkeTransform(2, IkeTransform.ENCR, encr, keyLength),
            new IkeTransform(2, IkeTransform.PRF, prf, 0), new IkeTransform(2, IkeTransform.DH, group, 0)));
        if (integ != 0) {
            transforms.add(new IkeTransform(2, IkeTransform.INTEG, integ, 0));
        }
        measure(new IkeProposal(2, 1, IkeProposal.IKE, transforms, OptionalLong.empty()), rfc8247, cnsa, cnssp15);
    }

    @ParameterizedTest
    @CsvSource({
        // cipher, its key length, hash, group; rfc8247, cnsa, cnssp15
        "7, 256, 5, 16, true, false, true",
        "7, 256, 6, 20, true, false, true",
        "7, 256, 4, 16, true, false, false",
        "7, 128, 2, 14, true, false, false",
        "7, 0, 5, 16, true, false, false",
        "5, 0, 2, 14, true, false, false",
        "5, 0, 2, 2, false, false, false",
        "1, 0, 2, 14, false, false, false",
        "7, 256, 1, 14, false, false, false",
        "3, 0, 2, 14, false, false, false",
    })
    void aChoiceOfVersionOneIsMeasured(int encryption, int keyLength, int hash, int group, boolean rfc8247,
            boolean cnsa, boolean cnssp15) {
        measure(new IkeProposal(1, 1, IkeProposal.IKE,
            List.of(new IkeTransform(1, IkeTransform.V1_ENCRYPTION, encryption, keyLength),
                new IkeTransform(1, IkeTransform.V1_HASH, hash, 0),
                new IkeTransform(1, IkeTransform.V1_AUTHENTICATION, 1, 0),
                new IkeTransform(1, IkeTransform.V1_GROUP, group, 0)), OptionalLong.of(28800)),
            rfc8247, cnsa, cnssp15);
    }

    @Test
    void anOfferIsAsGoodAsTheBestThatMayBeChosenOfIt() {
        final var offer = new IkeProposal(2, 1, IkeProposal.IKE, List.of(
            new IkeTransform(2, IkeTransform.ENCR, 3, 0), new IkeTransform(2, IkeTransform.ENCR, 12, 256),
            new IkeTransform(2, IkeTransform.INTEG, 2, 0), new IkeTransform(2, IkeTransform.INTEG, 13, 0),
            new IkeTransform(2, IkeTransform.PRF, 2, 0), new IkeTransform(2, IkeTransform.PRF, 6, 0),
            new IkeTransform(2, IkeTransform.DH, 2, 0), new IkeTransform(2, IkeTransform.DH, 20, 0)),
            OptionalLong.empty());
        measure(offer, true, false, true);
    }

    @Test
    void ciphersThatAuthenticateAndOthersMayBeInOneProposal() {
        final var both = List.of(new IkeTransform(2, IkeTransform.ENCR, 12, 128),
            new IkeTransform(2, IkeTransform.ENCR, 20, 256), new IkeTransform(2, IkeTransform.INTEG, 12, 0),
            new IkeTransform(2, IkeTransform.INTEG, 0, 0), new IkeTransform(2, IkeTransform.PRF, 6, 0),
            new IkeTransform(2, IkeTransform.DH, 20, 0));
        measure(new IkeProposal(2, 1, IkeProposal.IKE, both, OptionalLong.empty()), true, true, true);
    }

    @Test
    void aGradeNamesWhatIsBelowAndWhy() {
        final var grade = CryptoProfile.CNSSP15.grade(replacing(2, IkeTransform.DH, 2, 0));
        assertEquals("encryption AES-CBC-128 (CNSSP 15: AES-256 at least),"
            + " integrity HMAC-SHA2-256-128 (CNSSP 15: SHA-384 at least),"
            + " pseudorandom function PRF-HMAC-SHA2-256 (CNSSP 15: SHA-384 at least),"
            + " key exchange MODP-1024 (CNSSP 15: group 16, or ECP-384, at least)", grade.flaws());
        assertEquals("version IKE version 2", grade.findings().getFirst().toString());
    }

    @ParameterizedTest
    @EnumSource
    void ofAProposalThatNamesNothingNothingIsGood(CryptoProfile profile) {
        final var grade = profile.grade(new IkeProposal(2, 1, IkeProposal.IKE, List.of(), OptionalLong.empty()));
        assertEquals(profile == CryptoProfile.NONE, grade.meets());
        assertTrue(grade.findings().stream().anyMatch(finding -> "none".equals(finding.name())));
    }

    private static void measure(IkeProposal proposal, boolean rfc8247, boolean cnsa, boolean cnssp15) {
        assertTrue(CryptoProfile.NONE.grade(proposal).meets());
        assertEquals(rfc8247, CryptoProfile.RFC8247.grade(proposal).meets(), "rfc8247");
        assertEquals(cnsa, CryptoProfile.CNSA.grade(proposal).meets(), "cnsa");
        assertEquals(cnssp15, CryptoProfile.CNSSP15.grade(proposal).meets(), "cnssp15");
    }

    /** What every implementation must have (RFC 8247), but for one transform. */
    private static IkeProposal replacing(int version, int type, int id, int keyLength) {
        final var good = List.of(new IkeTransform(version, IkeTransform.ENCR, 12, 128),
            new IkeTransform(version, IkeTransform.INTEG, 12, 0), new IkeTransform(version, IkeTransform.PRF, 5, 0),
            new IkeTransform(version, IkeTransform.DH, 14, 0));
        return new IkeProposal(version, 1, IkeProposal.IKE, good.stream().map(transform ->
            transform.type() == type ? new IkeTransform(version, type, id, keyLength) : transform).toList(),
            OptionalLong.empty());
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class IkeClearTextTest {
    private static final String CHOSEN = IkeSaBytes.chosen(12, 256, 12, 5, 14).hex();

    @Test
    void theProposalsOfAVersionTwoOfferAreReadInTheirOrder() {
        final var text = read(IkeSaBytes.strongSwan().saInit(1, 31, true));
        assertEquals(List.of(
            "AES-CBC-128/AES-CBC-192/AES-CBC-256/Camellia-CBC-128"
                + "/HMAC-SHA2-256-128/HMAC-SHA2-384-192/HMAC-SHA2-512-256/HMAC-SHA1-96"
                + "/PRF-HMAC-SHA2-256/PRF-HMAC-SHA2-384/PRF-HMAC-SHA2-512/PRF-HMAC-SHA1"
                + "/Curve25519/ECP-256/ECP-384/MODP-2048",
            "AES-GCM-16-128/AES-GCM-16-256/ChaCha20-Poly1305/PRF-HMAC-SHA2-256/PRF-HMAC-SHA2-384"
                + "/Curve25519/ECP-384/MODP-4096"),
            text.proposals().stream().map(IkeProposal::toString).toList());
        assertEquals(List.of(1, 2), text.proposals().stream().map(IkeProposal::number).toList());
        assertEquals(OptionalInt.of(31), text.keyExchangeGroup());
        assertEquals(List.of(16388, 16389), text.notifies());
        assertFalse(text.asksForRetry());
    }

    @Test
    void theChoiceOfAVersionTwoResponderIsOneProposal() {
        assertEquals(List.of(new IkeProposal(2, 1, IkeProposal.IKE, List.of(
            new IkeTransform(2, IkeTransform.ENCR, 12, 256), new IkeTransform(2, IkeTransform.INTEG, 12, 0),
            new IkeTransform(2, IkeTransform.PRF, 5, 0), new IkeTransform(2, IkeTransform.DH, 14, 0)),
            OptionalLong.empty())),
            read(IkeSaBytes.chosen(12, 256, 12, 5, 14).saInitResponse(1, 2, 14, false)).proposals());
    }

    @Test
    void eachTransformOfVersionOneIsAProposal() {
        final var text = read(IkeSaBytes.v1().proposal().suite(7, 256, 4, 1, 14).suite(5, 0, 2, 3, 2)
            .phase1(IkeMessage.MAIN_MODE, 1, 0, true));
        assertEquals(List.of("AES-CBC-256/SHA2-256/pre-shared key/MODP-2048",
            "3DES-CBC/SHA1/RSA signature/MODP-1024"),
            text.proposals().stream().map(IkeProposal::toString).toList());
        assertEquals(List.of(1, 2), text.proposals().stream().map(IkeProposal::number).toList());
        assertEquals(OptionalLong.of(28800), text.proposals().getFirst().lifeSeconds());
    }

    @ParameterizedTest
    @CsvSource({
        // life in seconds, in 4 bytes; in kilobytes; a value that no number holds; the key length before the cipher
        "01010000 8001 0007 800b 0001 000c 0004 00015180, AES-CBC, 86400",
        "01010000 8001 0007 800b 0002 000c 0004 00015180, AES-CBC, -1",
        "01010000 8001 0007 800b 0001 000c 0009 ffffffffffffffffff, AES-CBC, 2147483647",
        "01010000 800e 0080 8001 0007, AES-CBC-128, -1",
        "01010000 0001 0002 0007 000e 0002 0100, AES-CBC-256, -1",
        "01010000 8001 0005 c001 0007, 3DES-CBC, -1",
    })
    void attributesOfVersionOneAreShortOrLong(String transform, String name, long life) {
        final var proposal = read(sa(1, IkeSaBytes.v1().proposal().raw(transform.replace(" ", "")).hex()))
            .proposals().getFirst();
        assertEquals(name, proposal.toString());
        assertEquals(life, proposal.lifeSeconds().orElse(-1));
    }

    static Stream<Arguments> names() {
        return Stream.of(
            arguments(2, 1, 2, 0, "DES"), arguments(2, 1, 3, 0, "3DES"), arguments(2, 1, 11, 0, "NULL"),
            arguments(2, 1, 20, 256, "AES-GCM-16-256"), arguments(2, 1, 1024, 0, "ENCR 1024"),
            arguments(2, 2, 1, 0, "PRF-HMAC-MD5"), arguments(2, 2, 99, 0, "PRF 99"),
            arguments(2, 3, 0, 0, "no integrity"), arguments(2, 3, 14, 0, "HMAC-SHA2-512-256"),
            arguments(2, 4, 1, 0, "MODP-768"), arguments(2, 4, 20, 0, "ECP-384"), arguments(2, 4, 36, 0, "ML-KEM-768"),
            arguments(2, 4, 1034, 0, "group 1034"), arguments(2, 5, 0, 0, "no ESN"), arguments(2, 5, 1, 0, "ESN"),
            arguments(2, 6, 37, 0, "ML-KEM-1024"), arguments(2, 12, 35, 0, "ML-KEM-512"),
            arguments(2, 13, 35, 0, "transform 13 35"),
            arguments(1, 1, 1, 0, "DES-CBC"), arguments(1, 1, 7, 192, "AES-CBC-192"),
            arguments(1, 1, 99, 0, "encryption 99"), arguments(1, 2, 5, 0, "SHA2-384"),
            arguments(1, 3, 65001, 0, "XAUTH pre-shared key"), arguments(1, 4, 2, 0, "MODP-1024"));
    }

    @ParameterizedTest(name = "{4}")
    @MethodSource("names")
    void transformsHaveTheNamesOfTheirNumbers(int version, int type, int id, int keyLength, String name) {
        assertEquals(name, new IkeTransform(version, type, id, keyLength).toString());
    }

    @Test
    void theResponderMayAskForAnotherGroupOrForACookie() {
        final var otherGroup = read(IkeSaBytes.invalidKe(1, 20));
        assertEquals(OptionalInt.of(20), otherGroup.wantedGroup());
        assertTrue(otherGroup.asksForRetry());
        final var cookie = read(IkeSaBytes.cookie(1));
        assertEquals(List.of(IkeClearText.COOKIE), cookie.notifies());
        assertTrue(cookie.asksForRetry());
        // the second request of the initiator brings the cookie back, before its proposals
        assertFalse(read(IkeBytes.v2(34, 8).payload(41, "00004006abab").payload(33, CHOSEN).bytes()).asksForRetry());
        assertEquals(OptionalInt.empty(), read(IkeBytes.v2(34, 0x20).payload(41, "0000001100").bytes()).wantedGroup());
        assertEquals(List.of(IkeClearText.NO_PROPOSAL_CHOSEN),
            read(IkeBytes.v2(34, 0x20).payload(41, "0000000e").bytes()).notifies());
        assertEquals(List.of(IkeClearText.NO_PROPOSAL_CHOSEN),
            read(IkeBytes.v1(5, 0).payload(11, "000000010100000e").bytes()).notifies());
    }

    @Test
    void ofAMessageThatIsEncryptedNothingIsRead() {
        assertEquals(IkeClearText.NOTHING, read(IkeBytes.auth()));
        assertEquals(IkeClearText.NOTHING, read(IkeBytes.quickMode()));
    }

    @Test
    void anotherDomainOfInterpretationIsNotReadAndNotWrong() {
        assertEquals(List.of(), read(sa(1, "00000002" + "00000001" + "ffff")).proposals());
        assertEquals(List.of(), read(sa(1, "00000001" + "00000002" + "ffff")).proposals());
        assertEquals(List.of(), read(sa(1, "00000001" + "00000001" + "0000000c" + "01030400" + "c0ffee01"))
            .proposals());
    }

    @Test
    void aProposalWithAnSpiIsRead() {
        final var proposal = read(sa(2, IkeSaBytes.v2(3).proposal().transform(1, 20, 256).transform(5, 1).hex()))
            .proposals().getFirst();
        assertEquals(3, proposal.protocol());
        assertEquals("AES-GCM-16-256/ESN", proposal.toString());
    }

    static Stream<Arguments> broken() {
        return Stream.of(
            arguments("empty SA", sa(2, "")),
            arguments("empty SA of version 1", sa(1, "00000001" + "00000001")),
            arguments("situation cut", sa(1, "00000001" + "000000")),
            arguments("proposal header cut", sa(2, CHOSEN.substring(0, 14))),
            arguments("proposal longer than the payload", sa(2, with(CHOSEN, 2, "00ff"))),
            arguments("proposal shorter than its header", sa(2, with(CHOSEN, 2, "0007"))),
            arguments("proposal shorter than its transforms", sa(2, with(CHOSEN, 2, "002b"))),
            arguments("the only proposal says that more follow", sa(2, with(CHOSEN, 0, "02"))),
            arguments("the first of two says that it is the last",
                sa(2, with(IkeSaBytes.v2().proposal().transform(4, 14).proposal().transform(4, 14).hex(), 0, "00"))),
            arguments("one transform more than there are", sa(2, with(CHOSEN, 7, "05"))),
            arguments("one transform less than there are", sa(2, with(CHOSEN, 7, "03"))),
            arguments("SPI longer than the proposal", sa(2, with(CHOSEN, 6, "ff"))),
            arguments("transform shorter than its header", sa(2, with(CHOSEN, 10, "0007"))),
            arguments("transform longer than the proposal", sa(2, with(CHOSEN, 10, "0f0f"))),
            arguments("transform with half an attribute",
                sa(2, IkeSaBytes.v2().proposal().raw("0100000c800e").hex())),
            arguments("attribute longer than its transform",
                sa(2, IkeSaBytes.v2().proposal().raw("0100000c000e0003aabb").hex())),
            arguments("attribute longer than its transform, version 1",
                sa(1, IkeSaBytes.v1().proposal().raw("01010000000c00050000").hex())),
            arguments("trailing bytes", sa(2, CHOSEN + "00000000")),
            arguments("more proposals than numbers", sa(2, many(256))),
            arguments("notify cut", IkeBytes.v2(34, 0x20).payload(41, "000000").bytes()),
            arguments("notify cut, version 1", IkeBytes.v1(5, 0).payload(11, "00000001010000").bytes()),
            arguments("KE cut", IkeBytes.v2(34, 8).payload(34, "000e00").bytes()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void whatHasAWrongLengthIsNotRead(String name, byte[] message) {
        assertEquals(Optional.empty(),
            IkeClearText.of(message, IkeMessage.parse(message, 0, message.length).orElseThrow()));
    }

    @Test
    void proposalsMayBeAsManyAsTheirNumbers() {
        assertEquals(255, read(sa(2, many(255))).proposals().size());
    }

    @Test
    void changedBytesNeverThrow() {
        final var random = new Random(2408);
        final var samples = List.of(IkeSaBytes.strongSwan().saInit(1, 31, true), IkeSaBytes.invalidKe(1, 20),
            IkeSaBytes.v1().proposal().suite(7, 256, 4, 1, 14).suite(5, 0, 2, 3, 2).phase1(2, 1, 0, true));
        for (int round = 0; round < 50_000; round++) {
            final var bytes = samples.get(round % samples.size()).clone();
            for (int change = random.nextInt(5); change >= 0; change--) {
                bytes[random.nextInt(28, Math.min(bytes.length, 140))] = (byte) random.nextInt();
            }
            final var parsed = IkeMessage.parsePrefix(bytes, 0, bytes.length);
            assertDoesNotThrow(() -> parsed.map(message -> IkeClearText.of(bytes, message)),
                () -> HexFormat.of().formatHex(bytes));
        }
    }

    private static String many(int count) {
        final var sa = IkeSaBytes.v2();
        for (int i = 0; i < count; i++) {
            sa.proposal().transform(4, 14);
        }
        return sa.hex();
    }

    private static byte[] sa(int version, String body) {
        return version == 1 ? IkeBytes.v1(2, 0).payload(1, body).bytes()
            : IkeBytes.v2(34, 8).payload(33, body).bytes();
    }

    /** The bytes with some of them changed, from the given one on. */
    private static String with(String hex, int at, String changed) {
        return hex.substring(0, 2 * at) + changed + hex.substring(2 * at + changed.length());
    }

    private static IkeClearText read(byte[] message) {
        return IkeClearText.of(message, IkeMessage.parse(message, 0, message.length).orElseThrow()).orElseThrow();
    }
}

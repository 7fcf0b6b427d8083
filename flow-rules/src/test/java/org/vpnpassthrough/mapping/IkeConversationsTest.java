/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnpassthrough.packet.IkeBytes;
import org.vpnpassthrough.packet.IkeClearText;
import org.vpnpassthrough.packet.IkeDatagram;
import org.vpnpassthrough.packet.IkeExchange;
import org.vpnpassthrough.packet.IkeMessage;
import org.vpnpassthrough.packet.IkeSaBytes;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;

class IkeConversationsTest {
    private static final Ip4 CLIENT = Ip4.parse("192.0.2.101");
    private static final Ip4 SECOND_CLIENT = Ip4.parse("192.0.2.102");
    private static final Ip4 SERVER = Ip4.parse("198.51.100.9");
    private static final Ip4 EXTERNAL = Ip4.parse("203.0.113.10");
    private static final long SPI = 0x1122334455667788L;
    private static final long RESPONDER = 0x99aabbccddeeff01L;
    private static final int SECONDS = 300;
    private static final boolean OUT = true;
    private static final boolean IN = false;
    private static final IkeSaBytes OFFER = IkeSaBytes.strongSwan();
    private static final IkeSaBytes CHOICE = IkeSaBytes.chosen(12, 256, 12, 5, 14);
    private static final IkeSaBytes V1 = IkeSaBytes.v1().proposal().suite(7, 256, 4, 1, 14);

    private final MappingTable table = new MappingTable(new Labels(new Random(1), 120));
    private final IkeConversations conversations = new IkeConversations();
    private Instant now = Instant.EPOCH;

    @Test
    void aNegotiationIsFollowedFromItsFirstMessageToItsChildren() {
        out(OFFER.saInit(SPI, 31, true));
        final var asked = find(SPI);
        assertEquals(0, asked.responderSpi());
        assertEquals(2, asked.version());
        assertEquals(IkePrediction.UNKNOWN, asked.prediction());
        assertEquals(2, asked.offered().size());
        assertEquals(List.of(), asked.chosen());
        in(CHOICE.saInitResponse(SPI, RESPONDER, 14, true));
        out(IkeBytes.v2(35, 0x08).spis(SPI, RESPONDER).messageId(1).payload(46, "00").bytes());
        final var made = find(SPI);
        assertTrue(made.begunByClient());
        assertEquals(RESPONDER, made.responderSpi());
        assertEquals("AES-CBC-256/HMAC-SHA2-256-128/PRF-HMAC-SHA2-256/MODP-2048", made.chosen().getFirst().toString());
        assertEquals(Set.of(IkeExchange.IKE_SA_INIT, IkeExchange.IKE_AUTH), made.exchanges());
        assertEquals(IkeExchange.IKE_AUTH, made.latest());
        assertEquals(1, conversations.size());
    }

    static Stream<Arguments> predictions() {
        return Stream.of(
            arguments("version 2, both", IkePrediction.UDP_ENCAPSULATED,
                OFFER.saInit(SPI, 31, true), CHOICE.saInitResponse(SPI, RESPONDER, 14, true)),
            arguments("version 2, only the initiator", IkePrediction.PLAIN_ESP,
                OFFER.saInit(SPI, 31, true), CHOICE.saInitResponse(SPI, RESPONDER, 14, false)),
            arguments("version 2, not the initiator, no answer yet", IkePrediction.PLAIN_ESP,
                OFFER.saInit(SPI, 31, false), null),
            arguments("version 2, no answer yet", IkePrediction.UNKNOWN, OFFER.saInit(SPI, 31, true), null),
            arguments("version 2, the answer asks for a cookie", IkePrediction.UNKNOWN,
                OFFER.saInit(SPI, 31, true), IkeSaBytes.cookie(SPI)),
            arguments("version 2, the answer asks for another group", IkePrediction.UNKNOWN,
                OFFER.saInit(SPI, 31, true), IkeSaBytes.invalidKe(SPI, 14)),
            arguments("main mode, both", IkePrediction.UDP_ENCAPSULATED,
                V1.phase1(2, SPI, 0, true), V1.phase1(2, SPI, RESPONDER, true)),
            arguments("main mode, only the initiator", IkePrediction.PLAIN_ESP,
                V1.phase1(2, SPI, 0, true), V1.phase1(2, SPI, RESPONDER, false)),
            arguments("main mode, only the responder", IkePrediction.PLAIN_ESP,
                V1.phase1(2, SPI, 0, false), V1.phase1(2, SPI, RESPONDER, true)),
            arguments("aggressive mode, both", IkePrediction.UDP_ENCAPSULATED,
                V1.phase1(4, SPI, 0, true), V1.phase1(4, SPI, RESPONDER, true)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("predictions")
    void theClearTextTellsHowTheDataWillTravel(String name, IkePrediction prediction, byte[] request, byte[] answer) {
        out(request);
        if (answer != null) {
            in(answer);
        }
        assertEquals(prediction, find(SPI).prediction());
    }

    @Test
    void laterMessagesOfMainModeChangeNothingAboutThePrediction() {
        out(V1.phase1(2, SPI, 0, true));
        in(V1.phase1(2, SPI, RESPONDER, true));
        out(IkeBytes.v1(2, 0).spis(SPI, RESPONDER).payload(4, "aa").payload(10, "bb").bytes());
        in(IkeBytes.v1(2, 0).spis(SPI, RESPONDER).payload(4, "aa").payload(10, "bb").bytes());
        assertEquals(IkePrediction.UDP_ENCAPSULATED, find(SPI).prediction());
    }

    @Test
    void theFloatToPort4500StaysOneConversation() {
        out(V1.phase1(2, SPI, 0, true));
        in(V1.phase1(2, SPI, RESPONDER, true));
        assertFalse(find(SPI).encapsulated());
        pass(session(CLIENT, 4500), OUT, true, IkeBytes.v1(2, 1).spis(SPI, RESPONDER).bytes());
        assertTrue(find(SPI).encapsulated());
        assertEquals(4500, find(SPI).internal().label());
        assertEquals("AES-CBC-256/SHA2-256/pre-shared key/MODP-2048", find(SPI).chosen().getFirst().toString());
        assertEquals(1, conversations.size());
    }

    @Test
    void onPort4500DataAreEncapsulatedWhateverWasSaid() {
        pass(session(CLIENT, 4500), OUT, true, OFFER.saInit(SPI, 31, false));
        assertEquals(IkePrediction.UDP_ENCAPSULATED, find(SPI).prediction());
    }

    @Test
    void aCookieAndAnotherGroupAreAskedForInOneConversation() {
        out(OFFER.saInit(SPI, 31, true));
        in(IkeSaBytes.cookie(SPI));
        out(OFFER.saInit(SPI, 31, true));
        in(IkeSaBytes.invalidKe(SPI, 14));
        out(OFFER.saInit(SPI, 14, true));
        in(CHOICE.saInitResponse(SPI, RESPONDER, 14, true));
        assertEquals(1, conversations.size());
        assertEquals(0, find(SPI).error());
        assertEquals(IkePrediction.UDP_ENCAPSULATED, find(SPI).prediction());
    }

    @Test
    void aRepeatedMessageChangesNothingButTheTime() {
        out(OFFER.saInit(SPI, 31, true));
        final var first = find(SPI);
        now = now.plusSeconds(4);
        out(OFFER.saInit(SPI, 31, true));
        assertEquals(first.until(now.plusSeconds(SECONDS)), find(SPI));
    }

    @Test
    void twoClientsMayChooseTheSameSpi() {
        pass(session(CLIENT, 500), OUT, false, OFFER.saInit(SPI, 31, true));
        pass(session(SECOND_CLIENT, 500), OUT, false, OFFER.saInit(SPI, 31, false));
        pass(session(CLIENT, 500), IN, false, CHOICE.saInitResponse(SPI, RESPONDER, 14, true));
        assertEquals(2, conversations.size());
        assertEquals(IkePrediction.UDP_ENCAPSULATED, find(SPI).prediction());
        assertEquals(IkePrediction.PLAIN_ESP,
            conversations.find(SECOND_CLIENT, SERVER, SPI).orElseThrow().prediction());
        assertEquals(0, conversations.find(SECOND_CLIENT, SERVER, SPI).orElseThrow().responderSpi());
    }

    @Test
    void newKeysForTheIkeSaContinueWhatTheOldOnesBegan() {
        out(OFFER.saInit(SPI, 31, true));
        in(CHOICE.saInitResponse(SPI, RESPONDER, 14, false));
        // made in an encrypted CREATE_CHILD_SA; the first message with the new SPIs comes from the server
        in(IkeBytes.v2(37, 0x08).spis(7, 8).messageId(0).payload(46, "00").bytes());
        final var renewed = conversations.find(CLIENT, SERVER, 7).orElseThrow();
        assertFalse(renewed.begunByClient());
        assertEquals(IkePrediction.PLAIN_ESP, renewed.prediction());
        assertEquals(List.of(), renewed.chosen());
        assertEquals(Optional.of(renewed), conversations.latest(CLIENT, SERVER));
    }

    @Test
    void anotherPhaseOneIsAConversationOfItsOwn() {
        out(V1.phase1(2, SPI, 0, true));
        in(V1.phase1(2, SPI, RESPONDER, true));
        in(V1.phase1(2, 7, 0, true));
        final var byServer = conversations.find(CLIENT, SERVER, 7).orElseThrow();
        assertFalse(byServer.begunByClient());
        assertEquals(IkePrediction.UNKNOWN, byServer.prediction());
        out(V1.phase1(2, 7, 8, false));
        assertEquals(IkePrediction.PLAIN_ESP, conversations.find(CLIENT, SERVER, 7).orElseThrow().prediction());
    }

    static Stream<Arguments> pieces() {
        return Stream.of(
            arguments("version 2", true, IkeBytes.v2(35, 8).spis(SPI, RESPONDER).payload(53, "00010003aa").bytes()),
            arguments("version 1", true, IkeBytes.v1(2, 0).spis(SPI, RESPONDER).payload(132, "00010100aa").bytes()),
            arguments("version 1, encrypted", true,
                IkeBytes.v1(2, 1).spis(SPI, RESPONDER).payload(132, "00010100aa").bytes()),
            arguments("the number of the other version", false,
                IkeBytes.v1(2, 1).spis(SPI, RESPONDER).payload(53, "00010003aa").bytes()),
            arguments("a whole message", false, IkeBytes.v2(35, 8).spis(SPI, RESPONDER).payload(46, "00").bytes()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pieces")
    void messagesInPiecesAreNoticed(String name, boolean fragmented, byte[] message) {
        out(message);
        assertEquals(fragmented, find(SPI).fragmented());
    }

    @Test
    void anErrorOfTheResponderIsKept() {
        out(OFFER.saInit(SPI, 31, true));
        in(IkeBytes.v2(34, 0x20).spis(SPI, 0).payload(41, "0000000e").bytes());
        assertEquals(IkeClearText.NO_PROPOSAL_CHOSEN, find(SPI).error());
    }

    @Test
    void aConversationThatIsJoinedLateHasNoPrediction() {
        in(IkeBytes.v2(36, 0x08).spis(SPI, RESPONDER).payload(46, "00").bytes());
        assertEquals(IkePrediction.UNKNOWN, find(SPI).prediction());
        assertFalse(find(SPI).begunByClient());
        out(IkeBytes.v1(32, 1).spis(7, 8).messageId(1).bytes());
        assertTrue(conversations.find(CLIENT, SERVER, 7).orElseThrow().begunByClient());
    }

    @Test
    void ofTooManyTheLongestSilentOneGoes() {
        final var session = session(CLIENT, 500);
        for (long spi = 1; spi <= IkeConversations.MOST_OF_A_CLIENT; spi++) {
            pass(session, OUT, false, OFFER.saInit(spi, 31, true));
        }
        pass(session, OUT, false, OFFER.saInit(1, 31, true));
        pass(session, OUT, false, OFFER.saInit(1000, 31, true));
        assertEquals(IkeConversations.MOST_OF_A_CLIENT, conversations.size());
        assertTrue(conversations.find(CLIENT, SERVER, 1).isPresent(), "seen again");
        assertTrue(conversations.find(CLIENT, SERVER, 2).isEmpty());
        assertTrue(conversations.find(CLIENT, SERVER, 1000).isPresent());
    }

    @Test
    void aGatewayRemembersOnlySoMany() {
        final var message = OFFER.saInit(SPI, 31, true);
        for (int client = 0; client < IkeConversations.MOST + 10; client++) {
            pass(session(new Ip4(CLIENT.bits() + client), 500), OUT, false, message);
        }
        assertEquals(IkeConversations.MOST, conversations.size());
        assertTrue(conversations.find(CLIENT, SERVER, SPI).isEmpty());
    }

    @Test
    void whatIsSilentIsForgottenUnlessItsSessionGoesOn() {
        pass(session(CLIENT, 500), OUT, false, OFFER.saInit(SPI, 31, true));
        pass(session(SECOND_CLIENT, 4500), OUT, true, OFFER.saInit(SPI, 31, true));
        now = now.plusSeconds(SECONDS - 1);
        assertEquals(List.of(), conversations.expire(IkeConversation::encapsulated, SECONDS, now));
        assertEquals(2, conversations.size());
        now = now.plusSeconds(1);
        assertEquals(List.of(SECOND_CLIENT), conversations.expire(IkeConversation::encapsulated, SECONDS, now).stream()
            .map(IkeConversation::client).toList());
        assertEquals(1, conversations.size());
        now = now.plusSeconds(SECONDS);
        assertEquals(List.of(), conversations.expire(conversation -> false, SECONDS, now));
        assertEquals(0, conversations.size());
        assertEquals(Optional.empty(), conversations.latest(SECOND_CLIENT, SERVER));
    }

    @Test
    void theLatestComeFirst() {
        final var session = session(CLIENT, 500);
        pass(session, OUT, false, OFFER.saInit(1, 31, true));
        pass(session, OUT, false, OFFER.saInit(2, 31, true));
        pass(session, OUT, false, OFFER.saInit(3, 31, true));
        pass(session, OUT, false, OFFER.saInit(1, 31, true));
        assertEquals(List.of(1L, 3L), conversations.latest(2).stream().map(IkeConversation::initiatorSpi).toList());
        conversations.forgetIf(conversation -> conversation.initiatorSpi() == 1);
        assertEquals(List.of(3L, 2L), conversations.latest(9).stream().map(IkeConversation::initiatorSpi).toList());
    }

    private void out(byte[] message) {
        pass(session(CLIENT, 500), OUT, false, message);
    }

    private void in(byte[] message) {
        pass(session(CLIENT, 500), IN, false, message);
    }

    private void pass(Session session, boolean out, boolean encapsulated, byte[] bytes) {
        final var message = IkeMessage.parse(bytes, 0, bytes.length).orElseThrow();
        conversations.seen(IkeSighting.of(session, out, new IkeDatagram(message,
            IkeClearText.of(bytes, message).orElseThrow(), encapsulated)), SECONDS, now);
    }

    private IkeConversation find(long spi) {
        return conversations.find(CLIENT, SERVER, spi).orElseThrow();
    }

    private Session session(Ip4 client, int port) {
        final var internal = new Tuple(IpProtocol.UDP, client, port, SERVER);
        return table.session(internal, SERVER).orElseGet(() -> table.open(
            table.open("ike", internal, new Tuple(IpProtocol.UDP, new Ip4(EXTERNAL.bits() + client.bits()), port,
                SERVER)), SERVER, Lifetime.inController(SECONDS), now));
    }
}

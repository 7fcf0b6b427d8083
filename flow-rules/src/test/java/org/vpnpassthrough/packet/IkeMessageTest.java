/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;
import static org.vpnpassthrough.packet.IkeBytes.INITIATOR_SPI;
import static org.vpnpassthrough.packet.IkeBytes.RESPONDER_SPI;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IkeMessageTest {
    private static final int LENGTH = 24;

    @Test
    void theHeaderAndTheChainOfAVersionOneMessageAreRead() {
        final var message = Frames.ikeV1MainMode1(true);
        assertEquals(new IkeMessage(INITIATOR_SPI, 0, 1, 1, IkeMessage.MAIN_MODE, 0, 0, message.length,
            List.of(new IkePayload(1, 32, 52), new IkePayload(13, 88, 16), new IkePayload(13, 108, 16)), true),
            parse(message).orElseThrow());
    }

    @Test
    void theHeaderAndTheChainOfAVersionTwoMessageAreRead() {
        final var message = Frames.ikeV2SaInitResponse(true);
        final var parsed = parse(message).orElseThrow();
        assertEquals(INITIATOR_SPI, parsed.initiatorSpi());
        assertEquals(RESPONDER_SPI, parsed.responderSpi());
        assertEquals(33, parsed.nextPayload());
        assertEquals(2, parsed.majorVersion());
        assertEquals(IkeMessage.IKE_SA_INIT, parsed.exchangeType());
        assertEquals(message.length, parsed.length());
        assertEquals(List.of(33, 34, 40, 41, 41), parsed.payloads().stream().map(IkePayload::type).toList());
        final var last = parsed.payloads().getLast();
        assertEquals(message.length, last.offset() + last.length());
    }

    static Stream<Arguments> states() {
        return Stream.of(
            arguments("main mode 1", Frames.ikeV1MainMode1(true), "opening"),
            arguments("main mode 2", Frames.ikeV1MainMode2(true), ""),
            arguments("quick mode", Frames.ikeV1QuickMode(), "encrypted"),
            arguments("IKE_SA_INIT", Frames.ikeV2SaInit(true), "opening initiator"),
            arguments("IKE_SA_INIT response", Frames.ikeV2SaInitResponse(true), "response"),
            arguments("IKE_AUTH", Frames.ikeV2Auth(), "encrypted initiator"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void theHeaderTellsWhereAnExchangeStands(String name, byte[] message, String state) {
        final var parsed = parse(message).orElseThrow();
        assertEquals(state.contains("opening"), parsed.isOpening());
        assertEquals(state.contains("encrypted"), parsed.isEncrypted());
        assertEquals(state.contains("encrypted"), parsed.payloads().isEmpty());
        assertEquals(state.contains("initiator"), parsed.isFromInitiator());
        assertEquals(state.contains("response"), parsed.isResponse());
    }

    static Stream<Arguments> announcements() {
        return Stream.of(
            arguments("version 1 with vendor ID", true, Frames.ikeV1MainMode1(true)),
            arguments("version 1 without", false, Frames.ikeV1MainMode1(false)),
            arguments("version 1 answer", true, Frames.ikeV1MainMode2(true)),
            arguments("version 1 encrypted", false, Frames.ikeV1QuickMode()),
            arguments("aggressive mode", true, IkeBytes.v1(4, 0).payload(13, IkeBytes.RFC_3947).bytes()),
            arguments("vendor ID with a version behind", true,
                IkeBytes.v1(2, 0).payload(13, IkeBytes.RFC_3947 + "00000001").bytes()),
            arguments("vendor ID cut", false,
                IkeBytes.v1(2, 0).payload(13, IkeBytes.RFC_3947.substring(2)).bytes()),
            arguments("vendor ID in a payload of another type", false,
                IkeBytes.v1(2, 0).payload(10, IkeBytes.RFC_3947).bytes()),
            arguments("vendor ID of version 1 in version 2", false,
                IkeBytes.v2(34, 8).payload(43, IkeBytes.RFC_3947).bytes()),
            arguments("version 2 with both notifies", true, Frames.ikeV2SaInit(true)),
            arguments("version 2 without", false, Frames.ikeV2SaInit(false)),
            arguments("version 2 answer", true, Frames.ikeV2SaInitResponse(true)),
            arguments("version 2 with one of the two", false,
                IkeBytes.v2(34, 8).payload(41, IkeBytes.notify(16388)).bytes()),
            arguments("version 2 with another notify", false,
                IkeBytes.v2(34, 8).payload(41, IkeBytes.notify(16388)).payload(41, IkeBytes.notify(16390)).bytes()),
            arguments("version 2 with a notify cut", false,
                IkeBytes.v2(34, 8).payload(41, IkeBytes.notify(16388)).payload(41, "000000").bytes()),
            arguments("version 2 encrypted", false, Frames.ikeV2Auth()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("announcements")
    void natTraversalIsAnnouncedInClearText(String name, boolean announced, byte[] message) {
        assertEquals(announced, parse(message).orElseThrow().announcesNatTraversal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"4a131c81070358455c5728f20e95452f", "7d9419a65310ca6f2c179d9215529d56",
        "90cb80913ebb696e086381b5ec427b1f", "cd60464335df21f87cfdb2fc68b6a448", "16f6ca16e4a4066d83821a0f0aeaa862",
        "4485152d18b6bbcd0be8a8469579ddcc"})
    void theDraftsOfNatTraversalCountToo(String vendorId) {
        assertTrue(parse(IkeBytes.v1(2, 0).payload(13, vendorId).bytes()).orElseThrow().announcesNatTraversal());
    }

    static Stream<Arguments> broken() {
        final var good = Frames.ikeV1MainMode1(true);
        final var encrypted = Frames.ikeV2SaInit(true);
        return Stream.of(
            arguments("initiator SPI 0", IkeBytes.v1(2, 0).spis(0, 0).bytes()),
            arguments("version 0", put8(good, 17, 0x00)),
            arguments("version 3", put8(good, 17, 0x30)),
            arguments("length less than the message", put16(good, LENGTH + 2, good.length - 1)),
            arguments("length more than the message", put16(good, LENGTH + 2, good.length + 1)),
            arguments("length of 4 GiB", put16(good, LENGTH, 0xffff)),
            arguments("payload of 3 bytes", put16(good, 30, 3)),
            arguments("payload of 0 bytes", put16(good, 30, 0)),
            arguments("payload past the end", put16(good, 30, good.length - 27)),
            arguments("chain that goes on at the end", put8(good, 104, 13)),
            arguments("payloads announced, none there", put8(IkeBytes.v1(2, 0).bytes(), 16, 1)),
            arguments("version 2 chain broken", put16(encrypted, 30, 1)),
            arguments("65 payloads", payloads(65)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void aBrokenMessageIsNotRead(String name, byte[] message) {
        assertEquals(Optional.empty(), parse(message));
    }

    @Test
    void sixtyFourPayloadsAreRead() {
        assertEquals(64, parse(payloads(64)).orElseThrow().payloads().size());
    }

    @Test
    void encryptedPayloadsAreNotLookedAt() {
        final var message = Frames.ikeV2Auth();
        Arrays.fill(message, 28, message.length, (byte) 0);
        assertEquals(List.of(), parse(message).orElseThrow().payloads());
        assertEquals(46, parse(message).orElseThrow().nextPayload());
    }

    @ParameterizedTest
    @ValueSource(ints = {46, 53})
    void anEncryptedPayloadEndsTheChain(int type) {
        final var message = IkeBytes.v2(34, 8).payload(40, "0102").payload(type, "03040506").bytes();
        message[34] = 35;
        assertEquals(List.of(new IkePayload(40, 32, 2), new IkePayload(type, 38, 4)),
            parse(message).orElseThrow().payloads());
    }

    @Test
    void paddingAfterTheLastPayloadIsAccepted() {
        final var good = Frames.ikeV1MainMode1(true);
        final var longer = put16(Arrays.copyOf(good, good.length + 3), LENGTH + 2, good.length + 3);
        assertEquals(3, parse(longer).orElseThrow().payloads().size());
    }

    @ParameterizedTest
    @CsvSource({"2, MAIN_MODE", "4, AGGRESSIVE_MODE", "32, QUICK_MODE"})
    void aMessageCutAnywhereIsBroken(int exchange, String name) {
        final var message = IkeBytes.v1(exchange, 0).payload(13, IkeBytes.RFC_3947).payload(10, "0102").bytes();
        for (int length = 0; length < message.length; length++) {
            assertEquals(Optional.empty(), parse(Arrays.copyOf(message, length)), name + " of length " + length);
        }
    }

    @Test
    void ofAMessageCutAnywhereThePayloadsThatAreThereAreRead() {
        final var message = Frames.ikeV1MainMode1(true);
        for (int length = 0; length < message.length; length++) {
            final var prefix = IkeMessage.parsePrefix(Arrays.copyOf(message, length), 0, length);
            final int whole = length < 84 ? 0 : length < 104 ? 1 : 2;
            assertEquals(length < 28 ? Optional.empty() : Optional.of(whole),
                prefix.map(part -> part.payloads().size()), "length " + length);
            assertEquals(Optional.empty(), prefix.filter(part -> part.length() != message.length));
        }
        assertEquals(parse(message), IkeMessage.parsePrefix(message, 0, message.length));
    }

    @Test
    void aMessageLongerThanAnyDatagramIsBroken() {
        final var message = Frames.ikeV1MainMode1(true);
        assertTrue(IkeMessage.parsePrefix(put16(message, LENGTH + 2, 0xffff), 0, message.length).isPresent());
        assertEquals(Optional.empty(), IkeMessage.parsePrefix(put16(message, LENGTH, 1), 0, message.length));
    }

    @Test
    void aPrefixLongerThanItsMessageIsBroken() {
        final var message = Frames.ikeV1MainMode1(true);
        assertEquals(Optional.empty(),
            IkeMessage.parsePrefix(Arrays.copyOf(message, message.length + 1), 0, message.length + 1));
    }

    @Test
    void theOffsetsCountFromTheBeginningOfTheFrame() {
        final var frame = Frames.udp(CLIENT, 500, SERVER, 500, Frames.ikeV1MainMode1(true));
        final var packet = PacketTest.packet(frame);
        final var message = IkeMessage.of(packet, (UdpHeader) packet.transport()).orElseThrow();
        final var vendorId = message.payloads().getLast();
        assertEquals(IkeBytes.RFC_3947,
            HexFormat.of().formatHex(frame, vendorId.offset(), vendorId.offset() + vendorId.length()));
        assertEquals(frame.length, vendorId.offset() + vendorId.length());
    }

    @Test
    void theFirstFragmentOfALongMessageIsReadAsFarAsItGoes() {
        final var frame = Frames.udp(CLIENT, 500, SERVER, 500, Frames.ikeV2SaInit(true));
        final var packet = PacketTest.packet(Frames.fragments(frame, 400).getFirst());
        final var udp = assertInstanceOf(UdpHeader.class, packet.transport());
        assertEquals(Optional.empty(), IkeMessage.parse(packet.frame(), udp.payloadOffset(), udp.payloadLength()));
        final var message = IkeMessage.of(packet, udp).orElseThrow();
        assertEquals(List.of(33, 34, 40), message.payloads().stream().map(IkePayload::type).toList());
    }

    @Test
    void aMessageInTheQuoteOfAnErrorIsReadAsFarAsItGoes() {
        final var offending = Frames.udp(CLIENT, 500, SERVER, 500, Frames.ikeV2SaInit(true));
        final var packet = PacketTest.packet(Frames.icmpError(SERVER, CLIENT, 3, 3, offending, 36));
        final var quoted = assertInstanceOf(IcmpError.class, packet.transport()).quoted().transport();
        final var message = IkeMessage.of(packet, assertInstanceOf(UdpHeader.class, quoted)).orElseThrow();
        assertEquals(INITIATOR_SPI, message.initiatorSpi());
    }

    @Test
    void aRangeOutsideTheFrameIsAnErrorOfTheCaller() {
        final var message = Frames.ikeV1MainMode1(true);
        assertThrows(IndexOutOfBoundsException.class, () -> IkeMessage.parse(message, 1, message.length));
        assertThrows(IndexOutOfBoundsException.class, () -> IkeMessage.parsePrefix(message, -1, 28));
    }

    private static Optional<IkeMessage> parse(byte[] message) {
        return IkeMessage.parse(message, 0, message.length);
    }

    private static byte[] payloads(int count) {
        final var message = IkeBytes.v1(2, 0);
        IntStream.range(0, count).forEach(i -> message.payload(13, (byte) i));
        return message.bytes();
    }

    private static byte[] put8(byte[] message, int at, int value) {
        final var copy = message.clone();
        copy[at] = (byte) value;
        return copy;
    }

    private static byte[] put16(byte[] message, int at, int value) {
        return Frames.put16(message.clone(), at, value);
    }
}

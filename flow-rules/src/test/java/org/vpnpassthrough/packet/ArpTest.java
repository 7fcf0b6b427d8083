/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.RECEIVER_MAC;
import static org.vpnpassthrough.packet.Frames.SENDER_MAC;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArpTest {
    private static final Arp REQUEST = new Arp(Arp.Operation.REQUEST, SENDER_MAC, CLIENT, Mac.ZERO, PUBLIC_ADDRESS);
    private static final Arp REPLY = new Arp(Arp.Operation.REPLY, RECEIVER_MAC, PUBLIC_ADDRESS, SENDER_MAC, CLIENT);

    @Test
    void aRequestIsParsedAndEmitted() {
        final var frame = Frames.arpRequest(SENDER_MAC, CLIENT, PUBLIC_ADDRESS);
        assertEquals(REQUEST, Packet.parse(frame));
        assertArrayEquals(frame, REQUEST.frame());
        assertEquals(REQUEST, Arp.request(SENDER_MAC, CLIENT, PUBLIC_ADDRESS));
    }

    @Test
    void aReplyIsParsedAndEmitted() {
        final var frame = Frames.arpReply(RECEIVER_MAC, PUBLIC_ADDRESS, SENDER_MAC, CLIENT);
        assertEquals(REPLY, Packet.parse(frame));
        assertArrayEquals(frame, REPLY.frame());
        assertEquals(REPLY, Arp.replyTo(REQUEST, RECEIVER_MAC));
    }

    @Test
    void theFrameMayHaveOtherAddressesThanThePacket() {
        final var frame = REQUEST.frame(RECEIVER_MAC, SENDER_MAC);
        assertArrayEquals(Frames.withEthernet(REQUEST.frame(), RECEIVER_MAC, SENDER_MAC), frame);
        assertEquals(REQUEST, Packet.parse(frame));
    }

    @ParameterizedTest
    @CsvSource({
        "another hardware type, 14, 6",
        "another protocol type, 16, 0x86dd",
        "longer hardware addresses, 18, 0x0804",
        "longer protocol addresses, 18, 0x0610",
        "no operation, 20, 0",
        "a reverse request, 20, 3",
    })
    void otherKindsOfArpAreMalformed(String name, int at, int value) {
        assertEquals(new Malformed(Flaw.ARP), Packet.parse(Frames.put16(REQUEST.frame(), at, value)), name);
    }

    @Test
    void paddingIsNotNeededButEveryByteBeforeItIs() {
        for (int length = 14; length <= 60; length++) {
            assertEquals(length < 42 ? new Malformed(Flaw.ARP) : REPLY,
                Packet.parse(Arrays.copyOf(REPLY.frame(), length)), "length " + length);
        }
    }
}

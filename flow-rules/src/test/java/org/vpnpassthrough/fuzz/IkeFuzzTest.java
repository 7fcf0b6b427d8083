/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IkeClearText;
import org.vpnpassthrough.packet.IkeMessage;

/** The payload of UDP port 500. */
final class IkeFuzzTest {
    private static final int PORT = 500;

    @FuzzTest
    void message(final byte[] data) {
        Slice.check(data, IkeMessage::parse);
        Slice.check(data, IkeMessage::parsePrefix);
        Slice.check(data, (bytes, offset, length) -> clearText(bytes, IkeMessage.parse(bytes, offset, length)));
        Slice.check(data, (bytes, offset, length) -> clearText(bytes, IkeMessage.parsePrefix(bytes, offset, length)));
        Packets.check(Frames.udp(Frames.CLIENT, PORT, Frames.SERVER, PORT, data));
    }

    private static Optional<IkeClearText> clearText(final byte[] bytes, final Optional<IkeMessage> message) {
        return message.flatMap(found -> IkeClearText.of(bytes, found));
    }
}

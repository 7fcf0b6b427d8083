/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnpassthrough.mapping.AddressRange;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Prefix;
import org.vpnpassthrough.rules.Cookie;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Reason;

class VectorFileTest {
    private static final String SETUP = """
        internal 1 02:00:00:00:00:01 10.0.0.0/24 10.0.0.1
        external 2 02:00:00:00:00:02 203.0.113.0/24 203.0.113.1 203.0.113.254
        pool 203.0.113.10 203.0.113.11
        """;

    /** Written the way the writer writes, with everything that the format has. */
    private static final String EVERYTHING = """
        # Everything that a vector can say.
        #
        # A second paragraph.

        internal 1 02:00:00:00:00:01 10.0.0.0/24 10.0.0.1
        internal 3 02:00:00:00:00:03 10.0.1.0/24 10.0.1.1
        external 2 02:00:00:00:00:02 203.0.113.0/24 203.0.113.1 203.0.113.254
        pool 203.0.113.10 203.0.113.11
        pool 198.51.100.8 198.51.100.8
        routed
        timer tcp-established 7500
        timer hold-down 1
        policy nat-t off
        random -7
        neighbour 10.0.0.101 02:00:00:00:01:01
        neighbour 203.0.113.254 02:00:00:00:02:fe

        # The first packet.
        at 0 internal 1
          00 01                                            # just two bytes
          02
        expect punt plain
        expect drop NO_MAPPING
        expect removed
          table=2,priority=200,udp,tp_src=1
        expect rules
          table=1,priority=200,udp,tp_src=1,cookie=0x5650000000000001,actions=drop
          table=2,priority=200,udp,tp_src=2,cookie=0x5650000000000001,actions=drop
        expect forward external
          ff fe
        expect arp request internal 3 10.0.1.101
        expect arp reply external 203.0.113.10

        at 0.25 external
          00
        expect nothing

        # Five minutes later,
        # and nobody has said anything.
        at 300.125 tick
        expect nothing
        """;

    @TempDir
    private Path folder;

    @Test
    void aVectorIsReadWordForWord() {
        final Vector vector = VectorFile.parse("plain/all.txt", EVERYTHING);

        assertEquals("plain/all.txt", vector.toString());
        assertEquals(List.of("Everything that a vector can say.", "", "A second paragraph."), vector.title());
        final Setup setup = vector.setup();
        assertEquals(List.of(
            new Setup.Internal(1, Mac.parse("02:00:00:00:00:01"), Prefix.parse("10.0.0.0/24"), Ip4.parse("10.0.0.1")),
            new Setup.Internal(3, Mac.parse("02:00:00:00:00:03"), Prefix.parse("10.0.1.0/24"), Ip4.parse("10.0.1.1"))),
            setup.internal());
        assertEquals(new Setup.External(2, Mac.parse("02:00:00:00:00:02"), Prefix.parse("203.0.113.0/24"),
            Ip4.parse("203.0.113.1"), Ip4.parse("203.0.113.254")), setup.external());
        assertEquals(List.of(new AddressRange(Ip4.parse("203.0.113.10"), Ip4.parse("203.0.113.11")),
            new AddressRange(Ip4.parse("198.51.100.8"), Ip4.parse("198.51.100.8"))), setup.pool());
        assertTrue(setup.routed());
        assertEquals(7500, setup.settings().timers().tcpEstablished());
        assertEquals(1, setup.settings().timers().holdDown());
        assertEquals(300, setup.settings().timers().udp());
        assertEquals(Set.of(Passthrough.NAT_T), setup.settings().policy().off());
        assertEquals(-7, setup.random());
        assertEquals(Map.of(Ip4.parse("10.0.0.101"), Mac.parse("02:00:00:00:01:01"),
            Ip4.parse("203.0.113.254"), Mac.parse("02:00:00:00:02:fe")), setup.neighbours());

        assertEquals(List.of(
            new Vector.Step(List.of("The first packet."), Duration.ZERO,
                new Vector.Arrival(1, HexFrame.of(new byte[] {0, 1, 2})),
                List.of(new Expectation.Punt(Cookie.Room.PLAIN), new Expectation.Drop(Reason.NO_MAPPING),
                    new Expectation.Removed(List.of("table=2,priority=200,udp,tp_src=1")),
                    new Expectation.Rules(List.of(
                        "table=1,priority=200,udp,tp_src=1,cookie=0x5650000000000001,actions=drop",
                        "table=2,priority=200,udp,tp_src=2,cookie=0x5650000000000001,actions=drop")),
                    new Expectation.Forward(2, HexFrame.of(new byte[] {-1, -2})),
                    new Expectation.ArpRequest(3, Ip4.parse("10.0.1.101")),
                    new Expectation.ArpReply(2, Ip4.parse("203.0.113.10")))),
            new Vector.Step(List.of(), Duration.ofMillis(250), new Vector.Arrival(2, HexFrame.of(new byte[1])),
                List.of()),
            new Vector.Step(List.of("Five minutes later,", "and nobody has said anything."),
                Duration.ofMillis(300_125), new Vector.Tick(), List.of())), vector.steps());
    }

    @Test
    void whatWasReadIsWrittenTheSame() {
        assertEquals(EVERYTHING, VectorFile.text(VectorFile.parse("plain/all.txt", EVERYTHING)));
    }

    @Test
    void blanksCaseOfDigitsAndGroupingDoNotMatter() {
        final String loose = SETUP.replace(" ", "   ")
            + "at   0.0  internal\n0A0b 0c0D0e#a\n\n# b\n\t0F\nexpect nothing";
        final Vector vector = VectorFile.parse("loose", loose);

        assertArrayEquals(new byte[] {10, 11, 12, 13, 14, 15},
            ((Vector.Arrival) vector.steps().get(0).event()).frame().bytes());
        final String text = VectorFile.text(vector);
        assertEquals(vector, VectorFile.parse("loose", text));
        assertTrue(text.endsWith("\nat 0 internal\n  0a 0b 0c 0d 0e" + " ".repeat(35) + "# a\n  0f\nexpect nothing\n"),
            text);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
            row("", ":0: the file has no step"),
            row(SETUP, ":3: the file has no step"),
            row("nonsense 1", ":1: unknown keyword 'nonsense'"),
            row("internal", ":1: the line ends before the port number"),
            row("internal 0", ":1: the port number is 1 to 2147483647, not '0'"),
            row("internal x", ":1: the port number is 1 to 2147483647, not 'x'"),
            row("internal 1 02:00:00:00:00", ":1: "),
            row("internal 1 02:00:00:00:00:01 10.0.0.1/24 10.0.0.1", ":1: "),
            row("internal 1 02:00:00:00:00:01 10.0.0.0/24 10.0.0.256", ":1: "),
            row("internal 1 02:00:00:00:00:01 10.0.0.0/24 10.0.0.1 x", ":1: the line should end before 'x'"),
            row(SETUP + "internal 1", ":4: port 1 is there already"),
            row(SETUP + "internal 2", ":4: port 2 is there already"),
            row(SETUP + "external 3", ":4: a gateway has one external port"),
            row(SETUP + "pool 203.0.113.12 203.0.113.11", ":4: "),
            row(SETUP + "timer naptime 1", ":4: 'naptime' is not one of udp, tcp-established, tcp-transitory, icmp, "),
            row(SETUP + "timer udp 0", ":4: the seconds is 1 to 2147483647, not '0'"),
            row(SETUP + "policy sstp on", ":4: 'sstp' is not one of ipsec, nat-t, pptp, l2tp, gre, other-tunnels"),
            row(SETUP + "policy ipsec maybe", ":4: a policy is on or off, not 'maybe'"),
            row(SETUP + "random much", ":4: the seed is -2147483648 to 2147483647, not 'much'"),
            row(SETUP + "neighbour 10.0.0.2 02:00:00:00:00:09\nneighbour 10.0.0.2 02:00:00:00:00:08",
                ":5: the neighbour 10.0.0.2 is there already"),
            row("at 0 internal", ":1: before the first step come internal, external and pool; missing: internal"),
            row(SETUP.replaceAll("external.*\n", "") + "at 0 internal",
                ":3: before the first step come internal, external and pool; missing: external"),
            row(SETUP.replaceAll("pool.*\n", "") + "at 0 internal",
                ":3: before the first step come internal, external and pool; missing: pool"),
            row("expect nothing", ":1: 'expect' before the first 'at'"),
            row(SETUP + "at", ":4: the line ends before the seconds"),
            row(SETUP + "at noon internal", ":4: 'noon' is not a number of seconds, with up to three decimals"),
            row(SETUP + "at -1 tick", ":4: '-1' is not a number of seconds, with up to three decimals"),
            row(SETUP + "at 0.0001 tick", ":4: '0.0001' is not a number of seconds, with up to three decimals"),
            row(SETUP + "at 0 outside", ":4: a side is internal or external, not 'outside'"),
            row(SETUP + "at 0 internal 1", ":4: the line should end before '1'"),
            row(SETUP + "at 0", ":4: the line ends before the internal or external"),
            row(SETUP + "at 0 tick tock", ":4: the line should end before 'tock'"),
            row(SETUP + "at 0 tick\n00", ":5: expected 'at' or 'expect', not '00'"),
            row(SETUP + "at 0 tick\nexpect nothing\npool 1 2", ":6: expected 'at' or 'expect', not 'pool 1 2'"),
            row(SETUP + "at 5 tick\nexpect nothing\nat 4 tick", ":6: the step is earlier than the one before"),
            row(SETUP + "at 0 internal\nexpect nothing", ":4: the bytes of the frame are missing"),
            row(SETUP + "at 0 internal\n00 0", ":5: '0' is not whole bytes in hexadecimal"),
            row(SETUP + "at 0 internal\n00 0x00", ":5: '0x00' is not whole bytes in hexadecimal"),
            row(SETUP + "at 0 internal\n00\npool 203.0.113.9 203.0.113.9",
                ":6: 'pool' is not whole bytes in hexadecimal"),
            row(SETUP + "at 0 internal\n00", ":4: the step expects neither nothing nor something"),
            row(SETUP + "at 0 tick\nat 1 tick\nexpect nothing",
                ":4: the step expects neither nothing nor something"),
            row(SETUP + "at 0 tick\nexpect nothing\nexpect punt ike\n",
                ":4: the step expects nothing and something"),
            row(SETUP + "at 0 tick\nexpect", ":5: the line ends before the what to expect"),
            row(SETUP + "at 0 tick\nexpect miracle", ":5: cannot expect 'miracle', only nothing, drop, punt, "),
            row(SETUP + "at 0 tick\nexpect drop", ":5: the line ends before the reason"),
            row(SETUP + "at 0 tick\nexpect drop BAD_LUCK", ":5: no reason is named 'BAD_LUCK'"),
            row(SETUP + "at 0 tick\nexpect punt kitchen", ":5: no room is named kitchen"),
            row(SETUP + "at 0 tick\nexpect rules", ":5: the rules are missing"),
            row(SETUP + "at 0 tick\nexpect removed\n# none\nexpect nothing", ":5: the rules are missing"),
            row(SETUP + "at 0 tick\nexpect rules\npriority=1",
                ":6: a rule begins with 'table=', not 'priority=1'"),
            row(SETUP + "at 0 tick\nexpect forward", ":5: the line ends before the internal or external"),
            row(SETUP + "at 0 tick\nexpect forward internal", ":5: the bytes of the frame are missing"),
            row(SETUP + "at 0 tick\nexpect arp whisper internal 10.0.0.1",
                ":5: ARP has request and reply, not 'whisper'"),
            row(SETUP + "at 0 tick\nexpect arp reply internal",
                ":5: the line ends before the address"),
            row(SETUP + SETUP.lines().findFirst().orElseThrow().replace(" 1 ", " 5 ") + "\nat 0 internal 2",
                ":5: there is no internal port 2"),
            row(SETUP + SETUP.lines().findFirst().orElseThrow().replace(" 1 ", " 5 ") + "\nat 0 internal",
                ":5: the line ends before the number of the internal port"));
    }

    private static Arguments row(final String text, final String message) {
        return Arguments.of(text, message);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void anErrorNamesFileAndLineAndWhatIsWrong(final String text, final String message) {
        final String told = assertThrows(IllegalArgumentException.class,
            () -> VectorFile.parse("plain/wrong.txt", text)).getMessage();
        assertTrue(told.startsWith("plain/wrong.txt" + message), told);
    }

    @Test
    void aVectorCutOffAfterAnyLineIsAnErrorOrAVectorButNothingElse() {
        final List<String> lines = EVERYTHING.lines().toList();
        for (int length = 0; length < lines.size(); length++) {
            try {
                VectorFile.parse("cut", String.join("\n", lines.subList(0, length)));
            } catch (IllegalArgumentException e) {
                assertTrue(e.getMessage().matches("(?s)cut:\\d+: .+"), e.getMessage());
            }
        }
    }

    @Test
    void theVectorsOfAFolderAreNamedByTheirRooms() throws IOException {
        Files.createDirectories(folder.resolve("ike"));
        Files.writeString(folder.resolve("ike/second.txt"), EVERYTHING);
        Files.writeString(folder.resolve("ike/first.txt"), EVERYTHING);
        Files.writeString(folder.resolve("ike/notes.md"), "not a vector");

        assertEquals(List.of("ike/first.txt", "ike/second.txt"),
            VectorFile.all(folder).stream().map(Vector::name).toList());
    }

    @Test
    void allFramesOfAnExchangeAreThereForOtherDecoders() {
        assertEquals(List.of("[0, 1, 2]", "[-1, -2]", "[0]"), VectorFile.parse("all", EVERYTHING).frames()
            .map(Arrays::toString).toList());
    }
}

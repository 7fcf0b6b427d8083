/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vpnpassthrough.mapping.AddressRange;
import org.vpnpassthrough.packet.Arp;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Prefix;
import org.vpnpassthrough.rules.Cookie;
import org.vpnpassthrough.rules.FakeSwitch;
import org.vpnpassthrough.rules.FlowRule;
import org.vpnpassthrough.rules.Match;
import org.vpnpassthrough.rules.Pipeline;
import org.vpnpassthrough.translation.Reason;

class VectorCheckTest {
    private static final Mac INTERNAL_MAC = Mac.parse("02:00:00:00:00:01");
    private static final Mac EXTERNAL_MAC = Mac.parse("02:00:00:00:00:02");
    private static final Ip4 NEXT_HOP = Ip4.parse("203.0.113.254");
    private static final Ip4 EXTERNAL = Ip4.parse("203.0.113.1");
    private static final Setup SETUP = Setup.of(
        new Setup.Internal(1, INTERNAL_MAC, Prefix.parse("192.0.2.0/24"), Ip4.parse("192.0.2.1")),
        new Setup.External(2, EXTERNAL_MAC, Prefix.parse("203.0.113.0/24"), EXTERNAL, NEXT_HOP),
        new AddressRange(Frames.PUBLIC_ADDRESS, Frames.PUBLIC_ADDRESS), new TreeMap<>());

    private static final byte[] OUT = Frames.udp(Frames.CLIENT, 1000, Frames.SERVER, 2000);
    private static final byte[] TRANSLATED = Frames.udp(Frames.PUBLIC_ADDRESS, 1000, Frames.SERVER, 2000);
    private static final byte[] ASKED = Arp.request(Frames.SENDER_MAC, NEXT_HOP, Frames.PUBLIC_ADDRESS).frame();
    private static final FlowRule RULE = FlowRule.in(Pipeline.OUTBOUND, 200, Match.ip(IpProtocol.UDP),
        Cookie.forSession(1)).idle(300, true).build();

    private static final Outcome NOTHING =
        new Outcome(Optional.empty(), List.of(), List.of(), List.of(), List.of());
    private static final Outcome FIRST_PACKET = new Outcome(Optional.of(Cookie.Room.PLAIN), List.of(), List.of(),
        List.of(RULE), List.of(new FakeSwitch.Sent(2, TRANSLATED)));
    private static final Outcome CLOSED = new Outcome(Optional.empty(), List.of(Reason.NO_MAPPING), List.of(RULE),
        List.of(), List.of());
    private static final Outcome ARP = new Outcome(Optional.of(Cookie.Room.ARP), List.of(), List.of(), List.of(),
        List.of(sent(2, Arp.replyTo((Arp) Packet.parse(ASKED), EXTERNAL_MAC)
                .frame(EXTERNAL_MAC, Frames.SENDER_MAC)),
            sent(2, Arp.request(EXTERNAL_MAC, EXTERNAL, NEXT_HOP).frame(EXTERNAL_MAC, Mac.BROADCAST)),
            sent(1, Arp.request(EXTERNAL_MAC, EXTERNAL, NEXT_HOP).frame(EXTERNAL_MAC, Mac.BROADCAST))));

    private static final VectorScript SCRIPT = new VectorScript("plain/new.txt", SETUP, "A script becomes a vector.")
        .arrive(0, 1, OUT, "First packet.").arrive(1, 2, ASKED).tick(301, "Silence.");
    private static final List<Outcome> OUTCOMES = List.of(FIRST_PACKET, ARP, CLOSED);

    private static FakeSwitch.Sent sent(final int port, final byte[] frame) {
        return new FakeSwitch.Sent(port, frame);
    }

    /** Answers what it was told to, and keeps what it was asked. */
    private static final class Puppet implements VectorRunner {
        private final List<String> asked = new ArrayList<>();
        private final Queue<Outcome> answers;

        Puppet(final List<Outcome> answers) {
            this.answers = new ArrayDeque<>(answers);
        }

        @Override
        public void start(final Setup setup) {
            asked.add("start " + setup.external().number());
        }

        @Override
        public Outcome arrive(final Duration at, final int port, final byte[] frame) {
            asked.add(at + " port " + port + " " + frame.length);
            return answers.remove();
        }

        @Override
        public Outcome tick(final Duration at) {
            asked.add(at + " tick");
            return answers.remove();
        }
    }

    @Test
    void aScriptIsRunAndWrittenWithWhatHappened() {
        final Puppet puppet = new Puppet(OUTCOMES);
        final String text = SCRIPT.record(puppet);

        assertEquals(List.of("start 2", "PT0S port 1 " + OUT.length, "PT1S port 2 " + ASKED.length, "PT5M1S tick"),
            puppet.asked);
        assertEquals("""
            # A script becomes a vector.

            internal 1 02:00:00:00:00:01 192.0.2.0/24 192.0.2.1
            external 2 02:00:00:00:00:02 203.0.113.0/24 203.0.113.1 203.0.113.254
            pool 203.0.113.10 203.0.113.10

            # First packet.
            at 0 internal
              00 00 5e 00 53 02 00 00 5e 00 53 01 08 00        # Ethernet 00:00:5e:00:53:01 > 00:00:5e:00:53:02
              45 00 00 1c 12 34 00 00 40 11 7b fb c0 00 02 65  # IPv4 192.0.2.101 > 198.51.100.9, TTL 64
              c6 33 64 09
              03 e8 07 d0 00 08 07 84                          # UDP 1000 > 2000
            expect punt plain
            expect rules
              table=1,priority=200,udp,cookie=0x5650000000000001,idle_timeout=300,send_flow_rem,actions=drop
            expect forward external
              00 00 5e 00 53 02 00 00 5e 00 53 01 08 00        # Ethernet 00:00:5e:00:53:01 > 00:00:5e:00:53:02
              45 00 00 1c 12 34 00 00 40 11 02 56 cb 00 71 0a  # IPv4 203.0.113.10 > 198.51.100.9, TTL 64
              c6 33 64 09
              03 e8 07 d0 00 08 8d de                          # UDP 1000 > 2000

            at 1 external
              ff ff ff ff ff ff 00 00 5e 00 53 01 08 06        # Ethernet 00:00:5e:00:53:01 > ff:ff:ff:ff:ff:ff
              00 01 08 00 06 04 00 01 00 00 5e 00 53 01 cb 00  # ARP who has 203.0.113.10, tell 203.0.113.254
              71 fe 00 00 00 00 00 00 cb 00 71 0a
              00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # padding
              00 00
            expect punt arp
            expect arp reply external 203.0.113.10
            expect arp request external 203.0.113.254
            expect forward internal
              ff ff ff ff ff ff 02 00 00 00 00 02 08 06        # Ethernet 02:00:00:00:00:02 > ff:ff:ff:ff:ff:ff
              00 01 08 00 06 04 00 01 02 00 00 00 00 02 cb 00  # ARP who has 203.0.113.254, tell 203.0.113.1
              71 01 00 00 00 00 00 00 cb 00 71 fe
              00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  # padding
              00 00

            # Silence.
            at 301 tick
            expect drop NO_MAPPING
            expect removed
              table=1,priority=200,udp
            """, text);
    }

    private static Vector recorded() {
        return VectorFile.parse("plain/new.txt", SCRIPT.record(new Puppet(OUTCOMES)));
    }

    @Test
    void whatWasRecordedIsAsExpectedTheNextTime() {
        assertEquals(List.of(), VectorCheck.differences(recorded(), () -> new Puppet(OUTCOMES)));
    }

    @Test
    void theOrderInWhichAPersonListsKindsDoesNotMatterNorHowArpIsWritten() {
        final Vector vector = recorded();
        final Vector.Step arp = vector.steps().get(1);
        final List<Expectation> turned = new ArrayList<>(ARP.sent().stream().map(frame ->
            (Expectation) new Expectation.Forward(frame.port(), HexFrame.of(frame.frame()))).toList());
        turned.add(new Expectation.Punt(Cookie.Room.ARP));
        final Vector other = new Vector(vector.name(), vector.title(), vector.setup(), List.of(vector.steps().get(0),
            new Vector.Step(List.of(), arp.at(), arp.event(), turned), vector.steps().get(2)));

        assertEquals(List.of(), VectorCheck.differences(other, () -> new Puppet(OUTCOMES)));
    }

    @Test
    void whateverIsMissingOrTooMuchIsShownAsText() {
        final List<String> differences =
            VectorCheck.differences(recorded(), () -> new Puppet(List.of(FIRST_PACKET, ARP, NOTHING)));
        assertEquals(List.of("plain/new.txt, step 3 of 3", """
            expected:

            # Silence.
            at 301 tick
            expect drop NO_MAPPING
            expect removed
              table=1,priority=200,udp
            """, """
            but was:

            # Silence.
            at 301 tick
            expect nothing
            """), differences);
    }

    @Test
    void framesInAnotherOrderOrWithAnotherByteAreADifference() {
        final byte[] other = TRANSLATED.clone();
        other[other.length - 1]++;
        for (final List<FakeSwitch.Sent> sent : List.of(
                List.of(new FakeSwitch.Sent(2, other)),
                List.of(new FakeSwitch.Sent(1, TRANSLATED)),
                List.of(new FakeSwitch.Sent(2, TRANSLATED), new FakeSwitch.Sent(2, TRANSLATED)),
                List.<FakeSwitch.Sent>of())) {
            final Outcome outcome = new Outcome(FIRST_PACKET.punt(), List.of(), List.of(), List.of(RULE), sent);
            assertEquals("plain/new.txt, step 1 of 3", VectorCheck.differences(recorded(),
                () -> new Puppet(List.of(outcome, ARP, CLOSED))).get(0));
        }
    }
}

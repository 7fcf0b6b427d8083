/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.vpnpassthrough.mininet.peer.Pptp;
import org.vpnpassthrough.mininet.peer.Sender;
import org.vpnpassthrough.mininet.peer.Sender.Pace;
import org.vpnpassthrough.mininet.peer.Tally;
import org.vpnpassthrough.mininet.scenario.Outcome;
import org.vpnpassthrough.mininet.scenario.PptpCall;

/** PPTP calls through the gateway: real control messages and real GRE, through one external address. */
class PptpIT {
    @RegisterExtension
    static final GatewayLab LAB = new GatewayLab(8, 2);

    private static final GatewayRequest SHARED = GatewayRequest.OFFICE.withOneAddress();
    private static final GatewayRequest WITHOUT_PPTP = SHARED.and("\"policy\": { \"pptp\": false }");
    private static final int CALL_ID = 7;
    private static final int RATE = 100;
    private static final Duration SOME_SECONDS = Duration.ofSeconds(3);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @BeforeEach
    void configureTheGateway() {
        LAB.fresh(SHARED);
    }

    @Test
    void theSwitchAloneCarriesTheOnlyCall() {
        assertEquals("", Outcome.of(new PptpCall("c1", "v1"), LAB.topology()).problem());
    }

    @Test
    void eightClientsWithEqualCallIdsTalkThroughOneAddressAtOnce() {
        final var server = LAB.topology().host("v1");
        final var served = Pptp.server(server);
        final var clients = LAB.topology().clients().subList(0, 8);
        final var calls = clients.stream().map(client -> Pptp.call(client, server, CALL_ID, Pace.steady(50))).toList();

        calls.forEach(Sender::begin);
        Waiting.pause(SOME_SECONDS);
        final var tallies = calls.stream().map(Sender::end).toList();

        tallies.forEach(PptpIT::requireWhole);
        final var seen = Pptp.served(served);
        assertEquals(new Pptp.Served(8, 0, 0, seen.lastReceivedAt()), seen);
    }

    @Test
    void whoComesAndWhoGoesCostsTheOthersNoPacket() {
        final var topology = LAB.topology();
        final var server = topology.host("v1");
        Pptp.server(server);
        final var first = Pptp.call(topology.host("c1"), server, CALL_ID, Pace.steady(RATE));
        first.begin();
        Waiting.pause(SOME_SECONDS);
        assertNotEquals(List.of(), greRules());

        final var second = Pptp.call(topology.host("c2"), server, CALL_ID + 1, Pace.steady(RATE));
        second.begin();
        Waiting.pause(SOME_SECONDS);
        assertEquals(List.of(), greRules());
        final var third = Pptp.call(topology.host("c3"), server, CALL_ID, Pace.steady(RATE));
        third.begin();
        Waiting.pause(SOME_SECONDS);
        final var ofFirst = first.end();
        Waiting.pause(SOME_SECONDS);
        final var ofThird = third.end();
        // Only its own call is left, under its own ID: the switch takes it over when the others are forgotten.
        Waiting.until(() -> !greRules().isEmpty(), GRACE.plus(PATIENCE), () -> "no rules: " + LAB.office().state());
        Waiting.pause(SOME_SECONDS);
        final var ofSecond = second.end();

        List.of(ofFirst, ofSecond, ofThird).forEach(PptpIT::requireWhole);
    }

    @Test
    void switchedOffItEndsWithinASecondAndSwitchedOnItWorksAgain() {
        final var topology = LAB.topology();
        final var server = topology.host("v1");
        final var served = Pptp.server(server);
        final var running = Pptp.call(topology.host("c1"), server, CALL_ID, Pace.steady(RATE));
        running.begin();
        Waiting.pause(SOME_SECONDS);
        Waiting.until(() -> !greRules().isEmpty(), PATIENCE, () -> "no rules: " + LAB.office().state());

        LAB.gateway(WITHOUT_PPTP).configure();
        final var off = System.currentTimeMillis();
        Waiting.pause(SOME_SECONDS);
        final var cut = running.end();
        final var before = refused();
        final var refused = Pptp.tryCall(topology.host("c2"), server, CALL_ID, new Pace(10, 50));

        assertTrue(cut.lastAnswerAt() < off + 1000, () -> "went on for " + (cut.lastAnswerAt() - off) + " ms");
        assertTrue(cut.answered() < cut.sent(), cut::toString);
        assertEquals(List.of(), greRules());
        assertNotEquals("", refused.failed(), refused::toString);
        Waiting.until(() -> refused() > before, PATIENCE, () -> "not shown as refused: " + LAB.office().state());

        LAB.gateway(SHARED).configure();
        // The configuration is applied a moment after it was accepted.
        Waiting.until(() -> Pptp.tryCall(topology.host("c2"), server, CALL_ID, new Pace(1, 50)).failed().isEmpty(),
            PATIENCE, () -> "still refused: " + LAB.office().state());
        requireWhole(Pptp.tryCall(topology.host("c2"), server, CALL_ID, new Pace(50, 50)));
        final var seen = Pptp.served(served);
        assertEquals(3, seen.calls(), seen::toString);
    }

    private static void requireWhole(final Tally tally) {
        assertTrue(tally.whole() && tally.foreign() == 0, () -> tally + " " + LAB.office().state());
    }

    private static List<FlowEntry> greRules() {
        return LAB.topology().gateway().flows()
            .matching(entry -> entry.isSession() && entry.match().contains("nw_proto=47"));
    }

    private static long refused() {
        return LAB.office().state().refusals().getOrDefault("POLICY_PPTP", 0L);
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnpassthrough.mininet.peer.PlainEsp;
import org.vpnpassthrough.mininet.peer.PlainEsp.Report;
import org.vpnpassthrough.mininet.peer.Sender;
import org.vpnpassthrough.mininet.peer.Sender.Pace;

/** Plain ESP of several clients with one server through one external address, by each of the strategies for that. */
class EspSharingIT {
    @RegisterExtension
    static final GatewayLab LAB = new GatewayLab(8, 2);

    private static final String REPLICATED = "replicated";
    private static final String DEMULTIPLEXED = "demultiplexed";
    private static final String REFUSED = "refused";
    private static final int CLIENTS = 8;
    private static final int GREETINGS = 3;
    private static final Pace STEADY = Pace.steady(25);
    private static final int ESP_TIMEOUT = 8;
    private static final Duration SOME_SECONDS = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(strings = {REPLICATED, DEMULTIPLEXED})
    void eightClientsTalkToOneServerThroughOneAddressAtOnce(final String sharing) {
        final var clients = configure(sharing, "");
        final var server = LAB.topology().host("v1");
        final var served = PlainEsp.server(server, clients);
        // Each begins at once: whose the SPI is of a tunnel that is silent when others come, nobody can tell.
        final var tunnels = clients.stream().map(client -> begin(client, server)).toList();

        final var before = LAB.topology().gateway().flows().packetsPunted();
        Waiting.pause(SOME_SECONDS);
        final var punted = LAB.topology().gateway().flows().packetsPunted() - before;
        final var reports = tunnels.stream().map(PlainEsp::end).toList();

        reports.forEach(EspSharingIT::requireWhole);
        assertEquals(new PlainEsp.Served(List.of("203.0.113.10"), 0, 0, 0), PlainEsp.served(served));
        if (sharing.equals(REPLICATED)) {
            assertEquals(0, punted, "packets to the controller");
            reports.forEach(report -> assertTrue(report.tally().foreign() > 0, () -> "no copies: " + report));
        } else {
            reports.forEach(report -> assertEquals(0, report.tally().foreign(), report::toString));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {REPLICATED, DEMULTIPLEXED})
    void aServerThatSpeaksFirstReachesEachOfThem(final String sharing) {
        final var clients = configure(sharing, "");
        final var server = LAB.topology().host("v1");
        PlainEsp.server(server, clients, GREETINGS);
        final var tunnels = clients.stream().map(client -> PlainEsp.tunnel(client, server, GREETINGS, STEADY)).toList();

        tunnels.forEach(Sender::begin);
        Waiting.pause(SOME_SECONDS);

        for (var report : tunnels.stream().map(PlainEsp::end).toList()) {
            assertEquals(GREETINGS, report.greeted(), report::toString);
            requireWhole(report);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {REPLICATED, DEMULTIPLEXED})
    void whoComesAndWhoGoesCostsTheOthersNoPacket(final String sharing) {
        final var clients = configure(sharing, ", \"timers\": { \"esp-timeout\": " + ESP_TIMEOUT + " }");
        final var server = LAB.topology().host("v1");
        PlainEsp.server(server, clients);
        final var gone = Duration.ofSeconds(ESP_TIMEOUT).plus(SOME_SECONDS);
        try (var outside = LAB.topology().capture(Topology.OUTSIDE, "icmp[icmptype] == icmp-unreach")) {
            final var first = begin(clients.get(0), server);
            Waiting.pause(SOME_SECONDS);
            final var second = begin(clients.get(1), server);
            Waiting.pause(SOME_SECONDS);
            final var third = begin(clients.get(2), server);
            Waiting.pause(SOME_SECONDS);
            // Whose socket is gone answers copies with ICMP errors.
            final var ofFirst = PlainEsp.end(first);
            Waiting.pause(gone);
            final var ofThird = PlainEsp.end(third);
            Waiting.pause(gone);
            final var ofSecond = PlainEsp.end(second);

            List.of(ofFirst, ofSecond, ofThird).forEach(EspSharingIT::requireWhole);
            assertEquals(List.of(), outside.packets(""));
        }
    }

    @Test
    void wherePairsAreNotSharedTheSecondClientIsRefusedAndTheReasonIsShown() {
        final var clients = configure(REFUSED, "");
        final var server = LAB.topology().host("v1");
        PlainEsp.server(server, clients);
        final var first = begin(clients.get(0), server);

        final var second = PlainEsp.client(clients.get(1), server, new Pace(10, 50));

        assertEquals(0, second.tally().firstAnswered() + second.tally().answered(), second::toString);
        Waiting.until(() -> LAB.office().state().refusals().getOrDefault("ESP_PAIR_TAKEN", 0L) > 0, PATIENCE,
            () -> "not shown as refused: " + LAB.office().state());
        requireWhole(PlainEsp.end(first));
    }

    private static List<Host> configure(final String sharing, final String more) {
        LAB.fresh(GatewayRequest.OFFICE.withOneAddress().and("\"sharing\": \"" + sharing + "\"" + more));
        return LAB.topology().clients().subList(0, CLIENTS);
    }

    private static Sender begin(final Host client, final Host server) {
        final var tunnel = PlainEsp.tunnel(client, server, STEADY);
        tunnel.begin();
        return tunnel;
    }

    private static void requireWhole(final Report report) {
        assertTrue(report.whole(), () -> report + " " + LAB.office().state());
    }
}

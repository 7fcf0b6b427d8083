/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnpassthrough.mininet.peer.Echo;
import org.vpnpassthrough.mininet.scenario.ManyClients;
import org.vpnpassthrough.mininet.scenario.OneEcho;
import org.vpnpassthrough.mininet.scenario.Outcome;
import org.vpnpassthrough.mininet.scenario.Ping;
import org.vpnpassthrough.mininet.scenario.Scenario;

/** Ordinary traffic through the gateway, on a real switch. */
class GatewayIT {
    @RegisterExtension
    static final GatewayLab LAB = new GatewayLab(3, 2);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String PYTHON = "/usr/bin/python3";
    private static final int PORT = 7009;

    static Stream<Scenario> scenarios() {
        return Stream.of(new Ping("c1", "v1"), new Ping("c2", "v2"), new OneEcho(Echo.TCP, "c1", "v1"),
            new OneEcho(Echo.UDP, "c1", "v1"), new ManyClients(3, "v1", 2));
    }

    @BeforeEach
    void configureTheGateway() {
        LAB.fresh(GatewayRequest.OFFICE);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void theSwitchAloneForwardsAllButTheFirstPackets(final Scenario scenario) {
        final var outcome = Outcome.of(scenario, LAB.topology());
        assertEquals("", outcome.problem());
    }

    @Test
    void allClientsShareOneAddressAndStillOnlyTheSwitchForwards() {
        LAB.gateway(GatewayRequest.OFFICE.withOneAddress()).configure().awaitRunning();
        final var outcome = Outcome.of(new ManyClients(3, "v2", 1), LAB.topology());
        assertEquals("", outcome.problem());
    }

    @Test
    void allClientsPingOneServerAtOnce() {
        final var pings = LAB.topology().clients().stream()
            .map(client -> client.start("", List.of("ping", "-q", "-c", "10", "-i", "0.2", "203.0.113.202"))).toList();
        for (var ping : pings) {
            final var ran = ping.await(Duration.ofSeconds(20)).check();
            // A client that had the address for itself may lose the one echo that is under way when another one comes.
            assertTrue(ran.out().contains(" 10 received") || ran.out().contains(" 9 received"), ran.out());
        }
    }

    @Test
    void noInternalAddressLeavesTheGateway() {
        final var server = LAB.topology().host("v1");
        Echo.TCP.server(server, PORT);
        Echo.UDP.server(server, PORT);
        try (var capture = LAB.topology().capture(Topology.OUTSIDE, "")) {
            for (var client : LAB.topology().clients()) {
                client.run("ping", "-c", "2", "-i", "0.2", server.address());
                Echo.TCP.client(client, server, PORT, 20_000);
                Echo.UDP.client(client, server, PORT, 5);
                closeBeforeTheAnswer(client, server);
                client.run("ping", "-c", "1", "-W", "1", "203.0.113.99");
            }
            Waiting.pause(SECOND);
            final var packets = capture.packets("");
            assertTrue(packets.stream().anyMatch(line -> line.contains("ICMP echo request")), packets::toString);
            assertTrue(packets.stream().anyMatch(line -> line.contains("203.0.113.1") && line.contains("unreachable")),
                () -> "no ICMP error of a client went out: " + packets);
            final var leaks = packets.stream().filter(line -> line.contains("10.0.0.")).toList();
            assertEquals(List.of(), leaks);
        }
    }

    @Test
    void aSourceAddressThatIsNotOfTheClientsNetworkIsRefused() {
        final var client = LAB.topology().host("c3");
        final var before = LAB.office().state();
        client.run("ip", "address", "add", "192.0.2.7/32", "dev", "lo").check();
        try (var outside = LAB.topology().capture(Topology.OUTSIDE, "host 192.0.2.7")) {
            client.run("ping", "-c", "2", "-i", "0.2", "-W", "1", "-I", "192.0.2.7", "203.0.113.201");
            Waiting.until(() -> refusals(LAB.office().state()) > refusals(before), Duration.ofSeconds(5),
                () -> "no refusal counted: " + LAB.office().state());
            assertEquals(List.of(), outside.packets(""));
        } finally {
            client.run("ip", "address", "del", "192.0.2.7/32", "dev", "lo");
        }
    }

    @Test
    void anErrorOfTheServerReachesTheClientThatCausedIt() {
        final var code = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(3); "
            + "s.connect(('203.0.113.201', 7999)); s.send(b'x'); s.recv(10)";
        final var ran = LAB.topology().host("c2").run(PYTHON, "-c", code);
        assertTrue(ran.err().contains("Connection refused"), ran.err());
    }

    @Test
    void theGatewayAnswersPingOnBothSides() {
        final var topology = LAB.topology();
        topology.host("c1").run("ping", "-c", "2", "-i", "0.2", "-W", "2", "10.0.0.1").check();
        topology.host("v2").run("ping", "-c", "2", "-i", "0.2", "-W", "2", "203.0.113.1").check();
    }

    @Test
    void aPacketWhoseTimeIsUpIsAnsweredByTheGateway() {
        final var ran = LAB.topology().host("c1").run("ping", "-n", "-c", "1", "-t", "1", "-W", "2", "203.0.113.201");
        assertTrue(ran.out().contains("From 10.0.0.1 ") && ran.out().contains("Time to live exceeded"), ran.out());
    }

    @Test
    void whatNobodyAskedForIsDroppedAndCounted() {
        final var before = LAB.office().state();
        try (var inside = LAB.topology().capture(Topology.INSIDE, "src host 203.0.113.201")) {
            final var code = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); "
                + "[s.sendto(b'x', ('203.0.113.10', 4444)) for _ in range(3)]";
            LAB.topology().host("v1").run(PYTHON, "-c", code).check();
            Waiting.until(() -> refusals(LAB.office().state()) > refusals(before), Duration.ofSeconds(5),
                () -> "no refusal counted: " + LAB.office().state());
            assertEquals(List.of(), inside.packets(""));
        }
    }

    @Test
    void aClientThatJoinsLaterIsServed() {
        final var client = LAB.topology().oneMoreClient();
        final var ran = client.run("ping", "-c", "3", "-i", "0.2", "-W", "2", "203.0.113.201");
        assertTrue(ran.succeeded(), ran::toString);
        assertFalse(LAB.topology().gateway().flows().sessions().isEmpty());
    }

    /** Lets the server answer to a port that is closed by then, so that the client sends an ICMP error. */
    private static void closeBeforeTheAnswer(final Host client, final Host server) {
        final var code = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); "
            + "s.sendto(b'x', ('" + server.address() + "', " + PORT + ")); s.close()";
        client.run(PYTHON, "-c", code).check();
    }

    private static long refusals(final GatewayState state) {
        return state.refusals().values().stream().mapToLong(Long::longValue).sum();
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnpassthrough.mininet.peer.Echo;

/**
 * What comes and goes: the switch, its ports, the configuration. A switch that was there before its controller needs no
 * test of its own: every run begins with one.
 */
class LifecycleIT {
    @RegisterExtension
    static final GatewayLab LAB = new GatewayLab(3, 2);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PORT = 7010;
    private static final int BAD_REQUEST = 400;

    static Stream<Arguments> badConfigurations() {
        final var office = GatewayRequest.OFFICE;
        final var other = office.named("other");
        return Stream.of(
            arguments("next-hop", office.with("\"next-hop\": \"203.0.113.254\"", "\"next-hop\": \"198.51.100.1\"")),
            arguments("gateway-address", office.with("\"gateway-address\": \"10.0.0.1\"",
                "\"gateway-address\": \"10.9.0.1\"")),
            arguments("external-pool", office.with("\"last\": \"203.0.113.11\"", "\"last\": \"203.0.114.11\"")),
            arguments("port", office.with("s1-eth2", "s1-eth9")),
            arguments("node-id", other.with("203.0.113.10", "203.0.113.20").with("203.0.113.11", "203.0.113.21")),
            arguments("external-pool", other.with("openflow:1", "openflow:9")),
            arguments("prefix", office.with("10.0.0.0/24", "10.0.0.5/24")));
    }

    @BeforeEach
    void configureTheGateway() {
        LAB.topology().gateway().obey(Topology.CONTROLLER);
        LAB.office().configure().awaitRunning();
    }

    @Test
    void aSwitchThatComesAfterItsConfigurationIsServed() {
        LAB.stopTopology();
        LAB.office().awaitStatus("waiting");
        assertTrue(waitingFor().contains("switch"), LifecycleIT::waitingFor);
        LAB.startTopology();
        LAB.office().awaitRunning();
        requirePing("c1");
    }

    @Test
    void removingTheConfigurationRemovesOurRulesAndNothingElse() {
        requirePing("c1");
        final var gateway = LAB.topology().gateway();
        gateway.foreignRule("cookie=0x77,table=0,priority=1,in_port=7,actions=drop");
        assertTrue(gateway.flows().sessions().size() >= 2);
        assertTrue(!gateway.meters().isEmpty());

        LAB.office().remove();

        Waiting.until(() -> gateway.flows().ours().isEmpty() && gateway.meters().isEmpty(), PATIENCE,
            () -> "left behind: " + gateway.flows().ours() + gateway.meters());
        assertEquals(1, gateway.flows().matching(entry -> entry.cookie() == 0x77).size());
        LAB.office().awaitStatus("absent");
    }

    @Test
    void aPortThatGoesAndComesBackIsWaitedFor() {
        final var gateway = LAB.topology().gateway();
        gateway.unplug(Topology.OUTSIDE);
        LAB.office().awaitStatus("waiting");
        assertTrue(waitingFor().contains(Topology.OUTSIDE), LifecycleIT::waitingFor);
        gateway.plug(Topology.OUTSIDE);
        LAB.office().awaitRunning();
        requirePing("c1");
    }

    @Test
    void aPortThatTheSwitchBringsLaterIsWaitedFor() {
        final var gateway = LAB.topology().gateway();
        LAB.office().remove();
        LAB.office().awaitStatus("absent");
        gateway.loseController();
        gateway.unplug(Topology.OUTSIDE);
        // Only while the switch is away can nobody know that it has no such port.
        Waiting.until(() -> LAB.controller().rest().put(GatewayRequest.OFFICE.path(), GatewayRequest.OFFICE.json())
            .succeeded(), PATIENCE, () -> "not accepted for a switch that is away");
        gateway.obey(Topology.CONTROLLER);
        Waiting.until(() -> waitingFor().contains(Topology.OUTSIDE), PATIENCE, LifecycleIT::waitingFor);
        gateway.plug(Topology.OUTSIDE);
        LAB.office().awaitRunning();
        requirePing("c1");
    }

    @Test
    void theSwitchForwardsOnWithoutItsControllerAndIsTakenOverAgain() {
        final var topology = LAB.topology();
        Echo.UDP.server(topology.host("v1"), PORT);
        final var waiting = Echo.UDP.prepare(topology.host("c1"), topology.host("v1"), PORT, 0, 50);

        topology.gateway().loseController();
        LAB.office().awaitStatus("waiting");
        final var alone = Echo.UDP.goOn(waiting, 50);
        assertTrue(alone.whole(), alone::toString);

        topology.gateway().obey(Topology.CONTROLLER);
        LAB.office().awaitRunning();
        requirePing("c2");
    }

    @Test
    void aSwitchThatForgotEverythingGetsItBackWithItsSessions() {
        final var topology = LAB.topology();
        Echo.UDP.server(topology.host("v1"), PORT);
        final var waiting = Echo.UDP.prepare(topology.host("c1"), topology.host("v1"), PORT, 0, 50);

        topology.gateway().loseController();
        topology.gateway().forget();
        LAB.office().awaitStatus("waiting");
        topology.gateway().obey(Topology.CONTROLLER);
        LAB.office().awaitRunning();

        final var report = Echo.UDP.goOn(waiting, 50);
        assertTrue(report.whole(), () -> "the session did not survive: " + report);
        requirePing("c2");
    }

    @ParameterizedTest
    @MethodSource("badConfigurations")
    void whatCannotWorkIsRefusedWithTheLeafAndTheRunningGatewayIsLeftAlone(final String leaf,
            final GatewayRequest request) {
        requirePing("c1");
        final var rules = LAB.topology().gateway().flows().ours().size();

        final var answer = LAB.controller().rest().put(request.path(), request.json());

        assertTrue(answer.status() >= BAD_REQUEST, answer::toString);
        assertTrue(answer.body().contains(leaf), answer::toString);
        assertEquals(rules, LAB.topology().gateway().flows().ours().size());
        assertEquals("running", LAB.office().state().status());
        requirePing("c1");
    }

    private static void requirePing(final String client) {
        final var ran = LAB.topology().host(client).run("ping", "-c", "3", "-i", "0.2", "-W", "2", "203.0.113.201");
        assertTrue(ran.succeeded(), () -> ran + " " + LAB.office().state());
    }

    private static String waitingFor() {
        return String.join("; ", LAB.office().state().waitingFor());
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vpnpassthrough.controller.Configs.PORTS;
import static org.vpnpassthrough.controller.Configs.branch;
import static org.vpnpassthrough.controller.Configs.gateways;
import static org.vpnpassthrough.controller.Configs.office;
import static org.vpnpassthrough.controller.Configs.with;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.SwitchId;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.GatewayBuilder;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.PolicyBuilder;
import org.vpnpassthrough.gateway.Effect;

class GatewayRegistryTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));
    private static final String SWITCH = "openflow:1";
    private static final String OTHER_SWITCH = "openflow:2";

    /** By switch, the last sink made for it. */
    private final Map<String, RecordingSink> sinks = new TreeMap<>();
    private final List<String> swept = new ArrayList<>();
    private final GatewayRegistry registry = new GatewayRegistry(this::begin, swept::add);

    @AfterEach
    void stop() {
        registry.stop();
    }

    private GatewaySession begin(final ReadGateway.Usable gateway) {
        final var sink = new RecordingSink();
        sinks.put(gateway.nodeId(), sink);
        return new GatewaySession(gateway.nodeId(), gateway.config(), sink, new Faults(gateway.name(), CLOCK), CLOCK,
            new Random(1));
    }

    private enum Event { CONFIGURED, CONNECTED, PORTS_KNOWN }

    static Stream<List<Event>> orders() {
        return Stream.of(
            List.of(Event.CONFIGURED, Event.CONNECTED, Event.PORTS_KNOWN),
            List.of(Event.CONFIGURED, Event.PORTS_KNOWN, Event.CONNECTED),
            List.of(Event.CONNECTED, Event.CONFIGURED, Event.PORTS_KNOWN),
            List.of(Event.CONNECTED, Event.PORTS_KNOWN, Event.CONFIGURED),
            List.of(Event.PORTS_KNOWN, Event.CONFIGURED, Event.CONNECTED),
            List.of(Event.PORTS_KNOWN, Event.CONNECTED, Event.CONFIGURED));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void whateverComesFirstTheGatewayRunsWhenAllIsThere(final List<Event> order) {
        for (var event : order) {
            switch (event) {
                case CONFIGURED -> configure(office());
                case CONNECTED -> registry.connected(SWITCH);
                case PORTS_KNOWN -> registry.ports(SWITCH, PORTS);
                default -> throw new IllegalStateException();
            }
        }
        assertRuns(SWITCH);
        final var rules = sinks.get(SWITCH).rulesPut();
        assertEquals(rules.size(), rules.stream().distinct().count(), "no rule is sent twice");
    }

    @Test
    void aSwitchThatComesBackGetsItsRulesAgain() {
        configure(office());
        registry.connected(SWITCH);
        registry.ports(SWITCH, PORTS);
        assertRuns(SWITCH);
        final int rules = sinks.get(SWITCH).rulesPut().size();

        registry.disconnected(SWITCH);
        Eventually.equal(List.of("the switch has not connected"),
            () -> registry.session(SWITCH).state().waitingFor());
        registry.connected(SWITCH);
        assertRuns(SWITCH);
        Eventually.equal(2 * rules, () -> sinks.get(SWITCH).rulesPut().size());
    }

    @Test
    void aChangeKeepsTheSession() {
        configure(office());
        final var session = registry.session(SWITCH);
        configure(with(office(), gateway -> gateway.setPolicy(new PolicyBuilder().setIpsec(false).build())));
        assertSame(session, registry.session(SWITCH));
    }

    @Test
    void theSameConfigurationAgainChangesNothing() {
        configure(office());
        registry.connected(SWITCH);
        registry.ports(SWITCH, PORTS);
        assertRuns(SWITCH);
        final int effects = sinks.get(SWITCH).effects().size();
        configure(office(), branch());
        registry.session(SWITCH).close();
        assertTrue(sinks.get(SWITCH).effects().stream().skip(effects).noneMatch(Effect.PutRule.class::isInstance));
    }

    @Test
    void aGatewayTakenOutEndsAndTheOtherStays() {
        configure(office(), branch());
        registry.connected(SWITCH);
        registry.ports(SWITCH, PORTS);
        assertRuns(SWITCH);
        final var other = registry.session(OTHER_SWITCH);

        configure(branch());
        assertNull(registry.session(SWITCH));
        assertTrue(sinks.get(SWITCH).effects().contains(new Effect.RemoveAllOurs()));
        assertSame(other, registry.session(OTHER_SWITCH));
    }

    @Test
    void aGatewayThatMovesToAnotherSwitchLeavesTheFirstClean() {
        configure(office());
        registry.connected(SWITCH);
        registry.connected(OTHER_SWITCH);
        registry.ports(SWITCH, PORTS);
        registry.ports(OTHER_SWITCH, PORTS);
        assertRuns(SWITCH);

        configure(with(office(), gateway -> gateway.setNodeId(new SwitchId(OTHER_SWITCH))));
        assertNull(registry.session(SWITCH));
        assertInstanceOfRemoveMeter(sinks.get(SWITCH).effects().getLast());
        assertRuns(OTHER_SWITCH);
    }

    @Test
    void aSwitchChangesHandsOnlyWhenTheFirstGatewayIsGone() {
        configure(office());
        registry.connected(SWITCH);
        registry.ports(SWITCH, PORTS);
        assertRuns(SWITCH);
        final var first = sinks.get(SWITCH);

        configure(with(branch(), gateway -> gateway.setNodeId(new SwitchId(SWITCH))));
        assertInstanceOfRemoveMeter(first.effects().getLast());
        assertRuns(SWITCH);
        assertEquals("branch", registry.session(SWITCH).state().name());
    }

    @Test
    void aSwitchWithoutAGatewayIsSweptOnceItIsKnownThatItHasNone() {
        registry.connected(SWITCH);
        registry.connected(OTHER_SWITCH);
        assertEquals(List.of(), swept, "nothing is configured yet, or has just not been read");
        configure(office());
        assertEquals(List.of(OTHER_SWITCH), swept);

        registry.disconnected(SWITCH);
        registry.configure(List.of());
        registry.connected(SWITCH);
        assertEquals(List.of(OTHER_SWITCH, SWITCH), swept, "its gateway was taken out while it was away");
    }

    @Test
    void aGatewayThatCannotWorkIsShownWithTheReasonAndDoesNotRun() {
        configure(with(office(), gateway -> gateway.setInternalPort(null)), branch());
        assertNull(registry.session(SWITCH));
        assertEquals(List.of("internal-port: none, expected at least one"), registry.views().stream()
            .filter(view -> view.state().name().equals("office"))
            .findFirst().orElseThrow().state().waitingFor());
        assertEquals(2, registry.views().size());
    }

    @Test
    void portsAreToldOnlyOfAConnectedSwitch() {
        registry.ports(SWITCH, PORTS);
        assertEquals(List.of(), List.copyOf(registry.portsOf(SWITCH)));
        registry.connected(SWITCH);
        assertEquals(PORTS, List.copyOf(registry.portsOf(SWITCH)));
        registry.disconnected(SWITCH);
        assertEquals(List.of(), List.copyOf(registry.portsOf(SWITCH)));
    }

    private void configure(final GatewayBuilder... wanted) {
        registry.configure(GatewayConfigReader.readAll(gateways(wanted)));
    }

    private void assertRuns(final String nodeId) {
        Eventually.equal(List.of(), () -> registry.session(nodeId).state().waitingFor());
    }

    private static void assertInstanceOfRemoveMeter(final Effect effect) {
        assertTrue(effect instanceof Effect.RemoveMeter, () -> "the last of an end, not " + effect);
    }
}

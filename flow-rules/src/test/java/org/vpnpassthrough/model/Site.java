/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.vpnpassthrough.gateway.Effect;
import org.vpnpassthrough.gateway.Gateway;
import org.vpnpassthrough.gateway.GatewayConfig;
import org.vpnpassthrough.gateway.GatewayRig;
import org.vpnpassthrough.rules.Cookie;
import org.vpnpassthrough.rules.FakeSwitch;
import org.vpnpassthrough.rules.FlowRule;

/**
 * The gateway, its switch and what is between them: messages that get lost, a link that breaks, a table that is full.
 * Every packet-in is entered into the {@link Ledger}.
 */
final class Site {
    private static final int LONG = 20;
    private static final int LONG_STEP = 5;
    private static final int VERY_LONG = 600;
    private static final int VERY_LONG_STEP = 60;
    private static final String RULE_REFUSED = "RULE_REFUSED_BY_SWITCH";

    /** A frame that left. */
    record Output(int port, byte[] frame) {
    }

    /**
     * What became of a frame.
     *
     * @param out what left because of it
     * @param refused names of the reasons that the gateway counted
     * @param lost whether a message of the switch about it did not reach the gateway
     */
    record Passed(List<Output> out, List<String> refused, boolean lost) {
    }

    private final FakeSwitch flows = new FakeSwitch();
    private final Ledger ledger = new Ledger();
    private final Gateway gateway;
    private Instant now = Instant.EPOCH;
    private boolean connected;

    Site(final GatewayConfig config, final long seed) {
        gateway = new Gateway(config, new Random(seed));
    }

    Instant now() {
        return now;
    }

    boolean isConnected() {
        return connected;
    }

    Gateway gateway() {
        return gateway;
    }

    FakeSwitch flows() {
        return flows;
    }

    Ledger ledger() {
        return ledger;
    }

    List<Output> connect(final boolean emptied) {
        if (emptied) {
            flows.meters().forEach(meter -> flows.removeMeter(meter.id()));
            flows.groups().forEach(group -> flows.removeGroup(group.id()));
            flows.removeAll(0, 0);
        }
        // what the switch had to tell is lost
        flows.removed(now);
        connected = true;
        ledger.reconnected(now);
        final var out = new ArrayList<>(carryOut(gateway.connected(now), false));
        out.addAll(carryOut(gateway.ports(GatewayRig.PORTS, now), false));
        return out;
    }

    void disconnect() {
        connected = false;
        carryOut(gateway.disconnected(now), false);
    }

    List<Output> reconfigure(final GatewayConfig config) {
        return carryOut(gateway.reconfigure(config, now), false);
    }

    List<Output> close() {
        return carryOut(gateway.close(), false);
    }

    /** A frame arrives at a port of the switch. */
    Passed send(final int port, final byte[] frame, final Weather weather) {
        final var result = flows.send(port, frame, now);
        final var out = new ArrayList<Output>();
        result.sent().forEach(sent -> out.add(new Output(sent.port(), sent.frame())));
        final var refused = new ArrayList<String>();
        boolean lost = false;
        for (final var packetIn : result.packetIns()) {
            if (!connected || weather.lostPunt()) {
                lost = true;
                continue;
            }
            final var before = refusals();
            final var effects = gateway.receive(packetIn.inPort(), packetIn.cookie(), packetIn.frame().clone(), now);
            final var raised = raisedSince(before);
            final var sent = carryOut(effects, weather.fullTable());
            refused.addAll(ledger.packetIn(packetIn, raised, sent, now));
            out.addAll(sent);
        }
        return new Passed(out, refused, lost);
    }

    /** Lets time pass in steps that get longer with the time: what the switch tells is late then. */
    void pass(final int seconds, final Consumer<List<Output>> observer) {
        final int step = seconds <= LONG ? 1 : seconds <= VERY_LONG ? LONG_STEP : VERY_LONG_STEP;
        for (int passed = 0; passed < seconds; passed += step) {
            now = now.plusSeconds(step);
            for (final var removed : flows.removed(now)) {
                if (connected && removed.cause() == FakeSwitch.Removed.Cause.IDLE) {
                    observer.accept(carryOut(gateway.flowRemoved(removed.rule().cookie(), now), false));
                }
            }
            final var before = refusals();
            final var sent = carryOut(gateway.tick(now), false);
            ledger.later(raisedSince(before), sent);
            observer.accept(sent);
        }
    }

    private List<Output> carryOut(final List<Effect> effects, final boolean fullTable) {
        final var out = new ArrayList<Output>();
        final var refused = new ArrayList<Long>();
        for (final var effect : effects) {
            switch (effect) {
                case Effect.PutMeter(var meter) -> flows.apply(meter);
                case Effect.RemoveMeter(var id) -> flows.removeMeter(id);
                case Effect.PutRule(var rule) -> {
                    final boolean base = !Cookie.isSession(rule.cookie()) && !Cookie.isPair(rule.cookie());
                    if (fullTable && !base && !isThere(rule)) {
                        refused.add(rule.cookie());
                    } else {
                        flows.apply(rule, now);
                    }
                }
                case Effect.RemoveRule(var rule) -> flows.remove(rule);
                case Effect.PutGroup(var group) -> flows.apply(group);
                case Effect.RemoveGroup(var id) -> flows.removeGroup(id);
                case Effect.RemoveAllOurs() -> flows.removeAll(Cookie.TAG, Cookie.TAG_MASK);
                case Effect.SendPacket(var port, var frame) -> out.add(new Output(port, frame.bytes()));
            }
        }
        refused.forEach(cookie -> out.addAll(carryOut(gateway.ruleRefused(cookie, now), false)));
        return out;
    }

    /** A full table still takes a rule in place of the same one. */
    private boolean isThere(final FlowRule rule) {
        return flows.rules().stream().anyMatch(other -> other.table().equals(rule.table())
            && other.priority() == rule.priority() && other.match().equals(rule.match()));
    }

    private TreeMap<String, Long> refusals() {
        final var refusals = new TreeMap<>(gateway.state().refusals());
        refusals.remove(RULE_REFUSED);
        return refusals;
    }

    private List<String> raisedSince(final TreeMap<String, Long> before) {
        final var raised = new ArrayList<String>();
        refusals().forEach((reason, count) -> {
            for (long more = before.getOrDefault(reason, 0L); more < count; more++) {
                raised.add(reason);
            }
        });
        return raised;
    }
}

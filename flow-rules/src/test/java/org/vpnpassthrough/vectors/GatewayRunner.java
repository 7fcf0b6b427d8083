/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.vpnpassthrough.gateway.Effect;
import org.vpnpassthrough.gateway.ExternalPort;
import org.vpnpassthrough.gateway.Gateway;
import org.vpnpassthrough.gateway.GatewayConfig;
import org.vpnpassthrough.gateway.InternalPort;
import org.vpnpassthrough.gateway.MeterRates;
import org.vpnpassthrough.gateway.SwitchPort;
import org.vpnpassthrough.packet.Arp;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.rules.Cookie;
import org.vpnpassthrough.rules.FakeSwitch;
import org.vpnpassthrough.rules.FlowRule;
import org.vpnpassthrough.translation.Reason;

/**
 * Runs vectors against the real gateway and the {@link FakeSwitch}: every frame goes through the rules first, and only
 * what they hand on reaches the gateway.
 */
public final class GatewayRunner implements VectorRunner {
    private final FakeSwitch device = new FakeSwitch();
    private Gateway gateway;
    private Recording recording = new Recording();

    /** What has happened since the step began. */
    private static final class Recording {
        private final List<FlowRule> removed = new ArrayList<>();
        private final List<FlowRule> put = new ArrayList<>();
        private final List<FakeSwitch.Sent> sent = new ArrayList<>();
        private Optional<Cookie.Room> punt = Optional.empty();
    }

    @Override
    public void start(final Setup setup) {
        final List<SwitchPort> ports = new ArrayList<>();
        final List<InternalPort> internal = new ArrayList<>();
        for (final Setup.Internal port : setup.internal()) {
            ports.add(port(port.number(), port.mac()));
            internal.add(new InternalPort(Integer.toString(port.number()), port.prefix(), port.address()));
        }
        final Setup.External external = setup.external();
        ports.add(port(external.number(), external.mac()));
        gateway = new Gateway(new GatewayConfig("vector", internal, new ExternalPort(
                Integer.toString(external.number()), external.prefix(), external.address(), external.nextHop()),
            setup.pool(), setup.routed(), setup.settings(), MeterRates.DEFAULT),
            new Random(setup.random()));
        carryOut(gateway.connected(Instant.EPOCH), Instant.EPOCH);
        carryOut(gateway.ports(ports, Instant.EPOCH), Instant.EPOCH);
        if (!gateway.waitingFor().isEmpty()) {
            throw new IllegalArgumentException("the gateway waits: " + gateway.waitingFor());
        }
        setup.neighbours().forEach((address, mac) -> introduce(setup, address, mac));
    }

    private static SwitchPort port(final int number, final Mac mac) {
        return new SwitchPort(number, Integer.toString(number), mac);
    }

    /** Lets a neighbour say by ARP who it is. */
    private void introduce(final Setup setup, final Ip4 address, final Mac mac) {
        final int port = setup.internal().stream().filter(side -> side.prefix().contains(address)).findFirst()
            .map(Setup.Internal::number).orElse(setup.external().number());
        if (port == setup.external().number() && !address.equals(setup.external().nextHop())) {
            throw new IllegalArgumentException("outside, a gateway hears only its next hop and whom it has asked: let "
                + address + " answer in a step");
        }
        carryOut(gateway.receive(port, 0, Arp.request(mac, address, setup.address(port)).frame(), Instant.EPOCH),
            Instant.EPOCH);
    }

    @Override
    public Outcome arrive(final Duration at, final int port, final byte[] frame) {
        return step(at, now -> {
            final FakeSwitch.Result result = device.send(port, frame, now);
            recording.sent.addAll(result.sent());
            for (final FakeSwitch.PacketIn packetIn : result.packetIns()) {
                if (!Cookie.isCopy(packetIn.cookie())) {
                    recording.punt = Cookie.room(packetIn.cookie());
                }
                carryOut(gateway.receive(packetIn.inPort(), packetIn.cookie(), packetIn.frame(), now), now);
            }
        });
    }

    @Override
    public Outcome tick(final Duration at) {
        return step(at, now -> carryOut(gateway.tick(now), now));
    }

    private Outcome step(final Duration at, final Consumer<Instant> what) {
        final Instant now = Instant.EPOCH.plus(at);
        final Map<String, Long> before = gateway.state().refusals();
        recording = new Recording();
        for (final FakeSwitch.Removed gone : device.removed(now)) {
            if (gone.cause() == FakeSwitch.Removed.Cause.IDLE) {
                carryOut(gateway.flowRemoved(gone.rule().cookie(), now), now);
            }
        }
        what.accept(now);
        return new Outcome(recording.punt, refusedSince(before), recording.removed, recording.put, recording.sent);
    }

    private List<Reason> refusedSince(final Map<String, Long> before) {
        final Map<String, Long> after = gateway.state().refusals();
        final List<Reason> refused = new ArrayList<>();
        for (final Reason reason : Reason.values()) {
            final long count = after.getOrDefault(reason.name(), 0L) - before.getOrDefault(reason.name(), 0L);
            for (int each = 0; each < count; each++) {
                refused.add(reason);
            }
        }
        return refused;
    }

    private void carryOut(final List<Effect> effects, final Instant now) {
        for (final Effect effect : effects) {
            switch (effect) {
                case Effect.PutMeter put -> device.apply(put.meter());
                case Effect.RemoveMeter remove -> device.removeMeter(remove.id());
                case Effect.PutRule put -> {
                    recording.put.add(put.rule());
                    device.apply(put.rule(), now);
                }
                case Effect.RemoveRule remove -> {
                    recording.removed.add(remove.rule());
                    device.remove(remove.rule());
                }
                case Effect.PutGroup put -> device.apply(put.group());
                case Effect.RemoveGroup remove -> device.removeGroup(remove.id());
                case Effect.RemoveAllOurs all -> device.removeAll(Cookie.TAG, Cookie.TAG_MASK);
                case Effect.SendPacket send ->
                    recording.sent.add(new FakeSwitch.Sent(send.port(), send.frame().bytes()));
            }
        }
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.vpnpassthrough.mapping.AddressRange;
import org.vpnpassthrough.packet.Arp;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.IcmpReply;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Parsed;
import org.vpnpassthrough.packet.Prefix;
import org.vpnpassthrough.rules.Cookie;
import org.vpnpassthrough.rules.FakeSwitch;
import org.vpnpassthrough.rules.FlowRule;
import org.vpnpassthrough.translation.Policy;
import org.vpnpassthrough.translation.Settings;

/**
 * A gateway and a fake switch that carries out its effects: frames go in by a port and what comes out is kept. Clients
 * are in 192.0.2.0/24, servers in 198.51.100.0/24 behind the next hop.
 */
public final class GatewayRig {
    public static final int INTERNAL = 1;
    public static final int EXTERNAL = 2;
    public static final Mac INTERNAL_MAC = Mac.parse("02:00:00:00:00:01");
    public static final Mac EXTERNAL_MAC = Mac.parse("02:00:00:00:00:02");
    public static final Mac CLIENT_MAC = Mac.parse("02:00:00:00:01:01");
    public static final Mac NEXT_HOP_MAC = Mac.parse("02:00:00:00:02:fe");
    public static final Ip4 GATEWAY = Ip4.parse("192.0.2.1");
    public static final Ip4 EXTERNAL_ADDRESS = Ip4.parse("203.0.113.1");
    public static final Ip4 NEXT_HOP = Ip4.parse("203.0.113.254");
    public static final List<SwitchPort> PORTS = List.of(new SwitchPort(INTERNAL, "s1-eth1", INTERNAL_MAC),
        new SwitchPort(EXTERNAL, "s1-eth2", EXTERNAL_MAC));

    /** A frame that left the gateway. */
    public record Out(int port, byte[] frame) {
        public Parsed parsed() {
            return Packet.parse(frame);
        }

        public Packet packet() {
            return (Packet) parsed();
        }
    }

    private final FakeSwitch flows = new FakeSwitch();
    private final List<Effect> effects = new ArrayList<>();
    private final Gateway gateway;
    private Instant now = Instant.EPOCH;
    private int packetIns;

    public GatewayRig(final GatewayConfig config) {
        gateway = new Gateway(config, new Random(1));
    }

    /** A gateway that runs and knows its next hop. */
    public static GatewayRig running(final GatewayConfig config) {
        return running(config, PORTS);
    }

    /** The same at a switch with these ports. */
    public static GatewayRig running(final GatewayConfig config, final List<SwitchPort> ports) {
        final var rig = new GatewayRig(config);
        rig.carryOut(rig.gateway.connected(rig.now));
        rig.carryOut(rig.gateway.ports(ports, rig.now));
        rig.learnNextHop();
        rig.effects.clear();
        return rig;
    }

    /** One external address. */
    public static GatewayRig running() {
        return running(config("203.0.113.10", "203.0.113.10"));
    }

    /** The usual gateway with these external addresses. */
    public static GatewayConfig config(final String first, final String last) {
        return config(first, last, Policy.ALL);
    }

    public static GatewayConfig config(final String first, final String last, final Policy policy) {
        return GatewayConfig.of("office",
            List.of(new InternalPort("s1-eth1", Prefix.parse("192.0.2.0/24"), GATEWAY)),
            new ExternalPort("s1-eth2", Prefix.parse("203.0.113.0/24"), EXTERNAL_ADDRESS, NEXT_HOP),
            List.of(new AddressRange(Ip4.parse(first), Ip4.parse(last))))
            .with(Settings.DEFAULT.with(policy));
    }

    public List<Out> learnNextHop() {
        return send(EXTERNAL, Arp.request(NEXT_HOP_MAC, NEXT_HOP, EXTERNAL_ADDRESS).frame());
    }

    /** A client's packet arrives at the internal port. */
    public List<Out> fromClient(final byte[] frame) {
        return send(INTERNAL, Frames.withEthernet(frame, CLIENT_MAC, INTERNAL_MAC));
    }

    /** A packet arrives from the next hop. */
    public List<Out> fromOutside(final byte[] frame) {
        return send(EXTERNAL, Frames.withEthernet(frame, NEXT_HOP_MAC, EXTERNAL_MAC));
    }

    /** A frame arrives at a port; the result is all that left because of it. */
    public List<Out> send(final int port, final byte[] frame) {
        final var result = flows.send(port, frame, now);
        final var out = new ArrayList<Out>();
        result.sent().forEach(sent -> out.add(new Out(sent.port(), sent.frame())));
        for (final var packetIn : result.packetIns()) {
            packetIns++;
            out.addAll(carryOut(gateway.receive(packetIn.inPort(), packetIn.cookie(), packetIn.frame(), now)));
        }
        return out;
    }

    /** A client's packet arrives and is refused with this reason; the client is told that it is prohibited. */
    public void prohibits(final String reason, final byte[] frame) {
        final long before = refusals(reason);
        final var out = fromClient(frame);
        assertEquals(1, out.size(), out::toString);
        assertEquals(INTERNAL, out.get(0).port());
        final var answer = out.get(0).packet();
        final var error = (IcmpError) answer.transport();
        assertEquals(IcmpReply.ADMINISTRATIVELY_PROHIBITED, error.code());
        assertEquals(error.quoted().ip().source(), answer.destination());
        assertEquals(before + 1, refusals(reason));
    }

    /** Lets time pass, second by second as the gateway is told of it. */
    public List<Out> pass(final int seconds) {
        final var out = new ArrayList<Out>();
        for (int second = 0; second < seconds; second++) {
            now = now.plusSeconds(1);
            for (final var removed : flows.removed(now)) {
                if (removed.cause() == FakeSwitch.Removed.Cause.IDLE) {
                    out.addAll(carryOut(gateway.flowRemoved(removed.rule().cookie(), now)));
                }
            }
            out.addAll(carryOut(gateway.tick(now)));
        }
        return out;
    }

    /** Does at the switch what the gateway wants; the result is what left. */
    public List<Out> carryOut(final List<Effect> wanted) {
        effects.addAll(wanted);
        final var out = new ArrayList<Out>();
        for (final var effect : wanted) {
            switch (effect) {
                case Effect.PutMeter(var meter) -> flows.apply(meter);
                case Effect.RemoveMeter(var id) -> flows.removeMeter(id);
                case Effect.PutRule(var rule) -> flows.apply(rule, now);
                case Effect.RemoveRule(var rule) -> flows.remove(rule);
                case Effect.PutGroup(var group) -> flows.apply(group);
                case Effect.RemoveGroup(var id) -> flows.removeGroup(id);
                case Effect.RemoveAllOurs() -> flows.removeAll(Cookie.TAG, Cookie.TAG_MASK);
                case Effect.SendPacket(var port, var frame) -> out.add(new Out(port, frame.bytes()));
            }
        }
        return out;
    }

    /** The effects since the last time. */
    public List<Effect> effects() {
        final var since = List.copyOf(effects);
        effects.clear();
        return since;
    }

    public Gateway gateway() {
        return gateway;
    }

    public FakeSwitch flows() {
        return flows;
    }

    public Instant now() {
        return now;
    }

    /** How many frames reached the gateway so far. */
    public int packetIns() {
        return packetIns;
    }

    /** The rules of sessions that the switch has. */
    public List<FlowRule> sessionRules() {
        return flows.rules().stream().filter(rule -> Cookie.isSession(rule.cookie())).toList();
    }

    public long refusals(final String reason) {
        return gateway.state().refusals().getOrDefault(reason, 0L);
    }
}

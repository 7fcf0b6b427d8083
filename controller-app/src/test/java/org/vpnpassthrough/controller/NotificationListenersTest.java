/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vpnpassthrough.controller.Configs.gateways;
import static org.vpnpassthrough.controller.Configs.office;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opendaylight.mdsal.binding.api.NotificationService;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.FlowRemovedBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.FlowCookie;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.RemovedFlowReason;
import org.opendaylight.yang.gen.v1.urn.opendaylight.packet.service.rev130709.PacketReceivedBuilder;
import org.opendaylight.yangtools.binding.DataObject;
import org.opendaylight.yangtools.binding.Notification;
import org.opendaylight.yangtools.concepts.Registration;
import org.opendaylight.yangtools.yang.common.Uint64;
import org.vpnpassthrough.gateway.Effect;
import org.vpnpassthrough.packet.Arp;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.rules.Cookie;

/** Packets and removals, from OpenDaylight's notification to the gateway. */
class NotificationListenersTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));
    private static final OdlSwitch SWITCH = new OdlSwitch("openflow:1");
    private static final Mac CLIENT = Mac.parse("02:00:00:00:00:65");
    private static final byte[] QUESTION = Arp.request(CLIENT, Ip4.parse("10.0.0.101"), Ip4.parse("10.0.0.1"))
        .frame(CLIENT, Mac.BROADCAST);

    private final RecordingSink sink = new RecordingSink();
    private final Notifications notifications = new Notifications();
    private final GatewayRegistry registry = new GatewayRegistry(gateway -> new GatewaySession(gateway.nodeId(),
        gateway.config(), sink, new Faults(gateway.name(), CLOCK), CLOCK, new Random(1)), nodeId -> { });
    private final PacketInListener packets = new PacketInListener(notifications, registry);
    private final FlowRemovedListener removals = new FlowRemovedListener(notifications, registry);

    @BeforeEach
    void run() {
        registry.configure(GatewayConfigReader.readAll(gateways(office())));
        registry.connected("openflow:1");
        registry.ports("openflow:1", Configs.PORTS);
        Eventually.equal(List.of(), () -> registry.session("openflow:1").state().waitingFor());
    }

    @AfterEach
    void stop() {
        registry.stop();
    }

    @Test
    void aPacketReachesTheGatewayOfItsSwitchAndIsAnswered() {
        final int before = sent();
        packets.onNotification(new PacketReceivedBuilder().setIngress(SWITCH.port(1)).setPayload(QUESTION).build());
        Eventually.equal(before + 1, this::sent);
    }

    static Stream<Arguments> packetsForNobody() {
        return Stream.of(
            Arguments.of("no port", new PacketReceivedBuilder().setPayload(QUESTION)),
            Arguments.of("no bytes", new PacketReceivedBuilder().setIngress(SWITCH.port(1))),
            Arguments.of("another switch",
                new PacketReceivedBuilder().setIngress(new OdlSwitch("openflow:2").port(1)).setPayload(QUESTION)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packetsForNobody")
    void otherPacketsReachNobody(final String name, final PacketReceivedBuilder packet) {
        final int before = sent();
        packets.onNotification(packet.build());
        registry.session("openflow:1").close();
        assertEquals(before, sent());
    }

    @Test
    void aRemovalForIdlenessReachesTheGatewayOfItsSwitch() {
        final int before = sink.calls();
        removals.onNotification(removed(Cookie.forSession(1), RemovedFlowReason.OFPRRIDLETIMEOUT).build());
        Eventually.equal(before + 1, sink::calls);
    }

    static Stream<Arguments> removalsForNobody() {
        return Stream.of(
            Arguments.of("our own removal", removed(Cookie.forSession(1), RemovedFlowReason.OFPRRDELETE)),
            Arguments.of("somebody else's rule", removed(0x1234, RemovedFlowReason.OFPRRIDLETIMEOUT)),
            Arguments.of("no reason", removed(Cookie.forSession(1), null)),
            Arguments.of("another switch", removed(Cookie.forSession(1), RemovedFlowReason.OFPRRIDLETIMEOUT)
                .setNode(new OdlSwitch("openflow:2").ref())),
            Arguments.of("nothing told", new FlowRemovedBuilder()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("removalsForNobody")
    void otherRemovalsReachNobody(final String name, final FlowRemovedBuilder removal) {
        final int before = sink.calls();
        removals.onNotification(removal.build());
        registry.session("openflow:1").close();
        assertEquals(before + 1, sink.calls(), "nothing but the end");
    }

    @Test
    void closingEndsTheListening() {
        assertEquals(2, notifications.listeners.size());
        packets.close();
        removals.close();
        assertTrue(notifications.listeners.isEmpty());
    }

    private int sent() {
        return (int) sink.effects().stream().filter(Effect.SendPacket.class::isInstance).count();
    }

    private static FlowRemovedBuilder removed(final long cookie, final RemovedFlowReason reason) {
        return new FlowRemovedBuilder()
            .setNode(SWITCH.ref())
            .setCookie(new FlowCookie(Uint64.fromLongBits(cookie)))
            .setReason(reason);
    }

    private static final class Notifications implements NotificationService {
        private final List<Object> listeners = new ArrayList<>();

        @Override
        public <N extends Notification<N> & DataObject> Registration registerListener(final Class<N> type,
                final Listener<N> listener, final Executor executor) {
            listeners.add(listener);
            return () -> listeners.remove(listener);
        }

        @Override
        public Registration registerCompositeListener(final CompositeListener listener, final Executor executor) {
            throw new UnsupportedOperationException();
        }
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vpnpassthrough.controller.Configs.office;
import static org.vpnpassthrough.controller.Configs.usable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vpnpassthrough.gateway.Effect;

class GatewaySessionTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));
    /** Not a packet of any kind; the core counts it and answers nothing. */
    private static final byte[] SHORT_FRAME = new byte[3];

    private final RecordingSink sink = new RecordingSink();
    private final GatewaySession session = new GatewaySession("openflow:1", usable(office()).config(), sink,
        new Faults("office", CLOCK), CLOCK, new Random(1));

    @AfterEach
    void stop() {
        sink.letGo();
        session.stop();
    }

    @Test
    void itWaitsUntilTheSwitchAndItsPortsAreThere() {
        Eventually.equal(1, () -> session.state().waitingFor().size());
        session.connected();
        session.ports(Configs.PORTS);
        Eventually.equal(0, () -> session.state().waitingFor().size());
        assertFalse(sink.rulesPut().isEmpty());
    }

    @Test
    void packetsPastTheLimitAreDroppedAndCounted() {
        run();
        sink.hold();
        session.tick();
        Eventually.equal(true, sink::isHeld);
        for (int number = 0; number < GatewaySession.PACKET_LIMIT + 7; number++) {
            session.receive(1, 0, SHORT_FRAME);
        }
        assertEquals(Map.of(Faults.QUEUE_FULL, 7L), session.faults());

        sink.letGo();
        session.tick();
        Eventually.equal((long) GatewaySession.PACKET_LIMIT,
            () -> session.state().refusals().values().stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void ticksDoNotPileUpBehindASlowSwitch() {
        run();
        sink.hold();
        session.connected();
        Eventually.equal(true, sink::isHeld);
        final int before = sink.calls();
        for (int second = 0; second < 100; second++) {
            session.tick();
        }
        sink.letGo();
        session.close();
        assertTrue(sink.calls() - before <= 3, "the change under way, one tick and the end");
    }

    @Test
    void closingTakesOutWhatWasPutIn() {
        run();
        session.close();
        assertTrue(sink.effects().stream().anyMatch(Effect.RemoveAllOurs.class::isInstance));
        assertInstanceOf(Effect.RemoveMeter.class, sink.effects().getLast());
    }

    @Test
    void stoppingLeavesTheSwitchAsItIs() {
        run();
        final var before = sink.effects().size();
        session.stop();
        session.tick();
        session.receive(1, 0, SHORT_FRAME);
        assertEquals(before, sink.effects().size());
        assertEquals(Map.of(), session.faults());
    }

    @Test
    void aNullFrameIsAFaultAndTheSessionGoesOn() {
        run();
        session.receive(1, 0, null);
        Eventually.equal(Map.of(Faults.INTERNAL, 1L), session::faults);
        session.receive(1, 0, SHORT_FRAME);
        session.tick();
        Eventually.equal(1, () -> session.state().refusals().size());
    }

    private void run() {
        session.connected();
        session.ports(Configs.PORTS);
        Eventually.equal(0, () -> session.state().waitingFor().size());
    }
}

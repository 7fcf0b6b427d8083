/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionThreadTest {
    private static final int LIMIT = 3;

    private final List<RuntimeException> thrown = Collections.synchronizedList(new ArrayList<>());
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final SessionThread thread = new SessionThread("test", LIMIT, thrown::add);
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void stop() {
        gate.countDown();
        thread.stop();
    }

    @Test
    void ofAFullQueueTheNewestPacketsAreRefused() throws Exception {
        block();
        assertEquals(List.of(true, true, true, false, false), IntStream.range(0, 5)
            .mapToObj(number -> thread.offerPacket(() -> done.add("packet " + number))).toList());
        open();
        assertEquals(List.of("packet 0", "packet 1", "packet 2"), done);
    }

    @Test
    void thereIsRoomAgainWhenAPacketIsTakenUp() throws Exception {
        block();
        IntStream.range(0, LIMIT).forEach(number -> thread.offerPacket(() -> { }));
        assertFalse(thread.offerPacket(() -> { }));
        open();
        assertTrue(thread.offerPacket(() -> { }));
    }

    @Test
    void whatIsNotAPacketIsNeverRefusedAndKeepsItsPlace() throws Exception {
        block();
        for (int number = 0; number < LIMIT; number++) {
            final int each = number;
            thread.offerPacket(() -> done.add("packet " + each));
            thread.execute(() -> done.add("change " + each));
        }
        thread.execute(() -> done.add("change 3"));
        open();
        assertEquals(List.of("packet 0", "change 0", "packet 1", "change 1", "packet 2", "change 2", "change 3"), done);
    }

    @Test
    void whatIsThrownIsToldAndTheThreadGoesOn() throws Exception {
        final var problem = new IllegalStateException("deliberate");
        thread.execute(() -> {
            throw problem;
        });
        open();
        assertEquals(List.of(problem), thrown);
    }

    @Test
    void finishingDoesWhatIsQueuedThenTheLastThingAndNothingAfterwards() {
        thread.execute(() -> done.add("queued"));
        thread.finish(() -> done.add("last"), Duration.ofSeconds(10));
        thread.execute(() -> done.add("late"));
        thread.offerPacket(() -> done.add("late packet"));
        assertEquals(List.of("queued", "last"), done);
    }

    /** Holds the thread, and returns when it is held. */
    private void block() throws InterruptedException {
        final var held = new CountDownLatch(1);
        thread.execute(() -> {
            held.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertTrue(held.await(10, TimeUnit.SECONDS));
    }

    /** Lets the thread go, and returns when it has nothing more to do. */
    private void open() throws InterruptedException {
        gate.countDown();
        final var idle = new CountDownLatch(1);
        thread.execute(idle::countDown);
        assertTrue(idle.await(10, TimeUnit.SECONDS));
    }
}

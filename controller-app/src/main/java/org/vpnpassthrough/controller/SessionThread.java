/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that a gateway lives on, and the queue before it. Packets come as fast as others like and are bounded:
 * of a full queue the newest is refused. All else (ports, configuration, ticks) comes rarely and is never refused.
 */
final class SessionThread {
    private static final Logger LOG = LoggerFactory.getLogger(SessionThread.class);

    private final ExecutorService executor;
    private final int packetLimit;
    private final Consumer<RuntimeException> onThrown;
    private final AtomicInteger packetsWaiting = new AtomicInteger();

    /**
     * Makes the thread; it starts with the first task.
     *
     * @param name the thread's name
     * @param packetLimit how many packets may wait, 1 or more
     * @param onThrown told what a task throws; the thread goes on with the next one
     */
    SessionThread(final String name, final int packetLimit, final Consumer<RuntimeException> onThrown) {
        executor = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name(name).factory());
        this.packetLimit = packetLimit;
        this.onThrown = onThrown;
    }

    /**
     * Queues the work on one packet.
     *
     * @param work what to do
     * @return false if the queue is full and the packet is to be dropped
     */
    boolean offerPacket(final Runnable work) {
        if (packetsWaiting.incrementAndGet() > packetLimit) {
            packetsWaiting.decrementAndGet();
            return false;
        }
        execute(() -> {
            packetsWaiting.decrementAndGet();
            work.run();
        });
        return true;
    }

    /**
     * Queues any other work. After {@link #finish} and {@link #stop} nothing is queued any more.
     *
     * @param work what to do
     */
    void execute(final Runnable work) {
        try {
            executor.execute(() -> guarded(work));
        } catch (RejectedExecutionException e) {
            // The gateway is gone, and what comes late for it has no meaning any more.
            LOG.trace("Late task dropped", e);
        }
    }

    @SuppressWarnings("checkstyle:IllegalCatch")
    private void guarded(final Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            onThrown.accept(e);
        }
    }

    /**
     * Does all that is queued, then one last thing, and ends the thread.
     *
     * @param last the last thing
     * @param patience how long to wait for that
     */
    void finish(final Runnable last, final Duration patience) {
        execute(last);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the thread; what is still queued is not done. */
    void stop() {
        executor.shutdownNow();
    }
}

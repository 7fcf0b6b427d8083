/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.vpnpassthrough.gateway.Effect;
import org.vpnpassthrough.gateway.Gateway;
import org.vpnpassthrough.gateway.GatewayConfig;
import org.vpnpassthrough.gateway.GatewayState;
import org.vpnpassthrough.gateway.SwitchPort;

/**
 * One configured gateway at work: owns the core's {@link Gateway} and the single thread on which it lives, stamps the
 * time, and passes the effects on in order. Its methods may be called from any thread; they return at once.
 */
final class GatewaySession {
    /** At the ten thousand packets a second that the RPCs carry, a tenth of a second's worth. */
    static final int PACKET_LIMIT = 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String nodeId;
    private final Gateway gateway;
    private final FlowSink sink;
    private final Faults faults;
    private final InstantSource clock;
    private final SessionThread thread;
    private final AtomicBoolean tickQueued = new AtomicBoolean();
    private volatile GatewayState state;

    /**
     * Starts a gateway; it knows of no switch yet.
     *
     * @param nodeId the switch it is for
     * @param config what it is to do
     * @param sink the way to its switch
     * @param faults where to count what goes wrong
     * @param clock the time
     * @param random for what others must not guess
     */
    GatewaySession(final String nodeId, final GatewayConfig config, final FlowSink sink, final Faults faults,
            final InstantSource clock, final RandomGenerator random) {
        this.nodeId = nodeId;
        this.sink = sink;
        this.faults = faults;
        this.clock = clock;
        gateway = new Gateway(config, random);
        state = gateway.state();
        thread = new SessionThread("vpn-passthrough-" + config.name(), PACKET_LIMIT,
            thrown -> faults.count(Faults.INTERNAL, thrown));
    }

    String nodeId() {
        return nodeId;
    }

    /** What went wrong on the way to the switch, by name. */
    Map<String, Long> faults() {
        return faults.counts();
    }

    /**
     * What the gateway shows of itself.
     *
     * @return as of the last tick or change
     */
    GatewayState state() {
        return state;
    }

    /** Tells that the switch connected, or connected anew: nothing that was sent before counts any more. */
    void connected() {
        change(() -> gateway.connected(clock.instant()));
    }

    void disconnected() {
        change(() -> gateway.disconnected(clock.instant()));
    }

    /**
     * Tells the switch's ports.
     *
     * @param present all of them; an empty collection if they are not known
     */
    void ports(final Collection<SwitchPort> present) {
        change(() -> gateway.ports(present, clock.instant()));
    }

    void reconfigure(final GatewayConfig config) {
        change(() -> gateway.reconfigure(config, clock.instant()));
    }

    /**
     * Passes a packet on that the switch handed over. Past {@link #PACKET_LIMIT} waiting ones it is dropped.
     *
     * @param inPort the OpenFlow number of the port it came in
     * @param cookie of the rule that sent it, 0 if it is not known
     * @param frame the Ethernet frame, not to be changed any more
     */
    void receive(final int inPort, final long cookie, final byte[] frame) {
        if (!thread.offerPacket(() -> carryOut(gateway.receive(inPort, cookie, frame, clock.instant())))) {
            faults.count(Faults.QUEUE_FULL, "more than " + PACKET_LIMIT + " packets wait, the newest are dropped");
        }
    }

    /**
     * Tells that the switch removed a rule because it was idle.
     *
     * @param cookie the rule's cookie
     */
    void flowRemoved(final long cookie) {
        thread.execute(() -> carryOut(gateway.flowRemoved(cookie, clock.instant())));
    }

    /** Tells that a second went by. Ticks that come while one waits are left out. */
    void tick() {
        if (tickQueued.compareAndSet(false, true)) {
            change(() -> {
                tickQueued.set(false);
                return gateway.tick(clock.instant());
            });
        }
    }

    /** Ends the gateway and takes what it put into the switch out again. Returns when that has been sent. */
    void close() {
        thread.finish(() -> carryOut(gateway.close()), PATIENCE);
    }

    /** Ends the gateway and leaves the switch as it is, forwarding. */
    void stop() {
        thread.stop();
    }

    private void change(final Change change) {
        thread.execute(() -> {
            carryOut(change.effects());
            state = gateway.state();
        });
    }

    private void carryOut(final List<Effect> effects) {
        sink.carryOut(effects, this::ruleRefused);
    }

    private void ruleRefused(final long cookie) {
        thread.execute(() -> carryOut(gateway.ruleRefused(cookie, clock.instant())));
    }

    /** A step of the core, made on the session's thread. */
    @FunctionalInterface
    private interface Change {
        List<Effect> effects();
    }
}

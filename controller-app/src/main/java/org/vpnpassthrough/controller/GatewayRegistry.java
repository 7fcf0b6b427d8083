/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.jdt.annotation.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vpnpassthrough.gateway.SwitchPort;

/**
 * Brings together what is configured and what is connected, whichever comes first: one {@link GatewaySession} for each
 * configured gateway that can work, told of its switch. What the sessions are depends on the present configuration and
 * the present switches alone, not on the way to them.
 *
 * <p>Changes are rare and made under one lock; finding the session of a packet takes no lock.
 */
final class GatewayRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayRegistry.class);

    private final Sessions sessions;
    private final Consumer<String> sweep;
    private final Map<String, Running> running = new TreeMap<>();
    private final Map<String, ReadGateway.Unusable> unusable = new TreeMap<>();
    private final Set<String> connected = ConcurrentHashMap.newKeySet();
    private final Map<String, Collection<SwitchPort>> ports = new ConcurrentHashMap<>();
    private final Map<String, GatewaySession> byNode = new ConcurrentHashMap<>();
    private boolean configured;

    /**
     * Starts without gateways and without switches.
     *
     * @param sessions makes the session of a gateway
     * @param sweep removes our rules from the switch whose id it is given
     */
    GatewayRegistry(final Sessions sessions, final Consumer<String> sweep) {
        this.sessions = sessions;
        this.sweep = sweep;
    }

    /**
     * Takes over a configuration: gateways that are no longer in it end, others begin or change.
     *
     * @param wanted all gateways
     */
    synchronized void configure(final List<ReadGateway> wanted) {
        final var usable = new TreeMap<String, ReadGateway.Usable>();
        unusable.clear();
        for (var gateway : wanted) {
            switch (gateway) {
                case ReadGateway.Usable one -> usable.put(one.name(), one);
                case ReadGateway.Unusable one -> {
                    LOG.warn("Gateway {} cannot work: {}", one.name(), one.problems());
                    unusable.put(one.name(), one);
                }
            }
        }
        // Endings first: the next owner of the same switch must not lose its rules to them.
        for (var gateway : List.copyOf(running.values())) {
            final var now = usable.get(gateway.config().name());
            if (now == null || !now.nodeId().equals(gateway.config().nodeId())) {
                end(gateway);
            }
        }
        usable.values().forEach(this::beginOrChange);
        if (!configured) {
            configured = true;
            connected.stream().filter(nodeId -> !byNode.containsKey(nodeId)).forEach(sweep);
        }
    }

    /** Waits until the switch has been told, some milliseconds as a rule. */
    private void end(final Running gateway) {
        LOG.info("Gateway {} on {} ends", gateway.config().name(), gateway.config().nodeId());
        running.remove(gateway.config().name());
        byNode.remove(gateway.config().nodeId());
        gateway.session().close();
    }

    private void beginOrChange(final ReadGateway.Usable wanted) {
        final var present = running.get(wanted.name());
        if (present == null) {
            begin(wanted);
        } else if (!present.config().equals(wanted)) {
            LOG.info("Gateway {} on {} changes", wanted.name(), wanted.nodeId());
            running.put(wanted.name(), new Running(wanted, present.session()));
            present.session().reconfigure(wanted.config());
        }
    }

    private void begin(final ReadGateway.Usable wanted) {
        LOG.info("Gateway {} on {} begins", wanted.name(), wanted.nodeId());
        final var session = sessions.begin(wanted);
        running.put(wanted.name(), new Running(wanted, session));
        byNode.put(wanted.nodeId(), session);
        if (connected.contains(wanted.nodeId())) {
            session.connected();
        }
        final var present = ports.get(wanted.nodeId());
        if (present != null) {
            session.ports(present);
        }
    }

    /**
     * Takes note that a switch connected, or connected anew, and that this controller is its master.
     *
     * @param nodeId the switch
     */
    synchronized void connected(final String nodeId) {
        connected.add(nodeId);
        final var session = byNode.get(nodeId);
        if (session != null) {
            session.connected();
        } else if (configured) {
            // A gateway may have been taken out of the configuration while its switch was away.
            sweep.accept(nodeId);
        }
    }

    /**
     * Takes note that a switch disconnected, or that another controller is its master now.
     *
     * @param nodeId the switch
     */
    synchronized void disconnected(final String nodeId) {
        connected.remove(nodeId);
        final var session = byNode.get(nodeId);
        if (session != null) {
            session.disconnected();
        }
    }

    /**
     * Takes note of a switch's ports.
     *
     * @param nodeId the switch
     * @param present all its ports
     */
    synchronized void ports(final String nodeId, final Collection<SwitchPort> present) {
        if (present.isEmpty()) {
            ports.remove(nodeId);
        } else {
            ports.put(nodeId, List.copyOf(present));
        }
        final var session = byNode.get(nodeId);
        if (session != null) {
            session.ports(List.copyOf(present));
        }
    }

    /**
     * The ports of a switch. Takes no lock: a commit of the datastore waits for the answer.
     *
     * @param nodeId the switch
     * @return its ports, empty if it is not connected or its ports are not known yet
     */
    Collection<SwitchPort> portsOf(final String nodeId) {
        return connected.contains(nodeId) ? ports.getOrDefault(nodeId, List.of()) : List.of();
    }

    /**
     * The session of a switch.
     *
     * @param nodeId the switch
     * @return its session, or null if no gateway is on it
     */
    @Nullable GatewaySession session(final String nodeId) {
        return byNode.get(nodeId);
    }

    /** All sessions. */
    Collection<GatewaySession> sessions() {
        return byNode.values();
    }

    /**
     * What there is to show.
     *
     * @return one view for each configured gateway
     */
    synchronized List<GatewayView> views() {
        final var views = new ArrayList<GatewayView>();
        running.values().forEach(gateway -> views.add(new GatewayView(gateway.config().nodeId(),
            gateway.session().state(), gateway.session().faults())));
        unusable.values().forEach(gateway -> views.add(GatewayView.of(gateway)));
        return views;
    }

    /** Ends all sessions and leaves the switches as they are. */
    synchronized void stop() {
        byNode.values().forEach(GatewaySession::stop);
        byNode.clear();
        running.clear();
    }

    /** Makes sessions. */
    @FunctionalInterface
    interface Sessions {
        GatewaySession begin(ReadGateway.Usable gateway);
    }

    private record Running(ReadGateway.Usable config, GatewaySession session) {
    }
}

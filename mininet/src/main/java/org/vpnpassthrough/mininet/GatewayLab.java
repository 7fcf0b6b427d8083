/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A controller and the topology {@code gateway} for a test class.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final GatewayLab LAB = new GatewayLab(3, 2);
 * }</pre>
 *
 * <p>Both are started for the first class that wants them, serve all classes of the run, and are taken down at its end,
 * whatever the tests did; anything left behind then fails the run. After each test, commands that it started on hosts
 * are ended; when it failed, the gateway's rules, its state and the end of the controller's log come with the failure.
 * After each class its gateway is taken out of the configuration.
 */
public final class GatewayLab implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(GatewayLab.class);

    private final int clients;
    private final int servers;
    private LabSession session;

    /**
     * A lab with at least so many hosts.
     *
     * @param clients 1 to 99
     * @param servers 1 to 53
     */
    public GatewayLab(final int clients, final int servers) {
        this.clients = clients;
        this.servers = servers;
    }

    @Override
    public void beforeAll(final ExtensionContext context) {
        session = context.getRoot().getStore(NAMESPACE)
            .getOrComputeIfAbsent(LabSession.class, key -> new LabSession(), LabSession.class);
        session.ensure(clients, servers);
        office().remove();
        topology().gateway().obey(Topology.CONTROLLER);
    }

    @Override
    public void afterEach(final ExtensionContext context) {
        context.getExecutionException().ifPresent(failure -> failure.addSuppressed(new LabException(report())));
        current().ifPresent(Topology::quiet);
    }

    @Override
    public void afterAll(final ExtensionContext context) {
        office().remove();
    }

    /**
     * The network.
     *
     * @return the running topology
     * @throws LabException if a test has stopped it
     */
    public Topology topology() {
        return session.topology();
    }

    /**
     * OpenDaylight with the gateway feature.
     *
     * @return the running controller
     */
    public Controller controller() {
        return session.controller();
    }

    /**
     * The gateway of the topology, as {@link GatewayRequest#OFFICE} configures it.
     *
     * @return a handle; it is not configured before a test does so
     */
    public Gateway office() {
        return gateway(GatewayRequest.OFFICE);
    }

    /**
     * A gateway with a configuration of the test's own.
     *
     * @param request its configuration
     * @return a handle; it is not configured before a test does so
     */
    public Gateway gateway(final GatewayRequest request) {
        return Gateway.of(controller().rest(), request);
    }

    /**
     * A gateway that has just begun, without anything that earlier tests left in it.
     *
     * @param request its configuration, under the name of {@link GatewayRequest#OFFICE}
     * @return the running gateway
     */
    public Gateway fresh(final GatewayRequest request) {
        office().remove();
        office().awaitStatus("absent");
        return gateway(request).configure().awaitRunning();
    }

    /**
     * The machine before anything was started.
     *
     * @return what was there
     */
    public Footprint before() {
        return session.before();
    }

    /** Takes the topology down; the controller runs on. */
    public void stopTopology() {
        session.stopTopology();
    }

    /** Starts the topology again, with the controller running already. */
    public void startTopology() {
        session.ensure(clients, servers);
    }

    private Optional<Topology> current() {
        try {
            return Optional.of(topology());
        } catch (LabException e) {
            return Optional.empty();
        }
    }

    private String report() {
        final var text = new StringBuilder("the lab when the test failed:\n");
        try {
            text.append(office().state()).append('\n');
            current().ifPresent(there -> there.gateway().flows().entries()
                .forEach(entry -> text.append(entry).append('\n')));
        } catch (LabException e) {
            text.append(e.getMessage()).append('\n');
        }
        return text.append(controller().logTail(40)).toString();
    }
}

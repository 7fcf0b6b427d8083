/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

/**
 * One controller and one topology for all test classes of a run, because a controller takes half a minute to boot. The
 * topology is there first: so every run has a switch that waits for its controller.
 */
final class LabSession implements AutoCloseable {
    private final Footprint before = Footprint.now();
    private Topology topology;
    private Controller controller;

    /** Starts what does not run yet, with at least so many hosts. */
    void ensure(final int clients, final int servers) {
        if (topology != null && (topology.clients().size() < clients || topology.servers().size() < servers)) {
            stopTopology();
        }
        if (topology == null) {
            topology = Topology.start(clients, servers, Topology.CONTROLLER);
        }
        if (controller == null) {
            controller = Controller.start();
        }
    }

    Topology topology() {
        if (topology == null) {
            throw new LabException("the topology was stopped");
        }
        return topology;
    }

    Controller controller() {
        return controller;
    }

    Footprint before() {
        return before;
    }

    void stopTopology() {
        if (topology != null) {
            topology.close();
            topology = null;
        }
    }

    @Override
    public void close() {
        stopTopology();
        if (controller != null) {
            controller.close();
            controller = null;
        }
        final var left = Footprint.now().since(before);
        if (!left.isEmpty()) {
            throw new LabException("left behind: " + left);
        }
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import java.time.Duration;

/**
 * One gateway, configured and watched over RESTCONF.
 */
public final class Gateway {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Restconf rest;
    private final GatewayRequest request;

    private Gateway(final Restconf rest, final GatewayRequest request) {
        this.rest = rest;
        this.request = request;
    }

    /**
     * A gateway that may or may not be configured yet.
     *
     * @param rest the controller's RESTCONF interface
     * @param request its configuration
     * @return a handle to it
     */
    public static Gateway of(final Restconf rest, final GatewayRequest request) {
        return new Gateway(rest, request);
    }

    /**
     * Configures it, or changes its configuration.
     *
     * @return this
     * @throws LabException with the controller's words if it is refused
     */
    public Gateway configure() {
        final var answer = rest.put(request.path(), request.json());
        if (!answer.succeeded()) {
            throw new LabException("PUT " + request.path() + ": " + answer.status() + " " + answer.body());
        }
        return this;
    }

    /** Takes it out of the configuration. Nothing happens if it is not there. */
    public void remove() {
        final var answer = rest.delete(request.path());
        if (!answer.succeeded() && answer.status() != NOT_FOUND && answer.status() != CONFLICT) {
            throw new LabException("DELETE " + request.path() + ": " + answer.status() + " " + answer.body());
        }
    }

    /**
     * What it does now; the controller renews this each second.
     *
     * @return its state
     */
    public GatewayState state() {
        final var answer = rest.get(Restconf.STATE + "?content=nonconfig");
        return answer.status() == NOT_FOUND || answer.status() == CONFLICT ? GatewayState.ABSENT
            : GatewayState.of(answer.json(), request.name());
    }

    /**
     * Waits until it runs, at most 30 s.
     *
     * @return this
     * @throws LabException with what it waits for, if it does not
     */
    public Gateway awaitRunning() {
        return awaitStatus("running");
    }

    /**
     * Waits until it shows a status, at most 30 s.
     *
     * @param status running, waiting or absent
     * @return this
     * @throws LabException with what it shows instead
     */
    public Gateway awaitStatus(final String status) {
        Waiting.until(() -> status.equals(state().status()), PATIENCE,
            () -> "gateway " + request.name() + " is not " + status + ": " + state());
        return this;
    }
}

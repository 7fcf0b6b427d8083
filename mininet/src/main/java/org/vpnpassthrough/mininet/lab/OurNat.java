/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.time.Duration;
import java.util.Locale;
import org.vpnpassthrough.mininet.Controller;
import org.vpnpassthrough.mininet.Gateway;
import org.vpnpassthrough.mininet.GatewayRequest;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.Topology;
import org.vpnpassthrough.mininet.Waiting;

/** The gateway of this project: switch s1, with the controller outside the guest. */
final class OurNat implements Nat {
    static final String KEY = "ours";

    private static final String FIRST = "203.0.113.10";

    private static final Duration REFUSED = Duration.ofSeconds(20);

    private final Controller controller;

    OurNat(final Controller controller) {
        this.controller = controller;
    }

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public void begin(final Addresses addresses) {
        final var gateway = gateway(request(addresses));
        gateway.remove();
        gateway.awaitStatus("absent");
        gateway.configure().awaitRunning();
    }

    @Override
    public String inside() {
        return "10.0.0.1";
    }

    @Override
    public String outside() {
        return FIRST;
    }

    @Override
    public String device() {
        return Topology.OUTSIDE;
    }

    @Override
    public String says() {
        return gateway(GatewayRequest.OFFICE).state().toString();
    }

    @Override
    public boolean hasPolicy() {
        return true;
    }

    @Override
    public String allow(final Addresses addresses, final String passthrough, final boolean on) {
        final var request = request(addresses);
        if (on) {
            gateway(request).configure();
            return "";
        }
        gateway(request.and("\"policy\": { \"" + passthrough + "\": false }")).configure();
        final var reason = "POLICY_" + passthrough.toUpperCase(Locale.ROOT).replace('-', '_');
        Waiting.until(() -> gateway(request).state().refusals().containsKey(reason), REFUSED,
            () -> "nothing is refused as " + reason + ": " + says());
        return reason;
    }

    @Override
    public void publish(final Host server, final String what) {
        gateway(request(Addresses.ONE).and("""
            "static-mapping": [ { "name": "lab", "protocol": "WHAT", "external-address": "EXTERNAL",
                "internal-address": "INTERNAL" } ]
            """.replace("WHAT", what).replace("EXTERNAL", FIRST).replace("INTERNAL", server.address()).strip()))
            .configure();
    }

    private Gateway gateway(final GatewayRequest request) {
        return Gateway.of(controller.rest(), request);
    }

    private static GatewayRequest request(final Addresses addresses) {
        return addresses == Addresses.ONE ? GatewayRequest.OFFICE.withOneAddress()
            : GatewayRequest.OFFICE.with("\"last\": \"203.0.113.11\"",
                "\"last\": \"203.0.113." + (10 + Addresses.SIZE - 1) + "\"");
    }
}

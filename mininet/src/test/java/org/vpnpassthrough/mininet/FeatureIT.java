/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installing us into an OpenDaylight that is there already, as the README tells it. Needs the controller's ports. */
class FeatureIT {
    private static final String OURS = Restconf.GATEWAYS + "?content=config";
    private static final String SOMETHING_ELSE = "/rests/data/network-topology:network-topology?content=config";
    private static final Duration DEPLOYMENT = Duration.ofMinutes(3);
    private static final String OFFICE = """
        {"vpn-passthrough:gateway": [{"name": "office", "node-id": "openflow:1",
          "internal-port": [{"port": "s1-eth1", "prefix": "10.0.0.0/24", "gateway-address": "10.0.0.1"}],
          "external-port": {"port": "s1-eth2", "prefix": "203.0.113.0/24",
                            "address": "203.0.113.1", "next-hop": "203.0.113.254"},
          "external-pool": {"range": [{"first": "203.0.113.10", "last": "203.0.113.11"}]}}]}
        """;

    @Test
    void aKarDroppedIntoARunningOpenDaylightBringsTheFeatureWithoutARestart(@TempDir final Path folder) {
        final var plain = PlainOpenDaylight.make(property("passthrough.distribution"), folder);
        try (var controller = Controller.start(plain, SOMETHING_ELSE)) {
            assertFalse(controller.knows(OURS), "not ours yet");
            controller.deploy(property("passthrough.kar"));
            // while Karaf wires the new bundles, RESTCONF may be away for a moment
            Waiting.until(() -> controller.rest().put(Restconf.GATEWAYS + "/gateway=office", OFFICE).status() == 201,
                DEPLOYMENT, () -> controller.logTail(60));
            Waiting.until(() -> controller.rest().get(Restconf.STATE + "?content=nonconfig").body().contains("waiting"),
                Duration.ofSeconds(30), () -> controller.logTail(60));
            assertTrue(controller.rest().get(OURS).body().contains("203.0.113.254"));
        }
    }

    private static Path property(final String name) {
        return Path.of(System.getProperty(name)).toAbsolutePath().normalize();
    }
}

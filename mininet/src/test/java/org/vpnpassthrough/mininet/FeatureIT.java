/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installing us into an OpenDaylight that is there already, as the README tells it. Needs the controller's ports. */
class FeatureIT {
    private static final String STATE = Restconf.STATE + "?content=nonconfig";
    private static final Duration STATE_SHOWN = Duration.ofMinutes(1);
    private static final String OFFICE = """
        {"vpn-passthrough:gateway": [{"name": "office", "node-id": "openflow:1",
          "internal-port": [{"port": "s1-eth1", "prefix": "10.0.0.0/24", "gateway-address": "10.0.0.1"}],
          "external-port": {"port": "s1-eth2", "prefix": "203.0.113.0/24",
                            "address": "203.0.113.1", "next-hop": "203.0.113.254"},
          "external-pool": {"range": [{"first": "203.0.113.10", "last": "203.0.113.11"}]}}]}
        """;

    @Test
    void theFeatureBootsInAnOpenDaylightThatHadNeverHeardOfIt(@TempDir final Path folder) {
        final var plain = PlainOpenDaylight.make(property("passthrough.distribution"), folder);
        PlainOpenDaylight.install(plain, property("passthrough.kar"));
        try (var controller = Controller.start(plain)) {
            final var answer = controller.rest().put(Restconf.GATEWAYS + "/gateway=office", OFFICE);
            assertEquals(201, answer.status(), answer::body);
            Waiting.until(() -> controller.rest().get(STATE).body().contains("waiting"),
                STATE_SHOWN, () -> controller.rest().get(STATE) + "\n" + controller.logTail(60));
        } finally {
            PlainOpenDaylight.unlink(plain);
        }
    }

    private static Path property(final String name) {
        return Path.of(System.getProperty(name)).toAbsolutePath().normalize();
    }
}

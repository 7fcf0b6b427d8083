/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A lab leaves nothing behind, not even one that was killed. */
class CleanUpIT {
    @RegisterExtension
    static final GatewayLab LAB = new GatewayLab(3, 2);

    @BeforeEach
    void withoutTopology() {
        LAB.stopTopology();
    }

    @Test
    void aTopologyThatWasClosedLeavesNothingBehind() {
        try (var topology = Topology.start(2, 1, "")) {
            topology.host("c1").start("", List.of("sleep", "1000"));
            topology.capture(Topology.INSIDE, "");
            assertFalse(leftovers().isEmpty());
        }
        assertEquals(List.of(), leftovers());
    }

    @Test
    void whatAKilledTopologyLeftIsRemovedByTheNextOne() {
        try (var killed = Topology.start(2, 1, "")) {
            killed.host("c1").start("", List.of("sleep", "1000"));
            final var driver = ProcessHandle.current().children()
                .filter(child -> child.info().commandLine().orElse("").contains("serve.py")).findFirst().orElseThrow();
            driver.destroyForcibly();
            Waiting.until(() -> !driver.isAlive(), Duration.ofSeconds(5), () -> "not killed");
            assertFalse(leftovers().isEmpty());
            assertThrows(LabException.class, () -> killed.host("c1").run("true"));
        }
        try (var topology = Topology.start(1, 1, "")) {
            assertTrue(topology.host("c1").run("true").succeeded());
        }
        assertEquals(List.of(), leftovers());
    }

    @Test
    void onlyOneTopologyRunsAtATime() {
        try (var topology = Topology.start(1, 1, "")) {
            final var refusal = assertThrows(LabException.class, () -> Topology.start(1, 1, ""));
            assertTrue(refusal.getMessage().contains("another lab is running"), refusal::getMessage);
            assertTrue(topology.host("v1").run("true").succeeded());
        }
    }

    /** What is here now and was not before the run; the controller, which serves the other classes, apart. */
    private static List<String> leftovers() {
        return Footprint.now().since(LAB.before()).stream()
            .filter(thing -> !thing.contains("vpn-passthrough-controller")).toList();
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private final Faults faults = new Faults("office", InstantSource.system());

    @Test
    void everyNameIsACounterOfItsOwn() {
        assertEquals(Map.of(), faults.counts());
        faults.count("one", "detail");
        faults.count("another", new IllegalStateException("deliberate"));
        faults.count("one", "other detail");
        assertEquals(Map.of("one", 2L, "another", 1L), faults.counts());
    }
}

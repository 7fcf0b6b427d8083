/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the lab is told on the command line. */
class OptionsTest {
    @Test
    void withoutOptionsEverythingIsTriedAndTheResultsAreThoseOfAWholeRun() {
        final var options = Options.parse(List.of());

        assertEquals(new Options(List.of(), List.of("ours", "linux"), List.of(1, 2, 4, 8), false, true, true), options);
        assertTrue(options.whole());
    }

    @Test
    void aPartIsNoWholeRun() {
        final var options = Options.parse(List.of("--vpn", "pptp", "--vpn", "l2tp", "--gateway", "ours", "--clients",
            "8,2", "--pool", "--no-speed", "--no-events"));

        assertEquals(new Options(List.of("pptp", "l2tp"), List.of("ours"), List.of(2, 8), true, false, false), options);
        assertFalse(options.whole());
        assertTrue(Options.parse(List.of("--no-events", "--pool")).whole());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--vpn             | --vpn takes a value",
        "--gateway cisco   | --gateway cisco: one of ours, linux",
        "--clients 9       | --clients 9: numbers from 1 to 8, like 1,2,4,8",
        "--clients some    | --clients some: numbers from 1 to 8, like 1,2,4,8",
        "--fast            | unknown option --fast"})
    void whatIsWrongIsNamed(final String words, final String complaint) {
        final var problem = assertThrows(IllegalArgumentException.class,
            () -> Options.parse(List.of(words.split(" "))));

        assertEquals(complaint, problem.getMessage());
    }
}

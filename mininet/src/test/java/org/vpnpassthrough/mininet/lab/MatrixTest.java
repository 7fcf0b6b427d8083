/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a run of the lab counts as one in which we fall short. */
class MatrixTest {
    private static final Echoes.Count ALL = new Echoes.Count(40, 40);
    private static final String RESTART = "the other client restarts";

    @Test
    void whereAllOursWorkThereIsNothingToSay() {
        assertEquals(List.of(), misses(trial(OurNat.KEY, "", 1, 2), trial(LinuxNat.KEY, "", 1, 1)));
    }

    @Test
    void aClientThatDoesNotWorkIsAMissAlsoWhereLinuxIsNoBetter() {
        assertEquals(List.of("esp, one address, 2 clients: 1 work"),
            misses(trial(OurNat.KEY, "", 1, 1), trial(LinuxNat.KEY, "", 1, 1)));
    }

    @Test
    void theServersOwnWordsExcuseWhatLinuxCannotDoEither() {
        assertEquals(List.of(), misses(trial(OurNat.KEY, "policy exists", 1, 1), trial(LinuxNat.KEY, "", 1, 1)));
        assertEquals(List.of("esp, one address, 2 clients: 1 work, through Linux 2"),
            misses(trial(OurNat.KEY, "policy exists", 1, 1), trial(LinuxNat.KEY, "", 1, 2)));
    }

    @Test
    void noWordsExcuseClientsWithAddressesOfTheirOwn() {
        final var shared = trial(OurNat.KEY, "policy exists", 1, 1);

        assertEquals(List.of("esp, pool of 8, 2 clients: 1 work"),
            misses(new Trial(shared.vpn(), shared.title(), shared.gateway(), Addresses.POOL, shared.steps(),
                shared.arrivals(), shared.megabits(), shared.events(), shared.evidence(), shared.problems())));
    }

    @Test
    void whatCouldNotBeTriedIsAMiss() {
        assertEquals(List.of("esp, one address: nothing could be tried"), misses(trial(OurNat.KEY, "")));
    }

    @Test
    void afterAnEventAllMustWorkButBehindANarrowLinkOnlyAsManyAsThroughLinux() {
        assertEquals(List.of("esp, " + RESTART + ": 1 of 2 work, and 2 could"),
            misses(event(OurNat.KEY, RESTART, 1), event(LinuxNat.KEY, RESTART, 1)));
        assertEquals(List.of(), misses(event(OurNat.KEY, Trial.NARROW, 1), event(LinuxNat.KEY, Trial.NARROW, 1)));
        assertEquals(List.of("esp, " + Trial.NARROW + ": 1 of 2 work, and 2 could"),
            misses(event(OurNat.KEY, Trial.NARROW, 1), event(LinuxNat.KEY, Trial.NARROW, 2)));
    }

    @Test
    void whatWasSwitchedOffMustNotWork() {
        final var off = new Trial("esp", "ESP", OurNat.KEY, Addresses.ONE, List.of(new Trial.Step(1, 1, 1, ALL)), ALL,
            50, List.of(new Trial.Event("switched off", 2, 0, 1, ALL, "")), "", List.of());

        assertEquals(List.of("esp, switched off: 1 of 2 work, and 0 may"), misses(off));
        assertFalse(off.allWork());
    }

    @Test
    void theReportShowsBothGatewaysInOneLineAndTheEvidence() {
        final var matrix = new Matrix(Map.of("kernel", "6.1"), Map.of(OurNat.KEY, 200.0, LinuxNat.KEY, 100.0),
            List.of(trial(OurNat.KEY, "policy exists", 1, 1), trial(LinuxNat.KEY, "", 1, 1)));

        final var document = new Report(matrix).document();

        assertTrue(document.contains("| no VPN | - | - | - | - | - | 200 | 100 | 2.00 |"), document);
        assertTrue(document.contains("| ESP | one address | 1/1 1/2 | 1/1 1/2 | 0 of 40 | 0 of 40 | 50 | 50 | 1.00 |"),
            document);
        assertTrue(document.contains("- ESP, one address, ours: `policy exists`"), document);
        assertTrue(document.contains("Nowhere in this run."), document);
    }

    private static List<String> misses(final Trial... trials) {
        return new Matrix(Map.of(), Map.of(), List.of(trials)).misses();
    }

    /** One client that works or not, then two of which so many work. */
    private static Trial trial(final String gateway, final String evidence, final int... working) {
        final var steps = IntStream.range(0, working.length)
            .mapToObj(index -> new Trial.Step(index + 1, index + 1, working[index], ALL)).toList();
        return new Trial("esp", "ESP", gateway, Addresses.ONE, steps, ALL, 50, List.of(), evidence, List.of());
    }

    private static Trial event(final String gateway, final String name, final int working) {
        return new Trial("esp", "ESP", gateway, Addresses.ONE, List.of(new Trial.Step(1, 1, 1, ALL)), ALL, 50,
            List.of(new Trial.Event(name, 2, 2, working, ALL, "")), "", List.of());
    }
}

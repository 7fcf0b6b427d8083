/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the lab was told to try.
 *
 * @param vpns keys; empty for all
 * @param gateways keys
 * @param clients how many at a time
 * @param pool whether to try every VPN through a pool of addresses too, and not only those that one is not enough for
 * @param speed whether to measure speeds
 * @param events whether to let things happen to two clients
 */
record Options(List<String> vpns, List<String> gateways, List<Integer> clients, boolean pool, boolean speed,
        boolean events) {
    private static final List<Integer> ALL = List.of(1, 2, 4, 8);
    private static final int MOST = 8;

    Options {
        vpns = List.copyOf(vpns);
        gateways = List.copyOf(gateways);
        clients = List.copyOf(clients);
    }

    /** IllegalArgumentException with what is wrong. */
    static Options parse(final List<String> words) {
        final var vpns = new ArrayList<String>();
        var gateways = Nat.keys();
        var clients = ALL;
        boolean pool = false;
        boolean speed = true;
        boolean events = true;
        final var rest = words.iterator();
        while (rest.hasNext()) {
            final var word = rest.next();
            switch (word) {
                case "--pool" -> pool = true;
                case "--no-speed" -> speed = false;
                case "--no-events" -> events = false;
                case "--vpn", "--gateway", "--clients" -> {
                    if (!rest.hasNext()) {
                        throw new IllegalArgumentException(word + " takes a value");
                    }
                    final var value = rest.next();
                    if ("--vpn".equals(word)) {
                        vpns.add(value);
                    } else if ("--gateway".equals(word)) {
                        gateways = gateway(value);
                    } else {
                        clients = numbers(value);
                    }
                }
                default -> throw new IllegalArgumentException("unknown option " + word);
            }
        }
        return new Options(vpns, gateways, clients, pool, speed, events);
    }

    /** Whether the results tell of every VPN and both gateways. */
    boolean whole() {
        return vpns.isEmpty() && gateways.size() == Nat.keys().size() && clients.equals(ALL);
    }

    private static List<String> gateway(final String value) {
        if (!Nat.keys().contains(value)) {
            throw new IllegalArgumentException("--gateway " + value + ": one of " + String.join(", ", Nat.keys()));
        }
        return List.of(value);
    }

    private static List<Integer> numbers(final String value) {
        try {
            final var numbers = Arrays.stream(value.split(",")).map(Integer::valueOf).sorted().distinct().toList();
            if (!numbers.isEmpty() && numbers.getFirst() >= 1 && numbers.getLast() <= MOST) {
                return numbers;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("--clients " + value + ": numbers from 1 to " + MOST + ", like 1,2,4,8");
    }
}

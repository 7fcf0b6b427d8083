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
 * @param speed whether to measure speeds
 * @param events whether to let things happen to two clients
 * @param help whether only to tell what there is
 */
record Options(List<String> vpns, List<String> gateways, List<Integer> clients, boolean speed, boolean events,
        boolean help) {
    static final String USAGE = """
        usage: ./passthrough lab [--vpn NAME]... [--gateway ours|linux] [--clients N,N...] [--no-speed] [--no-events]

        Boots a user-mode Linux kernel with real VPN software and OpenDaylight beside it, and counts how many clients of one
        server work through our gateway and through Linux's own NAT. Takes half an hour for everything. Must be root.

          --vpn NAME        only this one; again for more: esp-by-hand, esp-libreswan-ikev1, esp-libreswan-ikev2,
                            natt-libreswan-ikev1, natt-libreswan-ikev2, natt-strongswan-ikev1, natt-strongswan-ikev2,
                            pptp, l2tp, l2tp-ipsec, openvpn
          --gateway NAME    only this one
          --clients N,N     how many clients at a time, 1 to 8 each (1,2,4,8)
          --no-speed        do not measure speeds
          --no-events       do not restart clients and servers

        Results of a whole run go to docs/lab-results.md and docs/lab-results.json, others to .cache/lab. There are packets
        and logs too, of what did not work.
        Exit status: 0 if no VPN has fewer clients working than through Linux, and all clients work or the server says why
        it cannot tell them apart; 1 if not; 2 for a wrong option.
        """;

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
        boolean speed = true;
        boolean events = true;
        boolean help = false;
        final var rest = words.iterator();
        while (rest.hasNext()) {
            final var word = rest.next();
            switch (word) {
                case "--help", "-h" -> help = true;
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
        return new Options(vpns, gateways, clients, speed, events, help);
    }

    /** Whether the results are those of everything. */
    boolean whole() {
        return vpns.isEmpty() && gateways.size() == Nat.keys().size() && clients.equals(ALL) && speed && events;
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

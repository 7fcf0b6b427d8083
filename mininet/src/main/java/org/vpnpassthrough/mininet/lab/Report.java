/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A matrix as text for people. */
final class Report {
    private static final String NONE = "-";

    private final Matrix matrix;

    Report(final Matrix matrix) {
        this.matrix = matrix;
    }

    /** The whole document, in Markdown. */
    String document() {
        final var text = new StringBuilder("""
            # What the lab measured

            Written by `./passthrough lab`; do not edit. VPN software that nobody of this project wrote, N clients of
            one server at once, behind our gateway and behind Linux's own NAT (iptables masquerade or SNAT, helper for
            PPTP attached), in one run on one kernel. A client *works* when its software says that the tunnel is up and
            at least 9 of 10 echo requests come back through it, sent by the client, and likewise sent by the server.
            Speeds are of one TCP connection of one client; the machine is a user-mode kernel, so only the ratio means
            something.

            """);
        matrix.machine().forEach((name, version) -> text.append("- ").append(name).append(": ").append(version)
            .append('\n'));
        text.append("\n## How many of N clients work\n\n");
        table(text, List.of("VPN", "addresses", "ours", "Linux", "lost while others came: ours", "Linux",
            "TCP Mbit/s: ours", "Linux", "ratio"), rows());
        text.append("\n\"8/8\": 8 of 8 clients work. Lost: echo requests of the first client without answer, of those "
            + "sent while the\nother clients came.\n");
        final var events = events();
        if (!events.isEmpty()) {
            text.append("\n## What happens to two clients\n\n");
            table(text, List.of("VPN", "what happens", "ours: work after", "lost meanwhile", "Linux: work after",
                "lost meanwhile"), events);
            text.append("\nLost: echo requests of the client that did not restart; while rekeying, of the one that "
                + "did.\n");
        }
        final var evidence = evidence();
        if (!evidence.isEmpty()) {
            text.append("\n## Where the protocol itself is in the way\n\nThe server's own words:\n\n");
            evidence.forEach(line -> text.append("- ").append(line).append('\n'));
        }
        final var misses = matrix.misses();
        text.append("\n## Where we fall short\n\n");
        text.append(misses.isEmpty() ? "Nowhere in this run.\n" : "");
        misses.forEach(miss -> text.append("- ").append(miss).append('\n'));
        return text.toString();
    }

    /** The table of clients for a terminal. */
    String screen() {
        final var text = new StringBuilder();
        final var row = "%-24s %-12s %-20s %-20s %15s %8s%n";
        text.append(String.format(Locale.ROOT, row, "VPN", "addresses", "ours", "Linux", "lost by arrivals",
            "speed"));
        for (var cells : rows()) {
            text.append(String.format(Locale.ROOT, row, cells.get(0), cells.get(1), cells.get(2), cells.get(3),
                cells.get(4) + " / " + cells.get(5), cells.get(8)));
        }
        return text.toString();
    }

    private List<List<String>> rows() {
        final var rows = new ArrayList<List<String>>();
        final var speeds = matrix.plain();
        if (speeds.size() == 2) {
            rows.add(List.of("no VPN", NONE, NONE, NONE, NONE, NONE, number(speeds.get(OurNat.KEY)),
                number(speeds.get(LinuxNat.KEY)), ratio(speeds.get(OurNat.KEY), speeds.get(LinuxNat.KEY))));
        }
        for (var trial : mine()) {
            final var ours = as(OurNat.KEY, trial);
            final var linux = as(LinuxNat.KEY, trial);
            rows.add(List.of(trial.title(), trial.addresses().text(), works(ours), works(linux), lost(ours),
                lost(linux), speed(ours), speed(linux), ratio(ours.map(Trial::megabits).orElse(0.0),
                    linux.map(Trial::megabits).orElse(0.0))));
        }
        return rows;
    }

    private List<List<String>> events() {
        final var rows = new ArrayList<List<String>>();
        for (var trial : mine()) {
            final var ours = as(OurNat.KEY, trial);
            final var linux = as(LinuxNat.KEY, trial);
            for (var name : trial.events().stream().map(Trial.Event::name).toList()) {
                final var here = event(ours, name);
                final var there = event(linux, name);
                rows.add(List.of(trial.title(), name, after(here), meanwhile(here), after(there), meanwhile(there)));
            }
        }
        return rows;
    }

    private List<String> evidence() {
        return matrix.trials().stream().filter(trial -> !trial.evidence().isEmpty()).map(trial ->
            trial.title() + ", " + trial.addresses().text() + ", " + trial.gateway() + ": `" + trial.evidence() + "`")
            .toList();
    }

    /** One trial for each line: ours, or Linux's where only that was run. */
    private List<Trial> mine() {
        return matrix.trials().stream().filter(trial -> trial.gateway().equals(OurNat.KEY)
            || matrix.counterpart(trial).isEmpty()).toList();
    }

    private Optional<Trial> as(final String gateway, final Trial trial) {
        return trial.gateway().equals(gateway) ? Optional.of(trial) : matrix.counterpart(trial);
    }

    private static Optional<Trial.Event> event(final Optional<Trial> trial, final String name) {
        return trial.flatMap(found -> found.event(name));
    }

    private static String works(final Optional<Trial> trial) {
        return trial.map(found -> found.steps().stream().map(step -> step.working() + "/" + step.clients())
            .collect(Collectors.joining(" "))).orElse(NONE);
    }

    private static String lost(final Optional<Trial> trial) {
        return trial.map(Trial::arrivals).filter(count -> count.sent() > 0)
            .map(count -> count.lost() + " of " + count.sent()).orElse(NONE);
    }

    private static String speed(final Optional<Trial> trial) {
        return trial.map(found -> number(found.megabits())).orElse(NONE);
    }

    private static String after(final Optional<Trial.Event> event) {
        return event.map(found -> found.working() + "/" + found.clients()
            + (found.remark().isEmpty() ? "" : " (" + found.remark() + ")")).orElse(NONE);
    }

    private static String meanwhile(final Optional<Trial.Event> event) {
        return event.filter(found -> found.echoes().sent() > 0)
            .map(found -> found.echoes().lost() + " of " + found.echoes().sent()).orElse(NONE);
    }

    private static String number(final double megabits) {
        return megabits > 0 ? String.format(Locale.ROOT, "%.0f", megabits) : NONE;
    }

    private static String ratio(final double ours, final double linux) {
        return ours > 0 && linux > 0 ? String.format(Locale.ROOT, "%.2f", ours / linux) : NONE;
    }

    private static void table(final StringBuilder text, final List<String> head, final List<List<String>> rows) {
        line(text, head);
        line(text, head.stream().map(cell -> "---").toList());
        rows.forEach(row -> line(text, row));
    }

    private static void line(final StringBuilder text, final List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}

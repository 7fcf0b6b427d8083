/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vpnpassthrough.mininet.Background;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.Waiting;

/** Echo requests from one address inside a tunnel to another, counted. */
final class Echoes {
    private static final Pattern SUMMARY = Pattern.compile("(\\d+) packets transmitted, (\\d+) received");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration LEAST = Duration.ofSeconds(2);

    private final Background process;
    private final long begun = System.nanoTime();

    private Echoes(final Background process) {
        this.process = process;
    }

    /**
     * What came back.
     *
     * @param sent requests
     * @param answered of these
     */
    record Count(int sent, int answered) {
        static final Count NONE = new Count(0, 0);

        int lost() {
            return sent - answered;
        }

        Count plus(final Count other) {
            return new Count(sent + other.sent, answered + other.answered);
        }

        /** Whether a person would call it working: one of ten may be lost on a busy machine, never the whole. */
        boolean good() {
            return sent > 0 && 10 * answered >= 9 * sent;
        }
    }

    /** Sends so many requests, five a second, and waits for the answers. */
    static Count send(final Host from, final String source, final String target, final int count) {
        return read(from.run(PATIENCE, command(source, target, "0.2", "-c", Integer.toString(count))).out())
            .orElse(new Count(count, 0));
    }

    /** Sends ten requests a second until told to end. */
    static Echoes begin(final Host from, final String source, final String target) {
        return new Echoes(from.start("", command(source, target, "0.1")));
    }

    /** Ends, not before it has sent some. */
    Count end() {
        final var rest = LEAST.minusNanos(System.nanoTime() - begun);
        if (rest.isPositive()) {
            Waiting.pause(rest);
        }
        return read(process.signal("INT", PATIENCE).out()).orElse(new Count(1, 0));
    }

    private static List<String> command(final String source, final String target, final String interval,
            final String... more) {
        final var command = new ArrayList<>(List.of("ping", "-q", "-n", "-W", "6", "-i", interval, "-I", source));
        command.addAll(List.of(more));
        command.add(target);
        return command;
    }

    /** Empty if it could not even begin: the address to send from went with the tunnel. */
    private static Optional<Count> read(final String said) {
        final var found = SUMMARY.matcher(said);
        return found.find()
            ? Optional.of(new Count(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2))))
            : Optional.empty();
    }
}

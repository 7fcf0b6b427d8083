/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.List;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.LabException;

/** How fast TCP is from one address to another (iperf3): of use beside another figure of the same run. */
final class Speed {
    private static final int SLOW_START = 2;    // s that are not counted
    private static final int SECONDS = 8;
    // Time for TCP to try again often enough when a machine that has other things to do too hands errors on late.
    private static final int PROOF = 8;         // s
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Speed() {
        // static methods only
    }

    /** Megabits per second, to the server. */
    static double measure(final Host client, final String near, final Host server, final String far) {
        return run(client, near, server, far, SECONDS, SLOW_START);
    }

    /** Whether anything arrives, in packets as long as TCP makes them. */
    static boolean passes(final Host client, final String near, final Host server, final String far) {
        return run(client, near, server, far, PROOF, 0) > 0;
    }

    private static double run(final Host client, final String near, final Host server, final String far,
            final int seconds, final int omitted) {
        final var listening = server.start("Server listening",
            List.of("iperf3", "-s", "-1", "-B", far, "--forceflush"));
        try {
            final var ran = client.run(PATIENCE, List.of("iperf3", "-c", far, "-B", near, "-t",
                Integer.toString(seconds), "-O", Integer.toString(omitted), "-J", "--connect-timeout", "5000"));
            if (ran.out().isBlank()) {
                throw new LabException("iperf3 did not end within " + PATIENCE.toSeconds() + " s: " + ran.err());
            }
            final var result = JsonParser.parseString(ran.out()).getAsJsonObject();
            if (result.has("error")) {
                throw new LabException("iperf3: " + result.get("error").getAsString());
            }
            return result.getAsJsonObject("end").getAsJsonObject("sum_received").get("bits_per_second").getAsDouble()
                / 1e6;
        } finally {
            listening.stop();
        }
    }
}

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
    private static final String SLOW_START = "2";    // s that are not counted
    private static final int SECONDS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private Speed() {
        // static methods only
    }

    /** Megabits per second, to the server. */
    static double measure(final Host client, final String near, final Host server, final String far) {
        final var listening = server.start("Server listening",
            List.of("iperf3", "-s", "-1", "-B", far, "--forceflush"));
        try {
            final var said = client.run(PATIENCE, List.of("iperf3", "-c", far, "-B", near, "-t",
                Integer.toString(SECONDS), "-O", SLOW_START, "-J", "--connect-timeout", "5000")).out();
            final var result = JsonParser.parseString(said).getAsJsonObject();
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

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Map;

/**
 * A command that runs on a host until it is stopped. Ask it once for its end: {@link #stop()}, {@link #signal} or
 * {@link #await}.
 */
public final class Background {
    private static final Duration SLACK = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Driver driver;
    private final int pid;

    Background(final Driver driver, final int pid) {
        this.driver = driver;
        this.pid = pid;
    }

    /**
     * Ends it with SIGTERM, and with SIGKILL after 5 s.
     *
     * @return how it ended
     */
    public Ran stop() {
        return signal("TERM", GRACE);
    }

    /**
     * Sends a signal, then waits until the command ends by itself; kills it when the time is up.
     *
     * @param name of the signal without SIG, for example USR1
     * @param patience how long to wait
     * @return how it ended
     */
    public Ran signal(final String name, final Duration patience) {
        return ended(driver.ask("stop", Map.of("pid", pid, "how", name, "patience", patience.toMillis() / 1000.0),
            patience.plus(SLACK)));
    }

    /**
     * Sends a signal, then waits until the command has written a text; the command goes on.
     *
     * @param name of the signal without SIG, for example USR1
     * @param until what to wait for
     * @param patience how long to wait
     * @return all that the command has written so far
     * @throws LabException if it ends, or the time is up, before it has
     */
    public String nudge(final String name, final String until, final Duration patience) {
        return driver.ask("nudge", Map.of("pid", pid, "how", name, "until", until, "timeout",
            patience.toMillis() / 1000.0), patience.plus(SLACK)).get("output").getAsString();
    }

    /**
     * Waits until the command has written a text; the command goes on.
     *
     * @param until what to wait for
     * @param patience how long to wait
     * @return all that the command has written so far
     * @throws LabException if it ends, or the time is up, before it has
     */
    public String look(final String until, final Duration patience) {
        return driver.ask("look", Map.of("pid", pid, "until", until, "timeout", patience.toMillis() / 1000.0),
            patience.plus(SLACK)).get("output").getAsString();
    }

    /**
     * Waits until the command ends by itself; kills it when the time is up.
     *
     * @param patience how long to wait
     * @return how it ended
     */
    public Ran await(final Duration patience) {
        return ended(driver.ask("wait", Map.of("pid", pid, "timeout", patience.toMillis() / 1000.0),
            patience.plus(SLACK)));
    }

    private static Ran ended(final JsonObject answer) {
        return new Ran(answer.get("rc").getAsInt(), answer.get("output").getAsString(), "",
            answer.get("late").getAsBoolean());
    }
}

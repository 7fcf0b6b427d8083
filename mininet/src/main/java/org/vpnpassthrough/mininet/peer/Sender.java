/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.peer;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vpnpassthrough.mininet.Background;
import org.vpnpassthrough.mininet.Host;

/**
 * A client whose tunnel stands: it has sent its first packets and waits to be told to send the others, at an even rate.
 * See {@code peers/steady.py}.
 */
public final class Sender {
    /** How many packets a client sends before it waits to be let go on. */
    public static final int FIRST_PACKETS = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Background process;

    private Sender(final Background process) {
        this.process = process;
    }

    /**
     * How a client sends.
     *
     * @param count how many packets after the first ones; 0 to send until {@link #end()}
     * @param rate packets per second
     */
    public record Pace(int count, int rate) {
        /**
         * Packets until it is told to end.
         *
         * @param rate packets per second
         * @return the pace
         */
        public static Pace steady(final int rate) {
            return new Pace(0, rate);
        }

        private List<String> options() {
            return List.of("--count", Integer.toString(count), "--rate", Integer.toString(rate));
        }
    }

    /** Starts a client and waits until its tunnel stands. LabException with what it says if it does not. */
    static Sender prepare(final Host client, final List<String> command, final Pace pace) {
        return new Sender(client.start("ready", with(command, pace, List.of("--hold"))));
    }

    /** Runs a client to its end. */
    static JsonObject run(final Host client, final List<String> command, final Pace pace) {
        return last(client.run(PATIENCE, with(command, pace, List.of())).check().out());
    }

    /** Lets it send. It goes on until it has sent what it was told to, or {@link #end()}. */
    public void begin() {
        process.nudge("USR1", "sending", PATIENCE);
    }

    /**
     * Waits until a client that has a count has sent all of it. Its tunnel stays.
     *
     * @return what came back
     */
    public Tally allSent() {
        return Tally.of(last(process.look("}", PATIENCE)));
    }

    /**
     * Ends its sending, then its tunnel in good order.
     *
     * @return what came back
     */
    public Tally end() {
        return Tally.of(endAndTell());
    }

    JsonObject endAndTell() {
        return last(process.signal("TERM", PATIENCE).check().out());
    }

    private static List<String> with(final List<String> command, final Pace pace, final List<String> more) {
        final var all = new ArrayList<>(command);
        all.addAll(pace.options());
        all.addAll(more);
        return all;
    }

    private static JsonObject last(final String output) {
        final var text = output.strip();
        return JsonParser.parseString(text.substring(text.lastIndexOf('\n') + 1)).getAsJsonObject();
    }
}

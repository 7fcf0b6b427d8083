/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.peer;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * The account of a client that sends numbered packets and gets them back ({@code peers/steady.py}).
 *
 * @param failed why there was no tunnel to send through; empty if there was one
 * @param firstAnswered how many of the {@link Sender#FIRST_PACKETS} came back
 * @param sent packets sent after those
 * @param answered how many of these came back
 * @param lost the numbers of those that did not, the earliest 50; the first packet of all has number 1
 * @param wrong answers to another client's packets
 * @param foreign packets for somebody else that were delivered to this host, told by their label
 * @param twice answers that came once more
 * @param late answers that a later one has overtaken
 * @param largestGap the longest time between two answers, in milliseconds
 * @param lastAnswerAt when the last answer came, in milliseconds since 1970; 0 if none did
 */
public record Tally(String failed, int firstAnswered, int sent, int answered, List<Integer> lost, int wrong,
        int foreign, int twice, int late, int largestGap, long lastAnswerAt) {
    /**
     * An account.
     */
    public Tally {
        lost = List.copyOf(lost);
    }

    static Tally of(final JsonObject json) {
        if (json.has("failed")) {
            return new Tally(json.get("failed").getAsString(), 0, 0, 0, List.of(), 0, 0, 0, 0, 0, 0);
        }
        return new Tally("", number(json, "firstAnswered"), number(json, "sent"), number(json, "answered"),
            json.getAsJsonArray("lostNumbers").asList().stream().map(JsonElement::getAsInt).toList(),
            number(json, "wrong"), number(json, "foreign"), number(json, "twice"), number(json, "late"),
            number(json, "largestGapMs"), json.get("lastAnswerAt").getAsLong());
    }

    /**
     * Whether every packet came back, from the very first one on, once, and nothing else did.
     *
     * @return true if so; packets that were for others are not counted here
     */
    public boolean whole() {
        return failed.isEmpty() && sent > 0 && firstAnswered == Sender.FIRST_PACKETS && answered == sent && wrong == 0
            && twice == 0;
    }

    private static int number(final JsonObject json, final String name) {
        return json.has(name) ? json.get(name).getAsInt() : 0;
    }
}

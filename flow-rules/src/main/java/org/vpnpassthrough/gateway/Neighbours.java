/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;

/** Who has which Ethernet address (RFC 826), and the frames that wait to be told. */
final class Neighbours {
    /** A frame that came in and cannot go out yet. */
    record Waiting(int inPort, byte[] frame) {
    }

    private static final class Question {
        private final List<Waiting> waiting = new ArrayList<>();
        private final Instant since;

        Question(final Instant since) {
            this.since = since;
        }
    }

    // RFC 1122 section 2.3.2.2: at least one packet is kept; a burst of a starting client fits
    private static final int MAX_WAITING = 16;
    // a client that tries every address of a large external prefix must not fill the memory
    private static final int MAX_QUESTIONS = 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Map<Ip4, Mac> known = new HashMap<>();
    private final Map<Ip4, Question> questions = new HashMap<>();

    Optional<Mac> mac(final Ip4 address) {
        return Optional.ofNullable(known.get(address));
    }

    boolean isWanted(final Ip4 address) {
        return known.containsKey(address) || questions.containsKey(address);
    }

    /** Notes an address; true if another one was known before, so that rules with it are wrong now. */
    boolean learn(final Ip4 address, final Mac mac) {
        final var before = known.put(address, mac);
        return before != null && !before.equals(mac);
    }

    /** The frames that waited for this address. */
    List<Waiting> answered(final Ip4 address) {
        final var question = questions.remove(address);
        return question == null ? List.of() : question.waiting;
    }

    /**
     * Keeps a frame until the address is known.
     *
     * @return false if there is no room for it
     */
    boolean await(final Ip4 address, final Waiting frame, final Instant now) {
        var question = questions.get(address);
        if (question == null) {
            if (questions.size() >= MAX_QUESTIONS) {
                return false;
            }
            question = new Question(now);
            questions.put(address, question);
        }
        return question.waiting.size() < MAX_WAITING && question.waiting.add(frame);
    }

    /** The addresses to ask for once more. */
    List<Ip4> open() {
        return List.copyOf(questions.keySet());
    }

    /** Gives up the questions that were asked long ago; returns how many frames waited in vain. */
    int giveUp(final Instant now) {
        int frames = 0;
        for (final Iterator<Question> all = questions.values().iterator(); all.hasNext();) {
            final var question = all.next();
            if (!question.since.plus(PATIENCE).isAfter(now)) {
                frames += question.waiting.size();
                all.remove();
            }
        }
        return frames;
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.util.List;
import java.util.Optional;
import org.vpnpassthrough.mapping.IkeConversation;
import org.vpnpassthrough.packet.IkeProposal;

/**
 * How weak the cryptography of a VPN may be. It is judged by what IKE says in clear text: by the responder's choice,
 * and before there is one by the offer, if nothing of it would do. Of a conversation whose first messages were not
 * seen nothing is known, so nothing is said.
 *
 * @param profile what it is measured by
 * @param action what happens to what is below
 */
public record CryptoFloor(CryptoProfile profile, Action action) {
    /** No floor. */
    public static final CryptoFloor NONE = new CryptoFloor(CryptoProfile.NONE, Action.WARN);

    /** What happens to what is below. */
    public enum Action {
        /** It passes, and its conversation shows the grade. */
        WARN("warn"),
        /** It is refused. */
        BLOCK("block");

        private final String word;

        Action(final String word) {
            this.word = word;
        }

        /** The word for it in the configuration, on the page and in messages. */
        @Override
        public String toString() {
            return word;
        }
    }

    /** Whether what is below is refused. */
    public boolean blocks() {
        return profile != CryptoProfile.NONE && action == Action.BLOCK;
    }

    /** The grade of a conversation; empty if there is no floor or nothing can be said yet. */
    public Optional<CryptoGrade> grade(final IkeConversation conversation) {
        return profile == CryptoProfile.NONE ? Optional.empty()
            : conversation.chosen().isEmpty() ? offer(conversation.offered())
            : Optional.of(profile.grade(conversation.chosen().getFirst()));
    }

    private Optional<CryptoGrade> offer(final List<IkeProposal> offered) {
        CryptoGrade first = null;
        for (final var proposal : offered) {
            final var grade = profile.grade(proposal);
            if (grade.meets()) {
                return Optional.empty();
            }
            first = first == null ? grade : first;
        }
        return Optional.ofNullable(first);
    }

    /** Whether a conversation is refused. */
    public boolean refuses(final IkeConversation conversation) {
        return blocks() && grade(conversation).filter(grade -> !grade.meets()).isPresent();
    }

    /** Whether the switch must not take a conversation over, as the answer will decide. */
    boolean waitsForChoice(final IkeConversation conversation) {
        return blocks() && conversation.chosen().isEmpty() && !conversation.offered().isEmpty();
    }
}

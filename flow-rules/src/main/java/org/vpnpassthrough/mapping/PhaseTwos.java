/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

/**
 * The exchanges of a client with a server that make security associations for ESP: Quick mode, IKE_AUTH,
 * CREATE_CHILD_SA. Each owes the client one inbound SPI, or none, as when it renews IKE itself; which of them cannot be
 * seen.
 *
 * @param number how many were seen, or {@link #UNSEEN} if IKE had begun before the gateway saw it
 * @param last message ID of the latest, 0 to 2^32 - 1, or -1 before the first
 */
public record PhaseTwos(int number, long last) {
    /** Nobody knows how many there were. */
    public static final int UNSEEN = -1;

    /** A conversation that has just begun. */
    public static final PhaseTwos NONE = new PhaseTwos(0, -1);

    /** One of which the beginning was missed. */
    public static final PhaseTwos MISSED = new PhaseTwos(UNSEEN, -1);

    /**
     * After a message of such an exchange.
     *
     * @param exchange its message ID, which the other messages of the exchange and all repetitions have too
     */
    public PhaseTwos after(final long exchange) {
        return exchange == last ? this : new PhaseTwos(number == UNSEEN ? UNSEEN : number + 1, exchange);
    }

    /** Whether there was one: ESP may come. */
    public boolean any() {
        return last >= 0;
    }
}

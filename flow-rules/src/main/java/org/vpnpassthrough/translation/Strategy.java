/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

/**
 * How inbound ESP finds its client when no external address is left at which the client would be alone with the server.
 * While there is one, the strategy is {@code exclusive}, whatever is configured here.
 */
public enum Strategy {
    /** The switch sends each client a copy; hosts drop an SPI that is not theirs (RFC 4303 section 3.4.2). */
    REPLICATED("replicated"),
    /** Each inbound packet passes the controller, which knows whose the SPI is. */
    DEMULTIPLEXED("demultiplexed"),
    /** The client that comes later is refused, and told why. */
    REFUSED("refused");

    private final String word;

    Strategy(final String word) {
        this.word = word;
    }

    /** The word for it in the configuration, on the page and in messages. */
    @Override
    public String toString() {
        return word;
    }
}

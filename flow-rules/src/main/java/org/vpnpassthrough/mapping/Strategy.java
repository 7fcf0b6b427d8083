/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

/** How inbound packets of a protocol without ports find their client. */
public enum Strategy {
    /** One client alone has the pair of external address and server. */
    EXCLUSIVE("exclusive"),
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

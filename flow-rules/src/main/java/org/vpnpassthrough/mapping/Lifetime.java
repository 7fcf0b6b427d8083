/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

/**
 * How long a session lives without a packet, and who watches it.
 *
 * @param seconds 1 to 65535, what an OpenFlow idle time-out can say
 * @param keeper who sees the packets and so knows when the last one was
 * @param answerSeconds how long the session may wait for what makes it last, or 0 if it waits for nothing: whoever
 *     carries it, the controller ends it then
 */
public record Lifetime(int seconds, Keeper keeper, int answerSeconds) {
    /** Who sees a session's packets. */
    public enum Keeper {
        /** The switch: exact-match rules carry the session, their idle time-out ends it. */
        SWITCH,
        /** The controller: every packet passes it. */
        CONTROLLER
    }

    public Lifetime {
        if (seconds < 1 || seconds > 65535) {
            throw new IllegalArgumentException("lifetime " + seconds + " s, expected 1 to 65535");
        }
    }

    public static Lifetime inSwitch(final int seconds) {
        return new Lifetime(seconds, Keeper.SWITCH, 0);
    }

    public static Lifetime inController(final int seconds) {
        return new Lifetime(seconds, Keeper.CONTROLLER, 0);
    }

    /** The same lifetime, for a session that ends earlier unless it changes within these seconds. */
    public Lifetime unlessAnsweredWithin(final int limit) {
        return new Lifetime(seconds, keeper, limit);
    }
}

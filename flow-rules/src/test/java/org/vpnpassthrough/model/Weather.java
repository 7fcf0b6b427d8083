/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

/**
 * What goes wrong with one frame.
 *
 * @param lostBefore it never reaches the switch
 * @param lostPunt the switch's messages to the controller about it are dropped, as by a meter
 * @param lostAfter it leaves the gateway and never arrives
 * @param fullTable the switch takes no new rules because of it
 * @param fragments whether it comes in fragments; only where that can be
 */
record Weather(boolean lostBefore, boolean lostPunt, boolean lostAfter, boolean fullTable,
        Fragments fragments) {
    /** How a packet comes that is too long for some link. */
    enum Fragments {
        NONE, IN_ORDER, REVERSED
    }

    static final Weather FINE = new Weather(false, false, false, false, Fragments.NONE);

    @Override
    public String toString() {
        return (lostBefore ? " lost-before" : "") + (lostPunt ? " lost-packet-in" : "")
            + (lostAfter ? " lost-after" : "") + (fullTable ? " full-table" : "")
            + (fragments == Fragments.NONE ? "" : " fragments " + fragments);
    }
}

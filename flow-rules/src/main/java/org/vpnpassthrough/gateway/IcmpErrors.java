/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.time.Duration;
import java.time.Instant;
import org.vpnpassthrough.packet.IcmpReply;
import org.vpnpassthrough.packet.Packet;

/**
 * ICMP errors of the gateway itself. There are no more of them than {@link #PER_SECOND}, all senders taken together
 * (RFC 1812 section 4.3.2.8), and none about what must not be answered (section 4.3.2.7), such as an ICMP error.
 */
final class IcmpErrors {
    /** Also how many may leave at once after a silence. A traceroute needs three, an answer that is lost is no harm. */
    static final int PER_SECOND = 100;

    private static final Duration BURST = Duration.ofSeconds(1);
    private static final Duration EACH = BURST.dividedBy(PER_SECOND);

    private final Outlet outlet;
    private Instant paidUntil = Instant.MIN;

    IcmpErrors(final Outlet outlet) {
        this.outlet = outlet;
    }

    /** The packet's time to live has ended here. */
    void timeExceeded(final Interface in, final Packet packet, final Instant now) {
        if (IcmpReply.mayAnswer(packet) && isWithinRate(now)) {
            outlet.send(in, IcmpReply.timeExceeded(packet, in.address()));
        }
    }

    /**
     * The gateway does not take the packet on: code 13, communication administratively prohibited, which RFC 5508 REQ-8
     * asks for also where it is resources that are missing.
     */
    void prohibited(final Interface in, final Packet packet, final Instant now) {
        if (IcmpReply.mayAnswer(packet) && isWithinRate(now)) {
            outlet.send(in, IcmpReply.unreachable(packet, IcmpReply.ADMINISTRATIVELY_PROHIBITED, in.address()));
        }
    }

    /** Each error is paid for with its share of a second, at most a second in advance. */
    private boolean isWithinRate(final Instant now) {
        final var from = paidUntil.isBefore(now) ? now : paidUntil;
        final var until = from.plus(EACH);
        if (until.isAfter(now.plus(BURST))) {
            return false;
        }
        paidUntil = until;
        return true;
    }
}

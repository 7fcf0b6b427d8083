/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.util.List;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Rewrite;

/** What a translation answers. */
public sealed interface Verdict {
    /**
     * The packet goes on.
     *
     * @param rewrite the packet with its addresses and labels translated; time to live and Ethernet addresses are the
     *     router's
     * @param destination the IP destination after translation
     * @param session the session that it belongs to, or null for one without, as an ICMP error is
     * @param ended sessions that gave way to it: the table has forgotten them, or has them carried by the controller
     *     from now on; the switch does not know yet
     */
    record Forward(Rewrite rewrite, Ip4 destination, Session session, List<Session> ended) implements Verdict {
        public Forward {
            ended = List.copyOf(ended);
        }

        /** A packet that makes no other session give way. */
        public Forward(final Rewrite rewrite, final Ip4 destination, final Session session) {
            this(rewrite, destination, session, List.of());
        }
    }

    /** The packet is refused. */
    record Drop(Reason reason) implements Verdict {
    }
}

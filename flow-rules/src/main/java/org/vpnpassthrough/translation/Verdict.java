/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.util.List;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
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
     * @param others sessions that changed with it: they gave way, so that the table has forgotten them or has them
     *     carried by the controller from now on, or they were opened in advance; the switch does not know yet
     */
    record Forward(Rewrite rewrite, Ip4 destination, Session session, List<Session> others) implements Verdict {
        public Forward {
            others = List.copyOf(others);
        }

        /** A packet that changes no other session. */
        public Forward(final Rewrite rewrite, final Ip4 destination, final Session session) {
            this(rewrite, destination, session, List.of());
        }
    }

    /**
     * Copies of the packet go on to several clients: it is for one of them, and nobody can tell which.
     *
     * @param copies one for each client, two or more
     */
    record Fan(List<Forward> copies) implements Verdict {
        public Fan {
            copies = List.copyOf(copies);
        }
    }

    /**
     * The packet waits: it begins something that another client has under way with the same server.
     *
     * @param pair what they share: an external tuple of a whole protocol, towards the server
     * @param others sessions that changed with it, as with {@link Forward}
     */
    record Hold(Tuple pair, List<Session> others) implements Verdict {
        public Hold {
            others = List.copyOf(others);
        }
    }

    /** The packet is a fragment and was kept until the first one of its datagram comes, see {@link Fragments}. */
    record Wait() implements Verdict {
    }

    /**
     * The packet is refused.
     *
     * @param others sessions that ended with it, as with {@link Forward}
     */
    record Drop(Reason reason, List<Session> others) implements Verdict {
        public Drop {
            others = List.copyOf(others);
        }

        /** A packet that ends no session. */
        public Drop(final Reason reason) {
            this(reason, List.of());
        }
    }
}

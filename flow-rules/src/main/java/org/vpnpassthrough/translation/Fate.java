/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.util.List;
import org.vpnpassthrough.mapping.Session;

/** What the first fragment of a datagram has decided for the later ones. */
sealed interface Fate {
    /**
     * They go on.
     *
     * @param room whose they are
     * @param copies one, or more where several clients get the datagram
     */
    record Translated(String room, List<Copy> copies) implements Fate {
        public Translated {
            copies = List.copyOf(copies);
        }
    }

    /**
     * The datagram as it leaves.
     *
     * @param outside source, destination and identification after translation
     * @param session the session that it belongs to, or null for none, as with an ICMP error
     */
    record Copy(DatagramId outside, Session session) {
    }

    /** They are refused, as the first one was. */
    record Refused(String room, Reason reason) implements Fate {
    }

    /** The room of the first fragment, or null for none. */
    String room();
}

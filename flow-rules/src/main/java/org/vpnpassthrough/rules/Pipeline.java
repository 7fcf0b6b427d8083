/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import static org.vpnpassthrough.rules.MatchField.ETH_DST;
import static org.vpnpassthrough.rules.MatchField.ETH_SRC;
import static org.vpnpassthrough.rules.MatchField.ETH_TYPE;
import static org.vpnpassthrough.rules.MatchField.ICMP_CODE;
import static org.vpnpassthrough.rules.MatchField.ICMP_TYPE;
import static org.vpnpassthrough.rules.MatchField.IN_PORT;
import static org.vpnpassthrough.rules.MatchField.IPV4_DST;
import static org.vpnpassthrough.rules.MatchField.IPV4_SRC;
import static org.vpnpassthrough.rules.MatchField.IP_PROTO;
import static org.vpnpassthrough.rules.MatchField.SCTP_DST;
import static org.vpnpassthrough.rules.MatchField.SCTP_SRC;
import static org.vpnpassthrough.rules.MatchField.TCP_DST;
import static org.vpnpassthrough.rules.MatchField.TCP_FLAGS;
import static org.vpnpassthrough.rules.MatchField.TCP_SRC;
import static org.vpnpassthrough.rules.MatchField.UDP_DST;
import static org.vpnpassthrough.rules.MatchField.UDP_SRC;

import java.util.List;
import java.util.Set;

/**
 * The flow tables of a gateway, as data; the drawing is in the package description. They are declared back to front
 * because each names the tables it may go on to.
 */
public final class Pipeline {
    /** From the external realm: the destination is translated back. The exact match of a mapping, or the controller. */
    public static final Table INBOUND = new Table(2, "inbound",
        Set.of(ETH_TYPE, IP_PROTO, IPV4_SRC, IPV4_DST, TCP_SRC, TCP_DST, UDP_SRC, UDP_DST, SCTP_SRC, SCTP_DST,
            ICMP_TYPE, ICMP_CODE),
        Set.of(),
        Set.of(ETH_DST, ETH_SRC, IPV4_DST, TCP_DST, UDP_DST, SCTP_DST),
        Set.of(),
        Table.Miss.CONTROLLER);

    /** From the internal realm: the source is translated. The exact match of a mapping, or the controller. */
    public static final Table OUTBOUND = new Table(1, "outbound",
        Set.of(IN_PORT, ETH_TYPE, IP_PROTO, IPV4_SRC, IPV4_DST, TCP_SRC, TCP_DST, UDP_SRC, UDP_DST, SCTP_SRC,
            SCTP_DST, ICMP_TYPE, ICMP_CODE),
        Set.of(),
        Set.of(ETH_DST, ETH_SRC, IPV4_SRC, TCP_SRC, UDP_SRC, SCTP_SRC),
        Set.of(),
        Table.Miss.CONTROLLER);

    /** Every packet first: ARP and what is for the gateway itself to the controller, the rest to its realm's table. */
    public static final Table CLASSIFY = new Table(0, "classify",
        Set.of(IN_PORT, ETH_DST, ETH_TYPE, IP_PROTO, IPV4_SRC, IPV4_DST, TCP_FLAGS),
        Set.of(IPV4_SRC, IPV4_DST, TCP_FLAGS),
        Set.of(),
        Set.of(OUTBOUND, INBOUND),
        Table.Miss.DROP);

    /** All tables, in the order of their numbers. */
    public static final List<Table> TABLES = List.of(CLASSIFY, OUTBOUND, INBOUND);

    private Pipeline() {
    }
}

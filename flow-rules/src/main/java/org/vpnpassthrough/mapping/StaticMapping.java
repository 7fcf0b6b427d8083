/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.util.List;
import java.util.stream.IntStream;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.IpProtocol;

/**
 * An internal host that anybody outside can reach by a fixed external address, as an administrator configures it
 * (RFC 8512 {@code mapping-entry} of type static).
 *
 * @param name what the administrator calls it
 * @param kind what of the host is mapped
 * @param external the external address
 * @param externalPort the first external port, 1 to 65535, for {@link Kind#TCP}, UDP and SCTP; 0 for the others
 * @param internal the internal host
 * @param internalPort the first internal port, likewise
 * @param ports how many ports in a row are mapped, 1 or more; 1 for the others
 */
public record StaticMapping(String name, Kind kind, Ip4 external, int externalPort, Ip4 internal, int internalPort,
        int ports) {
    private static final int IKE_PORT = 500;
    private static final int NAT_T_PORT = 4500;
    private static final int L2TP_PORT = 1701;
    private static final int PPTP_PORT = 1723;

    /** What of a host is mapped. */
    public enum Kind {
        /** TCP ports. */
        TCP("tcp"),
        /** UDP ports. */
        UDP("udp"),
        /** SCTP ports (RFC 9260). */
        SCTP("sctp"),
        /** All ESP (RFC 4303). */
        ESP("esp"),
        /** All GRE (RFC 2784). */
        GRE("gre"),
        /** IPv4 in IPv4 (RFC 2003). */
        IPIP("ipip"),
        /** IPv6 in IPv4 (RFC 4213). */
        IPV6("ipv6"),
        /** L2TP version 3 over IP (RFC 3931). */
        L2TP("l2tp"),
        /** Every protocol there is: the host has the external address for itself, Basic NAT (RFC 3022 section 2.1). */
        ALL("all"),
        /** What an IPsec server needs: UDP ports 500 and 4500, and ESP. Also for L2TP over IPsec. */
        IPSEC_SERVER("ipsec-server"),
        /** What a PPTP server needs: TCP port 1723, and GRE. */
        PPTP_SERVER("pptp-server"),
        /** What an L2TP server without IPsec needs: UDP port 1701, and L2TP over IP. */
        L2TP_SERVER("l2tp-server");

        private final String word;

        Kind(final String word) {
            this.word = word;
        }

        /** Whether the administrator chooses ports. */
        public boolean hasPorts() {
            return this == TCP || this == UDP || this == SCTP;
        }

        /** The word for it in the configuration, on the page and in messages. */
        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * One internal tuple and the external one that always stands for it.
     *
     * @param internal valid towards every remote address
     * @param external likewise
     */
    public record Pair(Tuple internal, Tuple external) {
    }

    /** Ports of TCP, UDP or SCTP, one or several in a row. */
    public static StaticMapping ports(final String name, final Kind kind, final Ip4 external, final int externalPort,
            final Ip4 internal, final int internalPort, final int ports) {
        return new StaticMapping(name, kind, external, externalPort, internal, internalPort, ports);
    }

    /** A kind without ports to choose. */
    public static StaticMapping of(final String name, final Kind kind, final Ip4 external, final Ip4 internal) {
        return new StaticMapping(name, kind, external, 0, internal, 0, 1);
    }

    /** The pairs of tuples that it stands for. */
    public List<Pair> pairs() {
        return switch (kind) {
            case TCP -> row(IpProtocol.TCP);
            case UDP -> row(IpProtocol.UDP);
            case SCTP -> row(IpProtocol.SCTP);
            case ESP -> List.of(whole(IpProtocol.ESP));
            case GRE -> List.of(whole(IpProtocol.GRE));
            case IPIP -> List.of(whole(IpProtocol.IPIP));
            case IPV6 -> List.of(whole(IpProtocol.IPV6));
            case L2TP -> List.of(whole(IpProtocol.L2TP));
            case ALL -> List.of(whole(Tuple.ALL_PROTOCOLS));
            case IPSEC_SERVER -> List.of(port(IpProtocol.UDP, IKE_PORT), port(IpProtocol.UDP, NAT_T_PORT),
                whole(IpProtocol.ESP));
            case PPTP_SERVER -> List.of(port(IpProtocol.TCP, PPTP_PORT), whole(IpProtocol.GRE));
            case L2TP_SERVER -> List.of(port(IpProtocol.UDP, L2TP_PORT), whole(IpProtocol.L2TP));
        };
    }

    private List<Pair> row(final int protocol) {
        return IntStream.range(0, ports)
            .mapToObj(step -> new Pair(Tuple.of(protocol, internal, internalPort + step),
                Tuple.of(protocol, external, externalPort + step)))
            .toList();
    }

    private Pair port(final int protocol, final int port) {
        return new Pair(Tuple.of(protocol, internal, port), Tuple.of(protocol, external, port));
    }

    private Pair whole(final int protocol) {
        return port(protocol, Tuple.WHOLE_PROTOCOL);
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.time.Instant;
import java.util.List;
import org.vpnpassthrough.mapping.Mapping;
import org.vpnpassthrough.mapping.MappingTable;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Rewrite;
import org.vpnpassthrough.packet.SctpHeader;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.Transport;
import org.vpnpassthrough.packet.UdpHeader;

/** The way of a packet whose session is known, and how a packet with ports finds its session: the same in all rooms. */
public final class SessionPath {
    private final MappingTable table;

    public SessionPath(final MappingTable table) {
        this.table = table;
    }

    /** Sends a packet of the session's client on to the remote side. */
    public Verdict outbound(final Packet packet, final Session session, final Instant now, final Session... ended) {
        table.seen(session, now);
        final var external = session.mapping().external();
        final var rewrite = Rewrite.of(packet).source(external.address());
        if (!external.isWholeProtocol()) {
            switch (packet.transport()) {
                case UdpHeader udp -> rewrite.sourcePort(external.label());
                case TcpHeader tcp -> rewrite.sourcePort(external.label());
                case SctpHeader sctp -> sourcePort(rewrite, sctp, external.label());
                default -> rewrite.icmpId(external.label());
            }
        }
        return new Verdict.Forward(rewrite, packet.destination(), session, List.of(ended));
    }

    /** Sends a packet of the session's remote side on to the client. */
    public Verdict inbound(final Packet packet, final Session session, final Instant now) {
        if (!(packet.transport() instanceof UdpHeader)) {
            // what comes from outside does not keep a UDP mapping (RFC 4787 REQ-6, RFC 7857 section 6)
            table.seen(session, now);
        }
        return toClient(packet, session.mapping(), session);
    }

    /**
     * Sends a packet on to the client of a mapping.
     *
     * @param session that the packet belongs to, or null if it belongs to none
     */
    public static Verdict toClient(final Packet packet, final Mapping mapping, final Session session) {
        final var internal = mapping.internal();
        final var rewrite = Rewrite.of(packet).destination(internal.address());
        if (!internal.isWholeProtocol()) {
            switch (packet.transport()) {
                case UdpHeader udp -> rewrite.destinationPort(internal.label());
                case TcpHeader tcp -> rewrite.destinationPort(internal.label());
                case SctpHeader sctp -> destinationPort(rewrite, sctp, internal.label());
                default -> rewrite.icmpId(internal.label());
            }
        }
        return new Verdict.Forward(rewrite, internal.address(), session);
    }

    /** Finds the client of an inbound packet by the external tuple that it is addressed to. */
    public Verdict inboundTo(final Packet packet, final int label, final Instant now) {
        final var external = Tuple.of(packet.ip().protocol(), packet.destination(), label);
        final var mapping = table.mappingFor(external, packet.source());
        if (mapping.isEmpty()) {
            return new Verdict.Drop(Reason.NO_MAPPING);
        }
        // the client may have a session with the sender through another mapping, where mapping is address-dependent
        return table.session(mapping.orElseThrow().internal(), packet.source())
            .filter(session -> session.mapping() == mapping.orElseThrow())
            .map(session -> inbound(packet, session, now))
            .orElse(new Verdict.Drop(Reason.FILTERED));
    }

    /** A port that stays needs no new checksum over the whole packet, and can stay in a fragment. */
    private static void sourcePort(final Rewrite rewrite, final SctpHeader sctp, final int port) {
        if (sctp.sourcePort() != port) {
            rewrite.sourcePort(port);
        }
    }

    private static void destinationPort(final Rewrite rewrite, final SctpHeader sctp, final int port) {
        if (sctp.destinationPort() != port) {
            rewrite.destinationPort(port);
        }
    }

    /** The port of a TCP, UDP or SCTP header on the client's side. */
    public static int localPort(final Transport transport, final Direction direction) {
        return port(transport, direction == Direction.OUTBOUND);
    }

    /** The port of a TCP, UDP or SCTP header on the remote side. */
    public static int remotePort(final Transport transport, final Direction direction) {
        return port(transport, direction == Direction.INBOUND);
    }

    private static int port(final Transport transport, final boolean source) {
        return switch (transport) {
            case UdpHeader udp -> source ? udp.sourcePort() : udp.destinationPort();
            case TcpHeader tcp -> source ? tcp.sourcePort() : tcp.destinationPort();
            case SctpHeader sctp -> source ? sctp.sourcePort() : sctp.destinationPort();
            default -> throw new IllegalArgumentException(transport + " has no ports");
        };
    }
}

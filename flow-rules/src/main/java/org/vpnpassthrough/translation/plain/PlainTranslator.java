/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.plain;

import java.time.Instant;
import java.util.List;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Mapping;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.IcmpEcho;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Punt;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.SessionPath;
import org.vpnpassthrough.translation.Translator;
import org.vpnpassthrough.translation.Verdict;

/**
 * TCP and UDP with endpoint-independent mapping (RFC 4787 REQ-1, RFC 5382 REQ-1) and address-dependent filtering
 * (REQ-8, REQ-3); ICMP goes on to {@link EchoTranslation} and {@link ErrorTranslation}.
 */
public final class PlainTranslator implements Translator {
    private static final String ROOM = "plain";

    private final NatTables tables;
    private final SessionPath path;
    private final EchoTranslation echo;
    private final ErrorTranslation errors;

    public PlainTranslator(final NatTables tables) {
        this.tables = tables;
        path = new SessionPath(tables.table());
        echo = new EchoTranslation(ROOM, tables, path);
        errors = new ErrorTranslation(tables.table());
    }

    @Override
    public String room() {
        return ROOM;
    }

    @Override
    public List<Punt> punts() {
        return List.of();
    }

    @Override
    public boolean claims(final Packet packet, final Direction direction) {
        return switch (packet.transport()) {
            case UdpHeader udp -> true;
            case TcpHeader tcp -> true;
            case IcmpEcho message -> true;
            case IcmpError error -> true;
            default -> false;
        };
    }

    @Override
    public Verdict translate(final Packet packet, final Direction direction, final Instant now) {
        return switch (packet.transport()) {
            case IcmpEcho message -> echo.translate(packet, message, direction, now);
            case IcmpError error -> errors.translate(packet, error, direction);
            default -> direction == Direction.OUTBOUND ? outbound(packet, now)
                : path.inboundTo(packet, SessionPath.localPort(packet.transport(), direction), now);
        };
    }

    private Verdict outbound(final Packet packet, final Instant now) {
        final int port = SessionPath.localPort(packet.transport(), Direction.OUTBOUND);
        final var internal = Tuple.of(packet.ip().protocol(), packet.source(), port);
        final var known = tables.table().session(internal, packet.destination());
        if (known.isPresent()) {
            return path.outbound(packet, known.get(), now);
        }
        if (packet.transport() instanceof TcpHeader tcp && (tcp.flags() & TcpHeader.RST) != 0) {
            // nothing to reset outside, and a mapping for it would last for hours
            return new Verdict.Drop(Reason.NO_MAPPING);
        }
        final var mapping = tables.table().mappingOf(internal).orElse(null);
        final var session = mapping == null ? open(internal, packet, now) : open(mapping, packet, now);
        return session == null ? new Verdict.Drop(Reason.PORTS_EXHAUSTED) : path.outbound(packet, session, now);
    }

    private Session open(final Tuple internal, final Packet packet, final Instant now) {
        final var external = tables.choice().home(packet.source());
        final var port = tables.labels().takeLike(internal.protocol(), external, internal.label(), now);
        if (port.isEmpty()) {
            return null;
        }
        final var mapping = tables.table().open(ROOM, internal,
            Tuple.of(internal.protocol(), external, port.getAsInt()));
        return open(mapping, packet, now);
    }

    private Session open(final Mapping mapping, final Packet packet, final Instant now) {
        final int seconds = packet.ip().protocol() == IpProtocol.TCP ? tables.timers().tcpEstablished()
            : tables.timers().udp();
        return tables.table().open(mapping, packet.destination(), Lifetime.inSwitch(seconds), now);
    }
}

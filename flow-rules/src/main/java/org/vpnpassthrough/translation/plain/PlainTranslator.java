/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.plain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Mapping;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.IcmpEcho;
import org.vpnpassthrough.packet.IcmpError;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Recognition;
import org.vpnpassthrough.packet.SctpHeader;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.translation.Behaviour.Dependence;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Punt;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.SessionPath;
import org.vpnpassthrough.translation.TcpCopy;
import org.vpnpassthrough.translation.Translator;
import org.vpnpassthrough.translation.Verdict;

/**
 * TCP and UDP, mapped and filtered as {@link org.vpnpassthrough.translation.Behaviour} says (RFC 4787 REQ-1 and REQ-8,
 * RFC 5382 REQ-1 and REQ-3). What comes from outside goes on to {@link InboundTranslation}, SCTP to
 * {@link SctpTranslation}, ICMP to {@link EchoTranslation} and {@link ErrorTranslation}.
 */
public final class PlainTranslator implements Translator {
    private static final String ROOM = "plain";

    private final NatTables tables;
    private final SessionPath path;
    private final SctpTranslation sctp;
    private final EchoTranslation echo;
    private final ErrorTranslation errors;
    private final InboundTranslation inbound;

    public PlainTranslator(final NatTables tables) {
        this.tables = tables;
        path = new SessionPath(tables.table());
        echo = new EchoTranslation(ROOM, tables, path);
        errors = new ErrorTranslation(tables);
        inbound = new InboundTranslation(ROOM, tables, path);
        sctp = new SctpTranslation(ROOM, tables, path, inbound);
    }

    @Override
    public String room() {
        return ROOM;
    }

    @Override
    public List<Punt> punts() {
        return List.of();
    }

    /** The answer to a SYN, and the ends of connections: how a connection lasts is decided by them alone. */
    @Override
    public List<TcpCopy> copies() {
        return List.of(new TcpCopy(ROOM, TcpHeader.SYN | TcpHeader.ACK, true),
            new TcpCopy(ROOM, TcpHeader.FIN, false), new TcpCopy(ROOM, TcpHeader.RST, false));
    }

    @Override
    public Optional<Session> observe(final Packet packet, final Direction direction) {
        if (packet.transport() instanceof TcpHeader tcp) {
            final var session = find(packet, tcp, direction);
            session.ifPresent(found -> follow(found, tcp, direction));
            return session;
        }
        return Optional.empty();
    }

    private Optional<Session> find(final Packet packet, final TcpHeader tcp, final Direction direction) {
        if (direction == Direction.OUTBOUND) {
            return tables.table().session(Tuple.of(IpProtocol.TCP, packet.source(), tcp.sourcePort()),
                packet.destination());
        }
        return tables.table().mappingFor(Tuple.of(IpProtocol.TCP, packet.destination(), tcp.destinationPort()),
            packet.source()).flatMap(mapping -> tables.table().session(mapping.internal(), packet.source()));
    }

    private void follow(final Session session, final TcpHeader tcp, final Direction direction) {
        if (session.phase() instanceof TcpPhase phase && phase.after(tcp, direction) != phase) {
            final var next = phase.after(tcp, direction);
            tables.table().become(session, next, next.lifetime(tables.timers()));
        }
    }

    @Override
    public boolean claims(final Packet packet, final Direction direction) {
        return switch (packet.transport()) {
            case UdpHeader udp -> true;
            case TcpHeader tcp -> true;
            case SctpHeader message -> true;
            case IcmpEcho message -> true;
            case IcmpError error -> true;
            default -> false;
        };
    }

    @Override
    public Verdict translate(final Packet packet, final Direction direction, final Instant now) {
        return switch (packet.transport()) {
            case SctpHeader message -> sctp.translate(packet, message, direction, now);
            case IcmpEcho message -> echo.translate(packet, message, direction, now);
            case IcmpError error -> errors.translate(packet, error, direction);
            default -> {
                final var verdict = direction == Direction.OUTBOUND ? outbound(packet, now)
                    : inbound.translate(packet, now);
                if (packet.transport() instanceof TcpHeader tcp && verdict instanceof Verdict.Forward forward
                        && forward.session() != null) {
                    follow(forward.session(), tcp, direction);
                }
                yield verdict;
            }
        };
    }

    private Verdict outbound(final Packet packet, final Instant now) {
        final int port = SessionPath.localPort(packet.transport(), Direction.OUTBOUND);
        final var internal = Tuple.of(packet.ip().protocol(), packet.source(), port);
        final var known = tables.table().session(internal, packet.destination());
        if (known.isPresent()) {
            return path.outbound(packet, known.orElseThrow(), now);
        }
        if (isReset(packet)) {
            // nothing to reset outside, and a mapping for it would last for hours
            return new Verdict.Drop(Reason.NO_MAPPING);
        }
        final var mapping = mapping(internal, packet, now);
        if (mapping == null || !tables.mayOpenSession(packet.source())) {
            return new Verdict.Drop(tables.whyNoMapping(packet.source()));
        }
        final var session = open(mapping, packet, now);
        Recognition.of(packet).ifPresent(session::recognised);
        return path.outbound(packet, session, now);
    }

    static boolean isReset(final Packet packet) {
        return packet.transport() instanceof TcpHeader tcp && tcp.has(TcpHeader.RST);
    }

    /** The mapping of a new session: a static one, one that there is, or a new one; null if there can be none. */
    private Mapping mapping(final Tuple endpoint, final Packet packet, final Instant now) {
        if (inbound.fixed(endpoint).isPresent()) {
            return tables.mayOpenSession(packet.source()) ? inbound.serverMapping(endpoint) : null;
        }
        final boolean independent = tables.settings().behaviour().mapping() == Dependence.ENDPOINT_INDEPENDENT;
        final var internal = independent ? endpoint : endpoint.towards(packet.destination());
        return tables.table().mappingOf(internal).orElseGet(() -> open(internal, now));
    }

    private Mapping open(final Tuple internal, final Instant now) {
        if (!tables.mayOpenMapping(internal.address())) {
            return null;
        }
        final var external = tables.choice().home(internal.address());
        final var port = tables.labels().takeLike(internal.protocol(), external, internal.label(), now);
        // a port stands for one internal tuple only, also where that is towards one remote address
        return port.isEmpty() ? null : tables.table().open(ROOM, internal,
            Tuple.of(internal.protocol(), external, port.getAsInt()));
    }

    private Session open(final Mapping mapping, final Packet packet, final Instant now) {
        if (packet.ip().protocol() != IpProtocol.TCP) {
            return tables.table().open(mapping, packet.destination(), Lifetime.inSwitch(tables.timers().udp()), now);
        }
        final var lifetime = TcpPhase.OPENING.lifetime(tables.timers());
        final var session = tables.table().open(mapping, packet.destination(), lifetime, now);
        tables.table().become(session, TcpPhase.OPENING, lifetime);
        return session;
    }
}

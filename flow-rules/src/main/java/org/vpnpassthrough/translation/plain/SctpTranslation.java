/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.plain;

import java.time.Instant;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Mapping;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.SctpHeader;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.SessionPath;
import org.vpnpassthrough.translation.Verdict;

/**
 * SCTP (RFC 9260) by its ports, mapped and filtered as UDP is. The port stays while it is free, as one that changes
 * needs a new checksum over the whole packet; the switch computes that, too.
 *
 * <p>An association has no lifetime of its own in RFC 8512. It gets that of UDP: heartbeats come every 30 s and some,
 * and at the latest every 90 s after errors (RFC 9260 section 8.3: HB.interval, RTO.Max), so that 300 s end none that
 * both sides keep, and one that is over does not keep its port for long.
 *
 * <p>Only the one address of the header is translated. A client that names more of its own in INIT (multi-homing,
 * section 3.3.2.1) tells addresses that nobody outside can reach; the association works by the header's as long as the
 * server takes heartbeats for what they are.
 */
final class SctpTranslation {
    private static final Verdict CUT = new Verdict.Drop(Reason.FRAGMENT);

    private final String room;
    private final NatTables tables;
    private final SessionPath path;
    private final InboundTranslation inbound;

    SctpTranslation(final String room, final NatTables tables, final SessionPath path,
            final InboundTranslation inbound) {
        this.room = room;
        this.tables = tables;
        this.path = path;
        this.inbound = inbound;
    }

    Verdict translate(final Packet packet, final SctpHeader sctp, final Direction direction, final Instant now) {
        return direction == Direction.OUTBOUND ? outbound(packet, sctp, now) : inbound(packet, sctp, now);
    }

    private Verdict outbound(final Packet packet, final SctpHeader sctp, final Instant now) {
        final var internal = Tuple.of(IpProtocol.SCTP, packet.source(), sctp.sourcePort());
        final var session = tables.table().session(internal, packet.destination())
            .orElseGet(() -> open(internal, packet, now));
        if (session == null) {
            return new Verdict.Drop(tables.whyNoMapping(packet.source()));
        }
        return canPass(sctp, internal, session.mapping().external()) ? path.outbound(packet, session, now) : CUT;
    }

    private Verdict inbound(final Packet packet, final SctpHeader sctp, final Instant now) {
        final int label = sctp.destinationPort();
        final var external = Tuple.of(IpProtocol.SCTP, packet.destination(), label);
        return tables.table().mappingFor(external, packet.source()).map(Mapping::internal)
            .or(() -> tables.statics().internalAt(IpProtocol.SCTP, packet.destination(), label))
            .filter(internal -> !canPass(sctp, internal, external))
            .map(internal -> CUT).orElseGet(() -> inbound.translate(packet, now));
    }

    /** A fragment does not show all that a new checksum would have to cover. */
    private static boolean canPass(final SctpHeader sctp, final Tuple internal, final Tuple external) {
        return sctp.isWhole() || internal.label() == external.label();
    }

    private Session open(final Tuple internal, final Packet packet, final Instant now) {
        if (!tables.mayOpenSession(packet.source())) {
            return null;
        }
        final var mapping = inbound.fixed(internal).isPresent() ? inbound.serverMapping(internal)
            : tables.table().mappingOf(internal).orElseGet(() -> open(internal, now));
        return mapping == null ? null : tables.table().open(mapping, packet.destination(),
            Lifetime.inSwitch(tables.timers().udp()), now);
    }

    private Mapping open(final Tuple internal, final Instant now) {
        if (!tables.mayOpenMapping(internal.address())) {
            return null;
        }
        final var external = tables.choice().home(internal.address());
        final var port = tables.labels().keepOrTakeLike(IpProtocol.SCTP, external, internal.label(), now);
        return port.isEmpty() ? null : tables.table().open(room, internal,
            Tuple.of(IpProtocol.SCTP, external, port.getAsInt()));
    }
}

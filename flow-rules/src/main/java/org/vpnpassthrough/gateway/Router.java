/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.time.Instant;
import org.vpnpassthrough.mapping.AddressPool;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.packet.Arp;
import org.vpnpassthrough.packet.IcmpEcho;
import org.vpnpassthrough.packet.IcmpReply;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.Rewrite;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.Translation;
import org.vpnpassthrough.translation.Verdict;

/** What happens to a frame that reached a complete gateway: answered, translated and sent on, or refused. */
final class Router {
    private static final String ROOM_ARP = "arp";
    private static final String ROOM_ROUTER = "router";
    private static final String ROOM_COPY = "copy";

    private final Interfaces interfaces;
    private final AddressPool pool;
    private final Translation translation;
    private final Neighbours neighbours;
    private final NextHops nextHops;
    private final SessionRules sessionRules;
    private final Routes routes;
    private final WaitingRoom waitingRoom;
    private final Outlet outlet;
    private final Counters counters;
    private final IcmpErrors errors;

    Router(final Interfaces interfaces, final AddressPool pool, final Translation translation,
            final Neighbours neighbours, final NextHops nextHops, final SessionRules sessionRules,
            final Routes routes, final WaitingRoom waitingRoom, final Outlet outlet, final Counters counters) {
        this.interfaces = interfaces;
        this.pool = pool;
        this.translation = translation;
        this.neighbours = neighbours;
        this.nextHops = nextHops;
        this.sessionRules = sessionRules;
        this.routes = routes;
        this.waitingRoom = waitingRoom;
        this.outlet = outlet;
        this.counters = counters;
        errors = new IcmpErrors(outlet);
    }

    void arp(final int inPort, final Arp arp, final Instant now) {
        counters.packetIn(ROOM_ARP);
        final var in = interfaces.at(inPort);
        if (in == null) {
            counters.refused(Reason.UNKNOWN_PORT);
            return;
        }
        final var sender = arp.senderAddress();
        if (in.prefix().contains(sender) && !isOurs(sender) && !arp.senderMac().isMulticast()) {
            hear(in, sender, arp.senderMac(), now);
        }
        final boolean wanted = arp.targetAddress().equals(in.address())
            || in == interfaces.external() && pool.contains(arp.targetAddress());
        if (wanted && arp.op() == Arp.Operation.REQUEST) {
            outlet.send(in, Arp.replyTo(arp, in.port().mac()).frame());
        }
    }

    private boolean isOurs(final Ip4 address) {
        return interfaces.isOwn(address) || pool.contains(address);
    }

    /** On the outside only neighbours that we send to are worth remembering. */
    private void hear(final Interface in, final Ip4 address, final Mac mac, final Instant now) {
        if (in == interfaces.external() && !neighbours.isWanted(address) && !address.equals(interfaces.router())) {
            return;
        }
        if (neighbours.learn(address, mac)) {
            sessionRules.putAgainVia(address, now);
            routes.putAgainVia(address, mac);
        }
        for (final var frame : neighbours.answered(address)) {
            if (Packet.parse(frame.frame()) instanceof Packet packet) {
                packet(frame.inPort(), packet, now);
            }
        }
    }

    void packet(final int inPort, final Packet packet, final Instant now) {
        final var in = interfaces.at(inPort);
        if (in == null) {
            refuse(Reason.UNKNOWN_PORT);
        } else if (!packet.ethernetDestination().equals(in.port().mac())) {
            refuse(Reason.OTHER_STATION);
        } else if (in == interfaces.external()) {
            fromOutside(in, packet, now);
        } else {
            fromInside(in, packet, now);
        }
    }

    /** Goes on with the packets that need not wait any longer. */
    void release(final Instant now) {
        for (final var waiting : waitingRoom.released(now)) {
            if (Packet.parse(waiting.frame()) instanceof Packet packet) {
                packet(waiting.inPort(), packet, now);
            }
        }
    }

    /** A packet that the switch has forwarded already, or will send again if it cannot. */
    void copy(final int inPort, final Packet packet, final Instant now) {
        final var in = interfaces.at(inPort);
        if (in != null) {
            final var direction = in == interfaces.external() ? Direction.INBOUND : Direction.OUTBOUND;
            counters.packetIn(ROOM_COPY);
            translation.observe(packet, direction).ifPresent(session -> sessionRules.follow(session, now));
        }
    }

    private void fromInside(final Interface in, final Packet packet, final Instant now) {
        final var source = packet.source();
        final var destination = packet.destination();
        if (!in.prefix().contains(source) || isOurs(source)) {
            refuse(Reason.SPOOFED_SOURCE);
            return;
        }
        if (neighbours.mac(source).isEmpty() && !packet.ethernetSource().isMulticast()) {
            neighbours.learn(source, packet.ethernetSource());
        }
        if (pool.contains(destination) && !isPingToOwn(packet)) {
            forward(in, packet, Direction.OUTBOUND, now);
        } else if (interfaces.isOwn(destination)) {
            local(in, packet);
        } else if (isUnroutable(destination)) {
            refuse(Reason.UNROUTABLE_DESTINATION);
        } else if (interfaces.internalTo(destination) != null) {
            route(in, interfaces.internalTo(destination), packet, now);
        } else {
            forward(in, packet, Direction.OUTBOUND, now);
        }
    }

    /** From one internal prefix to another: only the way changes, not the addresses. */
    private void route(final Interface in, final Interface out, final Packet packet, final Instant now) {
        counters.packetIn(ROOM_ROUTER);
        if (in == out) {
            counters.refused(Reason.INTERNAL_DESTINATION);
        } else if (!isExpired(in, packet, now)) {
            final var host = packet.destination();
            nextHops.find(in, packet, out, host, now).ifPresent(mac -> {
                routes.carry(in, host, mac, now);
                leave(out, packet, Rewrite.of(packet), mac);
            });
        }
    }

    private void fromOutside(final Interface in, final Packet packet, final Instant now) {
        final var source = packet.source();
        final var destination = packet.destination();
        if (interfaces.internalTo(source) != null || isOurs(source) || isUnroutable(source)) {
            refuse(Reason.SPOOFED_SOURCE);
        } else if (pool.contains(destination) && !isPingToOwn(packet)) {
            forward(in, packet, Direction.INBOUND, now);
        } else if (interfaces.isOwn(destination)) {
            local(in, packet);
        } else {
            refuse(Reason.NOT_FOR_US);
        }
    }

    /** The gateway's own external address may be in its pool: an echo request can only be for the gateway itself. */
    private boolean isPingToOwn(final Packet packet) {
        return interfaces.isOwn(packet.destination()) && packet.transport() instanceof IcmpEcho echo && echo.request();
    }

    /** RFC 1812 section 5.3.7; and a directed broadcast to a prefix of ours (RFC 2644). */
    private boolean isUnroutable(final Ip4 address) {
        return address.isMulticast() || address.isBroadcast() || address.isLoopback() || address.isThisNetwork()
            || address.equals(interfaces.external().prefix().last())
            || interfaces.internal().stream().anyMatch(port -> address.equals(port.prefix().last()));
    }

    private void local(final Interface in, final Packet packet) {
        counters.packetIn(ROOM_ROUTER);
        if (packet.ip().isFragment()) {
            counters.refused(Reason.FRAGMENT);
        } else if (packet.transport() instanceof IcmpEcho echo && echo.request()) {
            outlet.send(in, IcmpReply.echoReply(packet));
        } else {
            counters.refused(Reason.NO_LOCAL_SERVICE);
        }
    }

    private void forward(final Interface in, final Packet packet, final Direction direction, final Instant now) {
        final var room = translation.roomOf(packet, direction);
        counters.packetIn(room == null ? ROOM_ROUTER : room);
        if (!isExpired(in, packet, now)) {
            translate(in, packet, direction, now);
            translation.released(packet).forEach(later -> translate(in, later, direction, now));
        }
    }

    private boolean isExpired(final Interface in, final Packet packet, final Instant now) {
        if (packet.ip().ttl() > 1) {
            return false;
        }
        counters.refused(Reason.TTL_EXPIRED);
        errors.timeExceeded(in, packet, now);
        return true;
    }

    private void translate(final Interface in, final Packet packet, final Direction direction, final Instant now) {
        obey(translation.translate(packet, direction, now), in, packet, direction, now);
    }

    private void obey(final Verdict verdict, final Interface in, final Packet packet, final Direction direction,
            final Instant now) {
        switch (verdict) {
            case Verdict.Drop(var reason, var others) -> {
                others.forEach(session -> sessionRules.follow(session, now));
                counters.refused(reason);
                // strangers outside, who may not be who they say, are told nothing
                if (reason.isToldToSender() && direction == Direction.OUTBOUND) {
                    errors.prohibited(in, packet, now);
                }
            }
            case Verdict.Wait wait -> { }
            case Verdict.Forward forward when direction == Direction.OUTBOUND && pool.contains(forward.destination()) ->
                turnBack(in, packet, forward, now);
            case Verdict.Forward forward -> send(in, packet, forward, direction, now);
            case Verdict.Fan(var copies) -> copies.forEach(copy -> send(in, packet, copy, direction, now));
            case Verdict.Hold(var pair, var others) -> {
                others.forEach(session -> sessionRules.follow(session, now));
                if (!waitingRoom.await(new WaitingRoom.Waiting(pair, packet.source(), in.number(), packet.frame()))) {
                    counters.refused(Reason.PHASE_TWO_QUEUE_FULL);
                }
            }
        }
    }

    /**
     * From inside to an external address of ours (hairpinning: RFC 4787 REQ-9, RFC 5382 REQ-8, RFC 5508 REQ-7). The
     * packet goes out and comes in again without leaving, so the receiver sees the sender's external tuple, and what
     * filters packets from outside filters this one too. Whoever is the first to send has a session from then on, also
     * if the other one's filter still refuses him: so two clients behind one gateway find each other as two behind
     * different ones do.
     *
     * <p>The controller carries these sessions: their rules would have to match both ports and send most packets out by
     * the port that they came in by, and few clients have such traffic.
     */
    private void turnBack(final Interface in, final Packet packet, final Verdict.Forward out, final Instant now) {
        out.others().forEach(session -> sessionRules.follow(session, now));
        final var turned = (Packet) Packet.parse(out.rewrite().bytes());
        obey(translation.translate(turned, Direction.INBOUND, now), in, packet, Direction.INBOUND, now);
    }

    private void send(final Interface in, final Packet packet, final Verdict.Forward forward,
            final Direction direction, final Instant now) {
        forward.others().forEach(session -> sessionRules.follow(session, now));
        final var out = direction == Direction.OUTBOUND ? interfaces.external()
            : interfaces.internalTo(forward.destination());
        if (out == null) {
            counters.refused(Reason.NO_MAPPING);
            return;
        }
        final var nextHop = direction == Direction.OUTBOUND ? interfaces.nextHop(forward.destination())
            : forward.destination();
        nextHops.find(in, packet, out, nextHop, now).ifPresent(mac -> {
            if (forward.session() != null) {
                carry(packet, forward.session(), now);
            }
            leave(out, packet, forward.rewrite(), mac);
        });
    }

    private void leave(final Interface out, final Packet packet, final Rewrite rewrite, final Mac mac) {
        outlet.send(out, rewrite.ttl(packet.ip().ttl() - 1).ethernet(out.port().mac(), mac).bytes());
    }

    /** That a fragment comes here does not mean that rules are gone. */
    private void carry(final Packet packet, final Session session, final Instant now) {
        if (packet.ip().isFragment()) {
            sessionRules.follow(session, now);
        } else {
            sessionRules.carry(session, now);
        }
    }

    private void refuse(final Reason reason) {
        counters.packetIn(ROOM_ROUTER);
        counters.refused(reason);
    }
}

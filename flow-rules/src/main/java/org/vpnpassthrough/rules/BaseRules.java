/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.IpProtocol;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Prefix;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.Punt;
import org.vpnpassthrough.translation.TcpCopy;

/** The rules that a gateway has before the first packet: they sort packets into realms and punt what is new. */
public final class BaseRules {
    private static final int TOP = 400;
    private static final int ALWAYS = 300;
    private static final int UNMATCHED = 100;
    private static final int HOST = 10;
    private static final int COPY = 200;
    private static final int REALM = 100;
    private static final int STRANGER = 50;
    private static final int MISS = 0;

    /**
     * A port of the gateway.
     *
     * @param number OpenFlow port number
     * @param mac the gateway's Ethernet address on it: frames for others are not ours to route
     * @param prefix the addresses behind it
     */
    public record Port(int number, Mac mac, Prefix prefix) {
        private Match ip() {
            return Match.any().with(MatchField.IN_PORT, number).with(MatchField.ETH_DST, mac)
                .with(MatchField.ETH_TYPE, Match.ETH_TYPE_IPV4);
        }
    }

    private BaseRules() {
        // nothing to hold
    }

    /**
     * The base rules.
     *
     * @param internal the ports of the internal realm
     * @param external the port of the external realm
     * @param punts what the rooms want to see
     * @param copies what the rooms want copies of
     */
    public static List<FlowRule> render(final List<Port> internal, final Port external, final List<Punt> punts,
            final List<TcpCopy> copies) {
        final var rules = new ArrayList<FlowRule>();
        rules.add(punt(Pipeline.CLASSIFY, TOP, Match.arp(), Cookie.Room.ARP, MeterRule.CONTROL));
        for (final var port : internal) {
            final var clients = port.ip().with(MatchField.IPV4_SRC, port.prefix());
            rules.add(goTo(Pipeline.OUTBOUND, clients));
            copies.stream().filter(copy -> !copy.inboundOnly())
                .forEach(copy -> rules.add(copy(copies.indexOf(copy), copy, clients, Pipeline.OUTBOUND)));
            // a source address of elsewhere: the controller counts it under its reason
            rules.add(punt(Pipeline.CLASSIFY, STRANGER, port.ip(), Cookie.Room.ROUTER, MeterRule.PLAIN));
        }
        rules.add(goTo(Pipeline.INBOUND, external.ip()));
        copies.forEach(copy -> rules.add(copy(copies.indexOf(copy), copy, external.ip(), Pipeline.INBOUND)));
        for (final var direction : Direction.values()) {
            final var table = direction == Direction.OUTBOUND ? Pipeline.OUTBOUND : Pipeline.INBOUND;
            for (final var punt : punts) {
                rules.add(punt(table, priority(punt), match(punt, direction),
                    Cookie.Room.of(punt.room()), meter(punt.rate())));
            }
            rules.add(punt(table, MISS, Match.any(), Cookie.Room.PLAIN, MeterRule.PLAIN));
        }
        return onePerPlace(rules);
    }

    /** Two rooms may want the same packets; the one that is asked first gives the rule its cookie. */
    private static List<FlowRule> onePerPlace(final List<FlowRule> rules) {
        record Place(Table table, int priority, Match match) {
        }

        final var places = new HashSet<Place>();
        return rules.stream().filter(rule -> places.add(new Place(rule.table(), rule.priority(), rule.match())))
            .toList();
    }

    /**
     * The meters that bound what reaches the controller, each with a burst of one second.
     *
     * @param control packets per second of control rooms, ARP included
     * @param data packets per second of data rooms
     * @param plain packets per second of everything else
     */
    public static List<MeterRule> meters(final int control, final int data, final int plain) {
        return List.of(new MeterRule(MeterRule.CONTROL, control, control), new MeterRule(MeterRule.DATA, data, data),
            new MeterRule(MeterRule.PLAIN, plain, plain));
    }

    private static FlowRule goTo(final Table table, final Match match) {
        return FlowRule.in(Pipeline.CLASSIFY, REALM, match, Cookie.forRoom(Cookie.Room.ROUTER)).goTo(table).build();
    }

    /** Each at a priority of its own, as a segment may have the flags of several. */
    private static FlowRule copy(final int place, final TcpCopy copy, final Match from, final Table next) {
        final var match = from.with(MatchField.IP_PROTO, IpProtocol.TCP)
            .with(MatchField.TCP_FLAGS, copy.flags(), copy.flags());
        return FlowRule.in(Pipeline.CLASSIFY, COPY + place, match, Cookie.forCopies(Cookie.Room.of(copy.room())))
            .meter(MeterRule.PLAIN).then(new Action.ToController()).goTo(next).build();
    }

    private static FlowRule punt(final Table table, final int priority, final Match match, final Cookie.Room room,
            final int meter) {
        return FlowRule.in(table, priority, match, Cookie.forRoom(room)).meter(meter)
            .then(new Action.ToController()).build();
    }

    /** What names a host comes before what names a port only: a packet may be of both kinds. */
    private static int priority(final Punt punt) {
        return (punt.always() ? ALWAYS : UNMATCHED) + (punt.which() instanceof Punt.Which.Host ? HOST : 0);
    }

    private static Match match(final Punt punt, final Direction direction) {
        final var match = Match.ip(punt.protocol());
        final boolean outbound = direction == Direction.OUTBOUND;
        return switch (punt.which()) {
            case Punt.Which.All all -> match;
            case Punt.Which.RemotePort remote -> match.with(port(punt.protocol(), !outbound), remote.port());
            case Punt.Which.IcmpType icmp -> match.with(MatchField.ICMP_TYPE, icmp.type());
            case Punt.Which.Host host -> host(match, outbound ? host.internal() : host.external(), outbound);
        };
    }

    private static Match host(final Match match, final Tuple tuple, final boolean source) {
        final var narrower = match.with(source ? MatchField.IPV4_SRC : MatchField.IPV4_DST, tuple.address());
        return tuple.isWholeProtocol() ? narrower : narrower.with(port(tuple.protocol(), source), tuple.label());
    }

    private static MatchField port(final int protocol, final boolean source) {
        return protocol == IpProtocol.TCP ? source ? MatchField.TCP_SRC : MatchField.TCP_DST
            : source ? MatchField.UDP_SRC : MatchField.UDP_DST;
    }

    private static int meter(final Punt.Rate rate) {
        return switch (rate) {
            case CONTROL -> MeterRule.CONTROL;
            case DATA -> MeterRule.DATA;
            case PLAIN -> MeterRule.PLAIN;
        };
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import org.vpnpassthrough.mapping.AddressChoice;
import org.vpnpassthrough.mapping.AddressPool;
import org.vpnpassthrough.mapping.Calls;
import org.vpnpassthrough.mapping.Expectations;
import org.vpnpassthrough.mapping.IkeConversations;
import org.vpnpassthrough.mapping.Labels;
import org.vpnpassthrough.mapping.MappingTable;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.packet.Arp;
import org.vpnpassthrough.packet.Malformed;
import org.vpnpassthrough.packet.NotIp;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.rules.BaseRules;
import org.vpnpassthrough.rules.Cookie;
import org.vpnpassthrough.rules.FlowRule;
import org.vpnpassthrough.rules.MeterRule;
import org.vpnpassthrough.translation.FragmentPath;
import org.vpnpassthrough.translation.Fragments;
import org.vpnpassthrough.translation.IkeTracking;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Reason;
import org.vpnpassthrough.translation.Rooms;
import org.vpnpassthrough.translation.Translation;

/**
 * One gateway: one switch with its ports, its external pool, its mappings. It runs once the switch is connected and has
 * every configured port, whatever comes first, and waits otherwise; what was established before it had to wait is kept.
 *
 * <p>Confined to one thread. Every call answers with what is to be done at the switch, in order. Time never goes back
 * from one call to the next.
 */
public final class Gateway {
    private static final Duration ASK_FOR_ROUTER_EVERY = Duration.ofSeconds(30);

    private final Counters counters = new Counters();
    private final Outlet outlet = new Outlet(counters);
    private final Neighbours neighbours = new Neighbours();
    private final Expectations expectations = new Expectations();
    private final IkeConversations conversations = new IkeConversations();
    private final Fragments fragments;
    private final Labels labels;
    private final MappingTable table;
    private final PairRules pairRules;
    private final WaitingRoom waitingRoom;
    private GatewayConfig config;
    private Collection<SwitchPort> present = List.of();
    private boolean cleaned;

    // while the gateway waits: null and empty, but for routes that the switch still has
    private Interfaces interfaces;
    private Router router;
    private NextHops nextHops;
    private Routes routes;
    private SessionRules sessionRules;
    private List<FlowRule> baseRules = List.of();
    private List<MeterRule> meters = List.of();
    private Instant routerAsked = Instant.MIN;

    /**
     * A gateway that waits for its switch.
     *
     * @param config without problems, see {@link ConfigCheck}
     * @param random for labels that are hard to guess
     */
    public Gateway(final GatewayConfig config, final RandomGenerator random) {
        this.config = config;
        labels = new Labels(random, config.settings().timers().holdDown());
        table = new MappingTable(labels);
        pairRules = new PairRules(table, outlet);
        waitingRoom = new WaitingRoom(table);
        fragments = new Fragments(random);
        labels.keep(config.settings().statics().externals(), Instant.MIN);
    }

    /** The switch is there, for the first time or again. Follow with {@link #ports}. */
    public List<Effect> connected(final Instant now) {
        outlet.open();
        interfaces = null;
        return settle(now);
    }

    /** The switch is gone; what it carries it goes on carrying. */
    public List<Effect> disconnected(final Instant now) {
        outlet.shut();
        return settle(now);
    }

    /**
     * The switch has these ports, and no others.
     *
     * @param ports all of them
     */
    public List<Effect> ports(final Collection<SwitchPort> ports, final Instant now) {
        present = List.copyOf(ports);
        return settle(now);
    }

    /** What the gateway needs before it can work, in sentences; empty when it runs. */
    public List<String> waitingFor() {
        if (!outlet.isOpen()) {
            return List.of("the switch has not connected");
        }
        return Interfaces.missing(config, present).stream()
            .map(port -> "the switch has no port " + port + ", it has "
                + String.join(", ", present.stream().map(SwitchPort::name).sorted().toList()))
            .toList();
    }

    /**
     * Changes the configuration. Sessions that fit the new one go on, the others end.
     *
     * @param changed without problems, see {@link ConfigCheck}
     */
    public List<Effect> reconfigure(final GatewayConfig changed, final Instant now) {
        final var earlier = config.settings().statics();
        final var statics = changed.settings().statics();
        config = changed;
        labels.holdDown(changed.settings().timers().holdDown());
        final var pool = changed.pool();
        final var admission = translation().admission();
        for (final var session : List.copyOf(table.sessions())) {
            final var mapping = session.mapping();
            final boolean removed = earlier.cover(mapping) && !statics.cover(mapping);
            if (removed || !statics.allow(mapping) || !fits(session, pool) || !admission.allows(session)) {
                end(session, now);
            }
        }
        expectations.forget(expectation -> !pool.contains(expectation.external()) || !admission.allows(expectation)
            || statics.isKeptFrom(expectation.client(), expectation.protocol(), expectation.external(),
                Tuple.WHOLE_PROTOCOL));
        conversations.forgetIf(conversation -> !admission.allows(conversation)
            || conversation.external() != null && !pool.contains(conversation.external()));
        labels.keep(statics.externals(), now);
        return settle(now);
    }

    private boolean fits(final Session session, final AddressPool pool) {
        final var mapping = session.mapping();
        return pool.contains(mapping.external().address())
            && config.internalPorts().stream().anyMatch(port -> port.prefix().contains(mapping.client()));
    }

    /**
     * A frame that the switch sent to the controller.
     *
     * @param inPort number of the port that it came in by
     * @param cookie of the rule that sent it
     * @param frame from the Ethernet destination on; not to be changed any more
     */
    public List<Effect> receive(final int inPort, final long cookie, final byte[] frame, final Instant now) {
        if (router == null) {
            counters.refused(Reason.GATEWAY_WAITING);
            return List.of();
        }
        switch (Packet.parse(frame)) {
            case Packet packet -> {
                if (Cookie.isCopy(cookie)) {
                    router.copy(inPort, packet, now);
                } else {
                    router.packet(inPort, packet, now);
                    router.release(now);
                }
            }
            case Arp arp -> router.arp(inPort, arp, now);
            case NotIp other -> counters.refused(Reason.NOT_IP);
            case Malformed malformed -> {
                // what is a copy has passed, or comes once more
                if (!Cookie.isCopy(cookie)) {
                    counters.refused(Reason.of(malformed.flaw()));
                }
            }
        }
        return outlet.drain();
    }

    /**
     * The switch removed an outbound rule that had been idle.
     *
     * @param cookie the rule's
     */
    public List<Effect> flowRemoved(final long cookie, final Instant now) {
        if (Cookie.isSession(cookie)) {
            table.session(Cookie.sessionNumber(cookie)).filter(Session::isInSwitch).ifPresent(session -> {
                // packets may have come to the controller while the rule was on its way in or out
                if (session.isAliveAt(now) && sessionRules != null) {
                    sessionRules.put(session, now);
                } else {
                    end(session, now);
                }
            });
        }
        return outlet.drain();
    }

    /**
     * The switch did not take a rule, its table may be full. The controller carries the session from now on.
     *
     * @param cookie the rule's
     */
    public List<Effect> ruleRefused(final long cookie, final Instant now) {
        if (Cookie.isSession(cookie)) {
            table.session(Cookie.sessionNumber(cookie)).filter(Session::isInSwitch).ifPresent(session -> {
                counters.refused(Reason.RULE_REFUSED_BY_SWITCH);
                SessionRules.remove(session, table, outlet);
                table.refusedBySwitch(session);
                table.seen(session, now);
            });
        } else if (Cookie.isPair(cookie) && sessionRules != null) {
            counters.refused(Reason.RULE_REFUSED_BY_SWITCH);
            sessionRules.groupRefused(Cookie.group(cookie), now);
        }
        return outlet.drain();
    }

    /** A second has passed, or about. */
    public List<Effect> tick(final Instant now) {
        for (final var session : table.over(now)) {
            end(session, now);
        }
        // first the conversations that the switch carries, as they keep their address by an expectation
        new IkeTracking(tables()).expire(now);
        expectations.expire(now);
        counters.refused(Reason.NEIGHBOUR_UNRESOLVED, neighbours.giveUp(now));
        counters.refused(Reason.FRAGMENT_WITHOUT_FIRST, fragments.expire(now));
        counters.refused(Reason.FRAGMENT_OVERFLOW, fragments.overflowed());
        if (router != null) {
            router.release(now);
            nextHops.askAgain();
            if (!routerAsked.plus(ASK_FOR_ROUTER_EVERY).isAfter(now)) {
                routerAsked = now;
                nextHops.askForRouter();
            }
        }
        return outlet.drain();
    }

    /** The gateway is gone from the configuration: nothing of it stays in the switch. */
    public List<Effect> close() {
        outlet.put(new Effect.RemoveAllOurs());
        meters.forEach(meter -> outlet.put(new Effect.RemoveMeter(meter.id())));
        pairRules.close();
        final var effects = outlet.drain();
        outlet.shut();
        interfaces = null;
        router = null;
        routes = null;
        sessionRules = null;
        baseRules = List.of();
        meters = List.of();
        return effects;
    }

    /** What the gateway is doing. */
    public GatewayState state() {
        final var sessions = table.sessions();
        return new GatewayState(config.name(), waitingFor(), table.mappings(), sessions.size(),
            (int) sessions.stream().filter(Session::isInSwitch).count(), counters.packetIns(), counters.refusals(),
            waitingRoom.size(), table.spiClashes(),
            IkeState.latest(conversations, config.settings().policy().floor()), GatewayState.recognised(sessions),
            counters.rulesSent(), counters.packetsSent());
    }

    private void end(final Session session, final Instant now) {
        SessionRules.remove(session, table, outlet);
        table.close(session, now);
        if (sessionRules != null) {
            sessionRules.ended(session, now);
        }
        new Calls(table).carrierLeftBy(session).ifPresent(carrier -> end(carrier, now));
    }

    private Translation translation() {
        final var tables = tables();
        return new Translation(Rooms.all(tables), tables, new FragmentPath(table, fragments));
    }

    /** What the rooms work with, as it is configured now. */
    private NatTables tables() {
        final var choice = new AddressChoice(config.sharedPool(), table, expectations, config.settings().statics());
        return new NatTables(table, labels, expectations, conversations, choice, config.settings());
    }

    /** Makes the switch have what the configuration, its ports and the sessions ask for. */
    private List<Effect> settle(final Instant now) {
        final var found = outlet.isOpen() ? Interfaces.find(config, present).orElse(null) : null;
        if (found == null) {
            router = null;
            sessionRules = null;
            interfaces = null;
            return outlet.drain();
        }
        final boolean moved = !found.equals(interfaces);
        interfaces = found;
        final var pool = config.pool();
        final var translation = translation();
        sessionRules = new SessionRules(table, neighbours, interfaces, pool, pairRules, outlet);
        nextHops = new NextHops(interfaces, neighbours, outlet, counters);
        if (moved) {
            if (routes != null) {
                routes.removeAll();
            }
            routes = new Routes(interfaces, outlet);
        }
        router = new Router(interfaces, pool, translation, neighbours, nextHops, sessionRules, routes, waitingRoom,
            outlet, counters);
        if (!cleaned) {
            // what an earlier controller left behind speaks of mappings that nobody knows any more
            outlet.put(new Effect.RemoveAllOurs());
            cleaned = true;
        }
        outlet.payDebts();
        putBaseRules(translation, moved);
        if (moved) {
            sessionRules.putAllAgain(now);
            nextHops.askForRouter();
            routerAsked = now;
        }
        return outlet.drain();
    }

    private void putBaseRules(final Translation translation, final boolean all) {
        final var rates = config.meterRates();
        final var wantedMeters = BaseRules.meters(rates.control(), rates.data(), rates.plain());
        wantedMeters.stream().filter(meter -> all || !meters.contains(meter))
            .forEach(meter -> outlet.put(new Effect.PutMeter(meter)));
        meters = wantedMeters;
        final var wanted = BaseRules.render(interfaces.internal().stream().map(Interface::asRulePort).toList(),
            interfaces.external().asRulePort(), translation.punts(), translation.copies());
        final var gone = new ArrayList<>(baseRules);
        gone.removeIf(rule -> wanted.stream().anyMatch(other -> isSamePlace(rule, other)));
        gone.forEach(rule -> outlet.put(new Effect.RemoveRule(rule)));
        wanted.stream().filter(rule -> all || !baseRules.contains(rule))
            .forEach(rule -> outlet.put(new Effect.PutRule(rule)));
        baseRules = wanted;
    }

    private static boolean isSamePlace(final FlowRule one, final FlowRule other) {
        return one.table().equals(other.table()) && one.priority() == other.priority()
            && one.match().equals(other.match());
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.vpnpassthrough.mapping.Mapping;
import org.vpnpassthrough.mapping.MappingTable;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.mapping.SharedPair;
import org.vpnpassthrough.mapping.Strategy;
import org.vpnpassthrough.mapping.Tuple;
import org.vpnpassthrough.rules.Action;
import org.vpnpassthrough.rules.FlowRule;
import org.vpnpassthrough.rules.GroupRule;
import org.vpnpassthrough.rules.Link;
import org.vpnpassthrough.rules.RuleRenderer;

/**
 * The inbound rules of pairs that several clients share. When a client comes or goes, the new group is added first,
 * then one rule is swapped, and only then the old group is removed: no packet finds nothing in between.
 */
final class PairRules {
    private static final Duration RULE_ACTIVE_AFTER = Duration.ofSeconds(1);

    /** What the switch has for a pair; without a group the inbound packets of the pair pass the controller. */
    private record Installed(GroupRule group, Session any, Instant since) {
        private FlowRule rule() {
            return RuleRenderer.shared(any, group);
        }
    }

    private final Map<Tuple, Installed> installed = new HashMap<>();
    private final MappingTable table;
    private final Outlet outlet;
    private int lastGroup;

    PairRules(final MappingTable table, final Outlet outlet) {
        this.table = table;
        this.outlet = outlet;
    }

    /**
     * Makes the switch have the inbound rule that a pair needs now, if it is or was shared.
     *
     * @param links the ways to clients, as far as they are known
     */
    void settle(final Tuple external, final Function<Session, Optional<Link>> links, final Instant now) {
        final var pair = table.sharedAt(external);
        if (pair.isEmpty()) {
            dissolve(external, links);
        } else if (pair.orElseThrow().strategy() == Strategy.REPLICATED) {
            replicate(pair.orElseThrow(), links, now);
        } else {
            demultiplex(pair.orElseThrow(), now);
        }
    }

    /** The same when a packet that the switch should have carried reached the controller. */
    void repair(final Tuple external, final Function<Session, Optional<Link>> links, final Instant now) {
        final var there = installed.get(external);
        if (there != null && there.group != null && !now.isBefore(there.since.plus(RULE_ACTIVE_AFTER))) {
            install(external, new Installed(there.group, there.any, now));
        }
        settle(external, links, now);
    }

    /** Puts everything again, into a switch that may have lost it or not. */
    void putAllAgain(final Function<Session, Optional<Link>> links, final Instant now) {
        for (final var external : List.copyOf(installed.keySet())) {
            final var before = installed.get(external);
            if (before.group != null) {
                installed.put(external, new Installed(null, before.any, now));
            }
            settle(external, links, now);
            if (before.group != null) {
                outlet.put(new Effect.RemoveGroup(before.group.id()));
            }
        }
    }

    /** The pair whose packets this group was to copy. */
    Optional<SharedPair> pairOf(final int group) {
        return installed.entrySet().stream()
            .filter(entry -> entry.getValue().group != null && entry.getValue().group.id() == group)
            .findFirst().flatMap(entry -> table.sharedAt(entry.getKey()));
    }

    /** Removes all groups, and with them the rules that use them. */
    void close() {
        installed.values().stream().map(Installed::group).filter(Objects::nonNull)
            .forEach(group -> outlet.put(new Effect.RemoveGroup(group.id())));
        installed.clear();
    }

    private void dissolve(final Tuple external, final Function<Session, Optional<Link>> links) {
        final var before = installed.remove(external);
        if (before == null) {
            return;
        }
        final var left = table.mappingAt(external).map(this::session).filter(Session::isInSwitch);
        final var link = left.flatMap(links);
        if (link.isPresent()) {
            outlet.put(new Effect.PutRule(RuleRenderer.inbound(left.orElseThrow(), link.orElseThrow())));
        }
        remove(before);
    }

    private void replicate(final SharedPair pair, final Function<Session, Optional<Link>> links, final Instant now) {
        final var buckets = pair.members().stream().map(this::session)
            .flatMap(session -> links.apply(session).map(link -> RuleRenderer.bucket(session, link)).stream())
            .toList();
        final var before = installed.get(pair.external());
        if (buckets.isEmpty() || before != null && before.group != null && before.group.buckets().equals(buckets)) {
            return;
        }
        final var group = new GroupRule(nextGroup(), List.<List<Action>>copyOf(buckets));
        // a leftover of an earlier controller may have the number
        outlet.put(new Effect.RemoveGroup(group.id()));
        outlet.put(new Effect.PutGroup(group));
        install(pair.external(), new Installed(group, session(pair.members().getFirst()), now));
        if (before == null) {
            forgetSingle(pair);
        } else {
            remove(before);
        }
    }

    private int nextGroup() {
        lastGroup = lastGroup == GroupRule.MAX_ID ? 1 : lastGroup + 1;
        return lastGroup;
    }

    private void install(final Tuple external, final Installed now) {
        outlet.put(new Effect.PutRule(now.rule()));
        installed.put(external, now);
    }

    private void demultiplex(final SharedPair pair, final Instant now) {
        final var before = installed.put(pair.external(), new Installed(null, session(pair.members().getFirst()), now));
        if (before == null) {
            forgetSingle(pair);
        } else {
            remove(before);
        }
    }

    /** Removes the rule of the client that was alone, or only its name where another rule has taken its place. */
    private void forgetSingle(final SharedPair pair) {
        outlet.put(new Effect.RemoveRule(RuleRenderer.inboundRemoval(session(pair.members().getFirst()))));
    }

    private void remove(final Installed before) {
        if (before.group != null) {
            outlet.put(new Effect.RemoveRule(before.rule()));
            outlet.put(new Effect.RemoveGroup(before.group.id()));
        }
    }

    private Session session(final Mapping mapping) {
        return table.session(mapping.internal(), mapping.external().remote()).orElseThrow();
    }
}

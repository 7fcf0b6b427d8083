/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vpnpassthrough.packet.Ip4;

/**
 * Which VPN protocols may pass, as an administrator switches them: the first rule that is about a client, a server and
 * a passthrough decides, and where no rule is, the switches of the gateway do.
 *
 * @param off what may not, but for what a rule permits
 * @param rules in the order of their precedence
 * @param floor how weak the cryptography may be of what passes otherwise
 */
public record Policy(Set<Passthrough> off, List<PolicyRule> rules, CryptoFloor floor) {
    /** Everything passes, as routers have it. */
    public static final Policy ALL = new Policy(Set.of());

    /** Sorts the rules. */
    public Policy {
        off = Set.copyOf(off);
        rules = rules.stream().sorted(Comparator.comparingInt(PolicyRule::precedence)).toList();
    }

    /** A policy without rules and floor. */
    public Policy(final Set<Passthrough> off) {
        this(off, List.of(), CryptoFloor.NONE);
    }

    /** The same policy, with one more switched off. */
    public Policy without(final Passthrough passthrough) {
        return new Policy(Stream.concat(off.stream(), Stream.of(passthrough)).collect(Collectors.toSet()), rules,
            floor);
    }

    /** The same policy, with one more rule. */
    public Policy with(final PolicyRule rule) {
        return new Policy(off, Stream.concat(rules.stream(), Stream.of(rule)).toList(), floor);
    }

    /** The same policy, with another floor. */
    public Policy with(final CryptoFloor changed) {
        return new Policy(off, rules, changed);
    }

    /**
     * Why something may not pass between two addresses.
     *
     * @param wanted what it needs, all of it
     * @return the reason, empty if it may pass
     */
    public Optional<Reason> refusal(final List<Passthrough> wanted, final Ip4 client, final Ip4 server) {
        return wanted.stream().flatMap(passthrough -> refusal(passthrough, client, server).stream()).findFirst();
    }

    private Optional<Reason> refusal(final Passthrough passthrough, final Ip4 client, final Ip4 server) {
        return rules.stream()
            .filter(rule -> rule.isAbout(passthrough, server) && rule.clients().contains(client))
            .findFirst()
            .map(rule -> rule.action() == PolicyRule.Action.PERMIT ? ofFloor(passthrough)
                : Optional.of(Reason.POLICY_RULE))
            .orElseGet(() -> ofSwitch(passthrough));
    }

    /**
     * Why something may not pass between any client and a server.
     *
     * @param wanted what it needs, all of it
     * @return the reason, empty if it may pass or that depends on the client
     */
    public Optional<Reason> refusalToAll(final List<Passthrough> wanted, final Ip4 server) {
        return wanted.stream().flatMap(passthrough -> refusalToAll(passthrough, server).stream()).findFirst();
    }

    private Optional<Reason> refusalToAll(final Passthrough passthrough, final Ip4 server) {
        for (final var rule : rules) {
            if (rule.isAbout(passthrough, server)) {
                if (rule.action() == PolicyRule.Action.PERMIT) {
                    return ofFloor(passthrough);
                }
                if (rule.clients().equals(PolicyRule.ANY)) {
                    return Optional.of(Reason.POLICY_RULE);
                }
            }
        }
        return ofSwitch(passthrough);
    }

    /** Whether there is anybody for whom this may not pass. */
    public boolean mayRefuse(final Passthrough passthrough) {
        return ofSwitch(passthrough).isPresent() || rules.stream().anyMatch(rule ->
            rule.action() == PolicyRule.Action.REFUSE && rule.isAbout(passthrough));
    }

    private Optional<Reason> ofSwitch(final Passthrough passthrough) {
        return off.contains(passthrough) ? Optional.of(passthrough.off()) : ofFloor(passthrough);
    }

    /** PPTP is below any floor: what MS-CHAPv2 and MPPE protect is found by trying as many keys as single DES has. */
    private Optional<Reason> ofFloor(final Passthrough passthrough) {
        return passthrough == Passthrough.PPTP && floor.blocks() ? Optional.of(Reason.CRYPTO_BELOW_FLOOR)
            : Optional.empty();
    }
}

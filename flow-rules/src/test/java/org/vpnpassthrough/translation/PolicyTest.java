/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Prefix;

class PolicyTest {
    private static final Ip4 CLIENT = Ip4.parse("192.0.2.101");
    private static final Ip4 SERVER = Ip4.parse("198.51.100.9");

    // rules are written: action passthroughs clients servers; "-" is any; the first one has the lowest precedence
    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        // off, rules, of this client, of any client
        "-, -, -, -",
        "IPSEC, -, POLICY_IPSEC, POLICY_IPSEC",
        "NAT_T, -, -, -",
        "-, REFUSE - - -, POLICY_RULE, POLICY_RULE",
        "-, REFUSE IPSEC - -, POLICY_RULE, POLICY_RULE",
        "-, REFUSE NAT_T - -, -, -",
        "-, REFUSE NAT_T+IPSEC - -, POLICY_RULE, POLICY_RULE",
        "-, REFUSE - 192.0.2.0/24 -, POLICY_RULE, -",
        "-, REFUSE - 192.0.2.0/26 -, -, -",
        "-, REFUSE - - 198.51.100.9/32, POLICY_RULE, POLICY_RULE",
        "-, REFUSE - - 198.51.100.8/32, -, -",
        "-, REFUSE - 192.0.2.101/32 198.51.100.0/24, POLICY_RULE, -",
        "-, REFUSE - 192.0.2.101/32 203.0.113.0/24, -, -",
        // a rule goes before the switch, an earlier rule before a later one
        "IPSEC, PERMIT - 192.0.2.101/32 -, -, -",
        "IPSEC, PERMIT - 192.0.2.102/32 -, POLICY_IPSEC, -",
        "IPSEC, PERMIT NAT_T - -, POLICY_IPSEC, POLICY_IPSEC",
        "-, PERMIT - 192.0.2.101/32 -; REFUSE - - -, -, -",
        "-, REFUSE - - -; PERMIT - 192.0.2.101/32 -, POLICY_RULE, POLICY_RULE",
        "-, REFUSE - 192.0.2.102/32 -; REFUSE - - -, POLICY_RULE, POLICY_RULE",
    })
    void theFirstRuleDecidesAndThenTheSwitch(String off, String rules, Reason ofClient, Reason ofAny) {
        final var policy = new Policy(off == null ? Set.of() : Set.of(Passthrough.valueOf(off)), rules(rules),
            CryptoFloor.NONE);
        final var wanted = List.of(Passthrough.IPSEC);
        assertEquals(Optional.ofNullable(ofClient), policy.refusal(wanted, CLIENT, SERVER));
        assertEquals(Optional.ofNullable(ofAny), policy.refusalToAll(wanted, SERVER));
    }

    @Test
    void whatNeedsTwoIsRefusedWithEither() {
        final var call = List.of(Passthrough.PPTP, Passthrough.GRE);
        assertEquals(Optional.of(Reason.POLICY_GRE),
            Policy.ALL.without(Passthrough.GRE).refusal(call, CLIENT, SERVER));
        assertEquals(Optional.of(Reason.POLICY_PPTP),
            Policy.ALL.without(Passthrough.GRE).without(Passthrough.PPTP).refusalToAll(call, SERVER));
        assertEquals(Optional.empty(), Policy.ALL.refusal(call, CLIENT, SERVER));
    }

    @Test
    void pptpIsBelowEveryFloorThatBlocks() {
        final var pptp = List.of(Passthrough.PPTP);
        final var permit = new PolicyRule("a", 1, PolicyRule.ANY, PolicyRule.ANY, Set.of(), PolicyRule.Action.PERMIT);
        for (final var profile : CryptoProfile.values()) {
            final var reason = profile == CryptoProfile.NONE ? Optional.<Reason>empty()
                : Optional.of(Reason.CRYPTO_BELOW_FLOOR);
            final var blocking = Policy.ALL.with(new CryptoFloor(profile, CryptoFloor.Action.BLOCK));
            assertEquals(reason, blocking.refusal(pptp, CLIENT, SERVER));
            assertEquals(reason, blocking.refusalToAll(pptp, SERVER));
            assertEquals(reason, blocking.with(permit).refusal(pptp, CLIENT, SERVER), "a rule is no exception to it");
            assertEquals(Optional.empty(), blocking.refusal(List.of(Passthrough.L2TP), CLIENT, SERVER));
            assertEquals(Optional.empty(), Policy.ALL.with(new CryptoFloor(profile, CryptoFloor.Action.WARN))
                .refusal(pptp, CLIENT, SERVER));
        }
    }

    @Test
    void rulesAreAskedInTheOrderOfTheirPrecedenceWhateverTheirOrderHere() {
        final var later = new PolicyRule("a", 20, PolicyRule.ANY, PolicyRule.ANY, Set.of(),
            PolicyRule.Action.REFUSE);
        final var earlier = new PolicyRule("b", 10, PolicyRule.ANY, PolicyRule.ANY, Set.of(),
            PolicyRule.Action.PERMIT);
        assertEquals(Optional.empty(), Policy.ALL.with(later).with(earlier)
            .refusal(List.copyOf(EnumSet.allOf(Passthrough.class)), CLIENT, SERVER));
    }

    private static List<PolicyRule> rules(String text) {
        final var rules = new ArrayList<PolicyRule>();
        if (text != null) {
            for (final var rule : text.split("; ")) {
                final var words = rule.split(" ");
                rules.add(new PolicyRule(rule, rules.size(), prefix(words[2]), prefix(words[3]),
                    "-".equals(words[1]) ? Set.of()
                        : Arrays.stream(words[1].split("\\+")).map(Passthrough::valueOf).collect(Collectors.toSet()),
                    PolicyRule.Action.valueOf(words[0])));
            }
        }
        return rules;
    }

    private static Prefix prefix(String word) {
        return "-".equals(word) ? PolicyRule.ANY : Prefix.parse(word);
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnpassthrough.mapping.AddressRange;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Prefix;
import org.vpnpassthrough.translation.CryptoFloor;
import org.vpnpassthrough.translation.Policy;
import org.vpnpassthrough.translation.PolicyRule;
import org.vpnpassthrough.translation.Settings;

class ConfigCheckTest {
    private static final InternalPort INSIDE = inside("in", "192.0.2.0/24", "192.0.2.1");
    private static final ExternalPort OUTSIDE = outside("out", "203.0.113.0/24", "203.0.113.1", "203.0.113.254");
    private static final AddressRange POOL = range("203.0.113.10", "203.0.113.11");

    static Stream<Arguments> wrong() {
        return Stream.of(
            row("internal-port/port: out, expected a port that is used once, internal or external",
                config(inside("out", "192.0.2.0/24", "192.0.2.1"), OUTSIDE, false, POOL)),
            row("internal-port/gateway-address: 10.0.0.1, expected an address of a host in 192.0.2.0/24",
                config(inside("in", "192.0.2.0/24", "10.0.0.1"), OUTSIDE, false, POOL)),
            row("internal-port/gateway-address: 192.0.2.255, expected an address of a host in 192.0.2.0/24",
                config(inside("in", "192.0.2.0/24", "192.0.2.255"), OUTSIDE, false, POOL)),
            row("internal-port/prefix: 192.0.2.0/31, expected length 30 or shorter",
                config(inside("in", "192.0.2.0/31", "192.0.2.1"), OUTSIDE, false, POOL)),
            row("external-port/next-hop: 10.0.0.1, expected an address of a host in 203.0.113.0/24",
                config(INSIDE, outside("out", "203.0.113.0/24", "203.0.113.1", "10.0.0.1"), false, POOL)),
            row("external-port/next-hop: 203.0.113.1, expected another address than the gateway's own",
                config(INSIDE, outside("out", "203.0.113.0/24", "203.0.113.1", "203.0.113.1"), false, POOL)),
            row("external-port/prefix: 203.0.113.0/24, expected a prefix that does not overlap the internal "
                + "203.0.113.0/28", config(inside("in", "203.0.113.0/28", "203.0.113.2"), OUTSIDE, false,
                range("203.0.113.30", "203.0.113.30"))),
            row("external-pool/range: none, expected at least one", config(INSIDE, OUTSIDE, false)),
            row("external-pool/range: 203.0.113.11 to 203.0.113.12, expected a range that does not overlap "
                + "203.0.113.10 to 203.0.113.11", config(INSIDE, OUTSIDE, false, POOL,
                range("203.0.113.11", "203.0.113.12"))),
            row("external-pool/range: 198.51.100.1, expected addresses of 203.0.113.0/24, or external-pool/routed true "
                + "when the routers outside have a route for them",
                config(INSIDE, OUTSIDE, false, range("198.51.100.1", "198.51.100.1"))),
            row("external-pool/range: 203.0.113.250 to 203.0.113.254, expected a range without the next hop "
                + "203.0.113.254", config(INSIDE, OUTSIDE, false, range("203.0.113.250", "203.0.113.254"))),
            row("external-pool/range: 203.0.113.0 to 203.0.113.3, expected a range without the network and broadcast "
                + "address of 203.0.113.0/24", config(INSIDE, OUTSIDE, false, range("203.0.113.0", "203.0.113.3"))),
            row("external-pool/range: 192.0.2.5, expected a range outside the internal prefix 192.0.2.0/24",
                config(INSIDE, OUTSIDE, true, range("192.0.2.5", "192.0.2.5"))),
            row("external-pool/range: 131072 addresses, expected at most 65536",
                config(INSIDE, OUTSIDE, true, range("10.0.0.0", "10.1.255.255"))),
            row("policy/rule/precedence: 7 of b, expected one that no other rule has; a has it",
                rules(rule("a", 7, "0.0.0.0/0"), rule("b", 7, "192.0.2.0/25"))),
            row("policy/rule/client-prefix: 10.0.0.0/8 of a, expected a prefix with addresses of an internal port, "
                + "else the rule is about nobody", rules(rule("a", 7, "10.0.0.0/8"))),
            row("policy/rule: 257 rules, expected at most 256", rules(IntStream.range(0, 257)
                .mapToObj(index -> rule("r" + index, index, "192.0.2.0/24")).toArray(PolicyRule[]::new))));
    }

    private static GatewayConfig rules(final PolicyRule... rules) {
        final var config = config(INSIDE, OUTSIDE, false, POOL);
        return config.with(config.settings().with(new Policy(Set.of(), List.of(rules), CryptoFloor.NONE)));
    }

    private static PolicyRule rule(final String name, final int precedence, final String clients) {
        return new PolicyRule(name, precedence, Prefix.parse(clients), PolicyRule.ANY, Set.of(),
            PolicyRule.Action.REFUSE);
    }

    private static Arguments row(final String message, final GatewayConfig config) {
        return Arguments.of(message, config);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void namesTheLeafTheValueAndWhatWouldBeRight(final String message, final GatewayConfig config) {
        assertEquals(List.of(message), ConfigCheck.check(config).stream().map(Problem::toString).toList());
    }

    @Test
    void hasNothingAgainstAGoodOne() {
        assertEquals(List.of(), ConfigCheck.check(config(INSIDE, OUTSIDE, false, POOL)));
        final var elsewhere = range("198.51.100.1", "198.51.100.2");
        assertEquals(List.of(), ConfigCheck.check(config(INSIDE, OUTSIDE, true, elsewhere)));
        final var own = range("203.0.113.1", "203.0.113.1");
        assertEquals(List.of(), ConfigCheck.check(config(INSIDE, OUTSIDE, false, own)), "a home router's one address");
    }

    @Test
    void twoGatewaysCannotHaveTheSameExternalAddress() {
        final var one = config(INSIDE, OUTSIDE, false, POOL);
        final var other = new GatewayConfig("branch", one.internalPorts(), one.externalPort(),
            List.of(range("203.0.113.11", "203.0.113.12")), false, one.settings(), one.meterRates());
        assertEquals(List.of("external-pool/range: branch has 203.0.113.11 to 203.0.113.12, expected addresses that "
            + "gateway office does not have; it has 203.0.113.10 to 203.0.113.11"),
            ConfigCheck.checkTogether(List.of(one, other)).stream().map(Problem::toString).toList());
    }

    private static GatewayConfig config(final InternalPort internal, final ExternalPort external,
            final boolean routed, final AddressRange... pool) {
        return new GatewayConfig("office", List.of(internal), external, List.of(pool), routed, Settings.DEFAULT,
            MeterRates.DEFAULT);
    }

    private static InternalPort inside(final String port, final String prefix, final String address) {
        return new InternalPort(port, Prefix.parse(prefix), Ip4.parse(address));
    }

    private static ExternalPort outside(final String port, final String prefix, final String address,
            final String nextHop) {
        return new ExternalPort(port, Prefix.parse(prefix), Ip4.parse(address), Ip4.parse(nextHop));
    }

    private static AddressRange range(final String first, final String last) {
        return new AddressRange(Ip4.parse(first), Ip4.parse(last));
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.vpnpassthrough.controller.Configs.branch;
import static org.vpnpassthrough.controller.Configs.externalPort;
import static org.vpnpassthrough.controller.Configs.gateways;
import static org.vpnpassthrough.controller.Configs.internalPort;
import static org.vpnpassthrough.controller.Configs.office;
import static org.vpnpassthrough.controller.Configs.range;
import static org.vpnpassthrough.controller.Configs.with;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.PortNumber;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Address;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.ClientLimit;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.GatewayName;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Lifetime;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Network;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.PacketRate;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.PortName;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.SwitchId;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.Gateway;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.GatewayBuilder;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.Behaviour.Filtering;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.Behaviour.Mapping;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.BehaviourBuilder;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.ExternalPoolBuilder;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.LimitsBuilder;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.PolicyBuilder;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.PuntRatesBuilder;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.StaticMapping.Protocol;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.StaticMappingBuilder;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.TimersBuilder;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.policy.CryptoFloor;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.policy.CryptoFloorBuilder;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.policy.Rule;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.gateway.policy.RuleBuilder;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.vpnpassthrough.gateway.ExternalPort;
import org.vpnpassthrough.gateway.GatewayConfig;
import org.vpnpassthrough.gateway.InternalPort;
import org.vpnpassthrough.gateway.MeterRates;
import org.vpnpassthrough.gateway.Problem;
import org.vpnpassthrough.mapping.AddressRange;
import org.vpnpassthrough.mapping.StaticMapping;
import org.vpnpassthrough.mapping.StaticMapping.Kind;
import org.vpnpassthrough.mapping.StaticMappings;
import org.vpnpassthrough.mapping.Strategy;
import org.vpnpassthrough.mapping.Timers;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Prefix;
import org.vpnpassthrough.translation.Behaviour;
import org.vpnpassthrough.translation.Behaviour.Dependence;
import org.vpnpassthrough.translation.CryptoProfile;
import org.vpnpassthrough.translation.Limits;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Policy;
import org.vpnpassthrough.translation.PolicyRule;
import org.vpnpassthrough.translation.Settings;

class GatewayConfigReaderTest {
    private static final InternalPort INSIDE =
        new InternalPort("s1-eth1", Prefix.parse("10.0.0.0/24"), Ip4.parse("10.0.0.1"));
    private static final ExternalPort OUTSIDE = new ExternalPort("s1-eth2", Prefix.parse("203.0.113.0/24"),
        Ip4.parse("203.0.113.1"), Ip4.parse("203.0.113.254"));
    private static final AddressRange POOL =
        new AddressRange(Ip4.parse("203.0.113.10"), Ip4.parse("203.0.113.10"));

    @Test
    void whatIsNotConfiguredHasTheDefaultsOfTheModel() {
        assertEquals(new ReadGateway.Usable("openflow:1", new GatewayConfig("office", List.of(INSIDE), OUTSIDE,
            List.of(POOL), false,
            new Settings(new Timers(300, 7440, 240, 60, 300, 3600, 300, 120), Policy.ALL, Strategy.REPLICATED,
                new Behaviour(Dependence.ENDPOINT_INDEPENDENT, Dependence.ADDRESS_DEPENDENT), new Limits(4096, 16384),
                StaticMappings.NONE),
            new MeterRates(1000, 2000, 4000))),
            GatewayConfigReader.read(office().build()));
    }

    @Test
    void everyLeafArrivesWhereItBelongs() {
        final var entry = office()
            .setInternalPort(BindingMap.ordered(
                internalPort("s1-eth3", "10.0.1.0/24", "10.0.1.1"), internalPort("s1-eth1", "10.0.0.0/24", "10.0.0.1")))
            .setExternalPool(new ExternalPoolBuilder()
                .setRange(BindingMap.ordered(range("198.51.100.8", "198.51.100.9"), range("192.0.2.7", "192.0.2.7")))
                .setRouted(true)
                .build())
            .setTimers(new TimersBuilder()
                .setUdpTimeout(lifetime(1)).setTcpIdleTimeout(lifetime(2)).setTcpTransitoryTimeout(lifetime(3))
                .setIcmpTimeout(lifetime(4)).setIkeTimeout(lifetime(5)).setEspTimeout(lifetime(6))
                .setNatTTimeout(lifetime(7)).setHoldDownTimeout(Uint16.valueOf(8))
                .build())
            .setPolicy(new PolicyBuilder().setIpsec(false).setNatT(false).setPptp(false).setGre(false).setL2tp(false)
                .setOtherTunnels(false)
                .setRule(BindingMap.ordered(
                    new RuleBuilder(rule("b")).setPrecedence(Uint16.valueOf(20))
                        .setAction(Rule.Action.Refuse).build(),
                    new RuleBuilder(rule("a")).setClientPrefix(new Network("10.0.0.0/25"))
                        .setServerPrefix(new Network("198.51.100.0/24"))
                        .setPassthrough(EnumSet.allOf(
                            org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Passthrough.class)).build()))
                .setCryptoFloor(new CryptoFloorBuilder().setProfile(CryptoFloor.Profile.Cnsa)
                    .setAction(CryptoFloor.Action.Block).build())
                .build())
            .setSharing(Gateway.Sharing.Demultiplexed)
            .setBehaviour(new BehaviourBuilder().setMapping(Mapping.AddressDependent)
                .setFiltering(Filtering.EndpointIndependent).build())
            .setLimits(new LimitsBuilder().setMappingsPerClient(limit(12)).setSessionsPerClient(limit(13)).build())
            .setStaticMapping(BindingMap.ordered(
                mapping("web", Protocol.Tcp, "203.0.113.1", "10.0.0.2").setExternalPort(port(80))
                    .setExternalPortLast(port(82)).setInternalPort(port(8080)).build(),
                mapping("vpn", Protocol.IpsecServer, "192.0.2.7", "10.0.1.2").build()))
            .setPuntRates(new PuntRatesBuilder().setControl(rate(9)).setData(rate(10)).setPlain(rate(11)).build())
            .build();

        assertEquals(new ReadGateway.Usable("openflow:1", new GatewayConfig("office",
            List.of(INSIDE, new InternalPort("s1-eth3", Prefix.parse("10.0.1.0/24"), Ip4.parse("10.0.1.1"))), OUTSIDE,
            List.of(new AddressRange(Ip4.parse("192.0.2.7"), Ip4.parse("192.0.2.7")),
                new AddressRange(Ip4.parse("198.51.100.8"), Ip4.parse("198.51.100.9"))),
            true, new Settings(new Timers(1, 2, 3, 4, 5, 6, 7, 8), policyWithRules(), Strategy.DEMULTIPLEXED,
                new Behaviour(Dependence.ADDRESS_DEPENDENT, Dependence.ENDPOINT_INDEPENDENT), new Limits(12, 13),
                new StaticMappings(List.of(
                    StaticMapping.of("vpn", Kind.IPSEC_SERVER, Ip4.parse("192.0.2.7"), Ip4.parse("10.0.1.2")),
                    StaticMapping.ports("web", Kind.TCP, Ip4.parse("203.0.113.1"), 80, Ip4.parse("10.0.0.2"), 8080,
                        3)))),
            new MeterRates(9, 10, 11))),
            GatewayConfigReader.read(entry));
    }

    private static Policy policyWithRules() {
        return new Policy(EnumSet.allOf(Passthrough.class), List.of(
            new PolicyRule("a", 10, Prefix.parse("10.0.0.0/25"), Prefix.parse("198.51.100.0/24"),
                EnumSet.allOf(Passthrough.class), PolicyRule.Action.PERMIT),
            new PolicyRule("b", 20, PolicyRule.ANY, PolicyRule.ANY, Set.of(), PolicyRule.Action.REFUSE)),
            new org.vpnpassthrough.translation.CryptoFloor(CryptoProfile.CNSA,
                org.vpnpassthrough.translation.CryptoFloor.Action.BLOCK));
    }

    private static Rule rule(final String name) {
        return new RuleBuilder().setName(name).setPrecedence(Uint16.valueOf(10)).setAction(Rule.Action.Permit)
            .build();
    }

    private static GatewayBuilder withRule(final Rule rule) {
        return with(office(), gateway -> gateway.setPolicy(
            new PolicyBuilder().setRule(BindingMap.of(rule)).build()));
    }

    static Stream<Arguments> profiles() {
        return Stream.of(
            Arguments.of(CryptoFloor.Profile.None, CryptoProfile.NONE),
            Arguments.of(CryptoFloor.Profile.Rfc8247, CryptoProfile.RFC8247),
            Arguments.of(CryptoFloor.Profile.Cnsa, CryptoProfile.CNSA),
            Arguments.of(CryptoFloor.Profile.Cnssp15, CryptoProfile.CNSSP15));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void aFloorWithoutAnActionWarns(final CryptoFloor.Profile configured, final CryptoProfile profile) {
        final var entry = office().setPolicy(new PolicyBuilder()
            .setCryptoFloor(new CryptoFloorBuilder().setProfile(configured).build()).build()).build();
        assertEquals(new org.vpnpassthrough.translation.CryptoFloor(profile,
            org.vpnpassthrough.translation.CryptoFloor.Action.WARN), assertInstanceOf(ReadGateway.Usable.class,
            GatewayConfigReader.read(entry)).config().settings().policy().floor());
    }

    @Test
    void aRuleCanBeAboutEachPassthrough() {
        for (final var one : org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Passthrough.values()) {
            final var entry = withRule(new RuleBuilder(rule("a")).setPassthrough(Set.of(one)).build()).build();
            assertEquals(Set.of(one.getName()), assertInstanceOf(ReadGateway.Usable.class,
                GatewayConfigReader.read(entry)).config().settings().policy().rules().getFirst().passthroughs()
                .stream().map(Passthrough::toString).collect(Collectors.toSet()));
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void theCoreKnowsEveryProtocolOfAStaticMappingByItsWord(final Protocol protocol) {
        final var entry = mapping("one", protocol, "203.0.113.11", "10.0.0.2");
        if (protocol == Protocol.Tcp || protocol == Protocol.Udp || protocol == Protocol.Sctp) {
            entry.setExternalPort(port(80));
        }
        final var gateway = office()
            .setExternalPool(new ExternalPoolBuilder()
                .setRange(BindingMap.of(range("203.0.113.10", "203.0.113.11"))).build())
            .setStaticMapping(BindingMap.of(entry.build())).build();
        final var read = assertInstanceOf(ReadGateway.Usable.class, GatewayConfigReader.read(gateway))
            .config().settings().statics().entries().get(0);
        assertEquals(protocol.getName(), read.kind().toString());
        assertEquals(read.externalPort(), read.internalPort(), "the same port when it is not said");
        assertEquals(1, read.ports());
    }

    @Test
    void thereIsAWordInTheModelForEveryKindOfStaticMapping() {
        assertEquals(Kind.values().length, Protocol.values().length);
    }

    static Stream<Arguments> switches() {
        return Stream.of(
            Arguments.of(new PolicyBuilder().setIpsec(false), Passthrough.IPSEC),
            Arguments.of(new PolicyBuilder().setNatT(false), Passthrough.NAT_T),
            Arguments.of(new PolicyBuilder().setPptp(false), Passthrough.PPTP),
            Arguments.of(new PolicyBuilder().setGre(false), Passthrough.GRE),
            Arguments.of(new PolicyBuilder().setL2tp(false), Passthrough.L2TP),
            Arguments.of(new PolicyBuilder().setOtherTunnels(false), Passthrough.OTHER_TUNNELS));
    }

    @ParameterizedTest
    @MethodSource("switches")
    void theSwitchesOfThePolicyAreNotMixedUp(final PolicyBuilder configured, final Passthrough off) {
        final var entry = office().setPolicy(configured.build()).build();
        assertEquals(Policy.ALL.without(off), assertInstanceOf(ReadGateway.Usable.class,
            GatewayConfigReader.read(entry)).config().settings().policy());
    }

    static Stream<Arguments> unusable() {
        return Stream.of(
            Arguments.of("node-id: missing, expected a switch, such as openflow:1",
                with(office(), gateway -> gateway.setNodeId(null))),
            Arguments.of("external-port/next-hop: missing, expected an IPv4 address, such as 192.0.2.1",
                with(office(), gateway -> gateway.setExternalPort(externalPort().setNextHop(null).build()))),
            Arguments.of("internal-port/prefix: host bits are set in 10.0.0.1/24,"
                    + " expected an IPv4 prefix with the host bits zero, such as 192.0.2.0/24",
                with(office(), gateway -> gateway.setInternalPort(
                    BindingMap.of(internalPort("s1-eth1", "10.0.0.1/24", "10.0.0.1"))))),
            Arguments.of("external-pool/range/last: 203.0.113.9, expected an address not below 203.0.113.10",
                with(office(), gateway -> gateway.setExternalPool(new ExternalPoolBuilder()
                    .setRange(BindingMap.of(range("203.0.113.10", "203.0.113.9"))).build()))),
            Arguments.of("internal-port/port: s1-eth2, expected a port that is used once, internal or external",
                with(office(), gateway -> gateway.setInternalPort(
                    BindingMap.of(internalPort("s1-eth2", "10.0.0.0/24", "10.0.0.1"))))),
            Arguments.of("policy/rule/precedence: missing, expected 0 to 65535, the lowest first",
                withRule(new RuleBuilder(rule("a")).setPrecedence(null).build())),
            Arguments.of("policy/rule/action: missing, expected permit or refuse",
                withRule(new RuleBuilder(rule("a")).setAction(null).build())),
            Arguments.of("policy/rule/server-prefix: host bits are set in 10.0.0.1/24,"
                    + " expected an IPv4 prefix with the host bits zero, such as 192.0.2.0/24",
                withRule(new RuleBuilder(rule("a")).setServerPrefix(new Network("10.0.0.1/24")).build())),
            Arguments.of("policy/rule/client-prefix: 172.16.0.0/16 of a, expected a prefix with addresses of an"
                    + " internal port, else the rule is about nobody",
                withRule(new RuleBuilder(rule("a")).setClientPrefix(new Network("172.16.0.0/16")).build())),
            Arguments.of("static-mapping/internal-address: missing, expected an IPv4 address, such as 192.0.2.1",
                with(office(), gateway -> gateway.setStaticMapping(BindingMap.of(
                    mapping("one", Protocol.Esp, "203.0.113.10", "10.0.0.2").setInternalAddress(null).build())))),
            Arguments.of("static-mapping/protocol: missing, expected one of tcp, udp, sctp, esp, gre, ipip, ipv6, l2tp,"
                    + " all, ipsec-server, pptp-server, l2tp-server",
                with(office(), gateway -> gateway.setStaticMapping(BindingMap.of(
                    mapping("one", null, "203.0.113.10", "10.0.0.2").build())))),
            Arguments.of("static-mapping/external-port: one has 80, expected no port with protocol esp, only with tcp,"
                    + " udp and sctp",
                with(office(), gateway -> gateway.setStaticMapping(BindingMap.of(
                    mapping("one", Protocol.Esp, "203.0.113.10", "10.0.0.2").setExternalPortLast(port(80)).build())))),
            Arguments.of("static-mapping/external-port: one has none, expected a port of 1 to 65535 with protocol udp",
                with(office(), gateway -> gateway.setStaticMapping(BindingMap.of(
                    mapping("one", Protocol.Udp, "203.0.113.10", "10.0.0.2").build())))),
            Arguments.of("internal-port: none, expected at least one",
                with(office(), gateway -> gateway.setInternalPort(null))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusable")
    void aGatewayThatCannotWorkSaysWhichLeafAndWhy(final String problem, final GatewayBuilder gateway) {
        assertEquals(List.of(problem), assertInstanceOf(ReadGateway.Unusable.class,
            GatewayConfigReader.read(gateway.build())).problems().stream().map(Problem::toString).toList());
    }

    @Test
    void anEmptyGatewayListsAllThatIsMissing() {
        final var problems = assertInstanceOf(ReadGateway.Unusable.class,
            GatewayConfigReader.read(new GatewayBuilder().setName(office().getName()).build())).problems();
        assertEquals(List.of("node-id", "external-port/port", "external-port/prefix", "external-port/address",
            "external-port/next-hop"), problems.stream().map(Problem::leaf).toList());
    }

    @Test
    void noContainerIsNoGateway() {
        assertEquals(List.of(), GatewayConfigReader.readAll(null));
    }

    @Test
    void twoGatewaysOnOneSwitchLeaveTheFirstByNameUsable() {
        final var read = GatewayConfigReader.readAll(gateways(office(),
            with(branch(), gateway -> gateway.setNodeId(new SwitchId("openflow:1")))));
        assertInstanceOf(ReadGateway.Usable.class, read.get(0));
        assertEquals(new ReadGateway.Unusable("office", "openflow:1", List.of(new Problem("node-id", "openflow:1",
            "a switch that no other gateway has; branch has this one"))), read.get(1));
    }

    @Test
    void overlappingPoolsLeaveTheFirstByNameUsable() {
        final var read = GatewayConfigReader.readAll(gateways(office(), with(branch(), gateway ->
            gateway.setExternalPool(new ExternalPoolBuilder()
                .setRange(BindingMap.of(range("203.0.113.9", "203.0.113.12"))).build()))));
        assertInstanceOf(ReadGateway.Usable.class, read.get(0));
        assertEquals(List.of("external-pool/range"), assertInstanceOf(ReadGateway.Unusable.class, read.get(1))
            .problems().stream().map(Problem::leaf).toList());
    }

    @Test
    void aPortNumberIsAsGoodAsAName() {
        final var entry = with(office(), gateway ->
            gateway.setExternalPort(externalPort().setPort(new PortName("2")).build())).build();
        assertEquals("2", assertInstanceOf(ReadGateway.Usable.class, GatewayConfigReader.read(entry))
            .config().externalPort().port());
    }

    private static Lifetime lifetime(final int seconds) {
        return new Lifetime(Uint16.valueOf(seconds));
    }

    private static PacketRate rate(final int rate) {
        return new PacketRate(Uint32.valueOf(rate));
    }

    private static ClientLimit limit(final int limit) {
        return new ClientLimit(Uint32.valueOf(limit));
    }

    private static PortNumber port(final int port) {
        return new PortNumber(Uint16.valueOf(port));
    }

    private static StaticMappingBuilder mapping(final String name, final Protocol protocol, final String external,
            final String internal) {
        return new StaticMappingBuilder().setName(new GatewayName(name)).setProtocol(protocol)
            .setExternalAddress(new Address(external)).setInternalAddress(new Address(internal));
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnpassthrough.mapping.StaticMapping;
import org.vpnpassthrough.mapping.StaticMapping.Kind;
import org.vpnpassthrough.mapping.StaticMappings;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.translation.Settings;

class StaticCheckTest {
    private static final String POOL = "203.0.113.10";
    private static final String POOL_TOO = "203.0.113.11";
    private static final String OWN = "203.0.113.1";
    private static final String HOST = "192.0.2.50";
    private static final String OTHER_HOST = "192.0.2.51";

    static Stream<Arguments> wrong() {
        return Stream.of(
            row("static-mapping/external-address: a has 203.0.113.12, expected an address of the external pool, or the "
                + "gateway's own 203.0.113.1", ports("a", "203.0.113.12", 80, HOST, 80, 1)),
            row("static-mapping/external-address: a has 203.0.113.1, expected an address of the external pool other "
                + "than the gateway's own, as all of it is given away", of("a", Kind.ALL, OWN, HOST)),
            row("static-mapping/internal-address: a has 10.0.0.1, expected an address of a host in 192.0.2.0/24 that "
                + "is not the gateway's", of("a", Kind.ESP, POOL, "10.0.0.1")),
            row("static-mapping/internal-address: a has 192.0.2.1, expected an address of a host in 192.0.2.0/24 that "
                + "is not the gateway's", of("a", Kind.ESP, POOL, "192.0.2.1")),
            row("static-mapping/internal-address: a has 192.0.2.255, expected an address of a host in 192.0.2.0/24 "
                + "that is not the gateway's", of("a", Kind.ESP, POOL, "192.0.2.255")),
            row("static-mapping/external-port: a has none, expected a port of 1 to 65535 with protocol tcp",
                ports("a", POOL, 0, HOST, 0, 1)),
            row("static-mapping/external-port: a has 500, expected no port with protocol ipsec-server, only with tcp, "
                + "udp and sctp",
                new StaticMapping("a", Kind.IPSEC_SERVER, Ip4.parse(POOL), 500, Ip4.parse(HOST), 500, 1)),
            row("static-mapping/external-port-last: a has 79, expected a port of 80 to 65535",
                ports("a", POOL, 80, HOST, 80, 0)),
            row("static-mapping/external-port-last: a has 65536, expected a port of 65535 to 65535",
                ports("a", POOL, 65535, HOST, 80, 2)),
            row("static-mapping/internal-port: a has 65535, expected a port of 1 to 65534, as 2 are mapped in a row",
                ports("a", POOL, 80, HOST, 65535, 2)),
            row("static-mapping/external-port: b has 6/203.0.113.10:81, expected what no other static mapping has; a "
                + "has it", ports("a", POOL, 80, HOST, 80, 2), ports("b", POOL, 81, OTHER_HOST, 81, 1)),
            row("static-mapping/internal-port: b has 6/192.0.2.50:80, expected what no other static mapping has; a "
                + "has it", ports("a", POOL, 80, HOST, 80, 1), ports("b", POOL_TOO, 80, HOST, 80, 1)),
            row("static-mapping/external-address: b has 50/203.0.113.10, expected what no other static mapping has; a "
                + "has it", of("a", Kind.ESP, POOL, HOST), of("b", Kind.IPSEC_SERVER, POOL, OTHER_HOST)),
            row("static-mapping/external-address: b has all/203.0.113.10, expected what no other static mapping has; "
                + "a has it", of("a", Kind.ALL, POOL, HOST), of("b", Kind.ALL, POOL, OTHER_HOST)),
            row("static-mapping/external-address: b has 203.0.113.10, expected an address that no host has for itself; "
                + "a gives it to 192.0.2.50", of("a", Kind.ALL, POOL, HOST), of("b", Kind.GRE, POOL, OTHER_HOST)),
            row("static-mapping/internal-address: b has 192.0.2.50, expected a host without an address for itself; a "
                + "gives it 203.0.113.10", of("a", Kind.ALL, POOL, HOST), of("b", Kind.GRE, POOL_TOO, HOST)),
            row("external-pool/range: [203.0.113.10 to 203.0.113.11], expected one address at least that static "
                + "mappings of protocol all do not give away", of("a", Kind.ALL, POOL, HOST),
                of("b", Kind.ALL, POOL_TOO, OTHER_HOST)),
            row("static-mapping: 163840 ports, expected at most 131072 in all", ports("a", POOL, 1, HOST, 1, 65535),
                ports("b", POOL_TOO, 1, OTHER_HOST, 1, 65535), ports("c", OWN, 1, "192.0.2.52", 1, 32770)));
    }

    private static StaticMapping ports(final String name, final String external, final int externalPort,
            final String internal, final int internalPort, final int ports) {
        return StaticMapping.ports(name, Kind.TCP, Ip4.parse(external), externalPort, Ip4.parse(internal),
            internalPort, ports);
    }

    private static StaticMapping of(final String name, final Kind kind, final String external, final String internal) {
        return StaticMapping.of(name, kind, Ip4.parse(external), Ip4.parse(internal));
    }

    private static Arguments row(final String message, final StaticMapping... entries) {
        return Arguments.of(message, List.of(entries));
    }

    private static List<String> problems(final List<StaticMapping> entries) {
        return ConfigCheck.check(GatewayRig.config(POOL, POOL_TOO).with(Settings.DEFAULT.with(
            new StaticMappings(entries)))).stream().map(Problem::toString).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void namesTheLeafTheValueAndWhatWouldBeRight(final String message, final List<StaticMapping> entries) {
        assertEquals(List.of(message), problems(entries));
    }

    @Test
    void hasNothingAgainstGoodOnes() {
        assertEquals(List.of(), problems(List.of(of("ipsec", Kind.IPSEC_SERVER, POOL, HOST),
            of("pptp", Kind.PPTP_SERVER, POOL, OTHER_HOST), of("l2tp", Kind.L2TP_SERVER, POOL, OTHER_HOST),
            ports("web", OWN, 80, HOST, 8080, 10), ports("same", OWN, 8080, OTHER_HOST, 8080, 1),
            of("host", Kind.ALL, POOL_TOO, "192.0.2.60"))));
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vpnpassthrough.mininet.peer.PlainEsp;
import org.vpnpassthrough.mininet.peer.Sender.Pace;
import org.vpnpassthrough.mininet.peer.Strongswan;
import org.vpnpassthrough.mininet.scenario.EspTunnel;
import org.vpnpassthrough.mininet.scenario.IkeTunnel;
import org.vpnpassthrough.mininet.scenario.Outcome;
import org.vpnpassthrough.mininet.scenario.Scenario;

/** IPsec through the gateway: real strongSwan, and real ESP packets. */
class IpsecIT {
    @RegisterExtension
    static final GatewayLab LAB = new GatewayLab(3, 2);

    static Stream<Scenario> scenarios() {
        return Stream.of(new IkeTunnel(2, "c1", "v1"), new IkeTunnel(1, "c2", "v1"), new EspTunnel("c3", "v2"));
    }

    @BeforeEach
    void configureTheGateway() {
        LAB.fresh(GatewayRequest.OFFICE);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void theSwitchAloneCarriesTheTunnel(final Scenario scenario) {
        assertEquals("", Outcome.of(scenario, LAB.topology()).problem());
    }

    @Test
    void twoClientsHaveTunnelsToOneServerAtOnce() {
        final var server = LAB.topology().host("v1");
        try (var far = Strongswan.server(LAB.topology(), server);
                var one = Strongswan.client(LAB.topology(), LAB.topology().host("c1"), 2, server);
                var other = Strongswan.client(LAB.topology(), LAB.topology().host("c2"), 2, server)) {
            one.initiate();
            other.initiate();
            assertEquals(2, far.tunnels().size());
            for (var client : List.of(one, other)) {
                final var ping = client.ping(10, 0.1);
                assertTrue(ping.out().contains(" 10 received"), ping::toString);
            }
        }
    }

    @Test
    void eachEspClientGetsAnAddressOfItsOwnWhileThereIsOne() {
        final var topology = LAB.topology();
        final var server = topology.host("v2");
        PlainEsp.server(server, topology.clients());
        for (var name : List.of("c1", "c2")) {
            final var report = PlainEsp.client(topology.host(name), server, new Pace(10, 50));
            assertTrue(report.whole(), () -> name + ": " + report + " " + LAB.office().state());
        }
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.SECOND_CLIENT;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Prefix;
import org.vpnpassthrough.packet.TunnelFrames;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Policy;
import org.vpnpassthrough.translation.PolicyRule;
import org.vpnpassthrough.translation.PolicyRule.Action;
import org.vpnpassthrough.translation.Reason;

class PolicyRulesTest {
    private static final Ip4 OTHER_SERVER = Ip4.parse("198.51.100.10");
    private static final int SPI = 0xc0ffee01;
    private static final PolicyRule REFUSE_CLIENT = rule(10, "192.0.2.101/32", "0.0.0.0/0", Action.REFUSE);
    private static final PolicyRule REFUSE_SERVER = rule(10, "0.0.0.0/0", "198.51.100.9/32", Action.REFUSE);

    private final GatewayRig rig = GatewayRig.running();

    @Test
    void whatIsRefusedToOneClientPassesForAnother() {
        configure(Policy.ALL.with(REFUSE_CLIENT));
        assertEquals(0, rig.fromClient(ike(CLIENT, SERVER)).size());
        assertEquals(0, rig.fromClient(Frames.esp(CLIENT, SERVER, SPI, 1)).size());
        assertEquals(0, rig.fromClient(natt(CLIENT)).size());
        assertEquals(1, rig.fromClient(ike(SECOND_CLIENT, SERVER)).size());
        assertEquals(Map.of("POLICY_RULE", 3L), rig.gateway().state().refusals());
        assertEquals(1, rig.fromClient(Frames.udp(CLIENT, 5000, SERVER, 53)).size(), "other traffic is not touched");
    }

    @Test
    void whatIsRefusedTowardsOneServerPassesTowardsAnother() {
        configure(Policy.ALL.with(REFUSE_SERVER));
        assertEquals(0, rig.fromClient(ike(CLIENT, SERVER)).size());
        assertEquals(1, rig.fromClient(ike(CLIENT, OTHER_SERVER)).size());
        assertEquals(0, rig.fromOutside(Frames.esp(SERVER, PUBLIC_ADDRESS, SPI, 1)).size());
        assertEquals(Map.of("POLICY_RULE", 2L), rig.gateway().state().refusals());
    }

    @Test
    void aRuleEndsTheSessionsThatItRefusesAtOnceAndNoOthers() {
        final var pool = GatewayRig.running(GatewayRig.config("203.0.113.10", "203.0.113.11"));
        for (final var client : List.of(CLIENT, SECOND_CLIENT)) {
            pool.fromClient(ike(client, SERVER));
            pool.fromClient(Frames.esp(client, SERVER, SPI, 1));
            pool.fromClient(natt(client));
        }
        assertEquals(8, pool.sessionRules().size());
        pool.carryOut(pool.gateway().reconfigure(
            GatewayRig.config("203.0.113.10", "203.0.113.11", Policy.ALL.with(REFUSE_CLIENT)), pool.now()));
        assertEquals(4, pool.sessionRules().size());
        assertEquals(3, pool.gateway().state().mappings());
        assertEquals(1, pool.fromClient(Frames.esp(SECOND_CLIENT, SERVER, SPI, 2)).size());
    }

    @Test
    void aServerThatIsRefusedLosesItsSessionsOnly() {
        rig.fromClient(ike(CLIENT, SERVER));
        rig.fromClient(ike(CLIENT, OTHER_SERVER));
        configure(Policy.ALL.with(REFUSE_SERVER));
        assertEquals(1, rig.gateway().state().sessions());
    }

    @Test
    void anExceptionPassesWhereThePassthroughIsOff() {
        configure(Policy.ALL.without(Passthrough.IPSEC).with(rule(10, "192.0.2.101/32", "0.0.0.0/0", Action.PERMIT)));
        assertEquals(1, rig.fromClient(ike(CLIENT, SERVER)).size());
        assertEquals(1, rig.fromOutside(
            Frames.udp(SERVER, 500, PUBLIC_ADDRESS, 500, Frames.ikeV1MainMode2(false))).size());
        assertEquals(1, rig.fromOutside(Frames.esp(SERVER, PUBLIC_ADDRESS, SPI, 1)).size());
        assertEquals(0, rig.fromClient(ike(SECOND_CLIENT, SERVER)).size());
        assertEquals(1, rig.refusals("POLICY_IPSEC"));
    }

    @Test
    void whatIkeAnnouncedDoesNotComeOnceItIsOff() {
        rig.fromClient(ike(CLIENT, SERVER));
        rig.fromOutside(Frames.udp(SERVER, 500, PUBLIC_ADDRESS, 500, Frames.ikeV1MainMode2(false)));
        configure(Policy.ALL.without(Passthrough.IPSEC));
        assertEquals(0, rig.fromOutside(Frames.esp(SERVER, PUBLIC_ADDRESS, SPI, 1)).size());
        assertEquals(1, rig.refusals("POLICY_IPSEC"));
        configure(Policy.ALL);
        assertEquals(0, rig.fromOutside(Frames.esp(SERVER, PUBLIC_ADDRESS, SPI, 1)).size());
        assertEquals(1, rig.refusals("NO_MAPPING"));
        assertEquals(1, rig.fromClient(Frames.esp(SECOND_CLIENT, SERVER, SPI, 1)).size(), "the address is free again");
    }

    @Test
    void authenticationHeadersAreRefusedWithTheReasonWhyNoNatCanPassThem() {
        assertEquals(0, rig.fromClient(TunnelFrames.ah(CLIENT, SERVER, 4, SPI, 1, Frames.text("data"))).size());
        assertEquals(0, rig.fromOutside(TunnelFrames.ah(SERVER, PUBLIC_ADDRESS, 4, SPI, 1, Frames.text("data")))
            .size());
        assertEquals(Map.of(Reason.AH_NOT_TRANSLATABLE.name(), 2L), rig.gateway().state().refusals());
        assertEquals(0, rig.gateway().state().mappings());
    }

    private void configure(final Policy policy) {
        rig.carryOut(rig.gateway().reconfigure(GatewayRig.config("203.0.113.10", "203.0.113.10", policy), rig.now()));
    }

    private static PolicyRule rule(final int precedence, final String clients, final String servers,
            final Action action) {
        return new PolicyRule("rule-" + precedence, precedence, Prefix.parse(clients), Prefix.parse(servers),
            Set.of(), action);
    }

    private static byte[] ike(final Ip4 client, final Ip4 server) {
        return Frames.udp(client, 500, server, 500, Frames.ikeV1MainMode1(false));
    }

    private static byte[] natt(final Ip4 client) {
        return Frames.udp(client, 4500, SERVER, 4500, Frames.nonEspMarker(Frames.ikeV2Auth()));
    }
}

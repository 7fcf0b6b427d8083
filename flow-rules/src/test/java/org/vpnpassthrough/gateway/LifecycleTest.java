/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vpnpassthrough.gateway.GatewayRig.EXTERNAL;
import static org.vpnpassthrough.gateway.GatewayRig.INTERNAL;
import static org.vpnpassthrough.packet.Frames.CLIENT;
import static org.vpnpassthrough.packet.Frames.PUBLIC_ADDRESS;
import static org.vpnpassthrough.packet.Frames.SERVER;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vpnpassthrough.packet.Arp;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.UdpHeader;
import org.vpnpassthrough.rules.Cookie;
import org.vpnpassthrough.rules.FlowRule;

class LifecycleTest {
    private static final GatewayConfig CONFIG = GatewayRig.config("203.0.113.10", "203.0.113.10");
    private static final byte[] UDP = Frames.udp(CLIENT, 5000, SERVER, 53, Frames.text("data"));

    @Test
    void waitsForTheSwitchAndThenForEachPortAndSaysSo() {
        final var rig = new GatewayRig(CONFIG);
        assertEquals(List.of("the switch has not connected"), rig.gateway().waitingFor());
        rig.carryOut(rig.gateway().connected(rig.now()));
        rig.carryOut(rig.gateway().ports(GatewayRig.PORTS.subList(0, 1), rig.now()));
        assertEquals(List.of("the switch has no port s1-eth2, it has s1-eth1"), rig.gateway().waitingFor());
        assertEquals(List.of(), rig.flows().rules());
        rig.gateway().receive(INTERNAL, 0, UDP, rig.now());
        assertEquals(1, rig.refusals("GATEWAY_WAITING"));
        rig.carryOut(rig.gateway().ports(GatewayRig.PORTS, rig.now()));
        assertEquals(List.of(), rig.gateway().waitingFor());
        assertTrue(rig.flows().rules().stream().allMatch(rule -> Cookie.isOurs(rule.cookie())));
        assertEquals(3, rig.flows().meters().size());
    }

    @Test
    void asksForItsNextHopBeforeTheFirstClientDoes() {
        final var rig = new GatewayRig(CONFIG);
        rig.carryOut(rig.gateway().connected(rig.now()));
        final var asked = rig.carryOut(rig.gateway().ports(GatewayRig.PORTS, rig.now()));
        assertEquals(1, asked.size());
        assertEquals(EXTERNAL, asked.get(0).port());
        assertEquals(GatewayRig.NEXT_HOP, ((Arp) asked.get(0).parsed()).targetAddress());
    }

    @Test
    void packetsWaitForTheNextHopAndThenGoTheirWay() {
        final var rig = new GatewayRig(CONFIG);
        rig.carryOut(rig.gateway().connected(rig.now()));
        rig.carryOut(rig.gateway().ports(GatewayRig.PORTS, rig.now()));
        assertEquals(1, rig.fromClient(UDP).size(), "an ARP request");
        assertEquals(List.of(), rig.sessionRules());
        final var out = rig.learnNextHop();
        assertEquals(2, out.size(), "the reply to the next hop's own request, and the packet");
        assertEquals(2, rig.sessionRules().size());
        assertEquals(PUBLIC_ADDRESS, out.get(0).parsed() instanceof Arp ? out.get(1).packet().source()
            : out.get(0).packet().source());
    }

    @Test
    void packetsDoNotWaitForEverForANeighbour() {
        final var rig = GatewayRig.running();
        final var nobody = Ip4.parse("203.0.113.77");
        for (int count = 0; count < 20; count++) {
            rig.fromClient(Frames.udp(CLIENT, 5000, nobody, 53));
        }
        assertEquals(4, rig.refusals("NEIGHBOUR_UNRESOLVED"));
        rig.pass(4);
        assertEquals(20, rig.refusals("NEIGHBOUR_UNRESOLVED"));
    }

    @Test
    void aNeighbourWithANewEthernetAddressGetsItsRulesAgain() {
        final var rig = GatewayRig.running();
        rig.fromClient(UDP);
        final var moved = Mac.parse("02:00:00:00:02:99");
        rig.send(EXTERNAL, Arp.request(moved, GatewayRig.NEXT_HOP, GatewayRig.EXTERNAL_ADDRESS).frame());
        final int before = rig.packetIns();
        assertEquals(moved, rig.fromClient(UDP).get(0).packet().ethernetDestination());
        assertEquals(before, rig.packetIns());
    }

    @Test
    void afterAReconnectTheSwitchHasTheSameRulesAndTheSamePorts() {
        final var rig = GatewayRig.running();
        final var first = rig.fromClient(UDP).get(0);
        final var rules = rig.flows().rules();
        rig.carryOut(rig.gateway().disconnected(rig.now()));
        rig.flows().removeAll(0, 0);
        rig.carryOut(rig.gateway().connected(rig.now()));
        rig.carryOut(rig.gateway().ports(GatewayRig.PORTS, rig.now()));
        assertEquals(rules, rig.flows().rules());
        assertEquals(sourcePort(first), sourcePort(rig.fromClient(UDP).get(0)));
    }

    @Test
    void aReconnectToASwitchThatKeptItsRulesRemovesNone() {
        final var rig = GatewayRig.running();
        rig.fromClient(UDP);
        rig.effects();
        rig.carryOut(rig.gateway().disconnected(rig.now()));
        rig.carryOut(rig.gateway().connected(rig.now()));
        rig.carryOut(rig.gateway().ports(GatewayRig.PORTS, rig.now()));
        assertTrue(rig.effects().stream().noneMatch(effect ->
            effect instanceof Effect.RemoveAllOurs || effect instanceof Effect.RemoveRule));
    }

    @Test
    void aSessionThatEndedWhileTheSwitchWasAwayIsRemovedWhenItIsBack() {
        final var rig = GatewayRig.running();
        rig.fromClient(UDP);
        rig.carryOut(rig.gateway().disconnected(rig.now()));
        final var other = GatewayRig.config("203.0.113.20", "203.0.113.20");
        rig.carryOut(rig.gateway().reconfigure(other, rig.now()));
        assertEquals(2, rig.sessionRules().size());
        rig.carryOut(rig.gateway().connected(rig.now()));
        rig.carryOut(rig.gateway().ports(GatewayRig.PORTS, rig.now()));
        assertEquals(List.of(), rig.sessionRules());
    }

    @Test
    void anAddressMoreInThePoolChangesNothingForTheOthers() {
        final var rig = GatewayRig.running();
        rig.fromClient(UDP);
        rig.effects();
        rig.carryOut(rig.gateway().reconfigure(GatewayRig.config("203.0.113.10", "203.0.113.11"), rig.now()));
        assertEquals(List.of(), rig.effects());
        assertEquals(2, rig.sessionRules().size());
    }

    @Test
    void whatWasExpectedAtAnAddressThatLeftThePoolIsNotExpectedWhenItIsBack() {
        final var rig = GatewayRig.running();
        rig.fromClient(Frames.udp(CLIENT, 500, SERVER, 500, Frames.ikeV2SaInit(false)));
        rig.fromOutside(Frames.udp(SERVER, 500, PUBLIC_ADDRESS, 500, Frames.ikeV2SaInitResponse(false)));
        rig.carryOut(rig.gateway().reconfigure(GatewayRig.config("203.0.113.11", "203.0.113.11"), rig.now()));
        final var out = rig.fromClient(Frames.esp(CLIENT, SERVER, 0x1000, 1));
        assertEquals(Ip4.parse("203.0.113.11"), out.get(0).packet().source());
        rig.carryOut(rig.gateway().reconfigure(GatewayRig.config("203.0.113.10", "203.0.113.11"), rig.now()));
        assertEquals(List.of(), rig.fromOutside(Frames.esp(SERVER, PUBLIC_ADDRESS, 0x1000, 1)));
        assertEquals(1, rig.refusals("NO_MAPPING"));
    }

    @Test
    void aGatewayThatIsRemovedLeavesNothing() {
        final var rig = GatewayRig.running();
        rig.fromClient(UDP);
        rig.carryOut(rig.gateway().close());
        assertEquals(List.of(), rig.flows().rules());
        assertEquals(List.of(), rig.flows().meters());
    }

    @Test
    void aRuleThatTheSwitchRefusesLeavesTheSessionWithTheController() {
        final var rig = GatewayRig.running();
        rig.fromClient(UDP);
        final FlowRule rule = rig.sessionRules().get(0);
        rig.carryOut(rig.gateway().ruleRefused(rule.cookie(), rig.now()));
        assertEquals(List.of(), rig.sessionRules());
        assertEquals(1, rig.fromClient(UDP).size());
        assertEquals(1, rig.refusals("RULE_REFUSED_BY_SWITCH"));
        rig.pass(301);
        assertEquals(0, rig.gateway().state().mappings());
    }

    @Test
    void openingClosingAndOpeningAgainLeavesTheRulesOfOpeningOnce() {
        final var once = GatewayRig.running();
        once.fromClient(UDP);
        final var again = GatewayRig.running();
        again.fromClient(UDP);
        again.pass(301);
        again.fromClient(UDP);
        assertEquals(once.sessionRules().size(), again.sessionRules().size());
        assertEquals(once.flows().rules().size(), again.flows().rules().size());
    }

    private static int sourcePort(final GatewayRig.Out out) {
        return ((UdpHeader) out.packet().transport()).sourcePort();
    }
}

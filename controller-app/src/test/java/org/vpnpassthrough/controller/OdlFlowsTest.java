/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.Ipv4Prefix;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.PortNumber;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.Uri;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.MacAddress;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.action.DecNwTtlCaseBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.action.OutputActionCase;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.action.OutputActionCaseBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.action.SetFieldCase;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.action.SetFieldCaseBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.action.dec.nw.ttl._case.DecNwTtlBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.action.output.action._case.OutputActionBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.action.set.field._case.SetFieldBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.list.ActionBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.inventory.rev130819.FlowCapableNode;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.inventory.rev130819.FlowId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.inventory.rev130819.tables.Table;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.inventory.rev130819.tables.TableKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.inventory.rev130819.tables.table.Flow;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.inventory.rev130819.tables.table.FlowKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.AddFlowInputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.FlowTableRef;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.RemoveFlowInputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.FlowCookie;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.FlowModFlags;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.FlowRef;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.flow.InstructionsBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.flow.MatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.instruction.ApplyActionsCase;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.instruction.ApplyActionsCaseBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.instruction.GoToTableCaseBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.instruction.MeterCaseBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.instruction.apply.actions._case.ApplyActionsBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.instruction.go.to.table._case.GoToTableBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.instruction.meter._case.MeterBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.list.Instruction;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.list.InstructionBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.list.InstructionKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.NodeConnectorId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.NodeId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.NodeRef;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.Nodes;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.nodes.Node;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.nodes.NodeKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.l2.types.rev130827.EtherType;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.types.rev130918.MeterId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.ethernet.match.fields.EthernetDestinationBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.ethernet.match.fields.EthernetSourceBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.ethernet.match.fields.EthernetTypeBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.EthernetMatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.IpMatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.layer._3.match.Ipv4MatchBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.model.match.types.rev131026.match.layer._4.match.UdpMatchBuilder;
import org.opendaylight.yangtools.binding.DataObjectIdentifier;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint64;
import org.opendaylight.yangtools.yang.common.Uint8;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Prefix;
import org.vpnpassthrough.rules.Action.DecrementTtl;
import org.vpnpassthrough.rules.Action.Output;
import org.vpnpassthrough.rules.Action.SetField;
import org.vpnpassthrough.rules.Action.ToController;
import org.vpnpassthrough.rules.Cookie;
import org.vpnpassthrough.rules.FlowRule;
import org.vpnpassthrough.rules.Match;
import org.vpnpassthrough.rules.MatchField;
import org.vpnpassthrough.rules.Pipeline;

class OdlFlowsTest {
    private static final OdlSwitch SWITCH = new OdlSwitch("openflow:7");
    private static final DataObjectIdentifier.WithKey<Node, NodeKey> NODE =
        DataObjectIdentifier.builder(Nodes.class).child(Node.class, new NodeKey(new NodeId("openflow:7"))).build();
    private static final FlowModFlags NOTHING_TOLD = new FlowModFlags(false, false, false, false, false);
    private static final FlowModFlags REMOVAL_TOLD = new FlowModFlags(false, false, false, false, true);

    private static final Ip4 CLIENT = Ip4.parse("10.0.0.2");
    private static final Ip4 SERVER = Ip4.parse("198.51.100.7");
    private static final Ip4 PUBLIC_ADDRESS = Ip4.parse("203.0.113.10");
    private static final Mac ROUTER = Mac.parse("02:00:00:00:00:fe");
    private static final Mac OUTSIDE = Mac.parse("02:00:00:00:00:02");

    private static final FlowRule ARP_TO_CONTROLLER =
        FlowRule.in(Pipeline.CLASSIFY, 400, Match.arp(), Cookie.forRoom(Cookie.Room.ARP))
            .meter(1).then(new ToController()).build();
    private static final FlowRule CLIENTS_TO_OUTBOUND =
        FlowRule.in(Pipeline.CLASSIFY, 100, Match.ip()
                .with(MatchField.IN_PORT, 1)
                .with(MatchField.ETH_DST, ROUTER)
                .with(MatchField.IPV4_SRC, Prefix.parse("10.0.0.0/24")), Cookie.forRoom(Cookie.Room.ROUTER))
            .goTo(Pipeline.OUTBOUND).build();
    private static final FlowRule DROP_ALL =
        FlowRule.in(Pipeline.CLASSIFY, 0, Match.any(), Cookie.forRoom(Cookie.Room.ROUTER)).build();
    private static final FlowRule MAPPING =
        FlowRule.in(Pipeline.OUTBOUND, 200, Match.ip(17)
                .with(MatchField.IPV4_SRC, CLIENT)
                .with(MatchField.IPV4_DST, SERVER)
                .with(MatchField.UDP_SRC, 4500), Cookie.forSession(42))
            .then(new SetField(MatchField.IPV4_SRC, PUBLIC_ADDRESS))
            .then(new SetField(MatchField.UDP_SRC, 40001))
            .then(new SetField(MatchField.ETH_SRC, OUTSIDE))
            .then(new SetField(MatchField.ETH_DST, ROUTER))
            .then(new DecrementTtl())
            .then(new Output(2))
            .idle(300, true).build();

    static Stream<Arguments> rules() {
        return Stream.of(
            Arguments.of("a punt rule: meter, then the whole packet to the controller", ARP_TO_CONTROLLER,
                flow(0, 400, "5650010000000000", NOTHING_TOLD, 0)
                    .setMatch(new MatchBuilder().setEthernetMatch(new EthernetMatchBuilder()
                        .setEthernetType(new EthernetTypeBuilder().setType(new EtherType(Uint32.valueOf(0x0806)))
                            .build())
                        .build()).build()),
                List.of(
                    new MeterCaseBuilder().setMeter(new MeterBuilder().setMeterId(new MeterId(Uint32.ONE)).build())
                        .build(),
                    apply(output("CONTROLLER")))),
            Arguments.of("a rule that goes on to another table", CLIENTS_TO_OUTBOUND,
                flow(0, 100, "5650020000000000", NOTHING_TOLD, 0)
                    .setMatch(new MatchBuilder()
                        .setInPort(new NodeConnectorId("1"))
                        .setEthernetMatch(new EthernetMatchBuilder()
                            .setEthernetType(new EthernetTypeBuilder().setType(new EtherType(Uint32.valueOf(0x0800)))
                                .build())
                            .setEthernetDestination(new EthernetDestinationBuilder()
                                .setAddress(new MacAddress("02:00:00:00:00:fe")).build())
                            .build())
                        .setLayer3Match(new Ipv4MatchBuilder().setIpv4Source(new Ipv4Prefix("10.0.0.0/24")).build())
                        .build()),
                List.of(new GoToTableCaseBuilder()
                    .setGoToTable(new GoToTableBuilder().setTableId(Uint8.ONE).build()).build())),
            Arguments.of("a rule that drops", DROP_ALL,
                flow(0, 0, "5650020000000000", NOTHING_TOLD, 0).setMatch(new MatchBuilder().build()),
                List.of()),
            Arguments.of("a mapping: one field an action, idle time, removal told", MAPPING,
                flow(1, 200, "565000000000002a", REMOVAL_TOLD, 300)
                    .setMatch(new MatchBuilder()
                        .setEthernetMatch(new EthernetMatchBuilder()
                            .setEthernetType(new EthernetTypeBuilder().setType(new EtherType(Uint32.valueOf(0x0800)))
                                .build())
                            .build())
                        .setIpMatch(new IpMatchBuilder().setIpProtocol(Uint8.valueOf(17)).build())
                        .setLayer3Match(new Ipv4MatchBuilder()
                            .setIpv4Source(new Ipv4Prefix("10.0.0.2/32"))
                            .setIpv4Destination(new Ipv4Prefix("198.51.100.7/32"))
                            .build())
                        .setLayer4Match(new UdpMatchBuilder()
                            .setUdpSourcePort(new PortNumber(Uint16.valueOf(4500))).build())
                        .build()),
                List.of(apply(
                    set(new SetFieldBuilder().setLayer3Match(
                        new Ipv4MatchBuilder().setIpv4Source(new Ipv4Prefix("203.0.113.10/32")).build())),
                    set(new SetFieldBuilder().setLayer4Match(
                        new UdpMatchBuilder().setUdpSourcePort(new PortNumber(Uint16.valueOf(40001))).build())),
                    set(new SetFieldBuilder().setEthernetMatch(new EthernetMatchBuilder().setEthernetSource(
                        new EthernetSourceBuilder().setAddress(new MacAddress("02:00:00:00:00:02")).build()).build())),
                    set(new SetFieldBuilder().setEthernetMatch(new EthernetMatchBuilder().setEthernetDestination(
                        new EthernetDestinationBuilder().setAddress(new MacAddress("02:00:00:00:00:fe")).build())
                        .build())),
                    new DecNwTtlCaseBuilder().setDecNwTtl(new DecNwTtlBuilder().build()).build(),
                    output("2")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void aRuleBecomesExactlyThisMessage(final String name, final FlowRule rule, final AddFlowInputBuilder expected,
            final List<org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.Instruction>
                instructions) {
        final var actual = OdlFlows.add(SWITCH, rule);
        assertEquals(expected
            .setFlowRef(actual.getFlowRef())
            .setInstructions(new InstructionsBuilder().setInstruction(ordered(instructions)).build())
            .build(), actual);
    }

    @Test
    void noMessageAsksForABarrier() {
        assertNull(OdlFlows.add(SWITCH, MAPPING).getBarrier());
        assertNull(OdlFlows.remove(SWITCH, MAPPING).getBarrier());
        assertNull(OdlFlows.removeOurs(SWITCH, Pipeline.CLASSIFY).getBarrier());
    }

    @Test
    void theFlowReferenceIsBelowItsTableAndDiffersFromRuleToRule() {
        final var flow = OdlFlows.add(SWITCH, MAPPING).getFlowRef();
        final var id = ((FlowKey) ((DataObjectIdentifier.WithKey<?, ?>) flow.getValue()).key()).getId().getValue();
        assertEquals(new FlowRef(NODE.toBuilder().augmentation(FlowCapableNode.class)
            .child(Table.class, new TableKey(Uint8.ONE)).child(Flow.class, new FlowKey(new FlowId(id))).build()), flow);

        final var sameCookie = FlowRule.in(Pipeline.OUTBOUND, 200,
            Match.ip(17).with(MatchField.IPV4_SRC, CLIENT), Cookie.forSession(42)).build();
        assertNotEquals(flow, OdlFlows.add(SWITCH, sameCookie).getFlowRef());
        assertEquals(flow, OdlFlows.add(SWITCH, MAPPING).getFlowRef(), "the same rule keeps its reference");
    }

    @Test
    void aRemovalIsStrictAndNamesTheCookieAndTheReferenceOfTheRule() {
        final var added = OdlFlows.add(SWITCH, MAPPING);
        assertEquals(new RemoveFlowInputBuilder()
            .setNode(new NodeRef(NODE))
            .setFlowTable(added.getFlowTable())
            .setFlowRef(added.getFlowRef())
            .setTableId(Uint8.ONE)
            .setPriority(Uint16.valueOf(200))
            .setCookie(new FlowCookie(Uint64.valueOf("565000000000002a", 16)))
            .setCookieMask(new FlowCookie(Uint64.MAX_VALUE))
            .setMatch(added.getMatch())
            .setStrict(true)
            .build(), OdlFlows.remove(SWITCH, MAPPING));
    }

    @Test
    void removingAllOfOursGoesByTheTagOfTheCookieOneTableAtATime() {
        assertEquals(new RemoveFlowInputBuilder()
            .setNode(new NodeRef(NODE))
            .setFlowTable(table(2))
            .setTableId(Uint8.TWO)
            .setCookie(new FlowCookie(Uint64.valueOf("5650000000000000", 16)))
            .setCookieMask(new FlowCookie(Uint64.valueOf("ffff000000000000", 16)))
            .setMatch(new MatchBuilder().build())
            .setStrict(false)
            .build(), OdlFlows.removeOurs(SWITCH, Pipeline.INBOUND));
    }

    private static AddFlowInputBuilder flow(final int table, final int priority, final String cookie,
            final FlowModFlags flags, final int idle) {
        return new AddFlowInputBuilder()
            .setNode(new NodeRef(NODE))
            .setFlowTable(table(table))
            .setTableId(Uint8.valueOf(table))
            .setPriority(Uint16.valueOf(priority))
            .setCookie(new FlowCookie(Uint64.valueOf(cookie, 16)))
            .setFlags(flags)
            .setIdleTimeout(Uint16.valueOf(idle))
            .setHardTimeout(Uint16.ZERO);
    }

    private static FlowTableRef table(final int table) {
        return new FlowTableRef(NODE.toBuilder().augmentation(FlowCapableNode.class)
            .child(Table.class, new TableKey(Uint8.valueOf(table))).build());
    }

    private static Map<InstructionKey, Instruction> ordered(
            final List<org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.Instruction>
                list) {
        return IntStream.range(0, list.size())
            .mapToObj(order -> new InstructionBuilder().setOrder(order).setInstruction(list.get(order)).build())
            .collect(BindingMap.toOrderedMap());
    }

    private static ApplyActionsCase apply(
            final org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.Action... actions) {
        return new ApplyActionsCaseBuilder()
            .setApplyActions(new ApplyActionsBuilder()
                .setAction(IntStream.range(0, actions.length)
                    .mapToObj(order -> new ActionBuilder().setOrder(order).setAction(actions[order]).build())
                    .collect(BindingMap.toOrderedMap()))
                .build())
            .build();
    }

    private static SetFieldCase set(final SetFieldBuilder field) {
        return new SetFieldCaseBuilder().setSetField(field.build()).build();
    }

    private static OutputActionCase output(final String port) {
        return new OutputActionCaseBuilder()
            .setOutputAction(new OutputActionBuilder()
                .setOutputNodeConnector(new Uri(port))
                .setMaxLength(Uint16.MAX_VALUE)
                .build())
            .build();
    }
}

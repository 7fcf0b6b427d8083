/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.common.util.concurrent.SettableFuture;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opendaylight.openflowjava.protocol.api.connection.OutboundQueueException;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.AddFlowOutput;
import org.opendaylight.yang.gen.v1.urn.opendaylight.packet.service.rev130709.TransmitPacketInput;
import org.opendaylight.yangtools.yang.common.ErrorType;
import org.opendaylight.yangtools.yang.common.RpcResult;
import org.opendaylight.yangtools.yang.common.RpcResultBuilder;
import org.vpnpassthrough.gateway.Effect;
import org.vpnpassthrough.gateway.Frame;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.rules.Action;
import org.vpnpassthrough.rules.Cookie;
import org.vpnpassthrough.rules.FlowRule;
import org.vpnpassthrough.rules.GroupRule;
import org.vpnpassthrough.rules.Match;
import org.vpnpassthrough.rules.MatchField;
import org.vpnpassthrough.rules.MeterRule;
import org.vpnpassthrough.rules.Pipeline;

class RpcFlowSinkTest {
    private static final OdlSwitch SWITCH = new OdlSwitch("openflow:7");
    private static final MeterRule METER = new MeterRule(1, 1000, 100);
    private static final FlowRule METERED = FlowRule.in(Pipeline.CLASSIFY, 400, Match.arp(),
        Cookie.forRoom(Cookie.Room.ARP)).meter(1).then(new Action.ToController()).build();
    private static final FlowRule OTHERWISE_METERED = FlowRule.in(Pipeline.OUTBOUND, 0, Match.any(),
        Cookie.forRoom(Cookie.Room.PLAIN)).meter(3).then(new Action.ToController()).build();
    private static final FlowRule MAPPING = FlowRule.in(Pipeline.OUTBOUND, 200,
        Match.ip(50).with(MatchField.IPV4_SRC, Ip4.parse("10.0.0.2")), Cookie.forSession(42))
        .then(new Action.Output(2)).idle(300, true).build();

    private final RecordingRpcs rpcs = new RecordingRpcs();
    private final Faults faults = new Faults("office", InstantSource.system());
    private final RpcFlowSink sink = new RpcFlowSink(SWITCH, rpcs, faults);
    private final List<Long> refused = new ArrayList<>();

    @Test
    void effectsAreSentInOrderAndNoAnswerIsAwaited() {
        final byte[] frame = {1, 2, 3};
        carryOut(new Effect.PutRule(MAPPING), new Effect.RemoveRule(METERED),
            new Effect.SendPacket(2, new Frame(frame)), new Effect.RemoveMeter(3));

        assertEquals(List.of(OdlFlows.add(SWITCH, MAPPING), OdlFlows.remove(SWITCH, METERED)),
            rpcs.inputs.subList(0, 2));
        final var packet = assertInstanceOf(TransmitPacketInput.class, rpcs.inputs.get(2));
        assertEquals(SWITCH.ref(), packet.getNode());
        assertEquals(SWITCH.port(2), packet.getEgress());
        assertArrayEquals(frame, packet.getPayload());
        assertNull(packet.getAction());
        assertEquals(OdlMeters.remove(SWITCH, 3), rpcs.inputs.get(3));
        assertEquals(4, rpcs.inputs.size());
    }

    @Test
    void allOfOursAreRemovedFromEveryTableOfThePipeline() {
        carryOut(new Effect.RemoveAllOurs());
        assertEquals(Pipeline.TABLES.stream().map(table -> OdlFlows.removeOurs(SWITCH, table)).toList(), rpcs.inputs);
    }

    @Test
    void aMeterReplacesTheOneOfTheSameNumberAndTheRulesThatNameItArePutAgain() {
        carryOut(new Effect.PutMeter(METER), new Effect.PutRule(METERED), new Effect.PutRule(OTHERWISE_METERED),
            new Effect.PutRule(MAPPING));
        assertEquals(List.of(OdlMeters.remove(SWITCH, 1), OdlMeters.add(SWITCH, METER)), rpcs.inputs.subList(0, 2));
        rpcs.inputs.clear();

        final var faster = new MeterRule(1, 2000, 200);
        carryOut(new Effect.PutMeter(faster));
        assertEquals(List.of(OdlMeters.remove(SWITCH, 1), OdlMeters.add(SWITCH, faster),
            OdlFlows.add(SWITCH, METERED)), rpcs.inputs);
    }

    @Test
    void groupsGoTheirWay() {
        final var group = new GroupRule(4, List.of(List.of(new Action.Output(2))));
        carryOut(new Effect.PutGroup(group), new Effect.RemoveGroup(3));
        assertEquals(List.of(OdlGroups.add(SWITCH, group), OdlGroups.remove(SWITCH, 3)), rpcs.inputs);
    }

    @Test
    void aRuleThatWasRemovedIsNotPutAgainWithItsMeter() {
        carryOut(new Effect.PutRule(METERED), new Effect.RemoveRule(METERED));
        rpcs.inputs.clear();
        carryOut(new Effect.PutMeter(METER));
        assertEquals(List.of(OdlMeters.remove(SWITCH, 1), OdlMeters.add(SWITCH, METER)), rpcs.inputs);

        carryOut(new Effect.PutRule(METERED), new Effect.RemoveAllOurs());
        rpcs.inputs.clear();
        carryOut(new Effect.PutMeter(METER));
        assertEquals(2, rpcs.inputs.size());
    }

    @Test
    void aRuleThatTheSwitchTookIsNoFault() {
        carryOut(new Effect.PutRule(MAPPING));
        answer().set(RpcResultBuilder.<AddFlowOutput>success().build());
        assertEquals(Map.of(), faults.counts());
        assertEquals(List.of(), refused);
    }

    @Test
    void aRuleThatTheSwitchRefusedIsCountedAndTold() {
        carryOut(new Effect.PutRule(MAPPING));
        answer().set(failed("Device reported error type FLOWMODFAILED code TABLEFULL", null));
        assertEquals(Map.of("add-flow", 1L), faults.counts());
        assertEquals(List.of(Cookie.forSession(42)), refused);
    }

    @Test
    void aRuleThatGotNoPlaceInThePluginsQueueIsRefusedToo() {
        carryOut(new Effect.PutRule(MAPPING));
        answer().set(failed("Request quota exceeded", null));
        assertEquals(List.of(Cookie.forSession(42)), refused);
    }

    @Test
    void aRuleOnItsWayWhenTheConnectionBreaksIsCountedButNotRefused() {
        carryOut(new Effect.PutRule(MAPPING), new Effect.PutRule(METERED));
        answer().set(failed("Device disconnected", OutboundQueueException.DEVICE_DISCONNECTED));
        rpcs.addFlowAnswers.get(1).setException(new IllegalStateException("no such switch"));
        assertEquals(Map.of(Faults.CONNECTION_LOST, 2L), faults.counts());
        assertEquals(List.of(), refused);
    }

    private void carryOut(final Effect... effects) {
        sink.carryOut(List.of(effects), refused::add);
    }

    private SettableFuture<RpcResult<AddFlowOutput>> answer() {
        return rpcs.addFlowAnswers.getFirst();
    }

    private static RpcResult<AddFlowOutput> failed(final String message, final Throwable cause) {
        return RpcResultBuilder.<AddFlowOutput>failed().withError(ErrorType.APPLICATION, message, cause).build();
    }
}

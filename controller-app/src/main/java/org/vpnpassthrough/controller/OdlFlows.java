/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.util.ArrayList;
import java.util.List;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.inet.types.rev130715.Uri;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.action.DecNwTtlCaseBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.action.GroupActionCaseBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.action.OutputActionCaseBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.action.SetFieldCaseBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.action.dec.nw.ttl._case.DecNwTtlBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.action.group.action._case.GroupActionBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.action.output.action._case.OutputActionBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.action.set.field._case.SetFieldBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.list.ActionBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.AddFlowInput;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.AddFlowInputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.RemoveFlowInput;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.RemoveFlowInputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.FlowCookie;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.FlowModFlags;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.flow.Instructions;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.flow.InstructionsBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.instruction.ApplyActionsCaseBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.instruction.GoToTableCaseBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.instruction.MeterCaseBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.instruction.apply.actions._case.ApplyActionsBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.instruction.go.to.table._case.GoToTableBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.instruction.meter._case.MeterBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.list.Instruction;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.list.InstructionBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.types.rev130918.MeterId;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Uint16;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint64;
import org.opendaylight.yangtools.yang.common.Uint8;
import org.vpnpassthrough.rules.Action;
import org.vpnpassthrough.rules.Cookie;
import org.vpnpassthrough.rules.FlowRule;
import org.vpnpassthrough.rules.Match;
import org.vpnpassthrough.rules.Table;

/** Our flow rules as OpenDaylight's: a translation without state. The matches and fields are {@link OdlMatches}. */
final class OdlFlows {
    /** OFPCML_NO_BUFFER (OpenFlow 1.3.5, section 7.2.5): the switch hands over the whole packet. */
    private static final Uint16 WHOLE_PACKET = Uint16.MAX_VALUE;
    private static final Uri CONTROLLER = new Uri("CONTROLLER");
    private static final FlowCookie EXACT_COOKIE = new FlowCookie(Uint64.MAX_VALUE);
    private static final FlowModFlags TELL_REMOVAL = new FlowModFlags(false, false, false, false, true);
    private static final FlowModFlags NO_FLAGS = new FlowModFlags(false, false, false, false, false);

    private OdlFlows() {
    }

    /**
     * The message that puts a rule into the switch, or in the place of the one with the same match and priority.
     *
     * @param target the switch
     * @param rule the rule
     * @return without a barrier
     */
    static AddFlowInput add(final OdlSwitch target, final FlowRule rule) {
        final int table = rule.table().id();
        return new AddFlowInputBuilder()
            .setNode(target.ref())
            .setFlowTable(target.table(table))
            .setFlowRef(target.flow(table, flowId(rule)))
            .setTableId(Uint8.valueOf(table))
            .setPriority(Uint16.valueOf(rule.priority()))
            .setCookie(cookie(rule.cookie()))
            .setIdleTimeout(Uint16.valueOf(rule.idleSeconds()))
            .setHardTimeout(Uint16.ZERO)
            .setFlags(rule.notifyRemoval() ? TELL_REMOVAL : NO_FLAGS)
            .setMatch(OdlMatches.match(rule.match()))
            .setInstructions(instructions(rule))
            .build();
    }

    /**
     * The message that removes exactly this rule: same table, match, priority and cookie. The plugin keeps an entry for
     * each rule that we add, and drops it for no less than these four.
     *
     * @param target the switch
     * @param rule the rule; what it does plays no part
     * @return without a barrier
     */
    static RemoveFlowInput remove(final OdlSwitch target, final FlowRule rule) {
        final int table = rule.table().id();
        return new RemoveFlowInputBuilder()
            .setNode(target.ref())
            .setFlowTable(target.table(table))
            .setFlowRef(target.flow(table, flowId(rule)))
            .setTableId(Uint8.valueOf(table))
            .setPriority(Uint16.valueOf(rule.priority()))
            .setCookie(cookie(rule.cookie()))
            .setCookieMask(EXACT_COOKIE)
            .setMatch(OdlMatches.match(rule.match()))
            .setStrict(Boolean.TRUE)
            .build();
    }

    /**
     * The message that removes all rules of ours from one table, whoever on whichever controller put them there. One
     * table at a time: for "all tables" the plugin would forget what it knows of everybody's flows.
     *
     * @param target the switch
     * @param table the table
     * @return without a barrier
     */
    static RemoveFlowInput removeOurs(final OdlSwitch target, final Table table) {
        return new RemoveFlowInputBuilder()
            .setNode(target.ref())
            .setFlowTable(target.table(table.id()))
            .setTableId(Uint8.valueOf(table.id()))
            .setCookie(cookie(Cookie.TAG))
            .setCookieMask(cookie(Cookie.TAG_MASK))
            .setMatch(OdlMatches.match(Match.any()))
            .setStrict(Boolean.FALSE)
            .build();
    }

    /** No two rules in a switch share table, priority and match; the hash stands for the match. */
    private static String flowId(final FlowRule rule) {
        return "vpn-" + rule.table().id() + "-" + rule.priority() + "-" + Long.toHexString(rule.cookie()) + "-"
            + Integer.toHexString(rule.match().hashCode());
    }

    private static FlowCookie cookie(final long bits) {
        return new FlowCookie(Uint64.fromLongBits(bits));
    }

    /** In the order in which a switch carries them out (OpenFlow 1.3.5, section 5.9). */
    private static Instructions instructions(final FlowRule rule) {
        final var instructions = new ArrayList<Instruction>(3);
        if (rule.meter() != 0) {
            append(instructions, new MeterCaseBuilder()
                .setMeter(new MeterBuilder().setMeterId(new MeterId(Uint32.valueOf(rule.meter()))).build())
                .build());
        }
        if (!rule.actions().isEmpty()) {
            append(instructions, new ApplyActionsCaseBuilder()
                .setApplyActions(new ApplyActionsBuilder()
                    .setAction(BindingMap.ordered(actions(rule.actions())))
                    .build())
                .build());
        }
        if (rule.next() != null) {
            append(instructions, new GoToTableCaseBuilder()
                .setGoToTable(new GoToTableBuilder().setTableId(Uint8.valueOf(rule.next().id())).build())
                .build());
        }
        return new InstructionsBuilder().setInstruction(BindingMap.ordered(instructions)).build();
    }

    private static void append(final List<Instruction> list,
            final org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.instruction.Instruction what) {
        list.add(new InstructionBuilder().setOrder(list.size()).setInstruction(what).build());
    }

    /** Actions in their order, of a rule or of a group's bucket. */
    static List<org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.list.Action>
            actions(final List<Action> ours) {
        final var actions = new ArrayList<
            org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.list.Action>();
        for (var action : ours) {
            actions.add(new ActionBuilder().setOrder(actions.size()).setAction(action(action)).build());
        }
        return actions;
    }

    private static org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.Action action(
            final Action action) {
        return switch (action) {
            // One field an action: the plugin writes all fields of one action into one OXM list, which switches refuse.
            case Action.SetField set -> new SetFieldCaseBuilder()
                .setSetField(new SetFieldBuilder(OdlMatches.field(set.field(), set.value())).build())
                .build();
            case Action.DecrementTtl decrement -> new DecNwTtlCaseBuilder()
                .setDecNwTtl(new DecNwTtlBuilder().build())
                .build();
            case Action.Output output -> output(new Uri(Integer.toString(output.port())));
            case Action.ToGroup group -> new GroupActionCaseBuilder()
                .setGroupAction(new GroupActionBuilder().setGroupId(Uint32.valueOf(group.id())).build())
                .build();
            case Action.ToController controller -> output(CONTROLLER);
        };
    }

    private static org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.Action output(
            final Uri port) {
        return new OutputActionCaseBuilder()
            .setOutputAction(new OutputActionBuilder()
                .setOutputNodeConnector(port)
                .setMaxLength(WHOLE_PACKET)
                .build())
            .build();
    }
}

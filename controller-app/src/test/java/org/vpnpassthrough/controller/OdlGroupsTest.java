/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.action.OutputActionCase;
import org.opendaylight.yang.gen.v1.urn.opendaylight.action.types.rev131112.action.action.SetFieldCase;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.types.rev131018.GroupTypes;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.rules.Action;
import org.vpnpassthrough.rules.GroupRule;
import org.vpnpassthrough.rules.MatchField;

class OdlGroupsTest {
    private static final OdlSwitch SWITCH = new OdlSwitch("openflow:7");

    @Test
    void eachBucketHasItsActionsInOrder() {
        final var input = OdlGroups.add(SWITCH, new GroupRule(9, List.of(to("192.0.2.101", 1), to("192.0.2.102", 3))));

        assertEquals(9, input.getGroupId().getValue().intValue());
        assertEquals(GroupTypes.GroupAll, input.getGroupType());
        assertEquals(SWITCH.ref(), input.getNode());
        final var buckets = List.copyOf(input.getBuckets().nonnullBucket().values());
        assertEquals(2, buckets.size());
        IntStream.range(0, 2).forEach(number -> {
            assertEquals(number, buckets.get(number).getBucketId().getValue().intValue());
            final var actions = List.copyOf(buckets.get(number).nonnullAction().values());
            assertEquals(List.of(SetFieldCase.class, OutputActionCase.class),
                actions.stream().map(action -> action.getAction().implementedInterface()).toList());
            assertEquals(Integer.toString(2 * number + 1), ((OutputActionCase) actions.get(1).getAction())
                .getOutputAction().getOutputNodeConnector().getValue());
        });
    }

    @Test
    void aGroupIsRemovedByItsNumber() {
        final var input = OdlGroups.remove(SWITCH, 9);
        assertEquals(9, input.getGroupId().getValue().intValue());
        assertEquals(SWITCH.ref(), input.getNode());
    }

    private static List<Action> to(final String client, final int port) {
        return List.of(new Action.SetField(MatchField.IPV4_DST, Ip4.parse(client)), new Action.Output(port));
    }
}

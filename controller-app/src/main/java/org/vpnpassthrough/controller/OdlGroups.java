/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.util.ArrayList;
import java.util.List;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.service.rev130918.AddGroupInput;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.service.rev130918.AddGroupInputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.service.rev130918.RemoveGroupInput;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.service.rev130918.RemoveGroupInputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.types.rev131018.BucketId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.types.rev131018.GroupId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.types.rev131018.GroupTypes;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.types.rev131018.group.Buckets;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.types.rev131018.group.BucketsBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.types.rev131018.group.buckets.Bucket;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.types.rev131018.group.buckets.BucketBuilder;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.vpnpassthrough.rules.Action;
import org.vpnpassthrough.rules.GroupRule;

/** Our groups as OpenDaylight's: a translation without state. */
final class OdlGroups {
    private OdlGroups() {
    }

    static AddGroupInput add(final OdlSwitch target, final GroupRule group) {
        return new AddGroupInputBuilder()
            .setNode(target.ref())
            .setGroupRef(target.group(group.id()))
            .setGroupId(id(group.id()))
            .setGroupType(GroupTypes.GroupAll)
            .setBuckets(buckets(group))
            .build();
    }

    static RemoveGroupInput remove(final OdlSwitch target, final int group) {
        return new RemoveGroupInputBuilder()
            .setNode(target.ref())
            .setGroupRef(target.group(group))
            .setGroupId(id(group))
            .setGroupType(GroupTypes.GroupAll)
            .build();
    }

    private static GroupId id(final int group) {
        return new GroupId(Uint32.valueOf(group));
    }

    private static Buckets buckets(final GroupRule group) {
        final var buckets = new ArrayList<Bucket>();
        for (var actions : group.buckets()) {
            buckets.add(bucket(buckets.size(), actions));
        }
        return new BucketsBuilder().setBucket(BindingMap.ordered(buckets)).build();
    }

    private static Bucket bucket(final int number, final List<Action> actions) {
        return new BucketBuilder()
            .setBucketId(new BucketId(Uint32.valueOf(number)))
            .setAction(BindingMap.ordered(OdlFlows.actions(actions)))
            .build();
    }
}

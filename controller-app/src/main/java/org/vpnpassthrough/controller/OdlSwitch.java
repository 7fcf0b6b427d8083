/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.util.Optional;
import java.util.OptionalInt;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.inventory.rev130819.FlowCapableNode;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.inventory.rev130819.FlowId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.inventory.rev130819.meters.Meter;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.inventory.rev130819.meters.MeterKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.inventory.rev130819.tables.Table;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.inventory.rev130819.tables.TableKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.inventory.rev130819.tables.table.Flow;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.inventory.rev130819.tables.table.FlowKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.service.rev130819.FlowTableRef;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.types.rev131026.FlowRef;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.types.rev131018.GroupId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.types.rev131018.GroupRef;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.types.rev131018.groups.Group;
import org.opendaylight.yang.gen.v1.urn.opendaylight.group.types.rev131018.groups.GroupKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.NodeConnectorId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.NodeConnectorRef;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.NodeId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.NodeRef;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.Nodes;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.node.NodeConnector;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.node.NodeConnectorKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.nodes.Node;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.nodes.NodeKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.types.rev130918.MeterId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.types.rev130918.MeterRef;
import org.opendaylight.yangtools.binding.BindingInstanceIdentifier;
import org.opendaylight.yangtools.binding.DataObjectIdentifier;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.opendaylight.yangtools.yang.common.Uint8;

/**
 * How OpenDaylight's inventory refers to one switch, its ports, tables, flows and meters. Immutable; one is made per
 * switch, so that its reference is not built anew for every message.
 */
final class OdlSwitch {
    private final String nodeId;
    private final DataObjectIdentifier.WithKey<Node, NodeKey> path;
    private final NodeRef ref;

    /**
     * Refers to a switch, known to the controller or not.
     *
     * @param nodeId {@code openflow:} and the datapath id in decimal
     */
    OdlSwitch(final String nodeId) {
        this.nodeId = nodeId;
        path = DataObjectIdentifier.builder(Nodes.class).child(Node.class, new NodeKey(new NodeId(nodeId))).build();
        ref = new NodeRef(path);
    }

    String nodeId() {
        return nodeId;
    }

    NodeRef ref() {
        return ref;
    }

    NodeConnectorRef port(final int number) {
        return new NodeConnectorRef(path.toBuilder()
            .child(NodeConnector.class, new NodeConnectorKey(new NodeConnectorId(nodeId + ":" + number)))
            .build());
    }

    FlowTableRef table(final int tableId) {
        return new FlowTableRef(tablePath(tableId).build());
    }

    FlowRef flow(final int tableId, final String flowId) {
        return new FlowRef(tablePath(tableId).child(Flow.class, new FlowKey(new FlowId(flowId))).build());
    }

    GroupRef group(final int groupId) {
        return new GroupRef(path.toBuilder().augmentation(FlowCapableNode.class)
            .child(Group.class, new GroupKey(new GroupId(Uint32.valueOf(groupId))))
            .build());
    }

    MeterRef meter(final int meterId) {
        return new MeterRef(path.toBuilder().augmentation(FlowCapableNode.class)
            .child(Meter.class, new MeterKey(new MeterId(Uint32.valueOf(meterId))))
            .build());
    }

    private DataObjectIdentifier.Builder.WithKey<Table, TableKey> tablePath(final int tableId) {
        return path.toBuilder().augmentation(FlowCapableNode.class)
            .child(Table.class, new TableKey(Uint8.valueOf(tableId)));
    }

    /**
     * The switch that a reference points to.
     *
     * @param node the value of a {@code node-ref}
     * @return its id, or empty if the reference is to something else
     */
    static Optional<String> nodeIdOf(final BindingInstanceIdentifier node) {
        return node instanceof DataObjectIdentifier.WithKey<?, ?> keyed && keyed.key() instanceof NodeKey key
            ? Optional.of(key.getId().getValue()) : Optional.empty();
    }

    /**
     * The port that a reference points to.
     *
     * @param connector the value of a {@code node-connector-ref}, or the path of a node connector
     * @return switch and number, or empty if the reference is to something else or to one of OpenFlow's reserved ports
     */
    static Optional<Port> portOf(final BindingInstanceIdentifier connector) {
        if (connector instanceof DataObjectIdentifier.WithKey<?, ?> keyed
            && keyed.key() instanceof NodeConnectorKey key) {
            final var id = key.getId().getValue();
            final int colon = id.lastIndexOf(':');
            final var number = portNumber(id.substring(colon + 1));
            if (colon > 0 && number.isPresent()) {
                return Optional.of(new Port(id.substring(0, colon), number.getAsInt()));
            }
        }
        return Optional.empty();
    }

    /** Reserved ports have names ({@code LOCAL}) in the place of the number, and none of them is ours to use. */
    private static OptionalInt portNumber(final String text) {
        if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return OptionalInt.empty();
        }
        final int number = Integer.parseInt(text);
        return number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
    }

    /**
     * A port of a switch.
     *
     * @param nodeId the switch
     * @param number the OpenFlow port number, 1 or more
     */
    record Port(String nodeId, int number) {
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jdt.annotation.Nullable;
import org.opendaylight.mdsal.binding.api.DataBroker;
import org.opendaylight.mdsal.binding.api.DataTreeChangeListener;
import org.opendaylight.mdsal.binding.api.DataTreeModification;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.openflowplugin.api.openflow.device.DeviceInfo;
import org.opendaylight.openflowplugin.api.openflow.mastership.MastershipChangeService;
import org.opendaylight.openflowplugin.api.openflow.mastership.MastershipChangeServiceManager;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.inventory.rev130819.FlowCapableNodeConnector;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.Nodes;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.node.NodeConnector;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.nodes.Node;
import org.opendaylight.yangtools.binding.DataObjectReference;
import org.opendaylight.yangtools.concepts.Registration;
import org.vpnpassthrough.gateway.SwitchPort;
import org.vpnpassthrough.packet.Mac;

/**
 * Tells the registry which switches come and go, and which ports they have.
 *
 * <p>Coming and going is the plugin's word on mastership, not the inventory's: a switch that is back within half a
 * second never leaves the inventory. The ports are the inventory's, which has them soon after the switch came.
 */
final class SwitchListener implements MastershipChangeService, DataTreeChangeListener<NodeConnector>, AutoCloseable {
    private final GatewayRegistry registry;
    private final Map<String, Map<Integer, SwitchPort>> portsByNode = new HashMap<>();
    private final Registration mastership;
    private final Registration inventory;

    /**
     * Starts listening; switches that are there already are told at once or soon after.
     *
     * @param broker the datastore with the inventory
     * @param masters the plugin's word on mastership
     * @param registry who is told
     */
    SwitchListener(final DataBroker broker, final MastershipChangeServiceManager masters,
            final GatewayRegistry registry) {
        this.registry = registry;
        inventory = broker.registerTreeChangeListener(LogicalDatastoreType.OPERATIONAL,
            DataObjectReference.builder(Nodes.class).child(Node.class).child(NodeConnector.class).build(), this);
        mastership = masters.register(this);
    }

    @Override
    public void onBecomeOwner(final DeviceInfo deviceInfo) {
        registry.connected(deviceInfo.getNodeId().getValue());
    }

    @Override
    public void onLoseOwnership(final DeviceInfo deviceInfo) {
        registry.disconnected(deviceInfo.getNodeId().getValue());
    }

    /** One caller at a time, as the datastore promises. */
    @Override
    public void onDataTreeChanged(final List<DataTreeModification<NodeConnector>> changes) {
        final var changed = new HashSet<String>();
        for (var change : changes) {
            OdlSwitch.portOf(change.path()).ifPresent(port -> {
                final var ports = portsByNode.computeIfAbsent(port.nodeId(), nodeId -> new TreeMap<>());
                final var now = switchPort(port.number(), change.getRootNode().dataAfter());
                final var before = now.isPresent() ? ports.put(port.number(), now.orElseThrow())
                    : ports.remove(port.number());
                if (!now.equals(Optional.ofNullable(before))) {
                    changed.add(port.nodeId());
                }
            });
        }
        for (var nodeId : changed) {
            registry.ports(nodeId, List.copyOf(portsByNode.get(nodeId).values()));
        }
        portsByNode.values().removeIf(Map::isEmpty);
    }

    /**
     * A port as the core wants it.
     *
     * @param number its OpenFlow number
     * @param connector its entry in the inventory, null if there is none any more
     * @return the port, empty as long as name or address are missing
     */
    static Optional<SwitchPort> switchPort(final int number, final @Nullable NodeConnector connector) {
        final var described = connector == null ? null : connector.augmentation(FlowCapableNodeConnector.class);
        if (described == null || described.getName() == null || described.getHardwareAddress() == null) {
            return Optional.empty();
        }
        return Optional.of(new SwitchPort(number, described.getName(),
            Mac.parse(described.getHardwareAddress().getValue())));
    }

    @Override
    public void close() {
        mastership.close();
        inventory.close();
    }
}

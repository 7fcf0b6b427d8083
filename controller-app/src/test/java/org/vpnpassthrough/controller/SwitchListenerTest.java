/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.openflowplugin.api.openflow.device.DeviceInfo;
import org.opendaylight.openflowplugin.api.openflow.mastership.MastershipChangeServiceManager;
import org.opendaylight.yang.gen.v1.urn.ietf.params.xml.ns.yang.ietf.yang.types.rev130715.MacAddress;
import org.opendaylight.yang.gen.v1.urn.opendaylight.flow.inventory.rev130819.FlowCapableNodeConnectorBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.NodeConnectorId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.NodeId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.Nodes;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.node.NodeConnector;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.node.NodeConnectorBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.node.NodeConnectorKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.nodes.Node;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.nodes.NodeKey;
import org.opendaylight.yangtools.binding.DataObjectIdentifier;
import org.opendaylight.yangtools.concepts.Registration;
import org.vpnpassthrough.gateway.SwitchPort;
import org.vpnpassthrough.packet.Mac;

class SwitchListenerTest {
    private static final String SWITCH = "openflow:1";
    private static final SwitchPort FIRST = new SwitchPort(1, "s1-eth1", Mac.parse("02:00:00:00:00:01"));
    private static final SwitchPort SECOND = new SwitchPort(2, "s1-eth2", Mac.parse("02:00:00:00:00:02"));

    private final TestDatastore datastore = new TestDatastore();
    private final MastershipChangeServiceManager masters = mock(MastershipChangeServiceManager.class);
    private final Registration mastership = mock(Registration.class);
    private final DeviceInfo device = mock(DeviceInfo.class);
    private final List<String> swept = new ArrayList<>();
    private final GatewayRegistry registry = new GatewayRegistry(gateway -> {
        throw new IllegalStateException("nothing is configured here");
    }, swept::add);
    private SwitchListener listener;

    @BeforeEach
    void listen() {
        when(masters.register(any())).thenReturn(mastership);
        when(device.getNodeId()).thenReturn(new NodeId(SWITCH));
        registry.configure(List.of());
        listener = new SwitchListener(datastore.broker(), masters, registry);
    }

    @AfterEach
    void close() {
        listener.close();
        verify(mastership).close();
    }

    @Test
    void portsComeChangeAndGo() throws Exception {
        listener.onBecomeOwner(device);
        put(connector("1", "s1-eth1", "02:00:00:00:00:01"));
        Eventually.equal(List.of(FIRST), this::ports);
        put(connector("2", "s1-eth2", "02:00:00:00:00:02"));
        Eventually.equal(List.of(FIRST, SECOND), this::ports);
        put(connector("2", "eth7", "02:00:00:00:00:02"));
        Eventually.equal(List.of(FIRST, new SwitchPort(2, "eth7", SECOND.mac())), this::ports);
        delete(path("2"));
        Eventually.equal(List.of(FIRST), this::ports);
        delete(node());
        Eventually.equal(List.of(), this::ports);
    }

    @Test
    void reservedPortsAndPortsWithoutADescriptionAreLeftOut() throws Exception {
        listener.onBecomeOwner(device);
        put(connector("LOCAL", "s1", "02:00:00:00:00:09"));
        put(new NodeConnectorBuilder().setId(new NodeConnectorId("openflow:1:3")).build());
        put(connector("1", "s1-eth1", "02:00:00:00:00:01"));
        Eventually.equal(List.of(FIRST), this::ports);
    }

    @Test
    void comingAndGoingIsTheWordOnMastership() throws Exception {
        put(connector("1", "s1-eth1", "02:00:00:00:00:01"));
        assertEquals(List.of(), ports());
        listener.onBecomeOwner(device);
        Eventually.equal(List.of(FIRST), this::ports);
        assertEquals(List.of(SWITCH), swept);
        listener.onLoseOwnership(device);
        assertEquals(List.of(), ports());
        listener.onBecomeOwner(device);
        assertEquals(List.of(FIRST), ports());
    }

    private List<SwitchPort> ports() {
        return List.copyOf(registry.portsOf(SWITCH));
    }

    private static NodeConnector connector(final String port, final String name, final String address) {
        return new NodeConnectorBuilder()
            .setId(new NodeConnectorId("openflow:1:" + port))
            .addAugmentation(new FlowCapableNodeConnectorBuilder()
                .setName(name)
                .setHardwareAddress(new MacAddress(address))
                .build())
            .build();
    }

    private static DataObjectIdentifier<Node> node() {
        return DataObjectIdentifier.builder(Nodes.class).child(Node.class, new NodeKey(new NodeId(SWITCH))).build();
    }

    private static DataObjectIdentifier<NodeConnector> path(final String port) {
        return node().toBuilder()
            .child(NodeConnector.class, new NodeConnectorKey(new NodeConnectorId("openflow:1:" + port))).build();
    }

    private void put(final NodeConnector connector) throws Exception {
        final var id = connector.getId().getValue();
        final var transaction = datastore.broker().newWriteOnlyTransaction();
        transaction.mergeParentStructurePut(LogicalDatastoreType.OPERATIONAL,
            path(id.substring(id.lastIndexOf(':') + 1)), connector);
        transaction.commit().get();
    }

    private void delete(final DataObjectIdentifier<?> path) throws Exception {
        final var transaction = datastore.broker().newWriteOnlyTransaction();
        transaction.delete(LogicalDatastoreType.OPERATIONAL, path);
        transaction.commit().get();
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.NodeConnectorId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.NodeId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.Nodes;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.node.NodeConnector;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.node.NodeConnectorKey;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.nodes.Node;
import org.opendaylight.yang.gen.v1.urn.opendaylight.inventory.rev130819.nodes.NodeKey;
import org.opendaylight.yangtools.binding.DataObjectIdentifier;

class OdlSwitchTest {
    private static final OdlSwitch SWITCH = new OdlSwitch("openflow:18446744073709551615");

    @Test
    void aPortReferenceReadsBackAsSwitchAndNumber() {
        assertEquals(Optional.of(new OdlSwitch.Port("openflow:18446744073709551615", 65279)),
            OdlSwitch.portOf(SWITCH.port(65279).getValue()));
    }

    @Test
    void aSwitchReferenceReadsBackAsItsId() {
        assertEquals(Optional.of("openflow:18446744073709551615"), OdlSwitch.nodeIdOf(SWITCH.ref().getValue()));
    }

    @ParameterizedTest
    @ValueSource(strings = { "openflow:7:LOCAL", "openflow:7:CONTROLLER", "openflow:7:", "7", ":7", "openflow:7:0",
        "openflow:7:4294967294", "openflow:7:-1", "" })
    void noPortIsReadFromWhatIsNotAPortOfOurs(final String connectorId) {
        assertEquals(Optional.empty(), OdlSwitch.portOf(DataObjectIdentifier.builder(Nodes.class)
            .child(Node.class, new NodeKey(new NodeId("openflow:7")))
            .child(NodeConnector.class, new NodeConnectorKey(new NodeConnectorId(connectorId)))
            .build()));
    }

    @Test
    void aReferenceToSomethingElseIsNeitherSwitchNorPort() {
        assertEquals(Optional.empty(), OdlSwitch.portOf(SWITCH.ref().getValue()));
        assertEquals(Optional.empty(), OdlSwitch.nodeIdOf(SWITCH.port(1).getValue()));
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.vpnpassthrough.controller.Configs.PORTS;
import static org.vpnpassthrough.controller.Configs.branch;
import static org.vpnpassthrough.controller.Configs.externalPort;
import static org.vpnpassthrough.controller.Configs.gateways;
import static org.vpnpassthrough.controller.Configs.internalPort;
import static org.vpnpassthrough.controller.Configs.office;
import static org.vpnpassthrough.controller.Configs.with;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.eclipse.jdt.annotation.Nullable;
import org.junit.jupiter.api.Test;
import org.opendaylight.mdsal.common.api.DataValidationFailedException;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.mdsal.common.api.PostCanCommitStep;
import org.opendaylight.mdsal.dom.api.DOMDataTreeCandidate;
import org.opendaylight.mdsal.dom.api.DOMDataTreeIdentifier;
import org.opendaylight.netconf.api.NetconfDocumentedException;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Gateways;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.PortName;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.SwitchId;
import org.opendaylight.yangtools.binding.DataObjectIdentifier;
import org.opendaylight.yangtools.binding.util.BindingMap;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeCandidateNode;
import org.opendaylight.yangtools.yang.data.tree.api.DataTreeConfiguration;
import org.opendaylight.yangtools.yang.data.tree.impl.di.InMemoryDataTreeFactory;
import org.vpnpassthrough.gateway.SwitchPort;

/** The guard as the datastore sees it: real trees, real changes. */
class ConfigGuardTest {
    private static final TestDatastore DATASTORE = new TestDatastore();
    private static final YangInstanceIdentifier PATH = YangInstanceIdentifier.of(Gateways.QNAME);

    /** The ports of the switches that are connected. */
    private Map<String, List<SwitchPort>> present = Map.of();

    @Test
    void aConfigurationThatCanWorkIsLetIn() throws Exception {
        assertLetIn(null, gateways(office(), branch()));
    }

    @Test
    void removingEverythingIsLetIn() throws Exception {
        assertLetIn(gateways(office()), null);
    }

    @Test
    void aRefusalNamesGatewayLeafValueAndWhatWouldBeRight() {
        assertRefused("gateway office: external-port/next-hop: missing, expected an IPv4 address, such as 192.0.2.1",
            null, gateways(with(office(), gateway ->
                gateway.setExternalPort(externalPort().setNextHop(null).build()))));
    }

    @Test
    void allProblemsAreToldAtOnce() {
        final var message = refusal(null, gateways(
            with(office(), gateway -> gateway.setNodeId(null)),
            with(branch(), gateway -> gateway.setInternalPort(null))));
        assertEquals("gateway branch: internal-port: none, expected at least one;"
            + " gateway office: node-id: missing, expected a switch, such as openflow:1", message);
    }

    @Test
    void aSecondGatewayOnTheSameSwitchIsRefused() {
        assertRefused("gateway office: node-id: openflow:1, expected a switch that no other gateway has;"
            + " branch has this one", gateways(office()),
            gateways(office(), with(branch(), gateway -> gateway.setNodeId(new SwitchId("openflow:1")))));
    }

    @Test
    void aPortThatTheConnectedSwitchDoesNotHaveIsRefusedWithThePortsItHas() {
        present = Map.of("openflow:1", PORTS);
        assertRefused("gateway office: external-port/port: eth9, expected one of the ports of openflow:1:"
            + " s1-eth1, s1-eth2", null, gateways(with(office(), gateway ->
                gateway.setExternalPort(externalPort().setPort(new PortName("eth9")).build()))));
    }

    @Test
    void aPortCanBeNamedByItsNumber() throws Exception {
        present = Map.of("openflow:1", PORTS);
        assertLetIn(null, gateways(with(office(), gateway -> gateway
            .setInternalPort(BindingMap.of(internalPort("1", "10.0.0.0/24", "10.0.0.1")))
            .setExternalPort(externalPort().setPort(new PortName("2")).build()))));
    }

    @Test
    void anyPortIsLetInWhileTheSwitchIsAway() throws Exception {
        assertLetIn(null, gateways(with(office(), gateway ->
            gateway.setExternalPort(externalPort().setPort(new PortName("eth9")).build()))));
    }

    @Test
    void aPortThatWentAwayDoesNotStandInTheWayOfOtherChanges() throws Exception {
        present = Map.of("openflow:1", List.of(Configs.INSIDE));
        assertLetIn(gateways(office()), gateways(office(), branch()));
    }

    @Test
    void whatWasWrongBeforeDoesNotStandInTheWayOfItsRemovalNorOfOthers() throws Exception {
        final var wrong = with(branch(), gateway -> gateway.setInternalPort(null));
        assertLetIn(gateways(wrong), gateways(wrong, office()));
        assertLetIn(gateways(wrong, office()), gateways(office()));
    }

    private void assertLetIn(final @Nullable Gateways before, final @Nullable Gateways after) throws Exception {
        assertEquals(PostCanCommitStep.NOOP, guard(before, after));
    }

    private void assertRefused(final String message, final @Nullable Gateways before, final @Nullable Gateways after) {
        assertEquals(message, refusal(before, after));
    }

    /** The message that RESTCONF shows: that of the first such cause. */
    private String refusal(final @Nullable Gateways before, final @Nullable Gateways after) {
        final var failure = assertInstanceOf(DataValidationFailedException.class,
            assertThrows(ExecutionException.class, () -> guard(before, after)).getCause());
        final var shown = assertInstanceOf(NetconfDocumentedException.class, failure.getCause());
        assertEquals(ErrorTag.INVALID_VALUE, shown.getErrorTag());
        return shown.getMessage();
    }

    private PostCanCommitStep guard(final @Nullable Gateways before, final @Nullable Gateways after) throws Exception {
        try (var guard = new ConfigGuard((path, cohort) -> () -> { }, DATASTORE.codec(),
                nodeId -> present.getOrDefault(nodeId, List.of()))) {
            return guard.canCommit("transaction", DATASTORE.model(), List.of(candidate(before, after))).get();
        }
    }

    private static DOMDataTreeCandidate candidate(final @Nullable Gateways before, final @Nullable Gateways after)
            throws Exception {
        final var tree = new InMemoryDataTreeFactory().create(DataTreeConfiguration.DEFAULT_CONFIGURATION,
            DATASTORE.model());
        if (before != null) {
            final var setup = tree.takeSnapshot().newModification();
            setup.write(PATH, DATASTORE.codec().toNormalizedDataObject(
                DataObjectIdentifier.builder(Gateways.class).build(), before).node());
            setup.ready();
            tree.commit(tree.prepare(setup));
        }
        final var change = tree.takeSnapshot().newModification();
        if (after == null) {
            change.delete(PATH);
        } else {
            change.write(PATH, DATASTORE.codec().toNormalizedDataObject(
                DataObjectIdentifier.builder(Gateways.class).build(), after).node());
        }
        change.ready();
        final var node = tree.prepare(change).getRootNode().getModifiedChild(PATH.getLastPathArgument());
        return new Candidate(DOMDataTreeIdentifier.of(LogicalDatastoreType.CONFIGURATION, PATH), node);
    }

    private record Candidate(DOMDataTreeIdentifier path, DataTreeCandidateNode node) implements DOMDataTreeCandidate {
        @Override
        public DOMDataTreeIdentifier getRootPath() {
            return path;
        }

        @Override
        public DataTreeCandidateNode getRootNode() {
            return node;
        }
    }
}

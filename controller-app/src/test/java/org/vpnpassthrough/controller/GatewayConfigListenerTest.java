/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.vpnpassthrough.controller.Configs.branch;
import static org.vpnpassthrough.controller.Configs.gateways;
import static org.vpnpassthrough.controller.Configs.office;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.Gateways;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.Gateway;
import org.opendaylight.yangtools.binding.DataObjectIdentifier;

class GatewayConfigListenerTest {
    private static final DataObjectIdentifier<Gateways> GATEWAYS =
        DataObjectIdentifier.builder(Gateways.class).build();

    private final TestDatastore datastore = new TestDatastore();
    private final List<String> swept = new ArrayList<>();
    private final GatewayRegistry registry = new GatewayRegistry(gateway -> new GatewaySession(gateway.nodeId(),
        gateway.config(), new RecordingSink(), new Faults(gateway.name(), InstantSource.system()),
        InstantSource.system(), new Random(1)), swept::add);

    @AfterEach
    void stop() {
        registry.stop();
    }

    @Test
    void whatIsConfiguredAlreadyIsToldAndSoIsEachChange() throws Exception {
        put(gateways(office()));
        try (var listener = new GatewayConfigListener(datastore.broker(), registry)) {
            assertNotNull(listener);
            Eventually.equal(List.of("office"), this::names);

            final var entry = branch().build();
            final var added = datastore.broker().newWriteOnlyTransaction();
            added.put(LogicalDatastoreType.CONFIGURATION, GATEWAYS.toBuilder().child(Gateway.class, entry.key())
                .build(), entry);
            added.commit().get();
            Eventually.equal(List.of("branch", "office"), this::names);

            put(gateways(branch()));
            Eventually.equal(List.of("branch"), this::names);

            final var deleted = datastore.broker().newWriteOnlyTransaction();
            deleted.delete(LogicalDatastoreType.CONFIGURATION, GATEWAYS);
            deleted.commit().get();
            Eventually.equal(List.of(), this::names);
        }
    }

    @Test
    void thatNothingIsConfiguredIsTold() {
        registry.connected("openflow:1");
        assertEquals(List.of(), swept);
        try (var listener = new GatewayConfigListener(datastore.broker(), registry)) {
            assertNotNull(listener);
            Eventually.equal(List.of("openflow:1"), () -> List.copyOf(swept));
        }
    }

    @Test
    void afterClosingNothingIsToldAnyMore() throws Exception {
        final var listener = new GatewayConfigListener(datastore.broker(), registry);
        listener.close();
        put(gateways(office()));
        assertEquals(List.of(), names());
    }

    private List<String> names() {
        return registry.views().stream().map(view -> view.state().name()).sorted().toList();
    }

    private void put(final Gateways gateways) throws Exception {
        final var transaction = datastore.broker().newWriteOnlyTransaction();
        transaction.put(LogicalDatastoreType.CONFIGURATION, GATEWAYS, gateways);
        transaction.commit().get();
    }
}

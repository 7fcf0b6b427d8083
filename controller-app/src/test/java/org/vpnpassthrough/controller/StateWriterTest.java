/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.opendaylight.mdsal.common.api.LogicalDatastoreType;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.GatewaysState;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.state.Gateway;
import org.opendaylight.yang.gen.v1.urn.vpn.passthrough.rev261123.gateways.state.Gateway.Status;
import org.opendaylight.yangtools.binding.DataObjectIdentifier;
import org.vpnpassthrough.gateway.GatewayState;
import org.vpnpassthrough.gateway.Problem;

class StateWriterTest {
    private static final GatewayView RUNNING = new GatewayView("openflow:1", new GatewayState("office", List.of(), 3, 5,
        4, Map.of("one-room", 7L, "another-room", 8L), Map.of("SOME_REASON", 9L), 13, 14, 10, 11),
        Map.of("some-fault", 12L));
    private static final GatewayView WAITING = new GatewayView("openflow:2", new GatewayState("branch",
        List.of("the switch has not connected"), 0, 0, 0, Map.of(), Map.of(), 0, 0, 0, 0), Map.of());

    private final TestDatastore datastore = new TestDatastore();
    private final StateWriter writer = new StateWriter(datastore.broker());

    @Test
    void everyNumberHasItsPlace() {
        final var entry = StateWriter.entry(RUNNING);
        assertEquals("office", entry.getName().getValue());
        assertEquals("openflow:1", entry.getNodeId().getValue());
        assertEquals(Status.Running, entry.getStatus());
        assertNull(entry.getWaitingFor());
        assertEquals(3, entry.getMappings().getValue().intValue());
        assertEquals(5, entry.getSessions().getValue().intValue());
        assertEquals(4, entry.getSessionsInSwitch().getValue().intValue());
        assertEquals(13, entry.getWaitingExchanges().getValue().intValue());
        assertEquals(14, entry.getSpiClashes().getValue().intValue());
        assertEquals(10, entry.getRulesSent().getValue().longValue());
        assertEquals(11, entry.getPacketsSent().getValue().longValue());
        assertEquals(Map.of("one-room", 7L, "another-room", 8L), entry.nonnullRoom().values().stream()
            .collect(Collectors.toMap(room -> room.getName(), room -> room.getPacketIns().getValue().longValue())));
        assertEquals(Map.of("SOME_REASON", 9L), entry.nonnullRefusal().values().stream()
            .collect(Collectors.toMap(refusal -> refusal.getReason(),
                refusal -> refusal.getCount().getValue().longValue())));
        assertEquals(Map.of("some-fault", 12L), entry.nonnullFault().values().stream()
            .collect(Collectors.toMap(fault -> fault.getName(), fault -> fault.getCount().getValue().longValue())));
    }

    @Test
    void aGatewayThatWaitsSaysForWhat() {
        final var entry = StateWriter.entry(WAITING);
        assertEquals(Status.Waiting, entry.getStatus());
        assertEquals(Set.of("the switch has not connected"), entry.getWaitingFor());
    }

    @Test
    void aGatewayWithoutASwitchIsShownToo() {
        final var entry = StateWriter.entry(GatewayView.of(new ReadGateway.Unusable("branch", "",
            List.of(new Problem("node-id", "missing", "a switch")))));
        assertNull(entry.getNodeId());
        assertEquals(Set.of("node-id: missing, expected a switch"), entry.getWaitingFor());
    }

    @Test
    void gatewaysComeChangeAndGo() {
        writeUntil(List.of(RUNNING), Set.of(StateWriter.entry(RUNNING)));
        writeUntil(List.of(RUNNING, WAITING), Set.of(StateWriter.entry(RUNNING), StateWriter.entry(WAITING)));
        writeUntil(List.of(WAITING), Set.of(StateWriter.entry(WAITING)));
        writeUntil(List.of(), Set.of());
    }

    @Test
    void whatDidNotChangeIsNotWrittenAgain() throws Exception {
        writeUntil(List.of(RUNNING), Set.of(StateWriter.entry(RUNNING)));
        final var elsewhere = datastore.broker().newWriteOnlyTransaction();
        elsewhere.delete(LogicalDatastoreType.OPERATIONAL, DataObjectIdentifier.builder(GatewaysState.class).build());
        elsewhere.commit().get();

        writer.write(List.of(RUNNING));
        writer.write(List.of(RUNNING));
        assertEquals(Set.of(), shown());
    }

    @Test
    void closingShowsNothingAnyMore() {
        writeUntil(List.of(RUNNING), Set.of(StateWriter.entry(RUNNING)));
        writer.close();
        Eventually.equal(Set.of(), this::shown);
    }

    /** A write is left out while the one before is under way, so it takes another second's, as it does in real life. */
    private void writeUntil(final List<GatewayView> views, final Set<Gateway> expected) {
        Eventually.equal(expected, () -> {
            writer.write(views);
            return shown();
        });
    }

    private Set<Gateway> shown() {
        try (var transaction = datastore.broker().newReadOnlyTransaction()) {
            final Optional<GatewaysState> state = transaction.read(LogicalDatastoreType.OPERATIONAL,
                DataObjectIdentifier.builder(GatewaysState.class).build()).get();
            return state.map(all -> Set.copyOf(all.nonnullGateway().values())).orElse(Set.of());
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vpnpassthrough.mininet.peer.L2tp;
import org.vpnpassthrough.mininet.scenario.L2tpTunnels;
import org.vpnpassthrough.mininet.scenario.Outcome;

/** L2TP tunnels through the gateway: real messages, through one external address. */
class L2tpIT {
    @RegisterExtension
    static final GatewayLab LAB = new GatewayLab(8, 2);

    @BeforeEach
    void configureTheGateway() {
        LAB.fresh(GatewayRequest.OFFICE.withOneAddress());
    }

    @ParameterizedTest
    @ValueSource(ints = {L2tp.PORT, 1702})
    void eightClientsFromTheSamePortTalkToOneServerAtOnceAndTheSwitchAloneForwards(final int answerPort) {
        assertEquals("", Outcome.of(new L2tpTunnels(8, "v1", answerPort), LAB.topology()).problem());
    }
}

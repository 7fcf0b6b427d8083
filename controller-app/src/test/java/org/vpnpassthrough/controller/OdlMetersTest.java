/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.types.rev130918.band.type.band.type.Drop;
import org.vpnpassthrough.rules.MeterRule;

class OdlMetersTest {
    private static final OdlSwitch SWITCH = new OdlSwitch("openflow:7");

    @Test
    void aMeterCountsPacketsPerSecondWithABurstAndDropsTheRest() {
        final var input = OdlMeters.add(SWITCH, new MeterRule(3, 4000, 400));

        assertEquals(3, input.getMeterId().getValue().intValue());
        assertEquals(SWITCH.ref(), input.getNode());
        assertTrue(input.getFlags().getMeterPktps());
        assertTrue(input.getFlags().getMeterBurst());
        assertFalse(input.getFlags().getMeterKbps());
        assertFalse(input.getFlags().getMeterStats());

        final var bands = input.getMeterBandHeaders().nonnullMeterBandHeader().values();
        assertEquals(1, bands.size());
        final var band = bands.iterator().next();
        assertTrue(band.getMeterBandTypes().getFlags().getOfpmbtDrop());
        assertFalse(band.getMeterBandTypes().getFlags().getOfpmbtDscpRemark());
        final var drop = (Drop) band.getBandType();
        assertEquals(4000, drop.getDropRate().intValue());
        assertEquals(400, drop.getDropBurstSize().intValue());
    }

    @Test
    void aMeterIsRemovedByItsNumber() {
        final var input = OdlMeters.remove(SWITCH, 2);
        assertEquals(2, input.getMeterId().getValue().intValue());
        assertEquals(SWITCH.ref(), input.getNode());
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import java.util.Map;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.service.rev130918.AddMeterInput;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.service.rev130918.AddMeterInputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.service.rev130918.RemoveMeterInput;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.service.rev130918.RemoveMeterInputBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.types.rev130918.BandId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.types.rev130918.MeterBandType;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.types.rev130918.MeterFlags;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.types.rev130918.MeterId;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.types.rev130918.band.type.band.type.DropBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.types.rev130918.meter.MeterBandHeaders;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.types.rev130918.meter.MeterBandHeadersBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.types.rev130918.meter.meter.band.headers.MeterBandHeaderBuilder;
import org.opendaylight.yang.gen.v1.urn.opendaylight.meter.types.rev130918.meter.meter.band.headers.meter.band.header.MeterBandTypesBuilder;
import org.opendaylight.yangtools.yang.common.Uint32;
import org.vpnpassthrough.rules.MeterRule;

/** Our meters as OpenDaylight's: a translation without state. */
final class OdlMeters {
    /** Packets per second, with a burst size; OpenFlow 1.3.5, section 7.3.4.4. */
    private static final MeterFlags PACKETS_AND_BURST = new MeterFlags(true, false, true, false);
    private static final MeterBandType DROP = new MeterBandType(true, false, false);
    private static final BandId FIRST_BAND = new BandId(Uint32.ZERO);

    private OdlMeters() {
    }

    static AddMeterInput add(final OdlSwitch target, final MeterRule meter) {
        return new AddMeterInputBuilder()
            .setNode(target.ref())
            .setMeterRef(target.meter(meter.id()))
            .setMeterId(id(meter.id()))
            .setFlags(PACKETS_AND_BURST)
            .setMeterBandHeaders(bands(meter))
            .build();
    }

    static RemoveMeterInput remove(final OdlSwitch target, final int meter) {
        return new RemoveMeterInputBuilder()
            .setNode(target.ref())
            .setMeterRef(target.meter(meter))
            .setMeterId(id(meter))
            .build();
    }

    private static MeterId id(final int meter) {
        return new MeterId(Uint32.valueOf(meter));
    }

    private static MeterBandHeaders bands(final MeterRule meter) {
        final var band = new MeterBandHeaderBuilder()
            .setBandId(FIRST_BAND)
            .setMeterBandTypes(new MeterBandTypesBuilder().setFlags(DROP).build())
            .setBandRate(Uint32.valueOf(meter.packetsPerSecond()))
            .setBandBurstSize(Uint32.valueOf(meter.burst()))
            .setBandType(new DropBuilder()
                .setDropRate(Uint32.valueOf(meter.packetsPerSecond()))
                .setDropBurstSize(Uint32.valueOf(meter.burst()))
                .build())
            .build();
        return new MeterBandHeadersBuilder().setMeterBandHeader(Map.of(band.key(), band)).build();
    }
}

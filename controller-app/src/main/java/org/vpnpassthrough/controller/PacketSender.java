/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.controller;

import org.opendaylight.mdsal.binding.api.RpcService;
import org.opendaylight.yang.gen.v1.urn.opendaylight.packet.service.rev130709.TransmitPacket;
import org.opendaylight.yang.gen.v1.urn.opendaylight.packet.service.rev130709.TransmitPacketInput;
import org.opendaylight.yang.gen.v1.urn.opendaylight.packet.service.rev130709.TransmitPacketInputBuilder;

/** Has one switch put packets out, through OpenDaylight's RPC. */
final class PacketSender {
    private final OdlSwitch target;
    private final Faults faults;
    private final TransmitPacket transmitPacket;

    PacketSender(final OdlSwitch target, final RpcService rpcs, final Faults faults) {
        this.target = target;
        this.faults = faults;
        transmitPacket = rpcs.getRpc(TransmitPacket.class);
    }

    /**
     * Puts a packet out, past the switch's tables.
     *
     * @param port the OpenFlow port number
     * @param frame the Ethernet frame
     */
    void send(final int port, final byte[] frame) {
        FlowProgrammer.watch("packet-out", transmitPacket.invoke(packetOut(target, port, frame)), faults, () -> { });
    }

    static TransmitPacketInput packetOut(final OdlSwitch target, final int port, final byte[] frame) {
        return new TransmitPacketInputBuilder()
            .setNode(target.ref())
            .setEgress(target.port(port))
            .setPayload(frame)
            .build();
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Packet;
import org.vpnpassthrough.packet.PptpBytes;
import org.vpnpassthrough.packet.TcpHeader;
import org.vpnpassthrough.packet.TunnelFrames;

/** A control connection of PPTP through the gateway of a rig: both its ends, with what each has sent so far. */
final class PptpPeer {
    private static final int PORT = 1723;

    private final GatewayRig rig;
    private final Ip4 client;
    private final Ip4 server;
    private final int clientPort;
    private int clientNext = 1000;
    private int serverNext = 900_000;
    private Ip4 external;
    private int externalPort;

    PptpPeer(final GatewayRig rig, final Ip4 client, final Ip4 server, final int clientPort) {
        this.rig = rig;
        this.client = client;
        this.server = server;
        this.clientPort = clientPort;
    }

    /** A connection whose TCP handshake and Start-Control-Connection are done. */
    static PptpPeer connected(final GatewayRig rig, final Ip4 client, final Ip4 server, final int clientPort) {
        final var peer = new PptpPeer(rig, client, server, clientPort);
        peer.handshake();
        peer.fromClient(PptpBytes.startRequest());
        peer.fromServer(PptpBytes.startReply(1));
        return peer;
    }

    /** Lets both ends begin their streams at other places. */
    void startAt(final int sequence) {
        clientNext = sequence;
        serverNext = sequence;
    }

    void handshake() {
        final var syn = only(rig.fromClient(segment(TcpHeader.SYN, clientNext - 1)));
        external = syn.source();
        externalPort = ((TcpHeader) syn.transport()).sourcePort();
        only(rig.fromOutside(answer(TcpHeader.SYN | TcpHeader.ACK, serverNext - 1)));
        only(rig.fromClient(segment(TcpHeader.ACK, clientNext)));
    }

    /** Places a call as a client does; the result is the ID by which the server knows the client's end. */
    int call(final int id, final int serverId) {
        final int alias = idAt(12, fromClient(PptpBytes.outgoingCallRequest(id)));
        final var reply = fromServer(PptpBytes.outgoingCallReply(serverId, alias, 1));
        assertEquals(id, idAt(14, reply));
        return alias;
    }

    /** What arrives at the server of a stream of messages. */
    byte[] fromClient(final byte... payload) {
        final var out = only(clientSends(clientNext, payload));
        clientNext += payload.length;
        return payload(out);
    }

    /** What arrives at the client of a stream of messages. */
    byte[] fromServer(final byte... payload) {
        final var out = only(serverSends(serverNext, payload));
        serverNext += payload.length;
        return payload(out);
    }

    List<GatewayRig.Out> clientSends(final int sequence, final byte... payload) {
        return rig.fromClient(segment(TcpHeader.ACK | TcpHeader.PSH, sequence, payload));
    }

    List<GatewayRig.Out> serverSends(final int sequence, final byte... payload) {
        return rig.fromOutside(answer(TcpHeader.ACK | TcpHeader.PSH, sequence, payload));
    }

    /** The client's segment with these flags and without payload. */
    List<GatewayRig.Out> client(final int flags) {
        return rig.fromClient(segment(flags, clientNext));
    }

    /** The server's segment with these flags and without payload, so many bytes ahead of what it has sent. */
    List<GatewayRig.Out> server(final int flags, final int ahead) {
        return rig.fromOutside(answer(flags, serverNext + ahead));
    }

    /** Data of a call from the client. */
    List<GatewayRig.Out> greOut(final int serverId) {
        return rig.fromClient(TunnelFrames.call(client, server, serverId, 1, TunnelFrames.ppp()));
    }

    /** Data of a call from the server. */
    List<GatewayRig.Out> greIn(final int alias) {
        return rig.fromOutside(TunnelFrames.call(server, external, alias, 1, TunnelFrames.ppp()));
    }

    int clientNext() {
        return clientNext;
    }

    Ip4 external() {
        return external;
    }

    int externalPort() {
        return externalPort;
    }

    byte[] segment(final int flags, final int sequence, final byte... payload) {
        return Frames.checksummed(
            Frames.tcpSegment(client, clientPort, server, PORT, flags, sequence, payload));
    }

    private byte[] answer(final int flags, final int sequence, final byte... payload) {
        return Frames.checksummed(
            Frames.tcpSegment(server, PORT, external, externalPort, flags, sequence, payload));
    }

    static int idAt(final int offset, final byte... message) {
        return Byte.toUnsignedInt(message[offset]) << Byte.SIZE | Byte.toUnsignedInt(message[offset + 1]);
    }

    static byte[] payload(final Packet packet) {
        final var tcp = (TcpHeader) packet.transport();
        assertEquals(true, tcp.isIntact(packet));
        return Arrays.copyOfRange(packet.frame(), tcp.payloadOffset(), tcp.payloadOffset() + tcp.payloadLength());
    }

    static Packet only(final List<GatewayRig.Out> out) {
        assertEquals(1, out.size(), out::toString);
        return out.get(0).packet();
    }
}

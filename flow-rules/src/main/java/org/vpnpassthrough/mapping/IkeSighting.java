/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import org.vpnpassthrough.packet.IkeClearText;
import org.vpnpassthrough.packet.IkeDatagram;
import org.vpnpassthrough.packet.IkeMessage;
import org.vpnpassthrough.packet.Ip4;

/**
 * An IKE message on its way.
 *
 * @param client the internal host
 * @param server the remote end
 * @param fromClient whether it goes out
 * @param datagram what it says
 * @param session that it belongs to, null before there is one
 */
public record IkeSighting(Ip4 client, Ip4 server, boolean fromClient, IkeDatagram datagram, Session session) {
    /** A message that goes out, and may need a session. */
    public static IkeSighting from(final Ip4 client, final Ip4 server, final IkeDatagram datagram) {
        return new IkeSighting(client, server, true, datagram, null);
    }

    /** A message of a session. */
    public static IkeSighting of(final Session session, final boolean fromClient, final IkeDatagram datagram) {
        return new IkeSighting(session.mapping().client(), session.remote(), fromClient, datagram, session);
    }

    IkeMessage message() {
        return datagram.message();
    }

    IkeClearText text() {
        return datagram.text();
    }
}

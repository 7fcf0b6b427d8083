/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.time.Instant;
import org.vpnpassthrough.packet.Ip4;

/**
 * What a control room leaves for a data room: packets of this protocol between this client and this server are
 * announced, and the external address is kept for them.
 *
 * @param protocol IP protocol number of the announced packets
 * @param client the internal host
 * @param external the external address that is exclusive to the client towards the server
 * @param server the only remote address from which the packets may come
 * @param answered whether the server has answered on the control protocol: only then may its data come first
 * @param until when the expectation ends unless it is renewed
 */
public record Expectation(int protocol, Ip4 client, Ip4 external, Ip4 server, boolean answered, Instant until) {
    /** The same expectation, renewed. */
    public Expectation renewed(final boolean nowAnswered, final Instant newUntil) {
        return new Expectation(protocol, client, external, server, answered || nowAnswered, newUntil);
    }

    Tuple internalKey() {
        return new Tuple(protocol, client, Tuple.WHOLE_PROTOCOL, server);
    }

    Tuple externalKey() {
        return new Tuple(protocol, external, Tuple.WHOLE_PROTOCOL, server);
    }
}

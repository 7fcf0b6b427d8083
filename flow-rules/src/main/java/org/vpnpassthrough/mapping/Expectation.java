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
 * @param external the external address by which the client has the control protocol with the server
 * @param server the only remote address from which the packets may come
 * @param answered whether the server has answered on the control protocol: only then may its data come first
 * @param floated whether the data will come in another protocol (IKE moved to UDP port 4500, RFC 3947 section 4): the
 *     address is still best left to the client, but there is nothing to wait for
 * @param phaseTwos the exchanges that made security associations for ESP
 * @param until when the expectation ends unless it is renewed
 */
public record Expectation(int protocol, Ip4 client, Ip4 external, Ip4 server, boolean answered, boolean floated,
        PhaseTwos phaseTwos, Instant until) {
    /** An expectation that has only been announced. */
    public static Expectation of(final int protocol, final Ip4 client, final Ip4 external, final Ip4 server,
            final Instant until) {
        return new Expectation(protocol, client, external, server, false, false, PhaseTwos.NONE, until);
    }

    /** The same expectation, renewed. */
    public Expectation renewed(final boolean nowAnswered, final Instant newUntil) {
        return new Expectation(protocol, client, external, server, answered || nowAnswered, floated, phaseTwos,
            newUntil);
    }

    /** The same expectation, with the data in another protocol or, after a new beginning, perhaps not. */
    public Expectation floated(final boolean nowFloated) {
        return new Expectation(protocol, client, external, server, answered, nowFloated, phaseTwos, until);
    }

    /** The same expectation, after more such exchanges. */
    public Expectation with(final PhaseTwos changed) {
        return new Expectation(protocol, client, external, server, answered, floated, changed, until);
    }

    /** Whether packets of the protocol may come from the server before any have come from the client. */
    public boolean mayBegin() {
        return answered && !floated;
    }

    Tuple internalKey() {
        return new Tuple(protocol, client, Tuple.WHOLE_PROTOCOL, server);
    }

    Tuple externalKey() {
        return new Tuple(protocol, external, Tuple.WHOLE_PROTOCOL, server);
    }
}

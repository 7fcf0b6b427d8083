/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import org.vpnpassthrough.mapping.Tuple;

/**
 * Packets of a room that the switch sends to the controller.
 *
 * @param room the room that wants them
 * @param rate which of the gateway's limits they count against
 * @param protocol IP protocol number
 * @param which of the protocol's packets
 * @param always true: also those of sessions that the switch carries; false: those that no session's rule matches
 */
public record Punt(String room, Rate rate, int protocol, Which which, boolean always) {
    /** The limits on what reaches the controller. */
    public enum Rate {
        /** Control protocols: few packets, each of them needed. */
        CONTROL,
        /** Data protocols without ports. */
        DATA,
        /** First packets of everything else. */
        PLAIN
    }

    /** Which packets of a protocol are meant. */
    public sealed interface Which {
        /** All of them. */
        record All() implements Which {
        }

        /** Those with this TCP or UDP port on the remote side. */
        record RemotePort(int port) implements Which {
        }

        /**
         * Those to and from a host inside that a static mapping gives a place outside; they are named by it and not by
         * the port alone, as the same port may stand for other clients' ordinary traffic at other addresses.
         *
         * @param internal of the protocol of the punt; its port, or the whole protocol
         * @param external what stands for it outside
         */
        record Host(Tuple internal, Tuple external) implements Which {
        }

        /** Those with this ICMP type. */
        record IcmpType(int type) implements Which {
        }
    }

    /**
     * Packets that are told by the remote side.
     *
     * @param remotePort the TCP or UDP port of the remote side, or 0 for all packets of the protocol
     */
    public Punt(final String room, final Rate rate, final int protocol, final int remotePort, final boolean always) {
        this(room, rate, protocol, remotePort == 0 ? new Which.All() : new Which.RemotePort(remotePort), always);
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.util.Objects;
import org.vpnpassthrough.packet.Ip4;

/**
 * One side of a mapping: who sends, and by which label.
 *
 * @param protocol IP protocol number, 0 to 255, or {@link #ALL_PROTOCOLS}
 * @param address the internal or the external address
 * @param label the port or ICMP id, 0 to 65535, or {@link #WHOLE_PROTOCOL} where the protocol has none that counts
 * @param remote the only remote address that this tuple is valid for, or null for any (endpoint-independent mapping,
 *     RFC 4787 REQ-1)
 */
public record Tuple(int protocol, Ip4 address, int label, Ip4 remote) {
    /** The label of a tuple that stands for every packet of its protocol, as with ESP through an exclusive pair. */
    public static final int WHOLE_PROTOCOL = -1;
    /** The protocol of a tuple that stands for every packet of its address; its label is {@link #WHOLE_PROTOCOL}. */
    public static final int ALL_PROTOCOLS = -1;

    public Tuple {
        Objects.requireNonNull(address);
    }

    /** A tuple valid towards every remote address. */
    public static Tuple of(final int protocol, final Ip4 address, final int label) {
        return new Tuple(protocol, address, label, null);
    }

    /** The same tuple, valid towards this remote address only. */
    public Tuple towards(final Ip4 server) {
        return new Tuple(protocol, address, label, server);
    }

    /** Whether the tuple stands for all packets of its protocol, whatever their label. */
    public boolean isWholeProtocol() {
        return label == WHOLE_PROTOCOL;
    }

    @Override
    public String toString() {
        return (protocol == ALL_PROTOCOLS ? "all" : protocol) + "/" + address + (isWholeProtocol() ? "" : ":" + label)
            + (remote == null ? "" : " towards " + remote);
    }
}

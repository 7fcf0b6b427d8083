/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/** What follows the IPv4 header. */
public sealed interface Transport
        permits UdpHeader, TcpHeader, SctpHeader, IcmpEcho, IcmpError, IcmpOther, EspHeader, AhHeader, GreHeader,
            OtherProtocol, LaterFragment {
    /**
     * Where it begins.
     *
     * @return offset of its first byte in the frame
     */
    int offset();
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.nio.file.Path;
import java.util.List;
import org.vpnpassthrough.mininet.LabException;

/** Every kind of VPN of the lab, in the order of the table of results. */
final class Vpns {
    private Vpns() {
        // static methods only
    }

    /**
     * All of them, for one gateway: keys that are set by hand must know what address the packets come from.
     *
     * @param outside the gateway's external address
     * @param libreswan where Libreswan is unpacked: its package and strongSwan's exclude each other
     */
    static List<Vpn> all(final String outside, final Path libreswan) {
        return List.of(new KernelEsp(outside),
            new Libreswan(libreswan, 1, true), new Libreswan(libreswan, 2, true),
            new Libreswan(libreswan, 1, false), new Libreswan(libreswan, 2, false),
            new StrongswanKernel(1), new StrongswanKernel(2),
            new Pptpd(), new Xl2tpd(), new L2tpIpsec(), new Openvpn());
    }

    /** One of them by its key. */
    static Vpn one(final List<Vpn> all, final String key) {
        return all.stream().filter(vpn -> vpn.key().equals(key)).findFirst().orElseThrow(() ->
            new LabException("no VPN " + key + ": one of " + String.join(", ", all.stream().map(Vpn::key).toList())));
    }
}

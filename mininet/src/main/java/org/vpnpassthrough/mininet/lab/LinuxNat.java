/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;

/**
 * Linux's own NAT: host g1, with iptables and connection tracking as routers have them, and the helper for PPTP
 * attached to port 1723. (The guest's kernel has no nftables NAT; both rest on the same engine, nf_nat.)
 */
final class LinuxNat implements Nat {
    static final String KEY = "linux";

    private static final String DEVICE = "g1-eth1";
    private static final String ADDRESS = "203.0.113.2";
    private static final String POOL = "203.0.113.";
    private static final int FIRST = 20;

    /** GRE follows from the helper for PPTP. */
    private static final Map<String, List<String>> PUBLISHED = Map.of(
        "ipsec-server", List.of("udp --dport 500", "udp --dport 4500", "esp"),
        "pptp-server", List.of("tcp --dport 1723"),
        "l2tp-server", List.of("udp --dport 1701"));

    private final Host host;

    LinuxNat(final Topology topology) {
        host = topology.host("g1");
    }

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public void begin(final Addresses addresses) {
        final var script = new ArrayList<>(List.of("iptables-legacy -t nat -F", "iptables-legacy -t raw -F",
            "conntrack -F 2>/dev/null || true",
            "iptables-legacy -t raw -A PREROUTING -p tcp --dport 1723 -j CT --helper pptp"));
        if (addresses == Addresses.ONE) {
            script.add("iptables-legacy -t nat -A POSTROUTING -o " + DEVICE + " -j MASQUERADE");
        } else {
            for (int number = 0; number < Addresses.SIZE; number++) {
                script.add("ip address replace " + POOL + (FIRST + number) + "/32 dev " + DEVICE);
            }
            script.add("iptables-legacy -t nat -A POSTROUTING -o " + DEVICE + " -j SNAT --persistent --to-source "
                + POOL + FIRST + "-" + POOL + (FIRST + Addresses.SIZE - 1));
        }
        host.run("sh", "-e", "-c", String.join("\n", script)).check();
    }

    @Override
    public String inside() {
        return "10.0.0.2";
    }

    @Override
    public String outside() {
        return ADDRESS;
    }

    @Override
    public String device() {
        return "s3-eth200";
    }

    @Override
    public void publish(final Host server, final String what) {
        final var matches = PUBLISHED.get(what);
        if (matches == null) {
            throw new LabException("no rule for " + what + ", only for " + PUBLISHED.keySet());
        }
        host.run("sh", "-e", "-c", matches.stream().map(match -> "iptables-legacy -t nat -A PREROUTING -i " + DEVICE
            + " -d " + ADDRESS + " -p " + match + " -j DNAT --to-destination " + server.address())
            .collect(Collectors.joining("\n"))).check();
    }

    @Override
    public String says() {
        return host.run("sh", "-c", "conntrack -S; conntrack -L 2>/dev/null").out();
    }
}

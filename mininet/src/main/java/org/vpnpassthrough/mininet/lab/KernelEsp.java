/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;

/**
 * Plain ESP (RFC 4303) in tunnel mode between two kernels whose security associations are laid by hand: there is no IKE
 * from which a gateway could learn anything.
 */
public final class KernelEsp implements Vpn {
    private static final Inside INSIDE = new Inside("192.168.52.", "192.168.53.1");
    private static final int TO_SERVER = 0x52000000;
    private static final int TO_CLIENT = 0x53000000;
    private static final int PATIENCE = 10;     // s
    private static final int ENCRYPTION_KEY = 16;
    private static final int INTEGRITY_KEY = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String external;

    /**
     * Such tunnels through one gateway.
     *
     * @param external the address that the server sees its clients at; keyed by hand, it has to know
     */
    public KernelEsp(final String external) {
        this.external = external;
    }

    @Override
    public String key() {
        return "esp-by-hand";
    }

    @Override
    public boolean takesAnyAddress() {
        return false;
    }

    @Override
    public String passthrough() {
        return "ipsec";
    }

    @Override
    public String title() {
        return "plain ESP, Linux kernel, keyed by hand";
    }

    /** Who keys by hand knows the server's own address: the one to reach it at is not used. */
    @Override
    public Vpn.Server serve(final Topology topology, final Host host, final String address) {
        INSIDE.layServer(host);
        return new Server(host, external);
    }

    private static String random(final int bytes) {
        final var key = new byte[bytes];
        RANDOM.nextBytes(key);
        return "0x" + HexFormat.of().formatHex(key);
    }

    private record Server(Host host, String external) implements Vpn.Server {
        @Override
        public Vpn.Client client(final Host client) {
            return new Client(client, host, external);
        }

        /** What the kernel has counted: it writes nothing, not even of an SPI that it does not know. */
        @Override
        public String log() {
            return counters(host);
        }

        @Override
        public void close() {
            INSIDE.takeServer(host);
        }
    }

    private static String counters(final Host host) {
        return host.run("sh", "-c",
            "grep -v '[[:space:]]0$' /proc/net/xfrm_stat; ip -s xfrm state | grep -v 0x.*0x").out();
    }

    private static final class Client implements Vpn.Client {
        private final Host host;
        private final Host server;
        private final String external;
        private boolean laid;

        private Client(final Host host, final Host server, final String external) {
            this.host = host;
            this.server = server;
            this.external = external;
        }

        @Override
        public void connect() {
            if (laid) {
                close();
            }
            laid = true;
            INSIDE.layClient(host);
            final var out = keys();
            final var in = keys();
            Inside.batch(server, List.of(
                state(external, server.address(), TO_SERVER, out), state(server.address(), external, TO_CLIENT, in),
                policy("in", inside(), serverInside(), external, server.address()),
                policy("out", serverInside(), inside(), server.address(), external))).check();
            Inside.batch(host, List.of(
                state(host.address(), server.address(), TO_SERVER, out),
                state(server.address(), host.address(), TO_CLIENT, in),
                policy("out", inside(), serverInside(), host.address(), server.address()),
                policy("in", serverInside(), inside(), server.address(), host.address()))).check();
            // A gateway may let the server's packets in only after the client has sent one.
            final var ping = host.run("ping", "-q", "-c", "1", "-w", Integer.toString(PATIENCE), "-I", inside(),
                serverInside());
            if (!ping.succeeded()) {
                throw new LabException("no answer through ESP from " + host + " to " + server + ":\n" + ping.out()
                    + ping.err() + "client:\n" + log() + "server:\n" + counters(server));
            }
        }

        @Override
        public String inside() {
            return INSIDE.client(host);
        }

        @Override
        public String serverInside() {
            return INSIDE.server();
        }

        @Override
        public String log() {
            return counters(host);
        }

        /** Takes the tunnel away at both ends: the server could not notice by itself that it has ended. */
        @Override
        public void close() {
            Inside.batch(server, List.of(noState(external, server.address(), TO_SERVER),
                noState(server.address(), external, TO_CLIENT), noPolicy("in", inside(), serverInside()),
                noPolicy("out", serverInside(), inside())));
            INSIDE.takeClient(host);
        }

        private static String keys() {
            return " auth-trunc hmac(sha256) " + random(INTEGRITY_KEY) + " 128 enc cbc(aes) " + random(ENCRYPTION_KEY);
        }

        private String state(final String from, final String to, final int spi, final String keys) {
            return "xfrm state add " + association(from, to, spi) + " reqid " + host.number()
                + " mode tunnel replay-window 32" + keys;
        }

        private String noState(final String from, final String to, final int spi) {
            return "xfrm state delete " + association(from, to, spi);
        }

        private String association(final String from, final String to, final int spi) {
            return "src " + from + " dst " + to + " proto esp spi " + (spi + host.number());
        }

        private String policy(final String direction, final String from, final String to, final String outerFrom,
                final String outerTo) {
            return "xfrm policy add src " + from + "/32 dst " + to + "/32 dir " + direction + " tmpl src " + outerFrom
                + " dst " + outerTo + " proto esp reqid " + host.number() + " mode tunnel";
        }

        private static String noPolicy(final String direction, final String from, final String to) {
            return "xfrm policy delete src " + from + "/32 dst " + to + "/32 dir " + direction;
        }
    }
}

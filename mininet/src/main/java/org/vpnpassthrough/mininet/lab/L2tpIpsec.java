/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.util.Optional;
import java.util.regex.Pattern;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;

/**
 * L2TP in IPsec's transport mode (RFC 3193): xl2tpd over strongSwan with IKEv1 and the kernel's ESP. All clients send
 * from UDP port 1701, as those of old routers and of Windows do, so behind one external address they have one selector
 * at the server: it cannot tell which association is whose, whatever the gateway does.
 */
public final class L2tpIpsec implements Vpn {
    private static final Pattern CONFUSED = Pattern.compile(
        "unable to install policy|the same policy for reqid|policy .* already exists, increasing refcount");

    private final Vpn protection = StrongswanKernel.protectingL2tp(1);
    private final Vpn tunnels = new Xl2tpd();

    @Override
    public String key() {
        return "l2tp-ipsec";
    }

    @Override
    public String title() {
        return "L2TP in IPsec transport mode, IKEv1, all from UDP port 1701 (xl2tpd, strongSwan)";
    }

    @Override
    public Optional<Pattern> confused() {
        return Optional.of(CONFUSED);
    }

    @Override
    public String passthrough() {
        return protection.passthrough();
    }

    @Override
    public Vpn.Server serve(final Topology topology, final Host host, final String address) {
        final var outer = protection.serve(topology, host, address);
        try {
            return new Server(outer, tunnels.serve(topology, host, address));
        } catch (LabException e) {
            outer.close();
            throw e;
        }
    }

    private record Server(Vpn.Server outer, Vpn.Server inner) implements Vpn.Server {
        @Override
        public Vpn.Client client(final Host host) {
            return new Client(outer.client(host), inner.client(host));
        }

        @Override
        public String log() {
            return outer.log() + inner.log();
        }

        @Override
        public void close() {
            inner.close();
            outer.close();
        }
    }

    private record Client(Vpn.Client outer, Vpn.Client inner) implements Vpn.Client {
        @Override
        public void connect() {
            outer.connect();
            inner.connect();
        }

        @Override
        public String inside() {
            return inner.inside();
        }

        @Override
        public String serverInside() {
            return inner.serverInside();
        }

        @Override
        public void rekey() {
            outer.rekey();
        }

        @Override
        public String log() {
            return outer.log() + inner.log();
        }

        @Override
        public void close() {
            inner.close();
            outer.close();
        }
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.scenario;

import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;
import org.vpnpassthrough.mininet.peer.Strongswan;
import org.vpnpassthrough.mininet.peer.Tunnel;

/**
 * An IPsec tunnel between two strongSwan daemons, the client's behind the NAT: the client finds the NAT, the tunnel
 * comes up over UDP port 4500, and a ping between the addresses behind its ends goes through it.
 *
 * @param version 1 or 2, of IKE
 * @param client the client's name
 * @param server the server's name
 */
public record IkeTunnel(int version, String client, String server) implements Scenario {
    private static final int NAT_T_PORT = 4500;
    private static final int COUNT = 100;

    @Override
    public String protocol() {
        return "IKEv" + version + " + NAT-T";
    }

    @Override
    public int clients() {
        return 1;
    }

    @Override
    public HotPhase prepare(final Topology topology) {
        final var to = topology.host(server);
        final var far = Strongswan.server(topology, to);
        try {
            final var near = Strongswan.client(topology, topology.host(client), version, to);
            final var hot = new Established(near, far);
            try {
                establish(topology, near, far);
            } catch (LabException e) {
                hot.close();
                throw e;
            }
            return hot;
        } catch (LabException e) {
            far.close();
            throw e;
        }
    }

    private void establish(final Topology topology, final Strongswan near, final Strongswan far) {
        final var said = near.initiate();
        // Only the client's finding counts. strongSwan lies to its peer about its own address in order to get ESP into
        // UDP, so each end takes the other one for translated; the server's address in the answer is no lie.
        if (!said.contains("local host is behind NAT")) {
            throw new LabException("the client did not find the NAT: " + said);
        }
        final var tunnel = only(near);
        final var fromOutside = only(far);
        if (tunnel.version() != version || !tunnel.encapsulated() || tunnel.localPort() != NAT_T_PORT
                || tunnel.remotePort() != NAT_T_PORT) {
            throw new LabException("not IKEv" + version + " over UDP port 4500: " + tunnel);
        }
        if (fromOutside.remoteAddress().equals(topology.host(client).address())) {
            throw new LabException("the server sees the client's own address: " + fromOutside);
        }
        near.ping(3, 0.2).check();
    }

    private static Tunnel only(final Strongswan end) {
        final var tunnels = end.tunnels();
        if (tunnels.size() != 1) {
            throw new LabException(tunnels.size() + " tunnels: " + tunnels);
        }
        return tunnels.get(0);
    }

    /**
     * The tunnel, up.
     */
    private record Established(Strongswan near, Strongswan far) implements HotPhase {
        @Override
        public long send() {
            final var before = only(far);
            Ping.requireAll(near.ping(COUNT, 0.01), COUNT);
            final var after = only(far);
            // Without this the ping might have found another way than the tunnel.
            if (after.packetsIn() - before.packetsIn() < COUNT || after.packetsOut() - before.packetsOut() < COUNT) {
                throw new LabException("not through the tunnel: the server's end went from " + before + " to " + after);
            }
            return 2 * COUNT;
        }

        @Override
        public void close() {
            near.close();
            far.close();
        }
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.nio.file.Path;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Ran;
import org.vpnpassthrough.mininet.Topology;

/**
 * Libreswan with IKEv1 in Main Mode or IKEv2, a pre-shared key, and a name for each client. It can be told to send
 * plain ESP although there is a NAT on the way, which strongSwan cannot.
 */
public final class Libreswan implements Vpn {
    private static final Inside INSIDE = new Inside("192.168.54.", "192.168.55.1");
    private static final int CLIENTS = 16;

    private final Path unpacked;
    private final int version;
    private final boolean plain;

    /**
     * One way to use it.
     *
     * @param unpacked the folder that Debian's package libreswan was unpacked into
     * @param version of IKE, 1 or 2
     * @param plain true for plain ESP, false for ESP in UDP where there is a NAT (RFC 3948)
     */
    public Libreswan(final Path unpacked, final int version, final boolean plain) {
        this.unpacked = unpacked;
        this.version = version;
        this.plain = plain;
    }

    @Override
    public String key() {
        return (plain ? "esp" : "natt") + "-libreswan-ikev" + version;
    }

    @Override
    public String passthrough() {
        return plain ? "ipsec" : "nat-t";
    }

    @Override
    public String title() {
        return (plain ? "plain ESP" : "NAT-T") + ", Libreswan, IKEv" + version;
    }

    @Override
    public boolean rekeys() {
        return true;
    }

    @Override
    public String published() {
        return "ipsec-server";
    }

    @Override
    public Vpn.Server serve(final Topology topology, final Host host, final String address) {
        final var programs = Pluto.programs(topology, unpacked);
        final var connections = new StringBuilder(settings());
        for (int number = 1; number <= CLIENTS; number++) {
            connections.append(connection("c" + number, host.address(), "server", INSIDE.server(), "%any",
                "c" + number, INSIDE.prefix() + number));
        }
        INSIDE.layServer(host);
        return new Server(topology, host, address, programs,
            Pluto.start(topology, host, programs, connections.toString()));
    }

    private String settings() {
        return """
            config setup
                uniqueids=no
                ikev1-policy=accept

            conn %default
                type=tunnel
                auto=add
                authby=secret
                ikev2=IKEV2
                encapsulation=ENCAPSULATION
                ike=aes128-sha2_256;modp2048
                esp=aes128-sha2_256
                pfs=no
                keyingtries=1
                leftupdown=%disabled
            """.replace("IKEV2", version == 2 ? "yes" : "no").replace("ENCAPSULATION", plain ? "no" : "auto");
    }

    private static String connection(final String name, final String left, final String leftName,
            final String leftInside, final String right, final String rightName, final String rightInside) {
        return """

            conn NAME
                left=LEFT_HOST
                leftid=@LEFT_NAME
                leftsubnet=LEFT_INSIDE/32
                right=RIGHT_HOST
                rightid=@RIGHT_NAME
                rightsubnet=RIGHT_INSIDE/32
            """.replace("LEFT_NAME", leftName).replace("RIGHT_NAME", rightName).replace("NAME", name)
            .replace("LEFT_HOST", left).replace("RIGHT_HOST", right).replace("LEFT_INSIDE", leftInside)
            .replace("RIGHT_INSIDE", rightInside);
    }

    private final class Server implements Vpn.Server {
        private final Topology topology;
        private final Host host;
        private final String address;
        private final Path programs;
        private final Pluto pluto;

        private Server(final Topology topology, final Host host, final String address, final Path programs,
                final Pluto pluto) {
            this.topology = topology;
            this.host = host;
            this.address = address;
            this.programs = programs;
            this.pluto = pluto;
        }

        @Override
        public Vpn.Client client(final Host client) {
            final var inside = INSIDE.client(client);
            final var connections = settings() + connection(Client.TUNNEL, client.address(), "c" + client.number(),
                inside, address, "server", INSIDE.server());
            INSIDE.layClient(client);
            return new Client(client, Pluto.start(topology, client, programs, connections), version, plain);
        }

        @Override
        public String log() {
            return pluto.log();
        }

        @Override
        public void close() {
            pluto.close();
            INSIDE.takeServer(host);
        }
    }

    private record Client(Host host, Pluto pluto, int version, boolean plain) implements Vpn.Client {
        private static final String TUNNEL = "tunnel";

        @Override
        public void connect() {
            negotiate("--initiate");
            if (plain) {
                // A gateway may let the server's ESP in only after the client has sent some. Whether it does is not for
                // the daemon to know: the tunnel is up, by its words, whatever becomes of this.
                host.run("ping", "-q", "-c", "1", "-w", "5", "-I", inside(), serverInside());
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

        /** With IKEv1 there is no asking for it; initiating once more makes a second pair of SAs beside the first. */
        @Override
        public void rekey() {
            negotiate(version == 1 ? "--initiate" : "--rekey-ipsec");
        }

        @Override
        public String log() {
            return pluto.log();
        }

        @Override
        public void close() {
            pluto.close();
            INSIDE.takeClient(host);
        }

        private Ran negotiate(final String what) {
            final var ran = pluto.whack("--name", TUNNEL, what);
            if (!ran.out().contains("IPsec SA established") && !ran.out().contains("established Child SA")) {
                throw new LabException("Libreswan on " + host + ": " + ran.out() + ran.err());
            }
            return ran;
        }
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import java.time.Duration;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;
import org.vpnpassthrough.mininet.Waiting;
import org.vpnpassthrough.mininet.peer.Charon;

/**
 * strongSwan with the kernel's ESP, inside UDP as always where there is a NAT (RFC 3948), and certificates that make
 * messages larger than a packet. With IKEv2 it cuts them up itself (RFC 7383); with IKEv1, in Main Mode, it is told not
 * to, so that they go as IP fragments.
 */
public final class StrongswanKernel implements Vpn {
    private static final Inside INSIDE = new Inside("192.168.56.", "192.168.57.1");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PLUGINS = "random nonce openssl aes sha1 sha2 md5 hmac kdf gmp pem pkcs1 pkcs8 x509 "
        + "revocation constraints pubkey kernel-netlink socket-default vici updown";
    private static final String L2TP = "dynamic[udp/1701]";

    private final int version;
    private final boolean transport;

    /**
     * Tunnels.
     *
     * @param version of IKE, 1 or 2
     */
    public StrongswanKernel(final int version) {
        this(version, false);
    }

    private StrongswanKernel(final int version, final boolean transport) {
        this.version = version;
        this.transport = transport;
    }

    /**
     * What protects L2TP (RFC 3193): transport mode for UDP between port 1701 of the server and port 1701 of a client.
     * There are no addresses inside; the server and its clients give their own ones instead.
     *
     * @param version of IKE, 1 or 2
     * @return that, as if it were a VPN of its own
     */
    static StrongswanKernel protectingL2tp(final int version) {
        return new StrongswanKernel(version, true);
    }

    @Override
    public String key() {
        return (transport ? "l2tp" : "natt") + "-strongswan-ikev" + version;
    }

    @Override
    public String passthrough() {
        return "nat-t";
    }

    @Override
    public String title() {
        return "NAT-T, strongSwan, IKEv" + version + (version == 1 ? ", IP fragments" : ", IKE fragments");
    }

    @Override
    public boolean rekeys() {
        return true;
    }

    @Override
    public String published() {
        return transport ? "" : "ipsec-server";
    }

    @Override
    public Vpn.Server serve(final Topology topology, final Host host, final String address) {
        final var certificates = Certificates.of(topology);
        if (!transport) {
            INSIDE.layServer(host);
        }
        return new Server(topology, host, address, certificates, Charon.start(topology, host, PLUGINS,
            connection(host.address(), "%any", Certificates.SERVER, "%any", INSIDE.server() + "/32", INSIDE.clients()),
            certificates.credentials(Certificates.SERVER)));
    }

    private String connection(final String address, final String remoteAddress, final String name,
            final String remoteName, final String inside, final String remoteInside) {
        return """
            connections {
              lab {
                version = VERSION
                local_addrs = LOCAL_ADDRESS
                remote_addrs = REMOTE_ADDRESS
                proposals = aes128-sha256-modp2048
                fragmentation = FRAGMENTATION
                mobike = no
                send_cert = always
                local {
                  auth = pubkey
                  id = LOCAL_NAME
                  certs = own.pem
                }
                remote {
                  auth = pubkey
                  id = REMOTE_NAME
                }
                children {
                  tunnel {
                    mode = MODE
                    local_ts = LOCAL_INSIDE
                    remote_ts = REMOTE_INSIDE
                    esp_proposals = aes128-sha256
                  }
                }
              }
            }
            """.replace("VERSION", Integer.toString(version)).replace("LOCAL_ADDRESS", address)
            .replace("REMOTE_ADDRESS", remoteAddress).replace("FRAGMENTATION", version == 2 ? "yes" : "no")
            .replace("LOCAL_NAME", name).replace("REMOTE_NAME", remoteName)
            .replace("MODE", transport ? "transport" : "tunnel")
            .replace("LOCAL_INSIDE", transport ? L2TP : inside)
            .replace("REMOTE_INSIDE", transport ? L2TP : remoteInside);
    }

    private final class Server implements Vpn.Server {
        private final Topology topology;
        private final Host host;
        private final String address;
        private final Certificates certificates;
        private final Charon charon;

        private Server(final Topology topology, final Host host, final String address,
                final Certificates certificates, final Charon charon) {
            this.topology = topology;
            this.host = host;
            this.address = address;
            this.certificates = certificates;
            this.charon = charon;
        }

        @Override
        public Vpn.Client client(final Host client) {
            final var name = Certificates.client(client.number());
            if (!transport) {
                INSIDE.layClient(client);
            }
            return new Client(client, address, transport, Charon.start(topology, client, PLUGINS,
                connection(client.address(), address, name, Certificates.SERVER, INSIDE.client(client) + "/32",
                    INSIDE.server() + "/32"), certificates.credentials(name)));
        }

        @Override
        public String log() {
            return charon.log();
        }

        @Override
        public void close() {
            charon.close();
            if (transport) {
                Inside.flush(host);
            } else {
                INSIDE.takeServer(host);
            }
        }
    }

    private record Client(Host host, String server, boolean transport, Charon charon) implements Vpn.Client {
        private static final String CHILD = "tunnel";

        @Override
        public void connect() {
            ask("--initiate", "--child", CHILD, "--timeout", Long.toString(PATIENCE.toSeconds()));
        }

        @Override
        public String inside() {
            return transport ? host.address() : INSIDE.client(host);
        }

        @Override
        public String serverInside() {
            return transport ? server : INSIDE.server();
        }

        @Override
        public void rekey() {
            final long before = made();
            ask("--rekey", "--child", CHILD);
            Waiting.until(() -> made() > before, PATIENCE, this::log);
        }

        private void ask(final String... what) {
            final var ran = charon.swanctl(what);
            if (!ran.succeeded()) {
                throw new LabException("strongSwan on " + host + ": " + ran.out() + ran.err());
            }
        }

        /** How many pairs of associations there have been. */
        private long made() {
            return log().lines().filter(line -> line.contains("CHILD_SA " + CHILD + "{")
                && line.contains("established with SPIs")).count();
        }

        @Override
        public String log() {
            return charon.log();
        }

        @Override
        public void close() {
            charon.close();
            if (transport) {
                Inside.flush(host);
            } else {
                INSIDE.takeClient(host);
            }
        }
    }
}

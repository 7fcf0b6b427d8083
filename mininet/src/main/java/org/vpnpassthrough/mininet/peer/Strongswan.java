/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.peer;

import java.util.List;
import java.util.Map;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Ran;
import org.vpnpassthrough.mininet.Topology;

/**
 * A strongSwan daemon on a host, with a folder, a control socket and a {@code /run} of its own. It does ESP in user
 * space and always inside UDP port 4500; both ends prove themselves with a pre-shared key. Behind every client lies one
 * more address, 192.168.51.N, and behind the server 192.168.50.1: traffic between the two goes through the tunnel.
 */
public final class Strongswan implements AutoCloseable {
    /** The address behind the server, which is reached through a tunnel only. */
    public static final String SERVER_INSIDE = "192.168.50.1";

    private static final String PLUGINS = "random nonce aes sha1 sha2 md5 hmac kdf gmp xcbc cmac pem pkcs1 x509 "
        + "revocation constraints pubkey kernel-libipsec kernel-netlink socket-default vici updown";

    private final Host host;
    private final String inside;
    private final Charon charon;

    private Strongswan(final Host host, final String inside, final Charon charon) {
        this.host = host;
        this.inside = inside;
        this.charon = charon;
    }

    /**
     * Starts the server's end, which takes any client with IKEv1 or IKEv2.
     *
     * @param topology the running topology
     * @param host the server
     * @return the running daemon
     * @throws LabException with its log if it does not come up
     */
    public static Strongswan server(final Topology topology, final Host host) {
        return start(topology, host, SERVER_INSIDE,
            connection(1, host.address(), "%any", SERVER_INSIDE + "/32", "192.168.51.0/24", "server", "%any")
                + connection(2, host.address(), "%any", SERVER_INSIDE + "/32", "192.168.51.0/24", "server", "%any"));
    }

    /**
     * Starts a client's end. It waits to be told to {@link #initiate()}.
     *
     * @param topology the running topology
     * @param host the client
     * @param version 1 for IKEv1 in Main Mode, 2 for IKEv2
     * @param server the host whose server to use
     * @return the running daemon
     * @throws LabException with its log if it does not come up
     */
    public static Strongswan client(final Topology topology, final Host host, final int version, final Host server) {
        final var inside = "192.168.51." + host.number();
        return start(topology, host, inside, connection(version, host.address(), server.address(), inside + "/32",
            SERVER_INSIDE + "/32", "client" + host.number(), "server"));
    }

    /**
     * Sets the tunnel up, for at most 20 s.
     *
     * @return what the daemon says of it, in strongSwan's words
     * @throws LabException with the same if it does not come up
     */
    public String initiate() {
        final var ran = charon.swanctl("--initiate", "--child", "tunnel", "--timeout", "20");
        if (!ran.succeeded()) {
            throw new LabException("no tunnel from " + host + ": " + ran.out() + ran.err());
        }
        return ran.out();
    }

    /**
     * The tunnels that are up.
     *
     * @return one for each peer
     */
    public List<Tunnel> tunnels() {
        return Tunnel.parse(charon.swanctl("--list-sas").check().out());
    }

    /**
     * Pings the address behind the server from the one behind this client.
     *
     * @param count how many packets
     * @param seconds between them
     * @return how it ended
     */
    public Ran ping(final int count, final double seconds) {
        return host.run("ping", "-q", "-c", Integer.toString(count), "-i", Double.toString(seconds), "-W", "2", "-I",
            inside, SERVER_INSIDE);
    }

    /** Ends the daemon, which tells its peers, and takes the inner address away. */
    @Override
    public void close() {
        charon.close();
        host.run("ip", "address", "del", inside + "/32", "dev", "lo");
    }

    private static Strongswan start(final Topology topology, final Host host, final String inside,
            final String connections) {
        host.run("ip", "address", "replace", inside + "/32", "dev", "lo").check();
        return new Strongswan(host, inside, Charon.start(topology, host, PLUGINS, "connections {\n" + connections + """
            }
            secrets {
              ike-all {
                secret = no secret at all
              }
            }
            """, Map.of()));
    }

    private static String connection(final int version, final String address, final String remoteAddress,
            final String inside, final String remoteInside, final String name, final String remoteName) {
        return """
              ikeVERSION {
                version = VERSION
                local_addrs = LOCAL_ADDRESS
                remote_addrs = REMOTE_ADDRESS
                proposals = aes128-sha256-modp2048
                local {
                  auth = psk
                  id = LOCAL_NAME
                }
                remote {
                  auth = psk
                  id = REMOTE_NAME
                }
                children {
                  tunnel {
                    local_ts = LOCAL_INSIDE
                    remote_ts = REMOTE_INSIDE
                    esp_proposals = aes128-sha256
                  }
                }
              }
            """.replace("VERSION", Integer.toString(version)).replace("LOCAL_ADDRESS", address)
            .replace("REMOTE_ADDRESS", remoteAddress).replace("LOCAL_NAME", name).replace("REMOTE_NAME", remoteName)
            .replace("LOCAL_INSIDE", inside).replace("REMOTE_INSIDE", remoteInside);
    }
}

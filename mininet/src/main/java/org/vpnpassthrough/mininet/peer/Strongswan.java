/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vpnpassthrough.mininet.Background;
import org.vpnpassthrough.mininet.Host;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Ran;
import org.vpnpassthrough.mininet.Topology;
import org.vpnpassthrough.mininet.Waiting;

/**
 * A strongSwan daemon on a host, with a folder, a control socket and a {@code /run} of its own. It does ESP in user
 * space and always inside UDP port 4500; both ends prove themselves with a pre-shared key. Behind every client lies one
 * more address, 192.168.51.N, and behind the server 192.168.50.1: traffic between the two goes through the tunnel.
 */
public final class Strongswan implements AutoCloseable {
    /** The address behind the server, which is reached through a tunnel only. */
    public static final String SERVER_INSIDE = "192.168.50.1";

    private static final Path DAEMON = Path.of("/usr/lib/ipsec/charon");
    private static final Path CONTROL = Path.of("/usr/sbin/swanctl");
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String PLUGINS = "random nonce aes sha1 sha2 md5 hmac kdf gmp xcbc cmac pem pkcs1 x509 "
        + "revocation constraints pubkey kernel-libipsec kernel-netlink socket-default vici updown";

    private final Host host;
    private final Path folder;
    private final Background daemon;
    private final String inside;

    private Strongswan(final Host host, final Path folder, final Background daemon, final String inside) {
        this.host = host;
        this.folder = folder;
        this.daemon = daemon;
        this.inside = inside;
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
        final var ran = swanctl("--initiate", "--child", "tunnel", "--timeout", "20");
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
        return Tunnel.parse(swanctl("--list-sas").check().out());
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
        daemon.stop();
        host.run("ip", "address", "del", inside + "/32", "dev", "lo");
    }

    private static Strongswan start(final Topology topology, final Host host, final String inside,
            final String connections) {
        final Path folder;
        try {
            folder = Files.createTempDirectory(topology.folder(), host.name() + "-strongswan-");
            // Debian and Ubuntu confine both programs, by their paths, to files that all hosts would share (AppArmor).
            for (var program : List.of(DAEMON, CONTROL)) {
                Files.copy(program, folder.resolve(program.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
            Files.writeString(folder.resolve("strongswan.conf"), settings(folder));
            Files.writeString(folder.resolve("swanctl.conf"), "connections {\n" + connections + """
                }
                secrets {
                  ike-all {
                    secret = no secret at all
                  }
                }
                """);
        } catch (IOException e) {
            throw new LabException("preparing strongSwan", e);
        }
        host.run("ip", "address", "replace", inside + "/32", "dev", "lo").check();
        // Every daemon wants /run/charon.pid, and all hosts share the machine's files.
        final var daemon = host.start("", List.of("unshare", "--mount", "sh", "-c",
            "mount -t tmpfs tmpfs /run && STRONGSWAN_CONF=FOLDER/strongswan.conf exec FOLDER/charon"
                .replace("FOLDER", folder.toString())));
        final var strongswan = new Strongswan(host, folder, daemon, inside);
        try {
            strongswan.load();
        } catch (LabException e) {
            strongswan.close();
            throw new LabException("strongSwan on " + host, e);
        }
        return strongswan;
    }

    private void load() {
        // The control socket comes a moment after the daemon.
        final var settings = folder.resolve("swanctl.conf").toString();
        Waiting.until(() -> swanctl("--load-all", "--file", settings).succeeded(), PATIENCE, this::log);
    }

    private Ran swanctl(final String... arguments) {
        final var command = new ArrayList<>(List.of("env", "STRONGSWAN_CONF=" + folder + "/strongswan.conf",
            "SWANCTL_DIR=" + folder, folder + "/swanctl"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--uri", "unix://" + folder + "/vici"));
        return host.run(PATIENCE.multipliedBy(2), command);
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    private static String settings(final Path folder) {
        return """
            charon {
              load = PLUGINS
              plugins {
                vici {
                  socket = unix://FOLDER/vici
                }
              }
              filelog {
                log {
                  path = FOLDER/log
                  default = 1
                  flush_line = yes
                }
              }
            }
            """.replace("PLUGINS", PLUGINS).replace("FOLDER", folder.toString());
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

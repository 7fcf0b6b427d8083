/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.lab;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.vpnpassthrough.mininet.Capture;
import org.vpnpassthrough.mininet.Controller;
import org.vpnpassthrough.mininet.LabException;
import org.vpnpassthrough.mininet.Topology;

/** Runs the lab: boots guest and controller, tries what it was told to, and writes what came of it. */
@SuppressWarnings("checkstyle:RegexpSinglelineJava")    // the console is where it shows things
public final class LabRun {
    // One for each protocol: a whole run is long enough.
    private static final Set<String> EVENTFUL = Set.of("esp-libreswan-ikev2", "natt-strongswan-ikev2", "pptp", "l2tp");
    private static final int MOST = 8;

    private final PrintStream out;
    private final Options options;
    private final Path folder;
    private final long started = System.nanoTime();

    private LabRun(final PrintStream out, final Options options, final Path folder) {
        this.out = out;
        this.options = options;
        this.folder = folder;
    }

    /**
     * Runs it. The system properties {@code passthrough.root}, {@code passthrough.distribution} and
     * {@code passthrough.libreswan} name the project's folder, the Karaf distribution and an unpacked Libreswan.
     *
     * @param args see {@code ./passthrough lab --help}
     */
    public static void main(final String[] args) {
        try {
            final var options = Options.parse(List.of(args));
            final var root = Path.of(System.getProperty("passthrough.root", ""));
            System.exit(new LabRun(System.out, options, root).run());
        } catch (IllegalArgumentException e) {
            System.err.println("lab: " + e.getMessage() + "\n    ./passthrough lab --help tells what there is");
            System.exit(2);
        } catch (LabException e) {
            System.err.println("FAILED: " + e.getMessage());
            System.exit(1);
        }
    }

    private int run() {
        say("booting the guest kernel and OpenDaylight (a minute)");
        final var booting = CompletableFuture.supplyAsync(() -> Topology.startInGuest(MOST, 2));
        try (var controller = Controller.start(); var topology = join(booting)) {
            say("both are up");
            final var matrix = matrix(topology, controller);
            out.println();
            out.print(new Report(matrix).screen());
            write(matrix);
            final var misses = matrix.misses();
            misses.forEach(miss -> out.println("SHORT: " + miss));
            return misses.isEmpty() ? 0 : 1;
        }
    }

    private Matrix matrix(final Topology topology, final Controller controller) {
        final var nats = List.<Nat>of(new OurNat(controller), new LinuxNat(topology)).stream()
            .filter(nat -> options.gateways().contains(nat.key())).toList();
        final var plain = new LinkedHashMap<String, Double>();
        for (var nat : nats) {
            nat.begin(Addresses.ONE);
            nat.route(topology);
            final var client = topology.host("c1");
            final var server = topology.host("v1");
            plain.put(nat.key(), Speed.measure(client, client.address(), server, server.address()));
        }
        final var trials = new ArrayList<Trial>();
        final var experiment = new Experiment(topology, this::say);
        for (var key : keys(nats.getFirst())) {
            for (var addresses : addresses(Vpns.one(vpns(nats.getFirst()), key))) {
                for (var nat : nats) {
                    trials.add(captured(topology, nat, key, experiment, addresses));
                }
            }
        }
        return new Matrix(machine(topology), plain, trials);
    }

    private List<Addresses> addresses(final Vpn vpn) {
        return vpn.takesAnyAddress() && (options.pool() || vpn.confused().isPresent()) ? List.of(Addresses.values())
            : List.of(Addresses.ONE);
    }

    private Trial captured(final Topology topology, final Nat nat, final String key, final Experiment experiment,
            final Addresses addresses) {
        final var vpn = Vpns.one(vpns(nat), key);
        final var plan = new Experiment.Plan(addresses, options.clients(), options.speed(),
            options.events() && (options.vpns().contains(key) || EVENTFUL.contains(key)));
        try (var capture = topology.capture(nat.device(), "not tcp port 5201")) {
            final var trial = experiment.run(vpn, nat, plan);
            if (!trial.allWork()) {
                keep(trial, capture);
            }
            return trial;
        }
    }

    /** Keeps what was captured and said, and tells how to look at it. */
    private void keep(final Trial trial, final Capture capture) {
        capture.close();
        try {
            final var kept = Files.createDirectories(folder.resolve(".cache/lab"));
            final var name = trial.vpn() + "-" + trial.gateway() + "-" + trial.addresses().name()
                .toLowerCase(Locale.ROOT);
            Files.move(Path.of(capture.file()), kept.resolve(name + ".pcap"),
                StandardCopyOption.REPLACE_EXISTING);
            Files.write(kept.resolve(name + ".txt"), trial.problems());
            say("    not all work; what they said: .cache/lab/" + name + ".txt; the packets: tshark -r .cache/lab/"
                + name + ".pcap");
        } catch (IOException e) {
            throw new LabException("keeping " + capture.file(), e);
        }
    }

    private List<String> keys(final Nat any) {
        final var all = vpns(any).stream().map(Vpn::key).toList();
        options.vpns().forEach(key -> Vpns.one(vpns(any), key));
        return options.vpns().isEmpty() ? all : options.vpns();
    }

    private static List<Vpn> vpns(final Nat nat) {
        return Vpns.all(nat.outside(), libreswan());
    }

    private static Path libreswan() {
        return Path.of(System.getProperty("passthrough.libreswan", ""));
    }

    private void write(final Matrix matrix) {
        final var gson = new GsonBuilder().setPrettyPrinting().serializeSpecialFloatingPointValues()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_DASHES).create();
        try {
            final var place = options.whole() ? Files.createDirectories(folder.resolve("docs"))
                : Files.createDirectories(folder.resolve(".cache/lab"));
            Files.writeString(place.resolve("lab-results.json"), gson.toJson(matrix.figures()) + "\n");
            Files.writeString(place.resolve("lab-results.md"), new Report(matrix).document());
            say("written: lab-results.md and lab-results.json in "
                + folder.toAbsolutePath().normalize().relativize(place.toAbsolutePath().normalize()));
        } catch (IOException e) {
            throw new LabException("writing the results", e);
        }
    }

    private static Map<String, String> machine(final Topology topology) {
        final var machine = new LinkedHashMap<String, String>();
        machine.put("kernel", topology.machine().run("uname", "-sr").out().strip() + ", Open vSwitch's "
            + topology.datapath() + " datapath");
        final var said = topology.machine().run("dpkg-query", "-W", "-f=${Package} ${Version}\\n", "openvswitch-switch",
            "strongswan-charon", "pptpd", "pptp-linux", "ppp", "xl2tpd", "openvpn", "iptables").out();
        said.lines().map(line -> line.split(" ", 2)).filter(words -> words.length == 2)
            .forEach(words -> machine.put(words[0], words[1]));
        try {
            machine.put("libreswan", Files.readString(libreswan().resolve("version")).strip());
        } catch (IOException e) {
            machine.put("libreswan", "of unknown version");
        }
        return machine;
    }

    private static Topology join(final CompletableFuture<Topology> booting) {
        try {
            return booting.join();
        } catch (CompletionException e) {
            throw new LabException(String.valueOf(e.getCause().getMessage()), e);
        }
    }

    private void say(final String text) {
        out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - started) / 1e9, text);
        out.flush();
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.vpnpassthrough.mininet.peer.Echo;
import org.vpnpassthrough.mininet.peer.L2tp;
import org.vpnpassthrough.mininet.scenario.EspTunnel;
import org.vpnpassthrough.mininet.scenario.IkeTunnel;
import org.vpnpassthrough.mininet.scenario.L2tpTunnels;
import org.vpnpassthrough.mininet.scenario.ManyClients;
import org.vpnpassthrough.mininet.scenario.OneEcho;
import org.vpnpassthrough.mininet.scenario.Outcome;
import org.vpnpassthrough.mininet.scenario.Ping;
import org.vpnpassthrough.mininet.scenario.PptpCall;
import org.vpnpassthrough.mininet.scenario.Scenario;

/**
 * Shows the gateway at work: starts controller and topology, lets each kind of traffic through, and prints what the
 * switch counted. Its exit status is 0 only if all passed.
 */
@SuppressWarnings("checkstyle:RegexpSinglelineJava")    // the console is where it shows things
public final class Demo {
    private static final int MOST_CLIENTS = 50;
    private static final int ADDRESSES = 2;
    private static final String USAGE = """
        Usage: passthrough demo [--clients N] [--keep]

        Starts OpenDaylight with the gateway feature and a Mininet network, lets ICMP, TCP, UDP, IPsec (IKEv1 and IKEv2
        with NAT traversal), plain ESP, PPTP and L2TP through the gateway, and prints what the switch counted.

          --clients N   how many clients behind the gateway, 1 to 50 (3)
          --keep        leave all of it running afterwards, and say how to look at it; Ctrl-C ends it
          --help        this text

        Exit status: 0 if everything passed, 1 if something did not, 2 for a wrong option.
        """;

    private final PrintStream out;
    private final int clients;
    private final boolean keep;
    private final long started = System.nanoTime();
    private final AtomicBoolean ending = new AtomicBoolean();

    private Demo(final PrintStream out, final int clients, final boolean keep) {
        this.out = out;
        this.clients = clients;
        this.keep = keep;
    }

    /**
     * Runs the demo. The system properties {@code passthrough.root} and {@code passthrough.distribution} name the
     * project's folder and the unpacked Karaf distribution.
     *
     * @param args see {@code --help}
     */
    public static void main(final String[] args) {
        int clients = 3;
        boolean keep = false;
        final var words = List.of(args).iterator();
        while (words.hasNext()) {
            final var word = words.next();
            if ("--help".equals(word) || "-h".equals(word)) {
                System.out.print(USAGE);
                return;
            }
            if ("--keep".equals(word)) {
                keep = true;
            } else if ("--clients".equals(word) && words.hasNext()) {
                clients = number(words.next());
            } else {
                clients = 0;
            }
            if (clients < 1 || clients > MOST_CLIENTS) {
                System.err.println("not understood: " + String.join(" ", args));
                System.err.print(USAGE);
                System.exit(2);
            }
        }
        System.exit(new Demo(System.out, clients, keep).run());
    }

    private int run() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ending.set(true), "note of the end"));
        final var before = Footprint.now();
        final var passed = show();
        if (ending.get()) {
            return 1;       // by a signal: what was started is being ended at this moment
        }
        final var left = Footprint.now().since(before);
        say(left.isEmpty() ? "ended; nothing is left behind" : "LEFT BEHIND: " + left);
        return passed && left.isEmpty() ? 0 : 1;
    }

    private boolean show() {
        try (var topology = start(() -> Topology.start(clients, 2, Topology.CONTROLLER), "network",
                "clients 10.0.0.101 and on, gateway s1, servers 203.0.113.201 and .202");
                var controller = start(Controller::start, "OpenDaylight (half a minute and more)",
                    "RESTCONF on port 8181, OpenFlow on port 6653")) {
            say("configuring the gateway: PUT " + GatewayRequest.OFFICE.path());
            Gateway.of(controller.rest(), GatewayRequest.OFFICE).configure().awaitRunning();
            say("the gateway runs; datapath " + topology.datapath());
            final var outcomes = new ArrayList<Outcome>();
            for (var scenario : scenarios()) {
                say(scenario.protocol() + " ...");
                outcomes.add(Outcome.of(scenario, topology));
            }
            print(outcomes);
            final var passed = outcomes.stream().allMatch(Outcome::passed);
            if (!passed) {
                out.println(controller.logTail(20));
            }
            if (keep) {
                explain(topology);
                new CountDownLatch(1).await();
            }
            say("ending");
            return passed;
        } catch (LabException e) {
            if (!ending.get()) {
                out.println("FAILED: " + e.getMessage());
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<Scenario> scenarios() {
        final var second = clients > 1 ? "c2" : "c1";
        final var last = "c" + clients;
        final var scenarios = new ArrayList<Scenario>(List.of(new Ping("c1", "v1"),
            new OneEcho(Echo.TCP, "c1", "v1"), new OneEcho(Echo.UDP, "c1", "v1")));
        if (clients > 1) {
            scenarios.add(new ManyClients(clients, "v1", ADDRESSES));
        }
        scenarios.addAll(List.of(new IkeTunnel(2, "c1", "v1"), new IkeTunnel(1, second, "v1"),
            new EspTunnel(last, "v2"), new PptpCall(last, "v1"),
            new L2tpTunnels(clients, "v1", L2tp.PORT)));
        return scenarios;
    }

    private void print(final List<Outcome> outcomes) {
        final var row = "%-24s %7s  %-7s %26s %21s%n";
        out.println();
        out.printf(Locale.ROOT, row, "protocol", "clients", "result", "packets by switch's flows",
            "packet-ins, hot phase");
        out.println("-".repeat(90));
        for (var outcome : outcomes) {
            out.printf(Locale.ROOT, row, outcome.protocol(), outcome.clients(), outcome.passed() ? "passed" : "FAILED",
                outcome.bySwitch(), outcome.packetIns());
            if (!outcome.passed()) {
                out.println("    " + outcome.problem().strip().replace("\n", "\n    "));
            }
        }
        out.println();
        out.println("Both counts are of the hot phase, after the first packets; ARP is not counted.");
        out.println();
    }

    private void explain(final Topology topology) {
        final var client = topology.host("c1");
        out.println("All of it goes on running. Look at it from another terminal, as root:");
        out.println("  a shell on a client      mnexec -a " + client.pid() + " bash      # " + client
            + "; then: ping 203.0.113.201");
        for (var host : topology.servers()) {
            out.println("  a shell on a server      mnexec -a " + host.pid() + " bash      # " + host);
        }
        out.println("  the gateway's rules      ovs-ofctl -O OpenFlow13 dump-flows s1");
        out.println("  its meters               ovs-ofctl -O OpenFlow13 meter-stats s1");
        out.println("  what leaves it           tcpdump -n -i " + Topology.OUTSIDE);
        out.println("  its state                curl -u admin:admin http://127.0.0.1:8181" + Restconf.STATE
            + "?content=nonconfig");
        out.println("  its configuration        curl -u admin:admin http://127.0.0.1:8181" + Restconf.GATEWAYS
            + "?content=config");
        out.println("Ctrl-C ends it.");
    }

    private <T> T start(final Supplier<T> what, final String name, final String where) {
        say("starting " + name);
        try (var clock = Executors.newSingleThreadScheduledExecutor()) {
            clock.scheduleAtFixedRate(() -> say("  still starting"), 10, 10, TimeUnit.SECONDS);
            final var result = what.get();
            say("up: " + where);
            return result;
        }
    }

    private void say(final String text) {
        out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - started) / 1e9, text);
        out.flush();
    }

    /** The number that a word is; 0 if it is none. */
    private static int number(final String word) {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}

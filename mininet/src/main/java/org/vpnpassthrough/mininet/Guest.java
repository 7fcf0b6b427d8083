/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * A user-mode Linux kernel as an ordinary process of this machine ({@code lab/init.sh}). Machine and guest see each
 * other over a TAP device with a /30 of 198.18.0.0/15, which RFC 2544 keeps for tests; the guest has no other network
 * device, and forwards nothing to this one.
 */
final class Guest {
    private static final String KERNEL = "linux.uml";
    private static final String DEVICE = "vpnlab";
    private static final String FOLDER = "vpn-passthrough-guest-";
    private static final Pattern OWNER = Pattern.compile(FOLDER + "(\\d+)-\\d+");
    private static final int MOST = 8;          // guests at a time
    private static final int CONVERSATION = 7000;
    private static final int OPENFLOW = 6653;
    private static final Duration BOOT = Duration.ofSeconds(60);
    private static final Path HERE = Path.of(".");

    private Guest() {
        // static methods only
    }

    /**
     * Boots a guest, which starts the topology.
     *
     * @param options of serve.py, without the controller and the place to converse
     * @return the conversation with serve.py; its end is the guest's
     */
    static Driver boot(final List<String> options) {
        final int number = take();
        final var device = DEVICE + number;
        final var machine = address(number, 1);
        final var guest = address(number, 2);
        Path folder = null;
        Process process = null;
        try {
            removeLeftovers();
            folder = Files.createTempDirectory(FOLDER + ProcessHandle.current().pid() + "-");
            OnMachine.run(HERE, "ip", "address", "replace", machine + "/30", "dev", device);
            OnMachine.run(HERE, "ip", "link", "set", device, "up");
            process = kernel(device, folder, guest, machine, options);
            final var shared = folder;
            return Driver.over(process, connect(process, guest), () -> clear(device, shared));
        } catch (IOException | LabException e) {
            if (process != null) {
                process.destroyForcibly();
            }
            clear(device, folder);
            throw new LabException("the guest does not boot (" + KERNEL + ", package user-mode-linux)", e);
        }
    }

    private static Process kernel(final String device, final Path folder, final String guest, final String machine,
            final List<String> options) throws IOException {
        final var init = Topology.script("lab/init.sh");
        final var serve = new ArrayList<>(options);
        serve.addAll(List.of("--controller", "tcp:" + machine + ":" + OPENFLOW));
        serve.addAll(List.of("--listen", guest + ":" + CONVERSATION));
        final var builder = new ProcessBuilder(KERNEL, "mem=3G", "root=/dev/root", "rootfstype=hostfs", "rootflags=/",
            "rw", "init=" + init, "vec0:transport=tap,ifname=" + device, "con=null", "con0=null,fd:1", "quiet",
            "LAB_ROOT=" + init.getParent().getParent().getParent(), "LAB_FOLDER=" + folder,
            "LAB_ADDRESS=" + guest + "/30", "LAB_SERVE=\"" + String.join(" ", serve) + "\"");
        builder.environment().put("TMPDIR", folder.toString());        // its memory is a file there
        return builder.redirectErrorStream(true).start();
    }

    private static Socket connect(final Process process, final String guest) {
        final var found = new AtomicReference<Socket>();
        Waiting.until(() -> {
            if (!process.isAlive()) {
                throw new LabException("its kernel has ended with status " + process.exitValue() + "\n"
                    + String.join("\n", process.inputReader().lines().toList()));
            }
            found.set(knock(guest));
            return found.get() != null;
        }, BOOT, () -> "it does not answer on " + guest + ":" + CONVERSATION);
        return found.get();
    }

    private static Socket knock(final String guest) {
        final var socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(guest, CONVERSATION), 500);
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            try {
                socket.close();
            } catch (IOException f) {
                e.addSuppressed(f);
            }
            return null;    // not yet
        }
    }

    /** Makes the first TAP device whose number is free. One without carrier was left behind: no kernel holds it. */
    private static int take() {
        for (int number = 0; number < MOST; number++) {
            final var place = Path.of("/sys/class/net", DEVICE + number);
            if (Files.exists(place) && isHeld(place)) {
                continue;
            }
            if (Files.exists(place)) {
                OnMachine.run(HERE, "ip", "link", "delete", DEVICE + number);
            }
            OnMachine.run(HERE, "ip", "tuntap", "add", "dev", DEVICE + number, "mode", "tap");
            return number;
        }
        throw new LabException(MOST + " guests run already");
    }

    private static boolean isHeld(final Path device) {
        try {
            return "1".equals(Files.readString(device.resolve("carrier")).strip());
        } catch (IOException e) {
            return false;       // it is down
        }
    }

    /** Folders of guests whose owner was killed. Their kernels have ended with the conversation. */
    private static void removeLeftovers() throws IOException {
        final var home = Path.of(System.getProperty("java.io.tmpdir"));
        try (var folders = Files.newDirectoryStream(home, FOLDER + "*")) {
            for (var left : folders) {
                final var owner = OWNER.matcher(left.getFileName().toString());
                if (owner.matches() && ProcessHandle.of(Long.parseLong(owner.group(1))).isEmpty()) {
                    OnMachine.run(HERE, "rm", "-rf", left.toString());
                }
            }
        }
    }

    private static void clear(final String device, final Path folder) {
        OnMachine.run(HERE, "ip", "link", "delete", device);
        if (folder != null) {
            OnMachine.run(HERE, "rm", "-rf", folder.toString());
        }
    }

    private static String address(final int number, final int end) {
        return "198.18.255." + (4 * number + end);
    }
}

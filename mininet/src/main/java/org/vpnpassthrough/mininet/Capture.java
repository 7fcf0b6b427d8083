/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import java.util.List;

/**
 * Packets being captured on one interface into a file. The file lives as long as the topology.
 */
public final class Capture implements AutoCloseable {
    private final Host machine;
    private final Background process;
    private final String file;
    private boolean running = true;

    Capture(final Host machine, final Background process, final String file) {
        this.machine = machine;
        this.process = process;
        this.file = file;
    }

    /** Ends the capture; twice is as good as once. */
    @Override
    public void close() {
        if (running) {
            running = false;
            process.stop();
        }
    }

    /**
     * Ends the capture and shows the packets that fit a filter.
     *
     * @param filter in tcpdump's language; empty for all
     * @return one line per packet
     */
    public List<String> packets(final String filter) {
        close();
        return machine.run("tcpdump", "-n", "-r", file, filter).check().out().lines().toList();
    }

    /**
     * Where the packets are.
     *
     * @return path of a pcap file
     */
    public String file() {
        return file;
    }
}

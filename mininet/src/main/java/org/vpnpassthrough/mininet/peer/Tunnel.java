/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One tunnel as an end of it sees it.
 *
 * @param version 1 or 2, of IKE
 * @param remoteAddress where the other end seems to be
 * @param localPort the UDP port of this end: 4500 where a NAT was found
 * @param remotePort the UDP port of the other end; behind a NAT not always 4500
 * @param encapsulated true if ESP travels inside UDP (RFC 3948)
 * @param packetsIn packets that came out of the tunnel here, decrypted and whole
 * @param packetsOut packets sent into it here
 */
public record Tunnel(int version, String remoteAddress, int localPort, int remotePort, boolean encapsulated,
        long packetsIn, long packetsOut) {
    private static final Pattern HEAD = Pattern.compile("(?m)^\\S+: #\\d+, ESTABLISHED, IKEv(\\d)");
    private static final Pattern LOCAL = Pattern.compile("local +'[^']*' @ \\S+\\[(\\d+)]");
    private static final Pattern REMOTE = Pattern.compile("remote +'[^']*' @ (\\S+)\\[(\\d+)]");
    private static final Pattern IN = Pattern.compile("in +\\S+, +\\d+ bytes, +(\\d+) packets");
    private static final Pattern OUT = Pattern.compile("out +\\S+, +\\d+ bytes, +(\\d+) packets");

    /**
     * Reads what {@code swanctl --list-sas} tells. An end that is not established, or has no child, is left out.
     *
     * @param text the whole output
     * @return the tunnels in it
     */
    static List<Tunnel> parse(final String text) {
        final var tunnels = new ArrayList<Tunnel>();
        for (var part : text.split("(?m)^(?=\\S)")) {
            final var head = HEAD.matcher(part);
            final var local = LOCAL.matcher(part);
            final var remote = REMOTE.matcher(part);
            if (part.contains(", INSTALLED, ") && head.find() && local.find() && remote.find()) {
                tunnels.add(new Tunnel(Integer.parseInt(head.group(1)), remote.group(1),
                    Integer.parseInt(local.group(1)), Integer.parseInt(remote.group(2)),
                    part.contains("TUNNEL-in-UDP"), sum(IN.matcher(part)), sum(OUT.matcher(part))));
            }
        }
        return tunnels;
    }

    private static long sum(final Matcher matcher) {
        return matcher.results().mapToLong(result -> Long.parseLong(result.group(1))).sum();
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

/**
 * Names a conversation: who talks to whom about what.
 *
 * @param kind the protocol
 * @param client number of the client, from 0
 * @param label the client's port, ICMP id or call ID; 0 where the protocol has none
 * @param server number of the server, from 0
 */
record Key(Kind kind, int client, int label, int server) {
    @Override
    public String toString() {
        return kind + " c" + client + (label == 0 ? "" : ":" + label) + " s" + server;
    }
}

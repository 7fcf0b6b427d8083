/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The words of swanctl 5.9. */
class TunnelTest {
    private static final String TWO = """
        ikev1: #2, ESTABLISHED, IKEv1, ba68c817422d59ff_i 54d1ff907e61236f_r*
          local  'server' @ 203.0.113.201[4500]
          remote 'client2' @ 203.0.113.11[31000]
          AES_CBC-128/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048
          established 2s ago, rekeying in 13375s
          tunnel: #2, reqid 2, INSTALLED, TUNNEL-in-UDP, ESP:AES_CBC-128/HMAC_SHA2_256_128
            installed 2s ago, rekeying in 3294s, expires in 3958s
            in  5308ed20,    420 bytes,     5 packets,     1s ago
            out c85d241b,    336 bytes,     4 packets,     1s ago
            local  192.168.50.1/32
            remote 192.168.51.2/32
        ikev2: #1, CONNECTING, IKEv2, e3a1c615d5ad69dc_i 989fa049430588ff_r*
          local  'server' @ 203.0.113.201[4500]
          remote 'client1' @ 203.0.113.10[4500]
        """;

    @Test
    void onlyWhatIsUpIsATunnel() {
        assertEquals(List.of(new Tunnel(1, "203.0.113.11", 4500, 31000, true, 5, 4)), Tunnel.parse(TWO));
    }

    @Test
    void nothingIsNoTunnel() {
        assertEquals(List.of(), Tunnel.parse(""));
    }
}

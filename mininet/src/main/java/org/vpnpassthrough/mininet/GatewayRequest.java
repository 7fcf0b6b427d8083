/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

/**
 * The configuration of one gateway, as RESTCONF takes it.
 *
 * @param name its key in the list of gateways
 * @param json the list entry as JSON
 */
public record GatewayRequest(String name, String json) {
    /** The gateway of the topology: clients 10.0.0.0/24 inside, two external addresses, one next hop. */
    public static final GatewayRequest OFFICE = new GatewayRequest("office", """
        {
          "vpn-passthrough:gateway": [
            {
              "name": "office",
              "node-id": "openflow:1",
              "internal-port": [
                { "port": "s1-eth1", "prefix": "10.0.0.0/24", "gateway-address": "10.0.0.1" }
              ],
              "external-port": {
                "port": "s1-eth2",
                "prefix": "203.0.113.0/24",
                "address": "203.0.113.1",
                "next-hop": "203.0.113.254"
              },
              "external-pool": {
                "range": [
                  { "first": "203.0.113.10", "last": "203.0.113.11" }
                ]
              }
            }
          ]
        }
        """);

    /**
     * The same with another text in one place.
     *
     * @param text what stands in the JSON text, once or more
     * @param instead what shall stand there
     * @return the changed request
     * @throws IllegalArgumentException if the text is not there
     */
    public GatewayRequest with(final String text, final String instead) {
        if (!json.contains(text)) {
            throw new IllegalArgumentException("no " + text + " in " + json);
        }
        return new GatewayRequest(name, json.replace(text, instead));
    }

    /**
     * The same with only one external address, so that all clients share it.
     *
     * @return the changed request
     */
    public GatewayRequest withOneAddress() {
        return with("\"last\": \"203.0.113.11\"", "\"last\": \"203.0.113.10\"");
    }

    /**
     * The same with one more member.
     *
     * @param member for example {@code "sharing": "refused"}; one that is not there yet
     * @return the changed request
     */
    public GatewayRequest and(final String member) {
        return with("\"external-pool\"", member + ", \"external-pool\"");
    }

    /**
     * The same configuration under another name.
     *
     * @param other the new key
     * @return the changed request
     */
    public GatewayRequest named(final String other) {
        return new GatewayRequest(other, json.replace("\"name\": \"" + name + "\"", "\"name\": \"" + other + "\""));
    }

    /**
     * Where this gateway is in the configuration.
     *
     * @return the path for PUT, GET and DELETE
     */
    public String path() {
        return Restconf.GATEWAYS + "/gateway=" + name;
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vpnpassthrough.mapping.AddressRange;
import org.vpnpassthrough.mapping.StaticMapping;
import org.vpnpassthrough.mapping.StaticMapping.Kind;
import org.vpnpassthrough.mapping.StaticMappings;
import org.vpnpassthrough.mapping.Strategy;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.Mac;
import org.vpnpassthrough.packet.Prefix;
import org.vpnpassthrough.translation.Passthrough;
import org.vpnpassthrough.translation.Policy;
import org.vpnpassthrough.translation.Settings;

/** Reads the lines above the first step. */
final class SetupParser {
    private static final String PORT = "port number";
    private static final int MAX_PORT = 65535;

    private final List<Setup.Internal> internal = new ArrayList<>();
    private final List<AddressRange> pool = new ArrayList<>();
    private final SortedMap<Ip4, Mac> neighbours = new TreeMap<>();
    private Setup.External external;
    private boolean routed;
    private Settings settings = Settings.DEFAULT;
    private long random;

    /**
     * Reads one line.
     *
     * @throws IllegalArgumentException when it is not a line of the setup
     */
    void read(final Words words) {
        final String what = words.next("keyword");
        switch (what) {
            case "internal" -> internal.add(new Setup.Internal(port(words), mac(words),
                Prefix.parse(words.next("prefix")), address(words)));
            case "external" -> external(words);
            case "pool" -> pool.add(new AddressRange(address(words), address(words)));
            case "routed" -> routed = true;
            case "timer" -> {
                final String name = words.next("timer");
                settings = settings.with(
                    Named.with(settings.timers(), name, words.number("seconds", 1, Integer.MAX_VALUE)));
            }
            case "policy" -> policy(words);
            case "sharing" -> settings = settings.with(oneOf(words.next("strategy"), Strategy.values()));
            case "static" -> statics(words);
            case "random" -> random = words.number("seed", Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "neighbour" -> {
                final Ip4 address = address(words);
                if (neighbours.put(address, mac(words)) != null) {
                    throw new IllegalArgumentException("the neighbour " + address + " is there already");
                }
            }
            default -> throw new IllegalArgumentException("unknown keyword '" + what + "'");
        }
        words.end();
    }

    private void external(final Words words) {
        if (external != null) {
            throw new IllegalArgumentException("a gateway has one external port");
        }
        external = new Setup.External(port(words), mac(words), Prefix.parse(words.next("prefix")), address(words),
            Ip4.parse(words.next("next hop")));
    }

    private int port(final Words words) {
        final int number = words.number(PORT, 1, Integer.MAX_VALUE);
        if (external != null && external.number() == number
            || internal.stream().anyMatch(port -> port.number() == number)) {
            throw new IllegalArgumentException("port " + number + " is there already");
        }
        return number;
    }

    private static Mac mac(final Words words) {
        return Mac.parse(words.next("Ethernet address"));
    }

    private static Ip4 address(final Words words) {
        return Ip4.parse(words.next("address"));
    }

    private void policy(final Words words) {
        final Passthrough passthrough = oneOf(words.next("policy"), Passthrough.values());
        final Set<Passthrough> off = new HashSet<>(settings.policy().off());
        if (onOrOff(words.next("on or off"))) {
            off.remove(passthrough);
        } else {
            off.add(passthrough);
        }
        settings = settings.with(new Policy(off));
    }

    private void statics(final Words words) {
        final String name = words.next("name");
        final Kind kind = oneOf(words.next("kind"), Kind.values());
        final Ip4 outside = address(words);
        final int externalPort = kind.hasPorts() ? words.number("external port", 1, MAX_PORT) : 0;
        final Ip4 inside = address(words);
        final List<StaticMapping> all = new ArrayList<>(settings.statics().entries());
        all.add(kind.hasPorts() ? StaticMapping.ports(name, kind, outside, externalPort, inside,
            words.number("internal port", 1, MAX_PORT), words.number("number of ports", 1, MAX_PORT))
            : StaticMapping.of(name, kind, outside, inside));
        settings = settings.with(new StaticMappings(all));
    }

    private static <T> T oneOf(final String word, final T[] all) {
        for (final T one : all) {
            if (one.toString().equals(word)) {
                return one;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is not one of "
            + Arrays.stream(all).map(Object::toString).collect(Collectors.joining(", ")));
    }

    private static boolean onOrOff(final String word) {
        return switch (word) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new IllegalArgumentException("a policy is on or off, not '" + word + "'");
        };
    }

    /**
     * The gateway that the lines describe.
     *
     * @throws IllegalArgumentException when a line is missing
     */
    Setup setup() {
        if (internal.isEmpty() || external == null || pool.isEmpty()) {
            throw new IllegalArgumentException("before the first step come internal, external and pool; missing: "
                + (internal.isEmpty() ? "internal" : external == null ? "external" : "pool"));
        }
        return new Setup(internal, external, pool, routed, settings, random, neighbours);
    }
}

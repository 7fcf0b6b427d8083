/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.vpnpassthrough.translation.Passthrough;

/** Makes up what happens: the same for the same seed. What was lately spoken of is mostly spoken of again. */
final class Script {
    private static final Kind[] KINDS = Kind.values();
    private static final int RECENT = 12;

    private final Random random;
    private final int poolSize;
    private final Deque<Key> recent = new ArrayDeque<>();
    private final List<Action> actions = new ArrayList<>();

    private Script(final long seed, final int poolSize) {
        random = new Random(seed);
        this.poolSize = poolSize;
    }

    /** So many actions, or a few more. */
    static List<Action> of(final long seed, final int poolSize, final int steps) {
        final var script = new Script(seed, poolSize);
        while (script.actions.size() < steps) {
            script.more();
        }
        return script.actions;
    }

    private void more() {
        final int dice = random.nextInt(1000);
        if (dice < 200) {
            actions.add(new Action.ClientSends(fresh(), random.nextLong(), weather()));
        } else if (dice < 530) {
            actions.add(new Action.ClientSends(again(), random.nextLong(), weather()));
        } else if (dice < 830) {
            actions.add(new Action.ServerSends(again(), random.nextLong(), weather()));
        } else if (dice < 880) {
            actions.add(new Action.Complaint(again(), random.nextBoolean(), 8 + random.nextInt(40)));
        } else if (dice < 915) {
            actions.add(stranger());
        } else if (dice < 945) {
            final var mistakes = Action.Mistake.values();
            actions.add(new Action.ClientErrs(random.nextInt(Network.CLIENTS),
                mistakes[random.nextInt(mistakes.length)], random.nextLong()));
        } else if (dice < 988) {
            actions.add(new Action.TimePasses(seconds()));
        } else if (dice < 992) {
            actions.add(new Action.LinkBreaks());
            between();
            actions.add(new Action.LinkReturns(random.nextBoolean()));
        } else if (dice < 998) {
            actions.add(new Action.Reconfigures(random.nextInt(2), 1 + random.nextInt(3), off()));
            between();
            actions.add(new Action.Reconfigures(0, poolSize, Set.of()));
        } else {
            actions.add(new Action.RouterMoves(0xf0 + random.nextInt(8)));
        }
    }

    /** What goes on while something is out of order. */
    private void between() {
        for (int count = random.nextInt(12); count > 0; count--) {
            actions.add(switch (random.nextInt(4)) {
                case 0 -> new Action.ClientSends(fresh(), random.nextLong(), weather());
                case 1 -> new Action.TimePasses(seconds());
                case 2 -> new Action.ServerSends(again(), random.nextLong(), weather());
                default -> new Action.ClientSends(again(), random.nextLong(), weather());
            });
        }
    }

    private Key fresh() {
        final var kind = KINDS[random.nextInt(KINDS.length - 1)];
        final int server = kind == Kind.UDP && random.nextInt(6) == 0
            ? Network.SERVERS + random.nextInt(Network.NEIGHBOURS) : random.nextInt(Network.SERVERS);
        final var key = new Key(kind, random.nextInt(Network.CLIENTS),
            kind.labels()[random.nextInt(kind.labels().length)], server);
        recent.addLast(key);
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
        return key;
    }

    private Key again() {
        if (recent.isEmpty()) {
            return fresh();
        }
        final var key = recent.stream().skip(random.nextInt(recent.size())).findFirst().orElseThrow();
        if (key.kind() == Kind.PPTP && random.nextInt(3) == 0) {
            final int[] ids = Kind.CALL.labels();
            return new Key(Kind.CALL, key.client(), ids[random.nextInt(ids.length)], key.server());
        }
        return key.kind() == Kind.IKE && random.nextInt(3) == 0 ? new Key(Kind.ESP, key.client(), 0, key.server())
            : key;
    }

    private Weather weather() {
        return switch (random.nextInt(60)) {
            case 0 -> new Weather(true, false, false, false, Weather.Fragments.NONE);
            case 1 -> new Weather(false, true, false, false, Weather.Fragments.NONE);
            case 2 -> new Weather(false, false, true, false, Weather.Fragments.NONE);
            case 3 -> new Weather(false, false, false, true, Weather.Fragments.NONE);
            case 4, 5 -> new Weather(false, false, false, false, Weather.Fragments.IN_ORDER);
            case 6, 7 -> new Weather(false, false, false, false, Weather.Fragments.REVERSED);
            default -> Weather.FINE;
        };
    }

    private int seconds() {
        final int dice = random.nextInt(100);
        return dice < 60 ? 1 + random.nextInt(5) : dice < 80 ? 5 + random.nextInt(60)
            : dice < 95 ? 60 + random.nextInt(600) : dice < 99 ? 3600 * (1 + random.nextInt(2)) : 3600 * 4;
    }

    private Action stranger() {
        final int[] protocols = {Wire.UDP, Wire.TCP, Wire.ICMP, Wire.ESP, Wire.GRE, Wire.IPIP, Wire.IPV6, Wire.L2TP};
        final int[] labels = {500, 4500, 1701, 1, 2, 0x0101, 1024 + random.nextInt(64_000)};
        return new Action.StrangerSends(random.nextInt(Network.SERVERS), protocols[random.nextInt(protocols.length)],
            random.nextInt(Network.POOL_SIZE), labels[random.nextInt(labels.length)]);
    }

    private Set<Passthrough> off() {
        final var all = Passthrough.values();
        return random.nextInt(3) == 0 ? Set.of() : Set.of(all[random.nextInt(all.length)]);
    }
}

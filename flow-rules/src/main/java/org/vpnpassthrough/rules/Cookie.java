/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import java.util.Optional;

/**
 * The cookie of our rules: 64 bits that the switch keeps with a rule and tells with every packet and removal of it.
 *
 * <pre>
 *  63            48 47    40 39                                     0
 * +----------------+--------+----------------------------------------+
 * |  0x5650 "VP"   |  kind  |             session number             |
 * +----------------+--------+----------------------------------------+
 *  kind 0: a session's rule; 0x7f: the inbound rule of a pair that several clients share, with the number of its
 *  group; else the room whose base rule it is, and the session number is 0
 * </pre>
 */
public final class Cookie {
    /** The bits that tell our rules from those of others on the same switch. */
    public static final long TAG_MASK = 0xffff_0000_0000_0000L;
    /** What our rules have under {@link #TAG_MASK}. */
    public static final long TAG = 0x5650_0000_0000_0000L;
    /** The largest session number, 40 ones. */
    public static final long MAX_SESSION = 0xff_ffff_ffffL;

    private static final int KIND_SHIFT = 40;
    private static final int KIND_MASK = 0xff;
    private static final int COPY = 0x80;
    private static final int PAIR = 0x7f;

    private Cookie() {
    }

    /**
     * The room of a base rule, for people who read a switch's rules: nothing depends on it. The codes are in switches:
     * an old code is not reused. A room may have one of its own; else it is {@link #OTHER}.
     */
    public enum Room {
        ARP(1, "arp"),
        ROUTER(2, "router"),
        OTHER(0x7e, "other"),
        PLAIN(3, "plain"),
        IKE(4, "ike"),
        ESP(5, "esp"),
        NATT(6, "natt"),
        PPTP(7, "pptp"),
        GRE(8, "gre"),
        L2TP(9, "l2tp"),
        BASIC(12, "basic");

        private final int code;
        private final String label;

        Room(final int code, final String label) {
            this.code = code;
            this.label = label;
        }

        /**
         * Finds a room by its name.
         *
         * @param label such as {@code ike}
         * @return the room
         * @throws IllegalArgumentException when no room has that name
         */
        public static Room named(final String label) {
            for (final Room room : values()) {
                if (room.label.equals(label)) {
                    return room;
                }
            }
            throw new IllegalArgumentException("no room is named " + label);
        }

        /**
         * Finds the room under whose code the rules of a translator stand.
         *
         * @param label the translator's own word for its room
         * @return the room of that name, or {@link #OTHER}
         */
        public static Room of(final String label) {
            for (final Room room : values()) {
                if (room.label.equals(label)) {
                    return room;
                }
            }
            return OTHER;
        }

        /**
         * The room's name as it stands in counters, in messages and on the page.
         *
         * @return such as {@code ike}
         */
        @Override
        public String toString() {
            return label;
        }
    }

    /**
     * The cookie of all rules of one session.
     *
     * @param number the session's number, 0 to {@link #MAX_SESSION}
     * @return a cookie of kind 0
     * @throws IllegalArgumentException when the number is out of range
     */
    public static long forSession(final long number) {
        if (number < 0 || number > MAX_SESSION) {
            throw new IllegalArgumentException("session number " + number + " is not within 0.." + MAX_SESSION);
        }
        return TAG | number;
    }

    /**
     * The cookie of the rule that sends the inbound packets of a shared pair to a group.
     *
     * @param group the number of the group, 1 to {@link GroupRule#MAX_ID}
     * @return a cookie that {@link #isPair} tells from others
     */
    public static long forPair(final int group) {
        return TAG | (long) PAIR << KIND_SHIFT | group;
    }

    /**
     * Whether a rule is that of a pair which several clients share.
     *
     * @param cookie any rule's cookie
     * @return true when {@link #forPair} made it
     */
    public static boolean isPair(final long cookie) {
        return isOurs(cookie) && kind(cookie) == PAIR;
    }

    /**
     * The group that a rule of a shared pair sends its packets to.
     *
     * @param cookie a cookie for which {@link #isPair} is true
     * @return 1 to {@link GroupRule#MAX_ID}
     * @throws IllegalArgumentException when it is not a pair's cookie
     */
    public static int group(final long cookie) {
        if (!isPair(cookie)) {
            throw new IllegalArgumentException("not a pair's cookie: 0x" + Long.toHexString(cookie));
        }
        return (int) (cookie & GroupRule.MAX_ID);
    }

    /**
     * The cookie of the base rules of one room.
     *
     * @param room the room that gets the packets
     * @return a cookie with the room's code
     */
    public static long forRoom(final Room room) {
        return TAG | (long) room.code << KIND_SHIFT;
    }

    /**
     * The cookie of rules that send the controller a copy of a packet which the switch also forwards.
     *
     * @param room the room that gets the copies
     * @return a cookie with the room's code
     */
    public static long forCopies(final Room room) {
        return forRoom(room) | (long) COPY << KIND_SHIFT;
    }

    /**
     * Whether a packet that comes with this cookie is a copy: something to learn from, not to forward.
     *
     * @param cookie any rule's cookie
     * @return true when {@link #forCopies} made it
     */
    public static boolean isCopy(final long cookie) {
        return isOurs(cookie) && (kind(cookie) & COPY) != 0;
    }

    /**
     * Whether a rule is one of ours.
     *
     * @param cookie any rule's cookie
     * @return true when it carries our tag
     */
    public static boolean isOurs(final long cookie) {
        return (cookie & TAG_MASK) == TAG;
    }

    /**
     * Whether a rule is one of a session.
     *
     * @param cookie any rule's cookie
     * @return true when it carries our tag and kind 0
     */
    public static boolean isSession(final long cookie) {
        return isOurs(cookie) && kind(cookie) == 0;
    }

    /**
     * The number of the session that a rule belongs to.
     *
     * @param cookie a cookie for which {@link #isSession} is true
     * @return 0 to {@link #MAX_SESSION}
     * @throws IllegalArgumentException when it is not a session's cookie
     */
    public static long sessionNumber(final long cookie) {
        if (!isSession(cookie)) {
            throw new IllegalArgumentException("not a session's cookie: 0x" + Long.toHexString(cookie));
        }
        return cookie & MAX_SESSION;
    }

    /**
     * The room that a base rule belongs to.
     *
     * @param cookie any rule's cookie
     * @return the room; empty for a session, for somebody else's rule and for a code not known here
     */
    public static Optional<Room> room(final long cookie) {
        if (isOurs(cookie)) {
            for (final Room room : Room.values()) {
                if (room.code == (kind(cookie) & ~COPY)) {
                    return Optional.of(room);
                }
            }
        }
        return Optional.empty();
    }

    private static int kind(final long cookie) {
        return (int) (cookie >>> KIND_SHIFT) & KIND_MASK;
    }
}

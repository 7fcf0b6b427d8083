/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CookieTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 0x1234_5678L, Cookie.MAX_SESSION})
    void aSessionsCookieGivesItsNumberBack(final long number) {
        final long cookie = Cookie.forSession(number);

        assertTrue(Cookie.isOurs(cookie));
        assertTrue(Cookie.isSession(cookie));
        assertEquals(number, Cookie.sessionNumber(cookie));
        assertEquals(Optional.empty(), Cookie.room(cookie));
    }

    @ParameterizedTest
    @EnumSource(Cookie.Room.class)
    void aRoomsCookieGivesTheRoomBack(final Cookie.Room room) {
        final long cookie = Cookie.forRoom(room);

        assertTrue(Cookie.isOurs(cookie));
        assertFalse(Cookie.isSession(cookie));
        assertEquals(Optional.of(room), Cookie.room(cookie));
        assertEquals(room, Cookie.Room.named(room.toString()));
        assertThrows(IllegalArgumentException.class, () -> Cookie.sessionNumber(cookie));
    }

    @Test
    void theBitsAreWhereTheDrawingHasThem() {
        assertEquals(0x5650_0000_0000_002aL, Cookie.forSession(42));
        assertEquals(0x5650_00ff_ffff_ffffL, Cookie.forSession(Cookie.MAX_SESSION));
        assertEquals(0x5650_0100_0000_0000L, Cookie.forRoom(Cookie.Room.ARP));
        assertEquals(0x5650_0900_0000_0000L, Cookie.forRoom(Cookie.Room.L2TP));
    }

    @Test
    void anUnknownNameIsNoRoom() {
        assertEquals("no room is named IKE",
            assertThrows(IllegalArgumentException.class, () -> Cookie.Room.named("IKE")).getMessage());
    }

    @Test
    void aTranslatorWithoutACodeOfItsOwnHasTheCommonOne() {
        assertEquals(Cookie.Room.IKE, Cookie.Room.of("ike"));
        assertEquals(Cookie.Room.OTHER, Cookie.Room.of("etherip"));
        assertEquals(0x5650_7e00_0000_0000L, Cookie.forRoom(Cookie.Room.OTHER));
    }

    @Test
    void noTwoRoomsShareACookie() {
        final Set<Long> cookies = new HashSet<>();
        for (final Cookie.Room room : Cookie.Room.values()) {
            assertTrue(cookies.add(Cookie.forRoom(room)), room.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 42, 0x5651_0000_0000_002aL, 0xd650_0000_0000_002aL})
    void somebodyElsesCookieIsNotOurs(final long cookie) {
        assertFalse(Cookie.isOurs(cookie));
        assertFalse(Cookie.isSession(cookie));
        assertEquals(Optional.empty(), Cookie.room(cookie));
        assertThrows(IllegalArgumentException.class, () -> Cookie.sessionNumber(cookie));
    }

    @Test
    void aRoomOfALaterVersionIsOursButNotKnown() {
        final long cookie = Cookie.TAG | 0xff00_0000_0000L;
        assertTrue(Cookie.isOurs(cookie));
        assertFalse(Cookie.isSession(cookie));
        assertEquals(Optional.empty(), Cookie.room(cookie));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Cookie.MAX_SESSION + 1, Long.MIN_VALUE})
    void aSessionNumberThatDoesNotFitIsRefused(final long number) {
        assertEquals("session number " + number + " is not within 0..1099511627775",
            assertThrows(IllegalArgumentException.class, () -> Cookie.forSession(number)).getMessage());
    }

    @Test
    void theCookieOfACopyNamesItsRoomToo() {
        final long copy = Cookie.forCopies(Cookie.Room.PLAIN);
        assertTrue(Cookie.isCopy(copy));
        assertFalse(Cookie.isCopy(Cookie.forRoom(Cookie.Room.PLAIN)));
        assertFalse(Cookie.isCopy(Cookie.forSession(Cookie.MAX_SESSION)));
        assertFalse(Cookie.isSession(copy));
        assertEquals(Optional.of(Cookie.Room.PLAIN), Cookie.room(copy));
    }
}

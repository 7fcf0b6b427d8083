/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation.pptp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.vpnpassthrough.mapping.Call;
import org.vpnpassthrough.mapping.Calls;
import org.vpnpassthrough.mapping.Lifetime;
import org.vpnpassthrough.mapping.Session;
import org.vpnpassthrough.packet.PptpCallId;
import org.vpnpassthrough.packet.PptpEdit;
import org.vpnpassthrough.packet.PptpEvent;
import org.vpnpassthrough.packet.PptpType;
import org.vpnpassthrough.translation.Direction;
import org.vpnpassthrough.translation.NatTables;
import org.vpnpassthrough.translation.Reason;

/**
 * The call IDs in one segment of a control connection: those that the client chose leave as their aliases, and come
 * back as themselves. Whose they are is told from the view of a message's sender, so it does not matter which side the
 * PNS is on.
 */
final class CallIds {
    private static final int ONE_BYTE = 0x100;

    private final NatTables tables;
    private final Calls calls;
    private final Session control;
    private final Direction direction;
    private final Instant now;

    CallIds(final NatTables tables, final Session control, final Direction direction, final Instant now) {
        this.tables = tables;
        calls = new Calls(tables.table());
        this.control = control;
        this.direction = direction;
        this.now = now;
    }

    /** The bytes that change, or empty if no ID is free. */
    Optional<List<PptpEdit>> translate(final PptpEvent.CallId event) {
        if (!isOurs(event.whose())) {
            return Optional.of(event.becomes(event.id()));
        }
        final var known = direction == Direction.OUTBOUND ? alias(event) : original(event);
        return known.isEmpty() || event.sent().isPresent() && event.sent().getAsInt() != known.getAsInt() / ONE_BYTE
            ? Optional.empty() : Optional.of(event.becomes(known.getAsInt()));
    }

    /** The first byte of an ID, while the second is not known: it stays if that is safe to promise. */
    Optional<PptpEdit> translate(final PptpEvent.HalfCallId event) {
        return isOurs(event.whose()) && !staysIfFirstIs(event.first()) ? Optional.empty()
            : Optional.of(event.becomes(event.first()));
    }

    /** Why there was no ID for a new call. */
    Reason whyNoId() {
        final var client = control.mapping().client();
        return tables.mayOpenMapping(client) ? Reason.CALL_IDS_EXHAUSTED : tables.whyNoMapping(client);
    }

    /** An ID that the client chose: its own in what it sends, the peer's in what it gets. */
    private boolean isOurs(final PptpCallId whose) {
        return (whose == PptpCallId.OWN) == (direction == Direction.OUTBOUND);
    }

    private boolean staysIfFirstIs(final int first) {
        return calls.between(control.mapping().client(), control.remote()).stream()
                .allMatch(call -> call.mapping().internal().label() / ONE_BYTE
                    == call.mapping().external().label() / ONE_BYTE)
            && (direction == Direction.INBOUND || calls.freeAlias(control.mapping().external().address(),
                control.remote(), first * ONE_BYTE, OptionalInt.of(first)).isPresent());
    }

    private OptionalInt original(final PptpEvent.CallId event) {
        return OptionalInt.of(calls.at(control.mapping().external().address(), control.remote(), event.id())
            .filter(call -> call.mapping().client().equals(control.mapping().client()))
            .map(call -> call.mapping().internal().label()).orElse(event.id()));
    }

    private OptionalInt alias(final PptpEvent.CallId event) {
        final var known = calls.from(control.mapping().client(), control.remote(), event.id());
        final boolean here = known.map(call -> call.mapping().external().address()
            .equals(control.mapping().external().address())).orElse(false);
        if (!opens(event.type())) {
            return OptionalInt.of(here ? known.orElseThrow().mapping().external().label() : event.id());
        }
        if (here) {
            calls.become(known.orElseThrow(), Call.asked(control),
                control.lifetimeSeconds(), now);
            return OptionalInt.of(known.orElseThrow().mapping().external().label());
        }
        // through another address it was another connection's: the client uses its ID anew
        known.ifPresent(call -> tables.table().close(call, now));
        return open(event);
    }

    private static boolean opens(final PptpType type) {
        return switch (type) {
            case OUTGOING_CALL_REQUEST, OUTGOING_CALL_REPLY, INCOMING_CALL_REQUEST, INCOMING_CALL_REPLY -> true;
            default -> false;
        };
    }

    private OptionalInt open(final PptpEvent.CallId event) {
        final var client = control.mapping().client();
        final var server = control.remote();
        final var external = control.mapping().external().address();
        final var alias = tables.mayOpenMapping(client)
            ? calls.freeAlias(external, server, event.id(), event.sent()) : OptionalInt.empty();
        if (alias.isPresent()) {
            calls.ask(control, event.id(), alias.getAsInt(), control.lifetimeSeconds(), now);
            if (!calls.isAlone(client, external, server)) {
                calls.carriers(client, external, server).forEach(this::giveWay);
            }
        }
        return alias;
    }

    /** A switch cannot tell the new call from what it carries for the whole of GRE. */
    private void giveWay(final Session whole) {
        if (whole.isSwitchable()) {
            tables.table().seen(whole, now);
            tables.table().become(whole, whole.phase(), Lifetime.inController(whole.lifetimeSeconds()));
        }
    }
}

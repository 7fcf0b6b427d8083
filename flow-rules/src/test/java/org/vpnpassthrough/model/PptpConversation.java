/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.model;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.vpnpassthrough.packet.Frames;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.packet.PptpBytes;

/**
 * The control connection of PPTP: TCP whose segments hold messages as they like, and calls that are asked for, granted
 * and ended. The calls' data are {@link CallConversation}s of their own.
 */
final class PptpConversation extends Conversation {
    private static final int MAX_CALLS = 3;
    private static final int OWN_ID = 12;
    private static final int PEER_ID = 14;

    /** Calls that the server has heard of, by the client's ID. */
    private final Map<Integer, CallConversation> calls = new HashMap<>();
    private BiConsumer<CallConversation, Instant> newCall;
    private int connections;
    private int granted;
    private boolean opened;
    private boolean open;
    private boolean started;
    private boolean answered;
    private SentStream clientSays;
    private SentStream serverSays;
    private ReceivedStream serverHears;
    private ReceivedStream clientHears;

    PptpConversation(final Key key) {
        super(key);
    }

    /** Somebody who wants to know of calls. */
    void onNewCall(final BiConsumer<CallConversation, Instant> listener) {
        newCall = listener;
    }

    @Override
    byte[] fromClient(final Random dice, final Instant now) {
        if (clientSays == null || opened && !isPromisedAt(now)) {
            begin(now);
        }
        if (!open) {
            return segment(true, TcpConversation.SYN, clientSays.sequence() - 1);
        }
        if (clientSays.isIdle()) {
            if (dice.nextInt(30) == 0) {
                final int flags = dice.nextBoolean() ? TcpConversation.RST : TcpConversation.FIN | TcpConversation.ACK;
                final var last = segment(true, flags, clientSays.sequence());
                end(now);
                return last;
            }
            clientSays.say(message(dice));
        }
        return segment(true, TcpConversation.PSH | TcpConversation.ACK, clientSays.sequence(), clientSays.next(dice));
    }

    @Override
    byte[] fromServer(final Random dice, final Instant now) {
        if (!opened || clientSays == null) {
            return null;
        }
        if (!open || serverSays.isIdle()) {
            final int flags = open ? TcpConversation.ACK : TcpConversation.SYN | TcpConversation.ACK;
            return segment(false, flags, serverSays.sequence() - (open ? 0 : 1));
        }
        return segment(false, TcpConversation.PSH | TcpConversation.ACK, serverSays.sequence(), serverSays.next(dice));
    }

    private void begin(final Instant now) {
        end(now);
        connections++;
        clientSays = new SentStream(connections * 100_000 + 1);
        serverSays = new SentStream(connections * 100_000 + 50_001);
        serverHears = new ReceivedStream(clientSays);
        clientHears = new ReceivedStream(serverSays);
        opened = false;
        open = false;
        started = false;
        answered = false;
    }

    private byte[] message(final Random dice) {
        if (!started) {
            started = true;
            return PptpBytes.startRequest();
        }
        final int[] ids = Kind.CALL.labels();
        final int id = ids[dice.nextInt(ids.length)];
        final var call = calls.get(id);
        return switch (dice.nextInt(8)) {
            case 0 -> PptpBytes.echoRequest(dice.nextInt(100));
            case 1 -> call == null ? PptpBytes.echoRequest(1) : PptpBytes.callClearRequest(id);
            case 2 -> call == null ? PptpBytes.echoRequest(2) : PptpBytes.setLinkInfo(call.serverId());
            case 3 -> PptpBytes.stream(PptpBytes.echoRequest(3), PptpBytes.echoRequest(4));
            default -> call == null && calls.size() < MAX_CALLS ? PptpBytes.outgoingCallRequest(id)
                : PptpBytes.echoRequest(5);
        };
    }

    private byte[] segment(final boolean fromClient, final int flags, final int sequence, final byte... payload) {
        final int port = key().kind().remotePort();
        final Ip4 external = external();
        return fromClient
            ? Frames.tcpSegment(client(), key().label(), server(), port, flags, sequence, payload)
            : Frames.tcpSegment(server(), port, external, externalLabel(), flags, sequence, payload);
    }

    @Override
    byte[] expectedOutside(final byte[] sent, final byte[] outside) {
        return Patch.of(super.expectedOutside(sent, outside)).tcpPayloadOf(outside).bytes();
    }

    @Override
    byte[] expectedInside(final byte[] sent, final byte[] inside) {
        return Patch.of(super.expectedInside(sent, inside)).tcpPayloadOf(inside).bytes();
    }

    @Override
    void keepOpen(final byte[] sent, final boolean watched, final Instant now) {
        if ((Wire.tcpFlags(sent) & (TcpConversation.FIN | TcpConversation.RST)) == 0) {
            promiseAll(now, answered ? TcpConversation.ESTABLISHED_SECONDS : TcpConversation.TRANSITORY_SECONDS);
        }
    }

    @Override
    void answered(final byte[] sent, final boolean watched, final Instant now) {
        if (isPromisedAt(now)) {
            answered = true;
            promiseAll(now, TcpConversation.ESTABLISHED_SECONDS);
        }
    }

    /** Calls live as long as their connection, those that have not been ended. */
    private void promiseAll(final Instant now, final int seconds) {
        promise(now.plusSeconds(seconds));
        calls.values().stream().filter(call -> call.isPromisedAt(now))
            .forEach(call -> call.promise(promisedUntil()));
    }

    @Override
    void end(final Instant now) {
        super.end(now);
        calls.values().forEach(call -> call.end(now));
        calls.clear();
        clientSays = null;
    }

    @Override
    void serverGets(final byte[] outside, final Instant now) {
        if (clientSays == null) {
            return;
        }
        opened = true;
        serverHears.get(sequence(outside), Wire.tcpPayload(outside)).forEach(message -> serverGets(message, now));
    }

    private void serverGets(final ReceivedStream.Message message, final Instant now) {
        switch (message.type()) {
            case 1 -> {
                ReceivedStream.onlyChanged(message, 0);
                serverSays.say(PptpBytes.startReply(1));
            }
            case 5 -> {
                ReceivedStream.onlyChanged(message, 0);
                serverSays.say(PptpBytes.echoReply(Wire.i32(message.meant(), 12), 1));
            }
            case 7 -> asked(message, ReceivedStream.onlyChanged(message, OWN_ID), now);
            case 12 -> cleared(message, ReceivedStream.onlyChanged(message, OWN_ID), now);
            default -> ReceivedStream.onlyChanged(message, 0);
        }
    }

    private void asked(final ReceivedStream.Message message, final int alias, final Instant now) {
        final int id = Wire.u16(message.meant(), OWN_ID);
        final int serverId = key().client() << 12 | ++granted & 0xfff;
        final var call = new CallConversation(new Key(Kind.CALL, key().client(), id, key().server()), this, serverId);
        call.at(external(), alias);
        call.promise(promisedUntil());
        final var before = calls.put(id, call);
        if (before != null) {
            throw new IllegalStateException("a call with an ID in use: " + before);
        }
        newCall.accept(call, now);
        serverSays.say(PptpBytes.outgoingCallReply(serverId, alias, 1));
    }

    private void cleared(final ReceivedStream.Message message, final int alias, final Instant now) {
        final var call = calls.remove(Wire.u16(message.meant(), OWN_ID));
        if (call == null) {
            return;
        }
        if (alias != call.externalLabel()) {
            throw new Violation("a call is always called the same outside", call, alias);
        }
        call.end(now);
        serverSays.say(PptpBytes.callDisconnectNotify(call.serverId(), 1));
    }

    @Override
    void clientGets(final byte[] inside, final Instant now) {
        if (clientSays == null) {
            return;
        }
        open |= (Wire.tcpFlags(inside) & TcpConversation.SYN) != 0;
        for (final var message : clientHears.get(sequence(inside), Wire.tcpPayload(inside))) {
            if (message.type() == 8) {
                final int serverId = Wire.u16(message.meant(), OWN_ID);
                final int id = ReceivedStream.onlyChanged(message, PEER_ID);
                final var call = calls.get(id);
                if (call != null && call.serverId() == serverId) {
                    call.up();
                } else if (calls.values().stream().anyMatch(other -> other.serverId() == serverId)) {
                    throw new Violation("a client is told its own call ID", id, List.copyOf(calls.values()));
                }
            } else {
                ReceivedStream.onlyChanged(message, 0);
            }
        }
    }

    private static int sequence(final byte[] frame) {
        return Wire.i32(frame, Wire.transport(frame) + 4);
    }
}

/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mapping;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.vpnpassthrough.packet.IkeExchange;
import org.vpnpassthrough.packet.IkeProposal;
import org.vpnpassthrough.packet.Ip4;

/**
 * One IKE security association between a client and a server, as far as somebody between them can see it.
 *
 * @param key what tells it from others
 * @param responderSpi 0 until the responder has answered
 * @param version of IKE, 1 or 2
 * @param begunByClient whether the client is the initiator
 * @param internal the client's tuple of the session that carried the latest message; null if none passed
 * @param external the external address of that session; null if none passed
 * @param exchanges all that were seen; unmodifiable
 * @param latest the exchange of the latest message
 * @param initiatorNatT what the initiator said of NAT traversal
 * @param responderNatT what the responder said of it
 * @param encapsulated whether a message was behind the non-ESP marker on UDP port 4500; if one was on port 500 before,
 *     the conversation has floated (RFC 3947 section 4)
 * @param fragmented whether a message came in pieces, see {@link org.vpnpassthrough.packet.IkeMessage#isFragment}
 * @param offered the initiator's latest proposals; unmodifiable
 * @param chosen the responder's choice of them, one or none; unmodifiable
 * @param error the number of the latest error notify in clear text but for those that ask for a retry, or 0
 * @param until when it is forgotten unless more is seen of it
 */
public record IkeConversation(Key key, long responderSpi, int version, boolean begunByClient, Tuple internal,
        Ip4 external, Set<IkeExchange> exchanges, IkeExchange latest, NatT initiatorNatT, NatT responderNatT,
        boolean encapsulated, boolean fragmented, List<IkeProposal> offered, List<IkeProposal> chosen, int error,
        Instant until) {
    /** Above these notifies are no errors (RFC 7296 section 3.10.1, RFC 2408 section 3.14.1). */
    private static final int LAST_ERROR = 16383;

    /**
     * What tells conversations apart. The initiator's SPI alone does not: two clients may choose the same one (RFC 7296
     * section 2.1).
     */
    public record Key(Ip4 client, Ip4 server, long initiatorSpi) {
        static Key of(final IkeSighting sighting) {
            return new Key(sighting.client(), sighting.server(), sighting.message().initiatorSpi());
        }
    }

    /** Whether a side says that it knows NAT traversal. It says so with its proposals, or not at all. */
    public enum NatT {
        /** Its proposals have not been seen. */
        NOT_HEARD,
        /** It said so. */
        ANNOUNCED,
        /** It sent its proposals and did not say so. */
        ABSENT
    }

    public IkeConversation {
        exchanges = Set.copyOf(exchanges);
        offered = List.copyOf(offered);
        chosen = List.copyOf(chosen);
    }

    /** Before its first message. A client is more likely to have begun, as nobody outside can where nobody asked. */
    static IkeConversation before(final IkeSighting first) {
        final var message = first.message();
        final boolean byClient = message.majorVersion() == 2 ? message.isFromInitiator() == first.fromClient()
            : first.fromClient() || !message.isOpening();
        return new IkeConversation(Key.of(first), 0, message.majorVersion(), byClient, null, null, Set.of(), null,
            NatT.NOT_HEARD, NatT.NOT_HEARD, false, false, List.of(), List.of(), 0, Instant.MIN);
    }

    /**
     * The same conversation, which replaces an earlier one: new keys for the IKE security association were made under
     * its encryption (RFC 7296 section 2.18), and what its first messages said still holds.
     */
    IkeConversation inPlaceOf(final IkeConversation earlier) {
        return new IkeConversation(key, responderSpi, version, begunByClient, internal, external, exchanges, latest,
            earlier.initiatorNatT, earlier.responderNatT, earlier.encapsulated, fragmented, offered, chosen, error,
            until);
    }

    /** The conversation after one more message. One that is repeated changes nothing but the time. */
    IkeConversation after(final IkeSighting seen, final Instant newUntil) {
        final var message = seen.message();
        final var text = seen.text();
        final var exchange = IkeExchange.of(message);
        final boolean byInitiator = seen.fromClient() == begunByClient;
        final var proposals = text.proposals();
        final boolean offers = byInitiator && !proposals.isEmpty();
        final boolean chooses = !byInitiator && !proposals.isEmpty();
        return new IkeConversation(key,
            message.responderSpi() == 0 ? responderSpi : message.responderSpi(), version, begunByClient,
            seen.session() == null ? internal : seen.session().mapping().internal(),
            seen.session() == null ? external : seen.session().mapping().external().address(),
            with(exchange), exchange,
            byInitiator ? heard(initiatorNatT, seen) : initiatorNatT,
            byInitiator ? responderNatT : heard(responderNatT, seen),
            encapsulated || seen.datagram().encapsulated(), fragmented || message.isFragment(),
            offers ? proposals : offered, chooses ? proposals.subList(0, 1) : chosen,
            text.asksForRetry() ? error
                : text.notifies().stream().filter(type -> type <= LAST_ERROR).findFirst().orElse(error),
            newUntil);
    }

    private Set<IkeExchange> with(final IkeExchange exchange) {
        if (exchanges.contains(exchange)) {
            return exchanges;
        }
        final var more = EnumSet.of(exchange);
        more.addAll(exchanges);
        return more;
    }

    private static NatT heard(final NatT before, final IkeSighting seen) {
        return seen.message().announcesNatTraversal() ? NatT.ANNOUNCED
            : before == NatT.NOT_HEARD && !seen.text().proposals().isEmpty() ? NatT.ABSENT : before;
    }

    /** The same conversation, remembered for longer. */
    IkeConversation until(final Instant newUntil) {
        return new IkeConversation(key, responderSpi, version, begunByClient, internal, external, exchanges, latest,
            initiatorNatT, responderNatT, encapsulated, fragmented, offered, chosen, error, newUntil);
    }

    /** The internal host. */
    public Ip4 client() {
        return key.client();
    }

    /** The remote end. */
    public Ip4 server() {
        return key.server();
    }

    /** The initiator's SPI, the cookie of version 1. */
    public long initiatorSpi() {
        return key.initiatorSpi();
    }

    /**
     * How the data will travel. Both sides look for a NAT only if both have said that they can (RFC 3947 section 3.1,
     * RFC 7296 section 2.23), and they will find this one.
     */
    public IkePrediction prediction() {
        if (encapsulated) {
            return IkePrediction.UDP_ENCAPSULATED;
        }
        if (initiatorNatT == NatT.ABSENT || responderNatT == NatT.ABSENT) {
            return IkePrediction.PLAIN_ESP;
        }
        return initiatorNatT == NatT.ANNOUNCED && responderNatT == NatT.ANNOUNCED ? IkePrediction.UDP_ENCAPSULATED
            : IkePrediction.UNKNOWN;
    }
}

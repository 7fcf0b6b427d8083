/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.gateway;

import java.util.List;
import java.util.Optional;
import org.vpnpassthrough.mapping.IkeConversation;
import org.vpnpassthrough.mapping.IkeConversations;
import org.vpnpassthrough.mapping.IkePrediction;
import org.vpnpassthrough.packet.IkeExchange;
import org.vpnpassthrough.packet.IkeProposal;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.translation.CryptoFloor;
import org.vpnpassthrough.translation.CryptoGrade;

/**
 * What a gateway shows of an IKE conversation.
 *
 * @param initiatorSpi as a bit pattern
 * @param responderSpi as a bit pattern, 0 until the responder has answered
 * @param version of IKE, 1 or 2
 * @param begunByClient whether the client is the initiator
 * @param latest the exchange of the latest message that was seen
 * @param prediction how the data travel
 * @param encapsulated whether IKE was seen on UDP port 4500
 * @param fragmented whether a message came in pieces
 * @param offered the initiator's proposals by their names
 * @param chosen the responder's choice by its names; empty if it was not seen
 * @param error the number of an error that the responder told in clear text, or 0
 * @param grade by the profile of the crypto floor; empty without a floor, or while nothing can be said
 */
public record IkeState(Ip4 client, Ip4 server, long initiatorSpi, long responderSpi, int version,
        boolean begunByClient, IkeExchange latest, IkePrediction prediction, boolean encapsulated, boolean fragmented,
        List<String> offered, String chosen, int error, Optional<CryptoGrade> grade) {
    public IkeState {
        offered = List.copyOf(offered);
    }

    static List<IkeState> latest(final IkeConversations conversations, final CryptoFloor floor) {
        return conversations.latest(GatewayState.MOST_IKE).stream()
            .map(conversation -> of(conversation, floor)).toList();
    }

    private static IkeState of(final IkeConversation conversation, final CryptoFloor floor) {
        return new IkeState(conversation.client(), conversation.server(), conversation.initiatorSpi(),
            conversation.responderSpi(), conversation.version(), conversation.begunByClient(), conversation.latest(),
            conversation.prediction(), conversation.encapsulated(), conversation.fragmented(),
            conversation.offered().stream().map(IkeProposal::toString).toList(),
            conversation.chosen().stream().map(IkeProposal::toString).findFirst().orElse(""), conversation.error(),
            floor.grade(conversation));
    }
}

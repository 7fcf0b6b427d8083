/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.packet;

/** What an IKE message belongs to, readable also when its payloads are encrypted. The versions share no numbers. */
public enum IkeExchange {
    /** Version 1: Identity Protection, in RFC 2408. */
    MAIN_MODE(IkeMessage.MAIN_MODE),
    /** Version 1. */
    AGGRESSIVE_MODE(IkeMessage.AGGRESSIVE_MODE),
    /** Version 1. */
    V1_INFORMATIONAL(IkeMessage.V1_INFORMATIONAL),
    /** Version 1: XAUTH and mode configuration. */
    TRANSACTION(IkeMessage.TRANSACTION),
    /** Version 1: makes ESP security associations. */
    QUICK_MODE(IkeMessage.QUICK_MODE),
    /** Version 1. */
    NEW_GROUP_MODE(IkeMessage.NEW_GROUP_MODE),
    /** Version 2. */
    IKE_SA_INIT(IkeMessage.IKE_SA_INIT),
    /** Version 2: makes the first pair of ESP security associations. */
    IKE_AUTH(IkeMessage.IKE_AUTH),
    /** Version 2: makes further ones, and new ones for old, also of IKE itself. */
    CREATE_CHILD_SA(IkeMessage.CREATE_CHILD_SA),
    /** Version 2. */
    INFORMATIONAL(IkeMessage.INFORMATIONAL),
    /** Version 2: RFC 5723. */
    IKE_SESSION_RESUME(IkeMessage.IKE_SESSION_RESUME),
    /** Version 2: RFC 9242. */
    IKE_INTERMEDIATE(IkeMessage.IKE_INTERMEDIATE),
    /** Version 2: RFC 9370. */
    IKE_FOLLOWUP_KE(IkeMessage.IKE_FOLLOWUP_KE),
    /** One that has no name here. */
    OTHER(0);

    private final int number;

    IkeExchange(int number) {
        this.number = number;
    }

    /**
     * The exchange of a message.
     *
     * @param message of either version
     * @return {@link #OTHER} if its number has no name here
     */
    public static IkeExchange of(IkeMessage message) {
        for (final var exchange : values()) {
            if (exchange.number == message.exchangeType()) {
                return exchange;
            }
        }
        return OTHER;
    }
}

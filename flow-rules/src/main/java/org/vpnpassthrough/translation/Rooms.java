/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.translation;

import java.util.List;
import org.vpnpassthrough.translation.basic.BasicTranslator;
import org.vpnpassthrough.translation.esp.EspTranslator;
import org.vpnpassthrough.translation.gre.GreTranslator;
import org.vpnpassthrough.translation.ike.IkeTranslator;
import org.vpnpassthrough.translation.l2tp.L2tpTranslator;
import org.vpnpassthrough.translation.natt.NattTranslator;
import org.vpnpassthrough.translation.plain.PlainTranslator;
import org.vpnpassthrough.translation.pptp.PptpTranslator;

/** The rooms in the order in which they are asked. The one shared place that a new protocol adds a line to. */
public final class Rooms {
    private Rooms() {
        // nothing to hold
    }

    /**
     * All rooms; {@code basic} comes first, as all that its hosts send and get is its own, and {@code plain} last, as
     * it takes whatever TCP, UDP and ICMP is left.
     */
    public static List<Translator> all(final NatTables tables) {
        return List.of(
            new BasicTranslator(tables),
            new IkeTranslator(tables),
            new NattTranslator(tables),
            new EspTranslator(tables),
            new PptpTranslator(tables),
            new GreTranslator(tables),
            new L2tpTranslator(tables),
            new PlainTranslator(tables));
    }
}

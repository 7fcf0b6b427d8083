/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import java.math.BigDecimal;
import java.util.List;
import org.vpnpassthrough.mapping.AddressRange;
import org.vpnpassthrough.mapping.Timers;
import org.vpnpassthrough.translation.Settings;

/** Writes the format that the package description shows. */
final class VectorWriter {
    /** Where comments begin: behind 16 bytes. */
    private static final int COMMENT_COLUMN = 51;

    private final StringBuilder text = new StringBuilder();
    private final Setup setup;

    private VectorWriter(final Setup setup) {
        this.setup = setup;
    }

    static String text(final Vector vector) {
        final VectorWriter writer = new VectorWriter(vector.setup());
        vector.title().forEach(writer::comment);
        writer.line("");
        writer.setup();
        vector.steps().forEach(writer::step);
        return writer.text.toString();
    }

    private void line(final String line) {
        text.append(line).append('\n');
    }

    private void comment(final String comment) {
        line(("# " + comment).strip());
    }

    private void setup() {
        for (final Setup.Internal port : setup.internal()) {
            line("internal " + port.number() + " " + port.mac() + " " + port.prefix() + " " + port.address());
        }
        final Setup.External external = setup.external();
        line("external " + external.number() + " " + external.mac() + " " + external.prefix() + " "
            + external.address() + " " + external.nextHop());
        for (final AddressRange range : setup.pool()) {
            line("pool " + range.first() + " " + range.last());
        }
        if (setup.routed()) {
            line("routed");
        }
        changed("timer", setup.settings().timers(), Timers.DEFAULT);
        setup.settings().policy().off().stream().sorted()
            .forEach(passthrough -> line("policy " + passthrough + " off"));
        if (setup.settings().sharing() != Settings.DEFAULT.sharing()) {
            line("sharing " + setup.settings().sharing());
        }
        setup.settings().statics().entries().forEach(entry -> line("static " + entry.name() + " " + entry.kind() + " "
            + (entry.kind().hasPorts() ? entry.external() + " " + entry.externalPort() + " " + entry.internal() + " "
                + entry.internalPort() + " " + entry.ports() : entry.external() + " " + entry.internal())));
        if (setup.random() != 0) {
            line("random " + setup.random());
        }
        setup.neighbours().forEach((address, mac) -> line("neighbour " + address + " " + mac));
    }

    private void changed(final String keyword, final Record settings, final Record defaults) {
        for (final String name : Named.names(settings)) {
            final Object value = Named.get(settings, name);
            if (!value.equals(Named.get(defaults, name))) {
                line(keyword + " " + name + " " + value);
            }
        }
    }

    private void step(final Vector.Step step) {
        line("");
        step.comments().forEach(this::comment);
        final String at = "at " + BigDecimal.valueOf(step.at().toMillis(), 3).stripTrailingZeros().toPlainString();
        switch (step.event()) {
            case Vector.Tick tick -> line(at + " tick");
            case Vector.Arrival arrival -> {
                line(at + " " + setup.side(arrival.port()));
                frame(arrival.frame());
            }
        }
        if (step.expected().isEmpty()) {
            line("expect nothing");
        }
        step.expected().forEach(this::expectation);
    }

    private void expectation(final Expectation expectation) {
        switch (expectation) {
            case Expectation.Drop drop -> line("expect drop " + drop.reason().name());
            case Expectation.Punt punt -> line("expect punt " + punt.room());
            case Expectation.Rules rules -> rules("expect rules", rules.rules());
            case Expectation.Removed removed -> rules("expect removed", removed.rules());
            case Expectation.ArpRequest request ->
                line("expect arp request " + setup.side(request.port()) + " " + request.wanted());
            case Expectation.ArpReply reply ->
                line("expect arp reply " + setup.side(reply.port()) + " " + reply.address());
            case Expectation.Forward forward -> {
                line("expect forward " + setup.side(forward.port()));
                frame(forward.frame());
            }
        }
    }

    private void rules(final String keyword, final List<String> rules) {
        line(keyword);
        rules.forEach(rule -> line("  " + rule));
    }

    private void frame(final HexFrame frame) {
        for (final HexFrame.Line bytes : frame.lines()) {
            final String hex = "  " + bytes.hex();
            line(bytes.comment().isEmpty() ? hex
                : hex + " ".repeat(Math.max(2, COMMENT_COLUMN - hex.length())) + "# " + bytes.comment());
        }
    }
}

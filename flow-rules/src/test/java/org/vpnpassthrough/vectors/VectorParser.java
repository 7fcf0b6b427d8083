/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.vpnpassthrough.packet.Ip4;
import org.vpnpassthrough.rules.Cookie;
import org.vpnpassthrough.translation.Reason;

/** Reads the format that the package description shows. Every error says in which line it is. */
final class VectorParser {
    private final String name;
    private final SetupParser header = new SetupParser();
    private final List<Vector.Step> steps = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();

    private int number;
    private Setup setup;
    private OpenStep step;
    private Block block;

    VectorParser(final String name) {
        this.name = name;
    }

    /** A step whose end has not been seen. */
    private static final class OpenStep {
        private final int line;
        private final List<String> comments;
        private final Duration at;
        private final List<Expectation> expected = new ArrayList<>();
        private Vector.Event event;
        private boolean nothing;

        OpenStep(final int line, final List<String> comments, final Duration at) {
            this.line = line;
            this.comments = List.copyOf(comments);
            this.at = at;
        }
    }

    /** What the lines after {@code at} or {@code expect} are for. */
    private abstract static class Block {
        private final int line;

        Block(final int line) {
            this.line = line;
        }

        abstract void add(String content, String comment);

        abstract void close();
    }

    Vector parse(final List<String> lines) {
        final List<String> title = lines.stream().takeWhile(line -> line.startsWith("#"))
            .map(line -> line.substring(1).strip()).toList();
        for (number = title.size() + 1; number <= lines.size(); number++) {
            final String line = lines.get(number - 1);
            final int hash = line.indexOf('#');
            try {
                read(hash < 0 ? line.strip() : line.substring(0, hash).strip(),
                    hash < 0 ? "" : line.substring(hash + 1).strip());
            } catch (IllegalArgumentException e) {
                throw wrong(number, e);
            }
        }
        closeStep();
        if (steps.isEmpty()) {
            throw new IllegalArgumentException(name + ":" + lines.size() + ": the file has no step");
        }
        return new Vector(name, title, setup, steps);
    }

    private IllegalArgumentException wrong(final int line, final IllegalArgumentException cause) {
        return cause.getMessage().startsWith(name + ":") ? cause
            : new IllegalArgumentException(name + ":" + line + ": " + cause.getMessage(), cause);
    }

    private void read(final String content, final String comment) {
        if (content.isEmpty()) {
            if (!comment.isEmpty()) {
                comments.add(comment);
            }
            return;
        }
        final Words words = new Words(content);
        switch (words.peek()) {
            case "at" -> openStep(words);
            case "expect" -> expect(words);
            default -> {
                if (block != null) {
                    block.add(content, comment);
                } else if (step == null) {
                    header.read(words);
                } else {
                    throw new IllegalArgumentException("expected 'at' or 'expect', not '" + content + "'");
                }
            }
        }
        comments.clear();
    }

    private void openStep(final Words words) {
        closeStep();
        if (setup == null) {
            setup = header.setup();
        }
        words.take("at");
        final OpenStep opened = new OpenStep(number, comments, seconds(words.next("seconds")));
        if (!steps.isEmpty() && opened.at.compareTo(steps.get(steps.size() - 1).at()) < 0) {
            throw new IllegalArgumentException("the step is earlier than the one before");
        }
        step = opened;
        if ("tick".equals(words.peek())) {
            words.take("tick");
            step.event = new Vector.Tick();
        } else {
            final int port = port(words);
            block = hexBlock(frame -> opened.event = new Vector.Arrival(port, frame));
        }
        words.end();
    }

    private void expect(final Words words) {
        closeBlock();
        if (step == null) {
            throw new IllegalArgumentException("'expect' before the first 'at'");
        }
        words.take("expect");
        final OpenStep current = step;
        final String what = words.next("what to expect");
        switch (what) {
            case "nothing" -> current.nothing = true;
            case "drop" -> current.expected.add(new Expectation.Drop(reason(words.next("reason"))));
            case "punt" -> current.expected.add(new Expectation.Punt(Cookie.Room.named(words.next("room"))));
            case "rules" -> block = textBlock(rules -> current.expected.add(new Expectation.Rules(rules)));
            case "removed" -> block = textBlock(rules -> current.expected.add(new Expectation.Removed(rules)));
            case "arp" -> current.expected.add(arp(words));
            case "forward" -> {
                final int port = port(words);
                block = hexBlock(frame -> current.expected.add(new Expectation.Forward(port, frame)));
            }
            default -> throw new IllegalArgumentException("cannot expect '" + what
                + "', only nothing, drop, punt, rules, removed, arp or forward");
        }
        words.end();
    }

    private Expectation arp(final Words words) {
        final String operation = words.next("request or reply");
        final int port = port(words);
        final Ip4 address = Ip4.parse(words.next("address"));
        return switch (operation) {
            case "request" -> new Expectation.ArpRequest(port, address);
            case "reply" -> new Expectation.ArpReply(port, address);
            default -> throw new IllegalArgumentException("ARP has request and reply, not '" + operation + "'");
        };
    }

    private int port(final Words words) {
        final String side = words.next("internal or external");
        if ("external".equals(side)) {
            return setup.external().number();
        }
        if (!"internal".equals(side)) {
            throw new IllegalArgumentException("a side is internal or external, not '" + side + "'");
        }
        if (setup.internal().size() == 1) {
            return setup.internal().get(0).number();
        }
        final int wanted = words.number("number of the internal port", 1, Integer.MAX_VALUE);
        if (setup.internal().stream().noneMatch(port -> port.number() == wanted)) {
            throw new IllegalArgumentException("there is no internal port " + wanted);
        }
        return wanted;
    }

    private static Reason reason(final String word) {
        for (final Reason reason : Reason.values()) {
            if (reason.name().equals(word)) {
                return reason;
            }
        }
        throw new IllegalArgumentException("no reason is named '" + word + "'");
    }

    private static Duration seconds(final String text) {
        try {
            final Duration at = Duration.ofMillis(new BigDecimal(text).movePointRight(3).longValueExact());
            if (!at.isNegative()) {
                return at;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(notSeconds(text), e);
        }
        throw new IllegalArgumentException(notSeconds(text));
    }

    private static String notSeconds(final String text) {
        return "'" + text + "' is not a number of seconds, with up to three decimals";
    }

    private Block hexBlock(final Consumer<HexFrame> result) {
        final List<HexFrame.Line> lines = new ArrayList<>();
        return new Block(number) {
            @Override
            void add(final String content, final String comment) {
                lines.add(HexFrame.Line.of(content, comment));
            }

            @Override
            void close() {
                if (lines.isEmpty()) {
                    throw new IllegalArgumentException("the bytes of the frame are missing");
                }
                result.accept(new HexFrame(lines));
            }
        };
    }

    private Block textBlock(final Consumer<List<String>> result) {
        final List<String> lines = new ArrayList<>();
        return new Block(number) {
            @Override
            void add(final String content, final String comment) {
                if (!content.toLowerCase(Locale.ROOT).startsWith("table=")) {
                    throw new IllegalArgumentException("a rule begins with 'table=', not '" + content + "'");
                }
                lines.add(content);
            }

            @Override
            void close() {
                if (lines.isEmpty()) {
                    throw new IllegalArgumentException("the rules are missing");
                }
                result.accept(lines);
            }
        };
    }

    private void closeBlock() {
        if (block != null) {
            try {
                block.close();
            } catch (IllegalArgumentException e) {
                throw wrong(block.line, e);
            }
            block = null;
        }
    }

    private void closeStep() {
        closeBlock();
        if (step != null) {
            if (step.nothing != step.expected.isEmpty()) {
                throw wrong(step.line, new IllegalArgumentException(step.nothing
                    ? "the step expects nothing and something" : "the step expects neither nothing nor something"));
            }
            steps.add(new Vector.Step(step.comments, step.at, step.event, step.expected));
            step = null;
        }
    }
}

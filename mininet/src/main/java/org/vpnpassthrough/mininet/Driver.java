/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The process that runs Mininet ({@code topology/serve.py}), and the conversation with it: one JSON object a line.
 * Several threads may ask at once. The process takes everything down when this side closes, or dies.
 */
final class Driver implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration END = Duration.ofSeconds(60);
    private static final int COMPLAINTS = 40;       // lines kept of what it writes to standard error
    private static final Gson GSON = new Gson();

    private final Process process;
    private final Deque<String> complaints = new ConcurrentLinkedDeque<>();
    private final Reader answers;
    private final Writer requests;
    private final Runnable after;
    private final CompletableFuture<Reply> ready = new CompletableFuture<>();
    private final Map<Integer, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    // The process would take itself down, but only after this one has ended: whoever started us may look too early.
    private final Thread emergency = new Thread(this::end, "end of the topology");

    /**
     * What the process said to a request.
     *
     * @param content the answer; null if it was refused
     * @param refusal why it was refused
     */
    private record Reply(JsonObject content, String refusal) { }

    private Driver(final Process process, final Reader answers, final Writer requests, final Runnable after) {
        this.process = process;
        this.answers = answers;
        this.requests = requests;
        this.after = after;
    }

    /** Starts the process; {@link #ready()} tells when the network is up. */
    static Driver start(final List<String> command) {
        try {
            final var process = new ProcessBuilder(command).start();
            return begin(new Driver(process, process.inputReader(StandardCharsets.UTF_8),
                process.outputWriter(StandardCharsets.UTF_8), () -> { }), process.errorReader(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new LabException("starting " + command, e);
        }
    }

    /**
     * Converses with a process over a connection of its own, because what it prints is the console of a kernel.
     *
     * @param process what ends when the conversation does
     * @param channel the connection
     * @param after what remains to be done when the process has ended
     */
    static Driver over(final Process process, final Socket channel, final Runnable after) throws IOException {
        return begin(new Driver(process, new InputStreamReader(channel.getInputStream(), StandardCharsets.UTF_8),
            new OutputStreamWriter(channel.getOutputStream(), StandardCharsets.UTF_8), after),
            process.inputReader(StandardCharsets.UTF_8));
    }

    private static Driver begin(final Driver driver, final BufferedReader complaints) {
        Thread.ofPlatform().daemon().name("mininet answers").start(driver::read);
        Thread.ofPlatform().daemon().name("mininet complaints").start(() -> driver.listen(complaints));
        Runtime.getRuntime().addShutdownHook(driver.emergency);
        return driver;
    }

    /** Waits until the network is up; answers what its hosts are. */
    JsonObject ready() {
        return join(ready, "starting the topology", START);
    }

    /** Asks one thing and waits for the answer, at most as long as told. */
    JsonObject ask(final String request, final Map<String, ?> arguments, final Duration patience) {
        final var id = number.incrementAndGet();
        final var answer = new CompletableFuture<Reply>();
        waiting.put(id, answer);
        final var message = new HashMap<String, Object>(arguments);
        message.put("id", id);
        message.put("do", request);
        try {
            synchronized (requests) {
                requests.write(GSON.toJson(message) + "\n");
                requests.flush();
            }
            return join(answer, request + " " + arguments, patience);
        } catch (IOException e) {
            throw new LabException(request + ": the topology has ended: " + String.join("\n", complaints), e);
        } finally {
            waiting.remove(id);
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(emergency);
        } catch (IllegalStateException e) {
            return;     // this process ends: the hook does it
        }
        end();
    }

    private void end() {
        try {
            requests.close();
        } catch (IOException e) {
            // It ended before we did; what it left is removed below or by the next start.
            process.destroy();
        }
        try {
            if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new LabException("the topology does not end: " + String.join("\n", complaints));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            after.run();
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(answers)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                handle(JsonParser.parseString(line).getAsJsonObject());
            }
        } catch (IOException e) {
            // The same as the end of the stream: nobody will answer any more.
        }
        final var end = new Reply(null, "the topology has ended: " + String.join("\n", complaints));
        ready.complete(end);
        waiting.values().forEach(answer -> answer.complete(end));
    }

    private void handle(final JsonObject message) {
        if (message.has("ready")) {
            ready.complete(new Reply(message.getAsJsonObject("ready"), ""));
        } else if (message.has("failed")) {
            ready.complete(new Reply(null, message.get("failed").getAsString()));
        } else {
            final var answer = message.get("id").isJsonNull() ? null : waiting.get(message.get("id").getAsInt());
            if (answer == null) {
                return;     // whoever asked has given up
            }
            answer.complete(message.has("ok") ? new Reply(message.getAsJsonObject("ok"), "")
                : new Reply(null, message.get("error").getAsString()));
        }
    }

    private void listen(final BufferedReader errors) {
        try (errors) {
            for (var line = errors.readLine(); line != null; line = errors.readLine()) {
                complaints.add(line);
                if (complaints.size() > COMPLAINTS) {
                    complaints.remove();
                }
            }
        } catch (IOException e) {
            complaints.add(e.getMessage());
        }
    }

    private static JsonObject join(final CompletableFuture<Reply> answer, final String what,
            final Duration patience) {
        try {
            final var reply = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (reply.content == null) {
                throw new LabException(what + ": " + reply.refusal);
            }
            return reply.content;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException(what, e);
        } catch (ExecutionException e) {
            throw new LabException(what, e);
        } catch (TimeoutException e) {
            throw new LabException(what + ": no answer within " + patience.toSeconds() + " s", e);
        }
    }
}

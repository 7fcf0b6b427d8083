/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.mininet;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * OpenDaylight's RESTCONF interface (RFC 8040), as far as the lab needs it.
 */
public final class Restconf {
    /** The configured gateways. */
    public static final String GATEWAYS = "/rests/data/vpn-passthrough:gateways";

    /** What the gateways do, with their counters. */
    public static final String STATE = "/rests/data/vpn-passthrough:gateways-state";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI base;
    private final String authorization;

    /**
     * A client with the login that OpenDaylight has from the start.
     *
     * @param base for example http://127.0.0.1:8181
     */
    public Restconf(final URI base) {
        this.base = base;
        authorization = "Basic " + Base64.getEncoder().encodeToString("admin:admin".getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What the server said.
     *
     * @param status the HTTP status
     * @param body the text below the headers
     */
    public record Answer(int status, String body) {
        /**
         * Whether the request was carried out.
         *
         * @return true for a status of 200 to 299
         */
        public boolean succeeded() {
            return status / 100 == 2;
        }

        /**
         * The body as JSON.
         *
         * @return a new object
         * @throws LabException if the request was not carried out
         */
        public JsonObject json() {
            if (!succeeded()) {
                throw new LabException("RESTCONF answers " + status + ": " + body);
            }
            return JsonParser.parseString(body).getAsJsonObject();
        }
    }

    /**
     * Reads a resource.
     *
     * @param path with its query, for example {@link #STATE}
     * @return the answer, whatever its status
     * @throws LabException if nobody answers
     */
    public Answer get(final String path) {
        return send(request(path).GET());
    }

    /**
     * Creates or replaces a resource.
     *
     * @param path of the resource
     * @param json its new content
     * @return the answer, whatever its status
     * @throws LabException if nobody answers
     */
    public Answer put(final String path, final String json) {
        return send(request(path).header("Content-Type", "application/yang-data+json")
            .PUT(BodyPublishers.ofString(json)));
    }

    /**
     * Deletes a resource.
     *
     * @param path of the resource
     * @return the answer, whatever its status
     * @throws LabException if nobody answers
     */
    public Answer delete(final String path) {
        return send(request(path).DELETE());
    }

    private HttpRequest.Builder request(final String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).header("Authorization", authorization)
            .header("Accept", "application/yang-data+json");
    }

    private Answer send(final HttpRequest.Builder request) {
        final var built = request.build();
        try {
            final var response = client.send(built, BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new LabException(built.method() + " " + built.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException(built.method() + " " + built.uri(), e);
        }
    }
}

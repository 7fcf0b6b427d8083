/*
 * Copyright (c) 2026 vpn-passthrough authors.
 * SPDX-License-Identifier: EPL-2.0
 */
package org.vpnpassthrough.vectors;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads and writes a record of settings by the names of its components, {@code tcpEstablished} being
 * {@code tcp-established}, so that a new timer or policy needs no change here.
 */
final class Named {
    private Named() {
    }

    /** The names of the components, in order. */
    static List<String> names(final Record settings) {
        return Arrays.stream(settings.getClass().getRecordComponents()).map(Named::name).toList();
    }

    private static String name(final RecordComponent component) {
        return component.getName().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    static Object get(final Record settings, final String name) {
        return all(settings).get(index(settings, name));
    }

    /**
     * The same settings but for one.
     *
     * @throws IllegalArgumentException when there is none of that name or the record refuses the value
     */
    static <T extends Record> T with(final T settings, final String name, final Object value) {
        final List<Object> values = all(settings);
        values.set(index(settings, name), value);
        final Class<?>[] types = Arrays.stream(settings.getClass().getRecordComponents())
            .map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            @SuppressWarnings("unchecked")
            final T changed = (T) settings.getClass().getDeclaredConstructor(types).newInstance(values.toArray());
            return changed;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(name + " cannot be " + value, e);
        }
    }

    private static int index(final Record settings, final String name) {
        final int index = names(settings).indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("'" + name + "' is not one of " + String.join(", ", names(settings)));
        }
        return index;
    }

    private static List<Object> all(final Record settings) {
        final List<Object> values = new ArrayList<>();
        for (final RecordComponent component : settings.getClass().getRecordComponents()) {
            try {
                values.add(component.getAccessor().invoke(settings));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
        }
        return values;
    }
}

package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.openai.Adjustment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What of one request did not survive, each thing once, in the order in which it was found.
final class Adjustments {
    private final Set<Adjustment> found = new LinkedHashSet<>();

    void dropped(String field) {
        found.add(Adjustment.dropped(field));
    }

    void droppedIf(boolean lost, String field) {
        if (lost) {
            dropped(field);
        }
    }

    void clamped(String field, long to) {
        found.add(Adjustment.clamped(field, to));
    }

    void mapped(String field, String to) {
        found.add(Adjustment.mapped(field, to));
    }

    void emulated(String field, String by) {
        found.add(Adjustment.emulated(field, by));
    }

    List<Adjustment> toList() {
        return List.copyOf(found);
    }
}

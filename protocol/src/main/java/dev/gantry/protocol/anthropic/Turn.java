package dev.gantry.protocol.anthropic;

import dev.gantry.protocol.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// All that one side says before the other one does: consecutive messages of a side are one turn. Confined to one
/// request.
final class Turn {
    enum Side {
        USER("user"),
        ASSISTANT("assistant");

        private final String role;

        Side(String role) {
            this.role = role;
        }
    }

    private final Side side;
    private final List<Block> results = new ArrayList<>(0);
    private final List<Block> blocks = new ArrayList<>();
    private final Set<String> calls = new LinkedHashSet<>();
    private boolean startsWithThinking;

    Turn(Side side) {
        this.side = side;
    }

    void add(Block block) {
        blocks.add(block);
    }

    void addThinking(Block block) {
        startsWithThinking |= blocks.isEmpty();
        blocks.add(block);
    }

    /// @return whether the turn has no other call of this id
    boolean addCall(String id, Block block) {
        blocks.add(block);
        return calls.add(id);
    }

    /// Results of tools come before anything else that the user says.
    void addResult(Block block) {
        results.add(block);
    }

    /// Takes away the white space at the end, which the API refuses where it is to go on from there.
    void trimEnd() {
        if (!blocks.isEmpty() && blocks.getLast() instanceof Block.Text(String text, var cacheControl)) {
            blocks.removeLast();
            if (!text.isBlank()) {
                blocks.add(new Block.Text(text.stripTrailing(), cacheControl));
            }
        }
    }

    boolean isOf(Side other) {
        return side == other;
    }

    boolean isEmpty() {
        return results.isEmpty() && blocks.isEmpty();
    }

    /// The ids of its tool calls, as the client knows them.
    Set<String> calls() {
        return calls;
    }

    boolean hasResults() {
        return !results.isEmpty();
    }

    boolean startsWithThinking() {
        return startsWithThinking;
    }

    void write(JsonWriter json) {
        List<Block> all = new ArrayList<>(results);
        all.addAll(blocks);
        json.beginObject().name("role").value(side.role).name("content");
        Block.writeAll(all, json);
        json.endObject();
    }
}

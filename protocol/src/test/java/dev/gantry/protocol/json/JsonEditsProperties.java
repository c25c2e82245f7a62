package dev.gantry.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Any subset of an object's members removed, any other subset renamed or given another value, members inserted:
/// the result is what Jackson makes of the same changes to a tree, key order included.
class JsonEditsProperties {
    private static final JsonMapper JACKSON = new JsonMapper();

    enum Change {
        KEEP,
        REMOVE,
        SET,
        RENAME
    }

    /// An object as text, what to do to each member, and how many members to insert.
    record Scene(String object, List<Change> changes, int inserted, boolean insertFirst) {}

    private record Range(String name, int nameStart, int nameEnd, int valueStart, int valueEnd) {}

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void editsEqualTreeChanges(@ForAll("scenes") Scene scene) {
        byte[] source = scene.object.getBytes(UTF_8);
        byte[] result = edit(source, scene).apply();
        assertThat(JACKSON.readTree(new String(result, UTF_8)).toString())
                .as(() -> scene + " became " + new String(result, UTF_8))
                .isEqualTo(changedTree(scene).toString());
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void applyingMeasuresExactly(@ForAll("scenes") Scene scene) {
        JsonEdits edits = edit(scene.object.getBytes(UTF_8), scene);
        byte[] result = edits.apply();
        byte[] target = new byte[edits.maxLength() + 3];
        int end = edits.applyTo(target, 3);
        assertThat(new String(target, 3, end - 3, UTF_8)).isEqualTo(new String(result, UTF_8));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void removingAllAndInsertingNoneLeavesAnEmptyObject(@ForAll("scenes") Scene scene) {
        byte[] source = scene.object.getBytes(UTF_8);
        JsonEdits edits = new JsonEdits(source);
        for (Range member : members(source)) {
            edits.removeMember(member.nameStart, member.valueEnd);
        }
        assertThat(JACKSON.readTree(edits.apply()).toString()).isEqualTo("{}");
    }

    @Provide
    Arbitrary<Scene> scenes() {
        return Arbitraries.integers().between(0, 7).flatMap(size -> {
            Arbitrary<String> object = JsonArbitraries.value()
                    .list()
                    .ofSize(size)
                    .map(JsonEditsProperties::named)
                    .flatMap(JsonArbitraries::object);
            Arbitrary<List<Change>> changes =
                    Arbitraries.of(Change.class).list().ofSize(size);
            return Combinators.combine(
                            object, changes, Arbitraries.integers().between(0, 3), Arbitraries.of(true, false))
                    .as(Scene::new);
        });
    }

    private static List<String> named(List<String> values) {
        List<String> members = new ArrayList<>();
        for (String value : values) {
            members.add("\"m" + members.size() + "\" :" + value);
        }
        return members;
    }

    private static JsonEdits edit(byte[] source, Scene scene) {
        JsonEdits edits = new JsonEdits(source);
        if (scene.insertFirst) {
            insert(edits, scene);
        }
        List<Range> members = members(source);
        for (int i = 0; i < members.size(); i++) {
            Range member = members.get(i);
            switch (scene.changes.get(i)) {
                case KEEP -> {}
                case REMOVE -> edits.removeMember(member.nameStart, member.valueEnd);
                case SET -> edits.replace(member.valueStart, member.valueEnd, "\"set\"".getBytes(UTF_8));
                case RENAME -> edits.replace(member.nameStart, member.nameEnd, ("\"r" + i + "\"").getBytes(UTF_8));
            }
        }
        if (!scene.insertFirst) {
            insert(edits, scene);
        }
        return edits;
    }

    private static void insert(JsonEdits edits, Scene scene) {
        for (int i = 0; i < scene.inserted; i++) {
            edits.insertMember(0, ("\"i" + i + "\":" + i).getBytes(UTF_8));
        }
    }

    private static JsonNode changedTree(Scene scene) {
        ObjectNode result = JACKSON.createObjectNode();
        for (int i = 0; i < scene.inserted; i++) {
            result.put("i" + i, i);
        }
        JsonNode before = JACKSON.readTree(scene.object);
        for (int i = 0; i < scene.changes.size(); i++) {
            JsonNode value = before.get("m" + i);
            switch (scene.changes.get(i)) {
                case KEEP -> result.set("m" + i, value);
                case REMOVE -> {}
                case SET -> result.put("m" + i, "set");
                case RENAME -> result.set("r" + i, value);
            }
        }
        return result;
    }

    private static List<Range> members(byte[] source) {
        JsonScanner scanner = new JsonScanner(source);
        scanner.next();
        List<Range> members = new ArrayList<>();
        while (scanner.next() == JsonToken.NAME) {
            String name = scanner.text();
            int nameStart = scanner.start();
            int nameEnd = scanner.end();
            scanner.next();
            members.add(new Range(name, nameStart, nameEnd, scanner.start(), scanner.skipValue()));
        }
        return members;
    }
}

package dev.gantry.server.catalog;

import dev.gantry.server.config.ConfigSection;
import dev.gantry.server.config.Setting;
import dev.gantry.server.config.SettingType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A small model with open weights that runs well on the embedded engine. Immutable.
///
/// @param size of its file, approximate, for people: `0.6 GB`
/// @param can what it can do beyond chat: thinking, tools, vision
/// @param reference what `serve --model` takes
/// @param projector the file by which it sees; null for models without vision
public record Recommendation(
        String name,
        String size,
        String licence,
        List<String> can,
        String reference,
        @Nullable String projector) {
    private static final String FILE = "recommended.json";
    private static final Setting<String> SIZE = text("size");
    private static final Setting<String> LICENCE = text("licence");
    private static final Setting<String> REFERENCE = text("reference");
    private static final Setting<String> PROJECTOR = text("projector");
    private static final Setting<List<String>> CAN = Setting.unset("NAME.can", SettingType.list("words"), "", "");

    /// The built-in recommendations, smallest first.
    public static List<Recommendation> builtIn() {
        ConfigSection root = Resources.load(FILE);
        List<Recommendation> all = root.namedSections().entrySet().stream()
                .map(entry -> read(entry.getKey(), entry.getValue()))
                .toList();
        root.refuseUnknown();
        return all;
    }

    private static Recommendation read(String name, ConfigSection section) {
        List<String> can = section.readList(CAN);
        return new Recommendation(
                name,
                section.require(SIZE),
                section.require(LICENCE),
                can == null ? List.of() : can,
                section.require(REFERENCE),
                section.read(PROJECTOR));
    }

    private static Setting<String> text(String leaf) {
        return Setting.unset("NAME." + leaf, SettingType.text("text"), "", "");
    }
}

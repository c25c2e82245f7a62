package dev.gantry.server.config;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes the reference of all settings as Markdown, for `check-config --describe` and the documentation.
public final class SettingsPage {
    private SettingsPage() {}

    /// Three tables: the server's settings, those of one provider, those of one model.
    public static String markdown() {
        return """
                ### Server

                %s
                ### One provider (`providers:`)

                %s
                ### One model (`models:`)

                %s""".formatted(serverTable(), scopedTable(ProviderSettings.ALL), scopedTable(ModelSettings.ALL));
    }

    private static String serverTable() {
        Stream<String> rows = SettingTable.ALL.stream()
                .map(setting -> row(
                        code(setting.key()),
                        sources(setting),
                        setting.type().unit(),
                        defaultOf(setting),
                        setting.type().range(),
                        setting.description() + (setting.reloadable() ? " *(live)*" : "")));
        return table(row("key", "environment, flag", "unit", "default", "range", "meaning"), 6, rows);
    }

    private static String scopedTable(List<Setting<?>> settings) {
        Stream<String> rows = settings.stream()
                .map(setting -> row(
                        code(setting.key()),
                        setting.type().unit(),
                        defaultOf(setting),
                        setting.type().range(),
                        setting.description()));
        return table(row("key", "unit", "default", "range", "meaning"), 5, rows);
    }

    private static String table(String head, int columns, Stream<String> rows) {
        return head + "|" + "---|".repeat(columns) + "\n" + rows.collect(Collectors.joining());
    }

    private static String row(String... cells) {
        return Stream.of(cells).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String sources(Setting<?> setting) {
        return Stream.concat(setting.variable().stream(), Stream.ofNullable(setting.flag()))
                .map(SettingsPage::code)
                .collect(Collectors.joining(", "));
    }

    private static String defaultOf(Setting<?> setting) {
        return setting.defaultText() == null ? setting.defaultNote() : code(setting.defaultText());
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}

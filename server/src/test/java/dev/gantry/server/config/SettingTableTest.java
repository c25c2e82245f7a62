package dev.gantry.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SettingTableTest {
    private static final String BEGIN = "<!-- settings: begin (rendered by ./gantry check-config --describe) -->\n";
    private static final String END = "<!-- settings: end -->";

    private static final String EVERYTHING = """
            data-dir: /d
            cache-dir: /c
            listen: {host: h, port: 1, tls-cert: /cert, tls-key: /key}
            public-models: false
            retired: refuse
            stand-in: s
            auto-providers: false
            shutdown-grace: 1s
            attempts: {max: 7, max-delay: 1ms}
            limits:
              {max-body: 2KiB, max-headers: 2KiB, max-json-depth: 9, max-response: 2KiB, max-event: 2KiB,
               client-connections: 2, upstream-connections: 2}
            timeouts:
              {connect: 1ms, pool-wait: 2ms, first-event: 3ms, first-byte: 4ms, event-gap: 5ms, total: 6ms,
               client-headers: 7ms, client-body: 8ms, idle: 9s}
            stream: {status-commit: 1ms, keep-alive: 2ms, data-heartbeat: 3ms}
            non-stream-padding: never
            padding: {after: 1ms, after-runcrate: 2ms}
            receipts: {max-count: 1, max-age: 1s}
            engine:
              {enabled: false, model: m, path: /p, threads: 3, context-tokens: 4096, parallel-slots: 5,
               cache-memory-mib: 6}
            """;

    @Test
    void holdsEverySettingOnce() throws IllegalAccessException {
        List<Setting<?>> declared = new ArrayList<>();
        for (Field field : SettingTable.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers()) && field.get(null) instanceof Setting<?> setting) {
                declared.add(setting);
            }
        }

        assertThat(SettingTable.ALL).containsExactlyInAnyOrderElementsOf(declared);
        assertThat(SettingTable.ALL).extracting(Setting::key).doesNotHaveDuplicates();
    }

    @Test
    void namesKeysAndVariablesByRule() {
        assertThat(SettingTable.ALL).allSatisfy(setting -> {
            assertThat(setting.key()).matches("[a-z]+(-[a-z]+)*(\\.[a-z]+(-[a-z]+)*)?");
            assertThat(setting.variable())
                    .hasValueSatisfying(name -> assertThat(name).matches("GANTRY_[A-Z_]+"));
            assertThat(setting.description()).isNotBlank();
        });
        assertThat(SettingTable.LISTEN_PORT.variable()).contains("GANTRY_LISTEN_PORT");
    }

    @Test
    void hasDefaultsThatItsOwnRangesAccept() {
        assertThat(everySetting()).allSatisfy(setting -> {
            String text = setting.defaultText();
            if (text == null) {
                assertThat(setting.defaultNote()).isNotBlank();
            } else {
                assertThat(setting.type().parser().apply(text)).isPresent();
            }
        });
    }

    @Test
    void mapsEverySettingToItsOwnValue() throws ReflectiveOperationException {
        Settings defaults = TestingSettings.defaults();
        Settings changed = TestingSettings.fromYaml(EVERYTHING);

        Map<String, @Nullable Object> before = leaves("", defaults);
        Map<String, @Nullable Object> after = leaves("", changed);
        before.keySet().removeAll(List.of("providers", "models"));
        assertThat(before.keySet())
                .allSatisfy(leaf -> assertThat(after.get(leaf)).as(leaf).isNotEqualTo(before.get(leaf)));
    }

    @Test
    void isWhatTheDocumentationSays() throws IOException {
        String page = Files.readString(Path.of("../docs/operations.md"));
        int begin = page.indexOf(BEGIN) + BEGIN.length();

        assertThat(page).contains(BEGIN, END);
        assertThat(page.substring(begin, page.indexOf(END)).strip())
                .as(
                        "docs/operations.md, between the markers; './gantry check-config --describe' prints what belongs there")
                .isEqualTo(SettingsPage.markdown().strip());
    }

    private static List<Setting<?>> everySetting() {
        return Stream.of(SettingTable.ALL, ProviderSettings.ALL, ModelSettings.ALL)
                .flatMap(List::stream)
                .<Setting<?>>map(setting -> setting)
                .toList();
    }

    private static Map<String, @Nullable Object> leaves(String path, Record settings)
            throws ReflectiveOperationException {
        Map<String, @Nullable Object> leaves = new LinkedHashMap<>();
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            String name = path.isEmpty() ? component.getName() : path + "." + component.getName();
            Object value = component.getAccessor().invoke(settings);
            if (value instanceof Record nested) {
                leaves.putAll(leaves(name, nested));
            } else {
                leaves.put(name, value);
            }
        }
        return leaves;
    }
}

package dev.gantry.server.catalog;

import static java.util.Objects.requireNonNullElse;

import dev.gantry.server.config.ConfigSection;
import dev.gantry.server.config.NearestNames;
import dev.gantry.server.config.ProviderSettings;
import dev.gantry.server.config.Setting;
import dev.gantry.server.config.SettingType;
import dev.gantry.server.config.StartupException;
import java.net.URI;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The hosts that Gantry knows by itself. Immutable.
public final class ProviderCatalog {
    /// The name under which the embedded engine serves.
    public static final String LOCAL = "local";

    private static final String FILE = "providers.json";
    private static final Setting<List<String>> KEY_VARIABLES =
            Setting.unset("providers.NAME.key-variables", SettingType.list("variables"), "none", "");
    private static final Setting<String> BASE_URL_VARIABLE =
            Setting.unset("providers.NAME.base-url-variable", SettingType.text("variable"), "none", "");

    private final Map<String, Provider> rows;

    private ProviderCatalog(Map<String, Provider> rows) {
        this.rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    }

    /// Loads the built-in rows.
    public static ProviderCatalog builtIn() {
        ConfigSection root = Resources.load(FILE);
        Map<String, Provider> rows = new LinkedHashMap<>();
        root.namedSections().forEach((name, section) -> rows.put(name, row(name, section)));
        root.refuseUnknown();
        return new ProviderCatalog(rows);
    }

    private static Provider row(String name, ConfigSection section) {
        List<String> variables = section.readList(KEY_VARIABLES);
        Provider blank = blank(name, variables == null ? List.of() : variables, section.read(BASE_URL_VARIABLE));
        return overlay(blank, ProviderSettings.read(section));
    }

    private static Provider blank(String name, List<String> keyVariables, @Nullable String baseUrlVariable) {
        return new Provider(
                name,
                Dialect.OPENAI,
                keyVariables,
                baseUrlVariable,
                null,
                null,
                "max_tokens",
                true,
                false,
                Set.of(),
                Set.of(),
                false);
    }

    /// All rows, in a stable order.
    public Collection<Provider> providers() {
        return rows.values();
    }

    public Optional<Provider> find(String name) {
        return Optional.ofNullable(rows.get(name));
    }

    /// The provider that one entry of the user's `providers:` describes: the row that it names in `quirks`,
    /// else the row of its own name, else a plain OpenAI-compatible host, with what the entry says on top.
    public Provider configured(String name, ProviderSettings settings) {
        String preset = settings.quirks() == null ? name : settings.quirks();
        Optional<Provider> quirks = find(preset);
        if (settings.quirks() != null && quirks.isEmpty()) {
            throw new StartupException("providers.%s.quirks: found '%s', expected one of %s%s"
                    .formatted(name, preset, String.join(", ", rows.keySet()), hint(preset)));
        }
        Provider own = find(name).orElseGet(() -> blank(name, List.of(), null));
        return overlay(renamed(quirks.orElse(own), own), settings);
    }

    private String hint(String preset) {
        return NearestNames.find(preset, rows.keySet())
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
    }

    /// The peculiarities of one row with the name, variables and address of another.
    private static Provider renamed(Provider quirks, Provider own) {
        return new Provider(
                own.name(),
                quirks.dialect(),
                own.keyVariables(),
                own.baseUrlVariable(),
                own.defaultBaseUrl(),
                quirks.authHeader(),
                quirks.tokenCapField(),
                quirks.streamUsage(),
                quirks.developerRole(),
                quirks.unsupportedFields(),
                quirks.costFields(),
                quirks.selfHosted());
    }

    private static Provider overlay(Provider base, ProviderSettings settings) {
        ProviderSettings.Request request = settings.request();
        URI baseUrl = settings.baseUrl();
        return new Provider(
                base.name(),
                dialect(settings, base),
                base.keyVariables(),
                base.baseUrlVariable(),
                baseUrl == null ? base.defaultBaseUrl() : BaseUrls.normalise(baseUrl, base.defaultBaseUrl()),
                request.authHeader() == null ? base.authHeader() : request.authHeader(),
                requireNonNullElse(request.tokenCapField(), base.tokenCapField()),
                requireNonNullElse(request.streamUsage(), base.streamUsage()),
                requireNonNullElse(request.developerRole(), base.developerRole()),
                fields(request.unsupportedFields(), base.unsupportedFields()),
                fields(request.costFields(), base.costFields()),
                requireNonNullElse(request.selfHosted(), base.selfHosted()));
    }

    private static Dialect dialect(ProviderSettings settings, Provider base) {
        String named = settings.dialect();
        return named == null ? base.dialect() : Dialect.valueOf(named.toUpperCase(Locale.ROOT));
    }

    private static Set<String> fields(@Nullable List<String> named, Set<String> otherwise) {
        return named == null ? otherwise : Set.copyOf(named);
    }
}

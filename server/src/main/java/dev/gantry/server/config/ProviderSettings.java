package dev.gantry.server.config;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One entry of `providers:`, and one row of the built-in hosts. Null means: as the row of the same name, or
/// of the name in {@code quirks}, has it. Immutable.
///
/// @param dialect the wire that the host speaks; null for that of its quirks
/// @param baseUrl where it is, up to and with `/v1`
/// @param quirks the built-in host whose peculiarities this one shares, for example `vllm`
public record ProviderSettings(
        @Nullable String dialect,
        @Nullable URI baseUrl,
        @Nullable Secret apiKey,
        @Nullable String quirks,
        Request request) {

    public static final Setting<String> DIALECT = Setting.unset(
            "providers.NAME.dialect",
            SettingType.oneOf("openai", "anthropic", "gemini"),
            "from quirks, else `openai`",
            "The wire that the provider speaks");
    public static final Setting<URI> BASE_URL = Setting.unset(
            "providers.NAME.base-url",
            SettingType.address(),
            "the built-in host's",
            "Where it is, up to and with `/v1`");
    public static final Setting<Secret> API_KEY = Setting.unset(
            "providers.NAME.api-key",
            SettingType.secret(),
            "none is sent",
            "Its key; `${VARIABLE}` reads the environment");
    public static final Setting<String> QUIRKS = Setting.unset(
            "providers.NAME.quirks",
            SettingType.text("host"),
            "the host of that name, else none",
            "The built-in host whose peculiarities it shares: `vllm`, `sglang`, `llama-server`, `ollama`, …");
    public static final Setting<String> AUTH_HEADER = Setting.unset(
            "providers.NAME.auth-header",
            SettingType.header(),
            "`Authorization: Bearer`",
            "The header that carries the bare key, for example `api-key`");
    public static final Setting<String> TOKEN_CAP_FIELD = Setting.unset(
            "providers.NAME.token-cap-field",
            SettingType.oneOf("max_tokens", "max_completion_tokens"),
            "from quirks, else `max_tokens`",
            "The field that caps an answer's tokens");
    public static final Setting<Boolean> STREAM_USAGE = Setting.unset(
            "providers.NAME.stream-usage",
            SettingType.flag(),
            "from quirks, else true",
            "Whether it takes `stream_options.include_usage`");
    public static final Setting<Boolean> DEVELOPER_ROLE = Setting.unset(
            "providers.NAME.developer-role",
            SettingType.flag(),
            "from quirks, else false",
            "Whether it takes the role `developer`; `system` is sent where it does not");
    public static final Setting<List<String>> UNSUPPORTED_FIELDS = Setting.unset(
            "providers.NAME.unsupported-fields",
            SettingType.list("fields"),
            "from quirks, else none",
            "Request fields that it refuses or ignores: dropped and reported");
    public static final Setting<List<String>> COST_FIELDS = Setting.unset(
            "providers.NAME.cost-fields",
            SettingType.list("fields"),
            "from quirks, else none",
            "Request fields that change count or cost past the accounts: dropped and reported");
    public static final Setting<Boolean> SELF_HOSTED = Setting.unset(
            "providers.NAME.self-hosted",
            SettingType.flag(),
            "from quirks, else false",
            "Whether it runs in your own network: images then come as `data:` URLs only");

    /// All settings of one provider, in the order in which they are shown.
    public static final List<Setting<?>> ALL = List.of(
            DIALECT,
            BASE_URL,
            API_KEY,
            QUIRKS,
            AUTH_HEADER,
            TOKEN_CAP_FIELD,
            STREAM_USAGE,
            DEVELOPER_ROLE,
            UNSUPPORTED_FIELDS,
            COST_FIELDS,
            SELF_HOSTED);

    /// How requests are shaped for the host.
    ///
    /// @param authHeader the header that carries the bare key; null for `Authorization: Bearer`
    public record Request(
            @Nullable String authHeader,
            @Nullable String tokenCapField,
            @Nullable Boolean streamUsage,
            @Nullable Boolean developerRole,
            @Nullable List<String> unsupportedFields,
            @Nullable List<String> costFields,
            @Nullable Boolean selfHosted) {}

    /// Reads one entry, and leaves it to the caller to refuse unknown keys.
    public static ProviderSettings read(ConfigSection section) {
        return new ProviderSettings(
                section.read(DIALECT),
                section.read(BASE_URL),
                section.read(API_KEY),
                section.read(QUIRKS),
                new Request(
                        section.read(AUTH_HEADER),
                        section.read(TOKEN_CAP_FIELD),
                        section.read(STREAM_USAGE),
                        section.read(DEVELOPER_ROLE),
                        section.readList(UNSUPPORTED_FIELDS),
                        section.readList(COST_FIELDS),
                        section.read(SELF_HOSTED)));
    }
}

package dev.gantry.server.config;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One entry of `models:`, and one row of the built-in catalog. Null means: as the built-in row of the same
/// id has it. Immutable.
///
/// @param hidden takes the model out of the catalog
/// @param aliases further names, matched without regard to case
/// @param deployments where it is served; given at all, they replace the built-in ones
public record ModelSettings(
        boolean hidden,
        List<String> aliases,
        About about,
        Tokens tokens,
        Abilities abilities,
        Traits traits,
        @Nullable PriceSettings price,
        @Nullable LocalDate shutdownDate,
        @Nullable String replacement,
        List<DeploymentSettings> deployments) {

    private static final int MAX_TOKENS = 100_000_000;

    public static final Setting<Boolean> HIDDEN =
            Setting.of("models.ID.hidden", SettingType.flag(), "false", "Takes the model out of the catalog");
    public static final Setting<List<String>> ALIASES =
            Setting.unset("models.ID.aliases", SettingType.list("names"), "none", "Further names that it answers to");
    public static final Setting<String> NAME =
            Setting.unset("models.ID.name", SettingType.text("text"), "the id", "Its name for people");
    public static final Setting<String> OWNED_BY =
            Setting.unset("models.ID.owned-by", SettingType.text("text"), "the id's first part", "Who made it");
    public static final Setting<LocalDate> RELEASED =
            Setting.unset("models.ID.released", SettingType.date(), "1970-01-01", "Shown as `created`");
    public static final Setting<String> BEST_FOR =
            Setting.unset("models.ID.best-for", SettingType.text("text"), "nothing", "What it is good at");
    public static final Setting<Integer> CONTEXT_LENGTH = Setting.unset(
            "models.ID.context-length",
            SettingType.integer("tokens", 1, MAX_TOKENS),
            "unknown",
            "Its context window, prompt and answer together");
    public static final Setting<Integer> MAX_OUTPUT_TOKENS = Setting.unset(
            "models.ID.max-output-tokens",
            SettingType.integer("tokens", 1, MAX_TOKENS),
            "unknown",
            "The longest answer that it gives");
    public static final Setting<Integer> DEFAULT_MAX_TOKENS = Setting.unset(
            "models.ID.default-max-tokens",
            SettingType.integer("tokens", 1, MAX_TOKENS),
            "4096; 16384 with `reasoning`",
            "The cap of a request that names none");
    public static final Setting<List<String>> CAPABILITIES = Setting.unset(
            "models.ID.capabilities", SettingType.list("chat, code, reasoning, vision"), "chat", "Kinds of work");
    public static final Setting<List<String>> INPUT_MODALITIES =
            Setting.unset("models.ID.input-modalities", SettingType.list("text, image, file"), "text", "What it takes");
    public static final Setting<List<String>> SUPPORTED_FEATURES = Setting.unset(
            "models.ID.supported-features",
            SettingType.list("tools, structured_outputs, json_mode, logprobs, reasoning"),
            "none",
            "Parts of the wire that it has");
    public static final Setting<Boolean> TAKES_SAMPLING = Setting.unset(
            "models.ID.takes-sampling",
            SettingType.flag(),
            "true",
            "Whether it takes `temperature` and `top_p`; they are dropped and reported where it does not");
    public static final Setting<Boolean> THINKS_BY_DEFAULT = Setting.unset(
            "models.ID.thinks-by-default", SettingType.flag(), "false", "Whether it thinks unless told not to");
    public static final Setting<Boolean> ALWAYS_THINKS =
            Setting.unset("models.ID.always-thinks", SettingType.flag(), "false", "Whether it cannot answer unthought");
    public static final Setting<Boolean> SPLITS_THINK_TAGS = Setting.unset(
            "models.ID.splits-think-tags",
            SettingType.flag(),
            "false",
            "Whether `<think>…</think>` at the start of its content is reasoning");
    public static final Setting<Boolean> STARTS_IN_THINKING = Setting.unset(
            "models.ID.starts-in-thinking",
            SettingType.flag(),
            "false",
            "Whether the opening tag is in its prompt template, so that raw output begins inside thinking");
    public static final Setting<String> THINKING = Setting.unset(
            "models.ID.thinking",
            SettingType.oneOf("none", "budget", "level"),
            "none",
            "How `reasoning_effort` reaches it in the dialects `anthropic` and `gemini`: by tokens or by name");
    public static final Setting<String> PRICE_INPUT = Setting.unset(
            "models.ID.price.input", SettingType.text("US dollars per million tokens"), "unknown", "Price of input");
    public static final Setting<String> PRICE_OUTPUT = Setting.unset(
            "models.ID.price.output", SettingType.text("US dollars per million tokens"), "unknown", "Price of output");
    public static final Setting<String> PRICE_CACHED_INPUT = Setting.unset(
            "models.ID.price.cached-input",
            SettingType.text("US dollars per million tokens"),
            "as input",
            "Price of input that the provider's cache had");
    public static final Setting<LocalDate> SHUTDOWN_DATE = Setting.unset(
            "models.ID.shutdown-date", SettingType.date(), "none", "Retired from 00:00 UTC of that day on");
    public static final Setting<String> REPLACEMENT = Setting.unset(
            "models.ID.replacement", SettingType.word("model id"), "none", "The model that answers once it is retired");
    public static final Setting<String> PROVIDER = Setting.unset(
            "models.ID.deployments.provider", SettingType.word("provider"), "required", "A provider's name");
    public static final Setting<String> UPSTREAM_MODEL = Setting.unset(
            "models.ID.deployments.model", SettingType.word("model"), "the model's id", "The model's name there");
    public static final Setting<Integer> WEIGHT = Setting.of(
            "models.ID.deployments.weight",
            SettingType.integer("share", 0, 1_000_000),
            "1",
            "Its share among deployments of the same order; 0 only when the others failed");
    public static final Setting<Integer> ORDER = Setting.of(
            "models.ID.deployments.order", SettingType.integer("rank", 1, 1_000), "1", "Lower ones are tried first");
    public static final Setting<Boolean> CONFIRMED = Setting.of(
            "models.ID.deployments.confirmed",
            SettingType.flag(),
            "true",
            "Whether the provider is known to serve the model under this name");
    public static final Setting<Boolean> STREAM_ONLY = Setting.of(
            "models.ID.deployments.stream-only",
            SettingType.flag(),
            "false",
            "Whether the provider serves the model only with `stream: true`");

    /// All settings of one model, in the order in which they are shown.
    public static final List<Setting<?>> ALL = List.of(
            HIDDEN,
            ALIASES,
            NAME,
            OWNED_BY,
            RELEASED,
            BEST_FOR,
            CONTEXT_LENGTH,
            MAX_OUTPUT_TOKENS,
            DEFAULT_MAX_TOKENS,
            CAPABILITIES,
            INPUT_MODALITIES,
            SUPPORTED_FEATURES,
            TAKES_SAMPLING,
            THINKS_BY_DEFAULT,
            ALWAYS_THINKS,
            SPLITS_THINK_TAGS,
            STARTS_IN_THINKING,
            THINKING,
            PRICE_INPUT,
            PRICE_OUTPUT,
            PRICE_CACHED_INPUT,
            SHUTDOWN_DATE,
            REPLACEMENT,
            PROVIDER,
            UPSTREAM_MODEL,
            WEIGHT,
            ORDER,
            CONFIRMED,
            STREAM_ONLY);

    public ModelSettings {
        aliases = List.copyOf(aliases);
        deployments = List.copyOf(deployments);
    }

    public record About(
            @Nullable String name,
            @Nullable String ownedBy,
            @Nullable LocalDate released,
            @Nullable String bestFor) {}

    public record Tokens(
            @Nullable Integer contextLength,
            @Nullable Integer maxOutputTokens,
            @Nullable Integer defaultMaxTokens) {}

    public record Abilities(
            @Nullable List<String> capabilities,
            @Nullable List<String> inputModalities,
            @Nullable List<String> supportedFeatures) {}

    public record Traits(
            @Nullable Boolean takesSampling,
            @Nullable Boolean thinksByDefault,
            @Nullable Boolean alwaysThinks,
            @Nullable Boolean splitsThinkTags,
            @Nullable Boolean startsInThinking,
            @Nullable String thinking) {}

    /// US dollars per million tokens, as decimal text.
    public record PriceSettings(
            String input, String output, @Nullable String cachedInput) {}

    /// One provider that serves the model.
    ///
    /// @param model the model's name there; null for the model's id
    public record DeploymentSettings(
            String provider, @Nullable String model, int weight, int order, boolean confirmed, boolean streamOnly) {}

    /// Reads one entry, and leaves it to the caller to refuse unknown keys.
    public static ModelSettings read(ConfigSection section) {
        return new ModelSettings(
                section.require(HIDDEN),
                aliasesOf(section),
                new About(section.read(NAME), section.read(OWNED_BY), section.read(RELEASED), section.read(BEST_FOR)),
                new Tokens(
                        section.read(CONTEXT_LENGTH),
                        section.read(MAX_OUTPUT_TOKENS),
                        section.read(DEFAULT_MAX_TOKENS)),
                new Abilities(
                        section.readList(CAPABILITIES),
                        section.readList(INPUT_MODALITIES),
                        section.readList(SUPPORTED_FEATURES)),
                readTraits(section),
                section.findSection("price").map(ModelSettings::readPrice).orElse(null),
                section.read(SHUTDOWN_DATE),
                section.read(REPLACEMENT),
                section.sections("deployments").stream()
                        .map(ModelSettings::readDeployment)
                        .toList());
    }

    private static List<String> aliasesOf(ConfigSection section) {
        List<String> aliases = section.readList(ALIASES);
        return aliases == null ? List.of() : aliases;
    }

    private static Traits readTraits(ConfigSection section) {
        return new Traits(
                section.read(TAKES_SAMPLING),
                section.read(THINKS_BY_DEFAULT),
                section.read(ALWAYS_THINKS),
                section.read(SPLITS_THINK_TAGS),
                section.read(STARTS_IN_THINKING),
                section.read(THINKING));
    }

    private static PriceSettings readPrice(ConfigSection section) {
        return new PriceSettings(
                section.require(PRICE_INPUT), section.require(PRICE_OUTPUT), section.read(PRICE_CACHED_INPUT));
    }

    private static DeploymentSettings readDeployment(ConfigSection section) {
        return new DeploymentSettings(
                section.require(PROVIDER),
                section.read(UPSTREAM_MODEL),
                section.require(WEIGHT),
                section.require(ORDER),
                section.require(CONFIRMED),
                section.require(STREAM_ONLY));
    }
}

package dev.gantry.server.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The model that the engine serves, ready on disk. Immutable.
///
/// @param id catalog id: {@link #DEFAULT_ID}, or `local/NAME` for any other file
/// @param aliases other names of it
/// @param path the weights
/// @param projector the file that turns images into tokens; null without vision
/// @param sizeBytes size of the weights
/// @param contextTokens tokens of one conversation, prompt and answer together, as the engine was told
/// @param thinks whether its chat template writes `<think>` tags; the engine splits them off
/// @param takesTools whether its chat template shows tools to it
public record LocalModel(
        String id,
        List<String> aliases,
        Path path,
        @Nullable Path projector,
        long sizeBytes,
        int contextTokens,
        boolean thinks,
        boolean takesTools) {
    public static final String DEFAULT_ID = "HuggingFaceTB/SmolLM2-135M-Instruct";
    public static final String DEFAULT_ALIAS = "local";
    public static final String LOCAL_PREFIX = "local/";

    public LocalModel {
        aliases = List.copyOf(aliases);
    }

    /// Whether it takes images.
    public boolean vision() {
        return projector != null;
    }

    /// The id of a file that is not the default model: `local/` and the name of the file without its ending.
    static String idOf(Path gguf) {
        return LOCAL_PREFIX + stem(gguf);
    }

    static String stem(Path gguf) {
        String name = String.valueOf(gguf.getFileName());
        return name.toLowerCase(Locale.ROOT).endsWith(".gguf") ? name.substring(0, name.length() - 5) : name;
    }
}

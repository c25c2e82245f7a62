package dev.gantry.server.engine;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where the weights come from, as said with `--model`. Immutable.
public sealed interface ModelSource {
    /// The small model that every installation can have: `local`, or its catalog id.
    record Default() implements ModelSource {}

    /// A GGUF file on this machine: `FILE.gguf`.
    record File(Path gguf) implements ModelSource {}

    /// A file of a repository on the hub: `hf:org/repo/file.gguf`, with `+mmproj-file.gguf` behind it where the model
    /// sees images through a projector file of the same repository.
    ///
    /// @param repo `org/repo`
    /// @param file path inside the repository
    /// @param projector path of the projector inside the repository
    record HuggingFace(String repo, String file, @Nullable String projector) implements ModelSource {
        public HuggingFace(String repo, String file) {
            this(repo, file, null);
        }
    }

    /// A model that an earlier start downloaded: `local/NAME`.
    record LocalName(String name) implements ModelSource {}

    /// Reads what a user wrote.
    ///
    /// @throws IllegalArgumentException when it is none of the forms above; the message says which there are
    static ModelSource parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals(LocalModel.DEFAULT_ALIAS) || lower.equals(LocalModel.DEFAULT_ID.toLowerCase(Locale.ROOT))) {
            return new Default();
        }
        if (lower.startsWith("hf:")) {
            return parseHub(text);
        }
        if (lower.matches(LocalModel.LOCAL_PREFIX + "[^/]+") && !lower.endsWith(".gguf")) {
            return new LocalName(text.substring(LocalModel.LOCAL_PREFIX.length()));
        }
        if (lower.endsWith(".gguf")) {
            return new File(Path.of(text));
        }
        throw new IllegalArgumentException(
                "The model \"" + text + "\" is not one that the engine can load: expected `local`, a FILE.gguf,"
                        + " hf:org/repo/file.gguf, or local/NAME for one that was downloaded before.");
    }

    private static ModelSource parseHub(String text) {
        Matcher matcher = HubSyntax.PATTERN.matcher(text);
        if (!matcher.matches() || text.contains("..")) {
            throw new IllegalArgumentException("The hub model \"" + text
                    + "\" is incomplete or malformed: expected hf:org/repo/file.gguf, for example"
                    + " hf:Qwen/Qwen3-0.6B-GGUF/Qwen3-0.6B-Q8_0.gguf.");
        }
        return new HuggingFace(matcher.group("repo"), matcher.group("file"), matcher.group("projector"));
    }
}

/// The form of a hub reference: names as the hub allows them, so that they are safe in a URL and in a path.
final class HubSyntax {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,95}";
    private static final String FILE = "(?:" + NAME + "/){0,4}[A-Za-z0-9][A-Za-z0-9._-]{0,190}\\.gguf";
    static final Pattern PATTERN = Pattern.compile(
            "(?i:hf):(?<repo>" + NAME + "/" + NAME + ")/(?<file>" + FILE + ")(?:\\+(?<projector>" + FILE + "))?");

    private HubSyntax() {}
}

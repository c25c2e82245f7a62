package dev.gantry.server.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The folders of the user who runs Gantry, by the XDG base directory rules. Immutable.
///
/// @param data where data is kept when nobody says otherwise
/// @param cache where downloads are kept when nobody says otherwise
public record UserFolders(Path home, Path data, Path cache) {
    private static final String OWN = "gantry";

    public static UserFolders of(Map<String, String> environment) {
        Path home = Path.of(set(environment, "HOME").orElseGet(() -> System.getProperty("user.home", ".")));
        return new UserFolders(
                home,
                base(environment, "XDG_DATA_HOME", home.resolve(".local/share")).resolve(OWN),
                base(environment, "XDG_CACHE_HOME", home.resolve(".cache")).resolve(OWN));
    }

    /// The path, with a leading `~/` replaced by the home folder.
    public Path expand(Path path) {
        return path.startsWith("~") ? home.resolve(Path.of("~").relativize(path)) : path;
    }

    private static Path base(Map<String, String> environment, String variable, Path otherwise) {
        return set(environment, variable).map(Path::of).filter(Path::isAbsolute).orElse(otherwise);
    }

    private static Optional<String> set(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank());
    }
}

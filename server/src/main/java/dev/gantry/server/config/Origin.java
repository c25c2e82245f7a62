package dev.gantry.server.config;

/// Where the value of a setting comes from. Immutable.
public sealed interface Origin {
    record Default() implements Origin {}

    record Flag(String name) implements Origin {}

    record Environment(String variable) implements Origin {}

    record File(Place place) implements Origin {}

    /// In a few characters, for people: `--port`, `$GANTRY_LISTEN_PORT`, `gantry.yaml:3`.
    default String description() {
        return switch (this) {
            case Default() -> "default";
            case Flag(String name) -> name;
            case Environment(String variable) -> "$" + variable;
            case File(Place place) -> place.toString();
        };
    }
}

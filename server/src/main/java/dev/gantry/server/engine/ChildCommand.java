package dev.gantry.server.engine;

import java.util.List;
import java.util.Map;

/// How to launch an engine. Immutable. The key is in the environment only, where no list of processes shows it.
///
/// @param arguments program and arguments
/// @param environment set on top of the few variables that every child gets
record ChildCommand(List<String> arguments, Map<String, String> environment) {
    ChildCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    @Override
    public String toString() {
        return "ChildCommand" + arguments;
    }
}

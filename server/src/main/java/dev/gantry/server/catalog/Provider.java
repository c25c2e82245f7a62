package dev.gantry.server.catalog;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A host of models and its peculiarities, as data. Immutable.
///
/// @param name `openai`, `my-vllm`
/// @param dialect the wire that it speaks
/// @param keyVariables environment variables that hold its key; the first that is set counts. Empty for hosts
///     that exist only by configuration
/// @param baseUrlVariable environment variable that moves its address; null where none does
/// @param defaultBaseUrl where it is unless somebody says otherwise; null for hosts without a fixed address
/// @param authHeader the header that carries the bare key; null for `Authorization: Bearer`
/// @param tokenCapField the field that caps an answer's tokens
/// @param streamUsage whether it takes `stream_options.include_usage`
/// @param developerRole whether it takes the role `developer`
/// @param unsupportedFields request fields that it refuses or ignores
/// @param costFields request fields that change count or cost past the accounts
/// @param selfHosted whether it runs in the operator's own network
public record Provider(
        String name,
        Dialect dialect,
        List<String> keyVariables,
        @Nullable String baseUrlVariable,
        @Nullable URI defaultBaseUrl,
        @Nullable String authHeader,
        String tokenCapField,
        boolean streamUsage,
        boolean developerRole,
        Set<String> unsupportedFields,
        Set<String> costFields,
        boolean selfHosted) {

    public Provider {
        keyVariables = List.copyOf(keyVariables);
        unsupportedFields = Set.copyOf(unsupportedFields);
        costFields = Set.copyOf(costFields);
    }

    /// Request fields that are dropped on the way to it, and reported.
    public Set<String> droppedFields() {
        return Stream.concat(unsupportedFields.stream(), costFields.stream()).collect(Collectors.toUnmodifiableSet());
    }
}

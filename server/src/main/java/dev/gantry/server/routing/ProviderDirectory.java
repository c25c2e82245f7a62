package dev.gantry.server.routing;

import dev.gantry.server.catalog.Provider;
import dev.gantry.server.catalog.ProviderCatalog;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The providers that requests may go to, and the ones that could be enabled. Immutable.
public final class ProviderDirectory {
    /// A provider that requests may go to.
    ///
    /// @param keySource where its key comes from, for people: `$OPENAI_API_KEY`, `configuration`, `none`
    public record Entry(Provider provider, EndpointSource endpoints, String keySource) {}

    private final ProviderCatalog catalog;
    private final Map<String, Entry> configured;

    ProviderDirectory(ProviderCatalog catalog, Map<String, Entry> configured) {
        this.catalog = catalog;
        this.configured = Collections.unmodifiableMap(new LinkedHashMap<>(configured));
    }

    /// This directory with the embedded engine as one more provider, under the name `local`.
    public ProviderDirectory withEngine(EndpointSource engine) {
        Map<String, Entry> entries = new LinkedHashMap<>(configured);
        catalog.find(ProviderCatalog.LOCAL)
                .ifPresent(provider -> entries.put(ProviderCatalog.LOCAL, new Entry(provider, engine, "its own")));
        return new ProviderDirectory(catalog, entries);
    }

    /// The configured provider of that name.
    public Optional<Entry> find(String provider) {
        return Optional.ofNullable(configured.get(provider));
    }

    /// The configured providers, in a stable order.
    public Collection<Entry> entries() {
        return configured.values();
    }

    /// The environment variables that would enable a provider that is not configured; the first is the usual
    /// one. Empty for one that no variable enables.
    public List<String> enablingVariables(String provider) {
        return catalog.find(provider).map(Provider::keyVariables).orElse(List.of());
    }
}

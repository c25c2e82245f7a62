package dev.gantry.server.routing;

import dev.gantry.server.catalog.BaseUrls;
import dev.gantry.server.catalog.Provider;
import dev.gantry.server.catalog.ProviderCatalog;
import dev.gantry.server.config.NearestNames;
import dev.gantry.server.config.ProviderSettings;
import dev.gantry.server.config.Secret;
import dev.gantry.server.config.SettingType;
import dev.gantry.server.config.Settings;
import dev.gantry.server.config.StartupException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the providers that are configured: those of the user's configuration, and those whose key is in the
/// environment. People export variables that point *clients* at Gantry; a provider that would be Gantry itself
/// is therefore skipped, with one log line. Immutable.
///
/// @param environment the process's environment variables
/// @param isOwnAddress whether a base URL leads to this server's own listener
/// @param isOwnKey whether a key is one that this server issued
public record ProviderDiscovery(
        ProviderCatalog catalog,
        Map<String, String> environment,
        Predicate<URI> isOwnAddress,
        Predicate<String> isOwnKey) {
    private record Key(Secret secret, String source) {}

    private static final Logger LOG = LoggerFactory.getLogger(ProviderDiscovery.class);

    /// The providers under these settings.
    ///
    /// @throws StartupException when an entry of the configuration is incomplete
    public ProviderDirectory discover(Settings settings) {
        settings.models()
                .forEach((id, model) ->
                        model.deployments().forEach(deployment -> requireKnown(id, deployment.provider(), settings)));
        Map<String, ProviderDirectory.Entry> entries = new LinkedHashMap<>();
        if (settings.serving().autoProviders()) {
            catalog.providers().stream()
                    .filter(provider -> !settings.providers().containsKey(provider.name()))
                    .forEach(provider -> automatic(provider).ifPresent(entry -> entries.put(provider.name(), entry)));
        }
        settings.providers()
                .forEach((name, entry) -> configured(name, entry).ifPresent(found -> entries.put(name, found)));
        return new ProviderDirectory(catalog, entries);
    }

    private void requireKnown(String model, String provider, Settings settings) {
        Set<String> known = new LinkedHashSet<>(settings.providers().keySet());
        catalog.providers().forEach(row -> known.add(row.name()));
        if (!known.contains(provider)) {
            String hint = NearestNames.find(provider, known)
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElse("");
            throw new StartupException(
                    "models.%s.deployments: there is no provider '%s'%s".formatted(model, provider, hint));
        }
    }

    private Optional<ProviderDirectory.Entry> automatic(Provider provider) {
        return key(provider)
                .filter(key -> isUsable(provider, key))
                .flatMap(key -> address(provider).flatMap(address -> entry(provider, address, Optional.of(key))));
    }

    private boolean isUsable(Provider provider, Key key) {
        String text = key.secret().value();
        if (isOwnKey.test(text)) {
            LOG.info("Provider {} is skipped: {} holds one of this server's own keys", provider.name(), key.source());
            return false;
        }
        if (!SettingType.isWord(text)) {
            LOG.warn(
                    "Provider {} is skipped: {} holds characters that no header can carry",
                    provider.name(),
                    key.source());
            return false;
        }
        return true;
    }

    private Optional<ProviderDirectory.Entry> configured(String name, ProviderSettings settings) {
        if (name.equals(ProviderCatalog.LOCAL)) {
            throw new StartupException("providers.local: this name belongs to the embedded engine; choose another");
        }
        Provider provider = catalog.configured(name, settings);
        URI baseUrl = provider.defaultBaseUrl();
        if (baseUrl == null) {
            throw new StartupException("providers.%s.base-url is missing".formatted(name));
        }
        return entry(provider, baseUrl, configuredKey(provider, settings));
    }

    /// The entry's own key, else the environment's; that one never goes to an address which the entry chose.
    private Optional<Key> configuredKey(Provider provider, ProviderSettings settings) {
        return settings.apiKey() != null
                ? Optional.of(new Key(settings.apiKey(), "configuration"))
                : key(provider).filter(_ -> settings.baseUrl() == null);
    }

    private Optional<ProviderDirectory.Entry> entry(Provider provider, URI baseUrl, Optional<Key> key) {
        if (isOwnAddress.test(baseUrl)) {
            LOG.info("Provider {} is skipped: its address is this server's own", provider.name());
            return Optional.empty();
        }
        Secret secret = key.map(Key::secret).orElse(null);
        EndpointSource endpoints = EndpointSource.fixed(Endpoint.of(baseUrl, provider.authHeader(), secret));
        return Optional.of(new ProviderDirectory.Entry(
                provider, endpoints, key.map(Key::source).orElse("none")));
    }

    private Optional<Key> key(Provider provider) {
        return provider.keyVariables().stream()
                .flatMap(name -> set(name).map(text -> new Key(new Secret(text), "$" + name)).stream())
                .findFirst();
    }

    private Optional<URI> address(Provider provider) {
        URI standard = provider.defaultBaseUrl();
        return Optional.ofNullable(provider.baseUrlVariable())
                .flatMap(variable -> set(variable).map(text -> BaseUrls.normalise(parse(variable, text), standard)))
                .or(() -> Optional.ofNullable(standard));
    }

    private static URI parse(String variable, String text) {
        return SettingType.address()
                .parser()
                .apply(text)
                .orElseThrow(() -> new StartupException("%s: found '%s', expected %s"
                        .formatted(variable, text, SettingType.address().expectation())));
    }

    private Optional<String> set(String variable) {
        return Optional.ofNullable(environment.get(variable)).map(String::strip).filter(text -> !text.isEmpty());
    }
}

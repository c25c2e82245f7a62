package dev.gantry.server.catalog;

import dev.gantry.server.config.ModelSettings;
import dev.gantry.server.config.StartupException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Lays the user's models over the built-in ones and checks that names are unambiguous and that every
/// replacement leads to a model.
final class CatalogMerge {
    private CatalogMerge() {}

    static ModelCatalog merge(Map<String, ModelRow> builtIn, Map<String, ModelSettings> user) {
        Map<String, ModelRow> rows = new LinkedHashMap<>(builtIn);
        user.forEach((id, settings) -> rows.merge(
                CatalogModel.key(id), new ModelRow(id, settings, false), (row, over) -> row.overlaid(over.settings())));
        rows.values().removeIf(row -> row.settings().hidden());
        Map<String, String> owners = aliasOwners(rows, user);
        List<CatalogModel> models = new ArrayList<>();
        rows.forEach((key, row) -> models.add(keepingOwnAliases(row.toModel(), key, owners)));
        ModelCatalog catalog = ModelCatalog.ofModels(models);
        models.forEach(model -> checkReplacement(model, catalog));
        return catalog;
    }

    /// Which model each alias belongs to: the user's choice first.
    private static Map<String, String> aliasOwners(Map<String, ModelRow> rows, Map<String, ModelSettings> user) {
        Map<String, String> owners = new HashMap<>();
        user.forEach((id, settings) -> settings.aliases().forEach(alias -> claim(alias, id, rows, owners)));
        rows.forEach((key, row) ->
                row.settings().aliases().forEach(alias -> owners.putIfAbsent(CatalogModel.key(alias), key)));
        return owners;
    }

    private static void claim(String alias, String id, Map<String, ModelRow> rows, Map<String, String> owners) {
        String key = CatalogModel.key(alias);
        String own = CatalogModel.key(id);
        if (rows.containsKey(key) && !key.equals(own)) {
            throw new StartupException(
                    "models.%s.aliases: '%s' is the id of another model; hide that one first (models: {%s: {hidden: true}})"
                            .formatted(id, alias, alias));
        }
        String other = owners.putIfAbsent(key, own);
        if (other != null && !other.equals(own)) {
            throw new StartupException("models.%s.aliases: '%s' is already an alias of %s".formatted(id, alias, other));
        }
    }

    private static CatalogModel keepingOwnAliases(CatalogModel model, String key, Map<String, String> owners) {
        List<String> kept = model.aliases().stream()
                .filter(alias -> key.equals(owners.get(CatalogModel.key(alias))))
                .toList();
        return LocalModels.withAliases(model, kept);
    }

    private static void checkReplacement(CatalogModel model, ModelCatalog catalog) {
        Set<String> seen = new HashSet<>();
        CatalogModel current = model;
        while (current.retirement() != null) {
            if (!seen.add(current.id())) {
                throw new StartupException(
                        "models.%s.replacement: the replacements go round in a circle".formatted(model.id()));
            }
            String next = current.retirement().replacement();
            Optional<CatalogModel> found = catalog.find(next);
            if (found.isEmpty()) {
                throw new StartupException(
                        "models.%s.replacement: there is no model '%s'".formatted(current.id(), next));
            }
            current = found.get();
        }
    }
}

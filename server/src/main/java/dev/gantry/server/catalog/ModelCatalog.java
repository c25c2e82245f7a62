package dev.gantry.server.catalog;

import dev.gantry.server.config.ConfigSection;
import dev.gantry.server.config.ModelSettings;
import dev.gantry.server.config.NearestNames;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Every model by id and alias: the built-in ones, the user's, and those of the embedded engine. Immutable;
/// changes make a new catalog.
public final class ModelCatalog {
    /// The alias of the first model that the embedded engine serves.
    public static final String LOCAL_ALIAS = "local";

    private static final String FILE = "models.json";

    private final Map<String, CatalogModel> byId;
    private final Map<String, CatalogModel> byName;

    private ModelCatalog(Collection<CatalogModel> models) {
        Map<String, CatalogModel> ids = new LinkedHashMap<>();
        models.forEach(model -> ids.put(CatalogModel.key(model.id()), model));
        Map<String, CatalogModel> names = new LinkedHashMap<>(ids);
        models.forEach(model -> model.aliases().forEach(alias -> names.put(CatalogModel.key(alias), model)));
        this.byId = Collections.unmodifiableMap(ids);
        this.byName = Collections.unmodifiableMap(names);
    }

    /// The built-in models alone.
    public static ModelCatalog builtIn() {
        return of(Map.of());
    }

    /// The built-in models with the user's on top: entries of a known id, without regard to case, override
    /// what they name; others are added; hidden ones are left out. A user's alias beats a built-in alias.
    ///
    /// @param user the `models:` of the configuration
    public static ModelCatalog of(Map<String, ModelSettings> user) {
        return CatalogMerge.merge(builtInRows(), user);
    }

    static ModelCatalog ofModels(Collection<CatalogModel> models) {
        return new ModelCatalog(models);
    }

    private static Map<String, ModelRow> builtInRows() {
        ConfigSection root = Resources.load(FILE);
        Map<String, ModelRow> rows = new LinkedHashMap<>();
        root.namedSections()
                .forEach((id, section) ->
                        rows.put(CatalogModel.key(id), new ModelRow(id, ModelSettings.read(section), true)));
        root.refuseUnknown();
        return rows;
    }

    /// This catalog with the models that the embedded engine serves; the first gets the alias `local`.
    public ModelCatalog withLocalModels(List<LocalModel> locals) {
        Map<String, CatalogModel> models = new LinkedHashMap<>(byId);
        if (!locals.isEmpty()) {
            models.replaceAll((_, model) -> LocalModels.withoutAlias(model, LOCAL_ALIAS));
        }
        boolean first = true;
        for (LocalModel local : locals) {
            String key = CatalogModel.key(local.id());
            models.put(key, LocalModels.merge(local, Optional.ofNullable(models.get(key)), first));
            first = false;
        }
        return new ModelCatalog(models.values());
    }

    /// The model of that id or alias, without regard to case.
    public Optional<CatalogModel> find(String idOrAlias) {
        return Optional.ofNullable(byName.get(CatalogModel.key(idOrAlias)));
    }

    /// All models in a stable order: built-in ones first, then as they were added.
    public Collection<CatalogModel> models() {
        return byId.values();
    }

    /// Ids of models whose id or alias is near, nearest first.
    public List<String> nearest(String idOrAlias, int limit) {
        Set<String> ids = new LinkedHashSet<>();
        NearestNames.find(idOrAlias, byName.keySet(), limit * 4)
                .forEach(name -> find(name).ifPresent(model -> ids.add(model.id())));
        return ids.stream().limit(limit).toList();
    }
}

package dev.gantry.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Goes through a value of the SDK's types and gathers the JSON keys for which they have no member: the SDK keeps
/// those as additional properties.
final class UnknownKeys {
    private static final String MODELS = "com.anthropic.models.";
    /// Types that stand for JSON of the caller's own.
    private static final Set<String> OPEN = Set.of("InputSchema", "Properties", "Input", "Schema");
    private static final Set<String> NO_MEMBERS =
            Set.of("toBuilder", "validate", "hashCode", "toString", "getClass", "known", "value");

    private final Set<String> found = new TreeSet<>();

    /// The unknown keys, each after the simple name of the type in which it was found.
    Set<String> in(Object value) {
        visit(value);
        return found;
    }

    private void visit(@Nullable Object value) {
        switch (value) {
            case Optional<?> optional -> optional.ifPresent(this::visit);
            case Collection<?> list -> list.forEach(this::visit);
            case null -> {}
            default -> {
                if (value.getClass().getName().startsWith(MODELS) && !isOpen(value)) {
                    visitMembers(value);
                }
            }
        }
    }

    private void visitMembers(Object model) {
        for (Method method : model.getClass().getMethods()) {
            if (method.getName().equals("_additionalProperties")) {
                Map<?, ?> unknown = (Map<?, ?>) call(method, model);
                unknown.keySet().forEach(key -> found.add(model.getClass().getSimpleName() + "." + key));
            } else if (isMember(method)) {
                visit(call(method, model));
            }
        }
    }

    /// Getters of members and of a union's cases; not the raw fields, nor what throws for the other cases of a union.
    private static boolean isMember(Method method) {
        String name = method.getName();
        boolean getter = method.getParameterCount() == 0 && !Modifier.isStatic(method.getModifiers());
        return getter
                && !NO_MEMBERS.contains(name)
                && name.chars().allMatch(Character::isLetterOrDigit)
                && !name.matches("(is|as|to)[A-Z].*")
                && (Optional.class == method.getReturnType()
                        || Collection.class.isAssignableFrom(method.getReturnType())
                        || method.getReturnType().getName().startsWith(MODELS));
    }

    private static boolean isOpen(Object model) {
        return OPEN.contains(model.getClass().getSimpleName());
    }

    private static Object call(Method method, Object target) {
        try {
            return method.invoke(target);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(method.toString(), e);
        }
    }
}

package dev.procdeck.server.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes what is required from the records themselves: a component is, unless it is `@Nullable`; it
/// may then be null, unless nulls are left out. Raw JSON is any value.
final class RecordSchemas implements ModelConverter {
    @Override
    public Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        JavaType java = Json.mapper().constructType(type.getType());
        if (schema == null || java == null || !java.getRawClass().isRecord()) {
            return schema;
        }
        Schema<?> model = model(schema, context);
        if (model == null || model.getProperties() == null) {
            return schema;
        }
        List<String> required =
                Arrays.stream(java.getRawClass().getRecordComponents())
                        .filter(part -> !isNullable(part))
                        .map(RecordComponent::getName)
                        .filter(name -> model.getProperties().containsKey(name))
                        .toList();
        model.setRequired(required);
        for (RecordComponent part : java.getRawClass().getRecordComponents()) {
            if (part.isAnnotationPresent(JsonRawValue.class)
                    || part.getAccessor().isAnnotationPresent(JsonRawValue.class)) {
                model.getProperties().put(part.getName(), new Schema<>());
            } else if (isNullable(part) && !leavesNullsOut(part)) {
                model.getProperties().computeIfPresent(part.getName(), (_, own) -> orNull(own));
            }
        }
        return schema;
    }

    private static boolean isNullable(RecordComponent part) {
        return part.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static boolean leavesNullsOut(RecordComponent part) {
        return Stream.of(part.getDeclaringRecord(), part.getAccessor())
                .map(element -> element.getAnnotation(JsonInclude.class))
                .anyMatch(include ->
                        include != null && include.value() == JsonInclude.Include.NON_NULL);
    }

    private static Schema<?> orNull(Schema<?> own) {
        if (own.get$ref() != null) {
            return new Schema<>().anyOf(List.of(own, new Schema<>().types(Set.of("null"))));
        }
        if (own.getTypes() != null) {
            Set<String> types = new LinkedHashSet<>(own.getTypes());
            types.add("null");
            own.setTypes(types);
        }
        return own;
    }

    private static Schema<?> model(Schema<?> schema, ModelConverterContext context) {
        if (schema.get$ref() == null) {
            return schema;
        }
        return context.getDefinedModels()
                .get(schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1));
    }
}

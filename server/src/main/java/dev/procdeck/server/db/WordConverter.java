package dev.procdeck.server.db;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.data.convert.ReadingConverter;
import org.springframework.data.convert.WritingConverter;

/// The two halves that keep a [Word] as its word in a text column. Immutable.
final class WordConverter {
    private WordConverter() {}

    @WritingConverter
    enum ToText implements Converter<Word, String> {
        INSTANCE;

        @Override
        public String convert(Word source) {
            return source.word();
        }
    }

    /// Reads one enum; an unknown word is an error, never a default.
    @ReadingConverter
    record FromText<E extends Enum<E> & Word>(Class<E> type) implements GenericConverter {
        @Override
        public Set<ConvertiblePair> getConvertibleTypes() {
            return Set.of(new ConvertiblePair(String.class, type));
        }

        @Override
        public @Nullable Object convert(
                @Nullable Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
            return source == null ? null : Word.parse(type, (String) source);
        }
    }
}

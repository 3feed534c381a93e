package dev.procdeck.server.operations;

import dev.procdeck.server.db.StoredWords;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Tells the database which enums of this package are kept as words.
@Configuration(proxyBeanMethods = false)
class OperationsConfiguration {
    @Bean
    static StoredWords operationWords() {
        return StoredWords.of(LogType.class, RetStatus.class);
    }
}

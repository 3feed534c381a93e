package dev.procdeck.server.db;

import java.util.Optional;
import org.springframework.data.jdbc.core.dialect.DialectResolver;
import org.springframework.data.relational.core.dialect.Dialect;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;

/// Offers [SqliteDialect] to Spring Data when the connection is SQLite's; named in
/// `META-INF/spring.factories`.
public final class SqliteDialectProvider implements DialectResolver.JdbcDialectProvider {
    @Override
    public Optional<Dialect> getDialect(JdbcOperations operations) {
        String product =
                operations.execute(
                        (ConnectionCallback<String>)
                                connection -> connection.getMetaData().getDatabaseProductName());
        return "SQLite".equalsIgnoreCase(product)
                ? Optional.of(SqliteDialect.INSTANCE)
                : Optional.empty();
    }
}

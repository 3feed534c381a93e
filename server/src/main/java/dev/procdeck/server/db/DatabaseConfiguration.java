package dev.procdeck.server.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.procdeck.server.ServerOptions;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.convert.CustomConversions;
import org.springframework.data.jdbc.core.convert.JdbcCustomConversions;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.core.mapping.JdbcSimpleTypes;
import org.springframework.data.mapping.model.SimpleTypeHolder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.transaction.PlatformTransactionManager;

/// Opens the database that the options name and teaches Spring Data how to keep our types in it.
@Configuration(proxyBeanMethods = false)
public class DatabaseConfiguration {
    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(ServerOptions options) {
        return open(options);
    }

    /// Opens the store: the embedded SQLite file in the data directory, or the database that
    /// `databaseUrl` names.
    public static HikariDataSource open(ServerOptions options) {
        HikariConfig config = new HikariConfig();
        String url = options.databaseUrl();
        if (url == null) {
            config.setDataSource(new SqliteDataSource(SqliteFile.prepare(options.dataDir())));
            config.setMaximumPoolSize(4);
        } else {
            config.setJdbcUrl(url);
            config.setMaximumPoolSize(8);
            // A server that has stopped answering must not hold threads for ever.
            config.addDataSourceProperty("connectTimeout", "2");
            config.addDataSourceProperty("loginTimeout", "2");
            config.addDataSourceProperty("socketTimeout", "5");
            config.addDataSourceProperty("tcpKeepAlive", "true");
        }
        config.setPoolName("procdeck");
        config.setMinimumIdle(1);
        // An act is refused when the store does not answer in time (U2), so nobody waits longer
        // than this for it.
        config.setConnectionTimeout(2_000);
        config.setInitializationFailTimeout(10_000);
        return new HikariDataSource(config);
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource dataSource, ServerOptions options) {
        return options.databaseUrl() == null
                ? new WritersInTurn(dataSource)
                : new JdbcTransactionManager(dataSource);
    }

    /// Migrations are the owner's. An account that may only add to the evidence finds the schema
    /// ready or does not start: `procdeck database migrate` is the owner's command (U9).
    @Bean
    static FlywayMigrationStrategy migrationStrategy(DataSource dataSource) {
        return flyway -> {
            if (DatabaseRoles.mayMigrate(dataSource)) {
                flyway.migrate();
            } else {
                flyway.validate();
            }
        };
    }

    @Bean
    SQLExceptionTranslator exceptionTranslator(DataSource dataSource) {
        return new SqliteExceptionTranslator(dataSource);
    }

    @Bean
    JdbcCustomConversions jdbcCustomConversions(
            JdbcDialect dialect, ObjectProvider<StoredWords> storedWords) {
        SimpleTypeHolder simpleTypes =
                new SimpleTypeHolder(dialect.simpleTypes(), JdbcSimpleTypes.HOLDER);
        List<Object> storeConverters = new ArrayList<>(dialect.getConverters());
        storeConverters.addAll(JdbcCustomConversions.storeConverters());
        List<Object> ours = new ArrayList<>();
        ours.add(WordConverter.ToText.INSTANCE);
        storedWords.forEach(words -> ours.addAll(words.converters()));
        return new JdbcCustomConversions(
                CustomConversions.StoreConversions.of(simpleTypes, storeConverters), ours);
    }
}

package dev.procdeck.server.db;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.springframework.core.convert.converter.Converter;
import org.springframework.data.convert.ReadingConverter;
import org.springframework.data.convert.WritingConverter;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.relational.core.dialect.AbstractDialect;
import org.springframework.data.relational.core.dialect.IdGeneration;
import org.springframework.data.relational.core.dialect.LimitClause;
import org.springframework.data.relational.core.dialect.LockClause;
import org.springframework.data.relational.core.sql.IdentifierProcessing;
import org.springframework.data.relational.core.sql.LockOptions;

/// How Spring Data JDBC speaks to SQLite, which has no dialect of its own there: no row locks, no
/// generated keys in batches, times as milliseconds, booleans as 0 and 1. Immutable.
public final class SqliteDialect extends AbstractDialect implements JdbcDialect {
    static final SqliteDialect INSTANCE = new SqliteDialect();

    private static final IdentifierProcessing IDENTIFIERS =
            IdentifierProcessing.create(
                    IdentifierProcessing.Quoting.ANSI,
                    IdentifierProcessing.LetterCasing.LOWER_CASE);

    private SqliteDialect() {}

    @Override
    public String getName() {
        return "sqlite";
    }

    @Override
    public IdentifierProcessing getIdentifierProcessing() {
        return IDENTIFIERS;
    }

    @Override
    public LimitClause limit() {
        return Limit.INSTANCE;
    }

    @Override
    public LockClause lock() {
        return NoLock.INSTANCE;
    }

    @Override
    public IdGeneration getIdGeneration() {
        return new IdGeneration() {
            @Override
            public boolean supportedForBatchOperations() {
                return false;
            }
        };
    }

    @Override
    public Collection<Object> getConverters() {
        return List.of(InstantToLong.INSTANCE, NumberToInstant.INSTANCE, IntegerToBoolean.INSTANCE);
    }

    private enum Limit implements LimitClause {
        INSTANCE;

        @Override
        public String getLimit(long limit) {
            return "LIMIT " + limit;
        }

        @Override
        public String getOffset(long offset) {
            // SQLite takes an offset only behind a limit; -1 stands for none.
            return "LIMIT -1 OFFSET " + offset;
        }

        @Override
        public String getLimitOffset(long limit, long offset) {
            return "LIMIT " + limit + " OFFSET " + offset;
        }

        @Override
        public Position getClausePosition() {
            return Position.AFTER_ORDER_BY;
        }
    }

    private enum NoLock implements LockClause {
        INSTANCE;

        @Override
        public String getLock(LockOptions lockOptions) {
            return "";
        }

        @Override
        public Position getClausePosition() {
            return Position.AFTER_ORDER_BY;
        }
    }

    @WritingConverter
    private enum InstantToLong implements Converter<Instant, Long> {
        INSTANCE;

        @Override
        public Long convert(Instant source) {
            return source.toEpochMilli();
        }
    }

    /// The driver hands small numbers out as Integer, others as Long.
    @ReadingConverter
    private enum NumberToInstant implements Converter<Number, Instant> {
        INSTANCE;

        @Override
        public Instant convert(Number source) {
            return Instant.ofEpochMilli(source.longValue());
        }
    }

    @ReadingConverter
    private enum IntegerToBoolean implements Converter<Integer, Boolean> {
        INSTANCE;

        @Override
        public Boolean convert(Integer source) {
            return source != 0;
        }
    }
}

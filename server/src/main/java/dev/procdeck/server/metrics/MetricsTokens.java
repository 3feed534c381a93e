package dev.procdeck.server.metrics;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.operations.OperationLog;
import dev.procdeck.server.operations.Outcome;
import dev.procdeck.server.operations.RetStatus;
import dev.procdeck.server.security.Secrets;
import dev.procdeck.server.users.Author;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Makes, ends and recognises the tokens of collecting programs. Each change and its row in the
/// operation log are one transaction. Thread-safe.
@Service
public class MetricsTokens {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String SCHEME = "Bearer ";
    private static final int MAX_TOKEN = 100;

    private final MetricsTokenRepository tokens;
    private final OperationLog log;
    private final Clock clock;
    private final TransactionTemplate transaction;

    MetricsTokens(
            MetricsTokenRepository tokens,
            OperationLog log,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.tokens = tokens;
        this.log = log;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /// Makes a token; this is the only time that anybody sees it.
    public String add(Author author, String name) {
        if (!NAME.matcher(name).matches()) {
            throw ApiException.invalid(FieldProblem.of("name", "invalid"));
        }
        if (tokens.findByName(name).isPresent()) {
            throw ApiException.of(HttpStatus.CONFLICT, "name_taken");
        }
        String token = Secrets.token();
        transaction.executeWithoutResult(_ -> {
            tokens.save(new MetricsToken(null, name, Secrets.sha256(token), clock.instant()));
            note(author, "metrics_token_add", name, "metrics_token_added");
        });
        return token;
    }

    /// Ends a token at once, also for a server that runs.
    public void remove(Author author, String name) {
        MetricsToken token = tokens.findByName(name).orElseThrow(ApiException::notFound);
        transaction.executeWithoutResult(_ -> {
            tokens.delete(token);
            note(author, "metrics_token_remove", name, "metrics_token_removed");
        });
    }

    public List<MetricsToken> list() {
        return tokens.findAllByOrderByName();
    }

    /// Whether this `Authorization` header shows a token. A token is 256 random bits, so it is
    /// looked up by its hash: no time tells how near a guess was.
    boolean admits(@Nullable String authorization) {
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && authorization.length() <= MAX_TOKEN
                && tokens.existsByTokenHash(
                        Secrets.sha256(authorization.substring(SCHEME.length()).strip()));
    }

    private void note(Author author, String operation, String name, String code) {
        log.note(
                author.intent(operation, name, "token"),
                RetStatus.SUCCEEDED,
                Outcome.of(code, Map.of()));
    }
}

package dev.procdeck.server.operations;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.security.GateInterceptor;
import dev.procdeck.server.security.Right;
import java.util.Locale;
import java.util.Set;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Writes down who tried to administrate accounts or to see secrets without the right. Refused acts
/// on the host are written down by their gateway.
@Component
class Denials {
    private static final Set<Right> RIGHTS = Set.of(Right.USERS, Right.ENVIRONMENT);

    private final Refusals refusals;

    Denials(Refusals refusals) {
        this.refusals = refusals;
    }

    @EventListener
    void denied(GateInterceptor.Denied denied) {
        if (RIGHTS.contains(denied.right())) {
            refusals.refuse(
                    Intent.of(
                            denied.actor(),
                            LogType.ACCOUNT,
                            denied.method(),
                            denied.path(),
                            "route",
                            denied.right().name().toLowerCase(Locale.ROOT) + "_denied"),
                    ApiException.of(HttpStatus.FORBIDDEN, denied.code()));
        }
    }
}

package dev.procdeck.server.db;

import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/// Ends a server in the middle of an upgrade, as kill -9 would: the system property
/// `procdeck.migrationCrash` names the version, and `before` or `in` it. In it all its statements
/// have been run and nothing is committed.
public final class MigrationCrash implements Callback {
    private final String wanted = System.getProperty("procdeck.migrationCrash", "");

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE || event == Event.AFTER_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        String place = event == Event.BEFORE_EACH_MIGRATE ? "before " : "in ";
        if (wanted.equals(place + context.getMigrationInfo().getVersion())) {
            Runtime.getRuntime().halt(137);
        }
    }

    @Override
    public String getCallbackName() {
        return "crash";
    }
}

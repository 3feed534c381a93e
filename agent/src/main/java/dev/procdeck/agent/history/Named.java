package dev.procdeck.agent.history;

import dev.procdeck.agent.views.ProcessView;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.processes.ProcessRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who a remembered process was, between two execs. One instance serves all samples of it.
public final class Named {
    /// Enough to tell one from another; a whole command line of 4 KB would shorten the memory.
    private static final int MAX_COMMAND_LINE = 200;

    private static final int OVERHEAD_BYTES = 240;

    private final ProcessIdentity identity;
    private final int parentPid;
    private final Instant startTime;
    private final String user;
    private final String comm;
    private final String cmdline;
    private final @Nullable String unit;
    private final @Nullable String container;

    /// In how many samples it is; kept by the ring alone.
    int uses;

    Named(ProcessRow row, ProcessView.Name name) {
        this.identity = row.identity();
        this.parentPid = row.parentPid();
        this.startTime = row.startTime();
        this.user = row.user();
        this.comm = name.comm();
        this.cmdline = shortened(name.cmdline());
        this.unit = name.unit();
        this.container = name.container();
    }

    /// Whether it is still called so; an exec gives a process another name.
    boolean isCalled(ProcessView.Name name) {
        return comm.equals(name.comm())
                && name.cmdline().startsWith(cmdline)
                && (name.cmdline().length() == cmdline.length()
                        || cmdline.length() >= MAX_COMMAND_LINE - 1);
    }

    int bytes() {
        return OVERHEAD_BYTES + comm.length() + cmdline.length() * 2 + user.length();
    }

    public ProcessIdentity identity() {
        return identity;
    }

    public int parentPid() {
        return parentPid;
    }

    public Instant startTime() {
        return startTime;
    }

    public String user() {
        return user;
    }

    public String comm() {
        return comm;
    }

    /// Secrets masked, cut after 200 characters.
    public String cmdline() {
        return cmdline;
    }

    public @Nullable String unit() {
        return unit;
    }

    public @Nullable String container() {
        return container;
    }

    /// Never cuts a character in two.
    private static String shortened(String text) {
        if (text.length() <= MAX_COMMAND_LINE) {
            return text;
        }
        int end =
                Character.isHighSurrogate(text.charAt(MAX_COMMAND_LINE - 1))
                        ? MAX_COMMAND_LINE - 1
                        : MAX_COMMAND_LINE;
        return text.substring(0, end);
    }
}

package dev.procdeck.server.query;

import java.util.Map;

/// A query or a sort that cannot be understood: the fault of who typed it.
///
/// `code` is stable and `position` counts UTF-16 units from 0.
public final class QueryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final int position;
    private final transient Map<String, String> parameters;

    public QueryException(String code, int position, Map<String, String> parameters) {
        super(code + " at " + position);
        this.code = code;
        this.position = position;
        this.parameters = Map.copyOf(parameters);
    }

    QueryException(String code, int position) {
        this(code, position, Map.of());
    }

    public String code() {
        return code;
    }

    public int position() {
        return position;
    }

    public Map<String, String> parameters() {
        return parameters;
    }
}

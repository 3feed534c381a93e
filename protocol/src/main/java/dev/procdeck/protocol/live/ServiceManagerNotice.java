package dev.procdeck.protocol.live;

import java.util.Map;

/// Why the list of services is empty or incomplete, as a code with parameters.
public record ServiceManagerNotice(String code, Map<String, String> parameters) {
    public ServiceManagerNotice {
        parameters = Map.copyOf(parameters);
    }
}

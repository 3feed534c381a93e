package dev.procdeck.server.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Puts [SecurityHeaders] on every answer before anything else handles the request, so that no
/// error path misses them.
final class HeadersHandler extends Handler.Wrapper {
    private final Hsts hsts;

    HeadersHandler(Hsts hsts, Handler next) {
        super(next);
        this.hsts = hsts;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        SecurityHeaders.ALL.forEach(
                header -> response.getHeaders().put(header.getKey(), header.getValue()));
        if (hsts.appliesTo(request)) {
            response.getHeaders().put(Hsts.NAME, Hsts.VALUE);
        }
        return super.handle(request, response, callback);
    }
}

package dev.procdeck.server.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Takes `--path-prefix` off the paths of a reverse proxy that leaves it on. The page itself needs
/// no telling: all its addresses are relative.
final class PathPrefix extends Handler.Wrapper {
    private final String prefix;

    PathPrefix(String prefix, Handler next) {
        super(next);
        this.prefix = prefix;
    }

    /// The prefix of an option: begins with a slash, ends without one.
    ///
    /// @throws IllegalArgumentException when it is no path
    static String check(String option) {
        String prefix = option.endsWith("/") ? option.substring(0, option.length() - 1) : option;
        if (!prefix.matches("(/[A-Za-z0-9._~-]+)+") || prefix.contains("/.")) {
            throw new IllegalArgumentException(
                    "--path-prefix wants a path like /procdeck, not \"" + option + "\"");
        }
        return prefix;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = request.getHttpURI().getPath();
        String canonical = request.getHttpURI().getCanonicalPath();
        if (path == null || !path.startsWith(prefix) || !path.equals(canonical)) {
            // A path that means another than it says keeps its prefix, under which there is
            // nothing.
            return super.handle(request, response, callback);
        }
        if (path.length() == prefix.length()) {
            response.setStatus(308);
            response.getHeaders().put(HttpHeader.LOCATION, prefix + "/");
            callback.succeeded();
            return true;
        }
        if (path.charAt(prefix.length()) != '/') {
            return super.handle(request, response, callback);
        }
        HttpURI rest =
                HttpURI.build(request.getHttpURI())
                        .path(path.substring(prefix.length()))
                        .asImmutable();
        return super.handle(Request.serveAs(request, rest), response, callback);
    }
}

package dev.procdeck.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/// Which paths are the page: its views, all answered with the same document, and the files that
/// belong to it.
public final class PagePaths {
    /// The views' paths of one segment, as a pattern; the overview is at the root.
    static final String VIEWS =
            "processes|sockets|services|events|search|operations|users|account|policy";

    static final Set<String> VIEW_NAMES = Set.of(VIEWS.split("\\|", -1));

    /// What programs ask for, to which the answer is a problem document whatever they accept.
    private static final Set<String> PROGRAMS = Set.of("/api", "/metrics");

    static final Set<String> FILES =
            Set.of(
                    "index.html",
                    "boot.js",
                    "favicon.svg",
                    "favicon.ico",
                    "robots.txt",
                    "manifest.webmanifest",
                    "notices.txt");

    private PagePaths() {}

    /// A view or a file, asked for with GET or HEAD.
    public static boolean isPage(HttpServletRequest request) {
        String method = request.getMethod();
        String path = request.getRequestURI();
        return (method.equals("GET") || method.equals("HEAD"))
                && (isView(path)
                        || path.startsWith("/assets/")
                        || FILES.contains(path.substring(1)));
    }

    /// A person's browser asks for an address at which there is neither the page nor the API.
    static boolean isLost(HttpServletRequest request) {
        String method = request.getMethod();
        String path = request.getRequestURI();
        String accept = request.getHeader("Accept");
        return (method.equals("GET") || method.equals("HEAD"))
                && accept != null
                && accept.contains(PageDocument.MEDIA_TYPE)
                && !isPage(request)
                && PROGRAMS.stream()
                        .noneMatch(root -> path.equals(root) || path.startsWith(root + "/"));
    }

    static boolean isView(String path) {
        return path.equals("/") || (path.startsWith("/") && VIEW_NAMES.contains(path.substring(1)));
    }
}

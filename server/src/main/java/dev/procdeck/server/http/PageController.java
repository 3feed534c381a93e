package dev.procdeck.server.http;

import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Serves the page: one document for every view; its hashed files may be cached for ever, the
/// document never.
@Controller
public class PageController {
    private final Resource document = new ClassPathResource("static/index.html");

    @GetMapping({"/", "/{view:" + PagePaths.VIEWS + "}", "/{view:" + PagePaths.VIEWS + "}/**"})
    ResponseEntity<Resource> page() {
        if (!document.exists()) {
            throw ApiException.notFound();
        }
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_HTML)
                .cacheControl(CacheControl.noCache())
                .body(document);
    }

    /// Where the page's files are.
    @Configuration(proxyBeanMethods = false)
    static class Files implements WebMvcConfigurer {
        @Override
        public void addResourceHandlers(ResourceHandlerRegistry registry) {
            registry.addResourceHandler("/assets/**")
                    .addResourceLocations("classpath:/static/assets/")
                    .setCacheControl(
                            CacheControl.maxAge(365, TimeUnit.DAYS).cachePublic().immutable());
            for (String file : PagePaths.FILES) {
                registry.addResourceHandler("/" + file)
                        .addResourceLocations("classpath:/static/")
                        .setCacheControl(CacheControl.noCache());
            }
        }
    }
}

package dev.procdeck.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.EncodedResourceResolver;

/// Serves the page: one document for every view; its hashed files may be cached for ever, the
/// document never.
@Controller
public class PageController {
    private final PageDocument document;

    public PageController(PageDocument document) {
        this.document = document;
    }

    @GetMapping({"/", "/{view:" + PagePaths.VIEWS + "}"})
    ResponseEntity<byte[]> page(HttpServletRequest request) {
        byte[] answer = document.at(request);
        if (answer == null) {
            throw ApiException.notFound();
        }
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_HTML)
                .cacheControl(CacheControl.noCache())
                .body(answer);
    }

    /// Where the page's files are. The build has put a Brotli copy beside most.
    @Configuration(proxyBeanMethods = false)
    static class Files implements WebMvcConfigurer {
        private static EncodedResourceResolver compressed() {
            EncodedResourceResolver resolver = new EncodedResourceResolver();
            resolver.setContentCodings(List.of("br"));
            return resolver;
        }

        @Override
        public void addResourceHandlers(ResourceHandlerRegistry registry) {
            registry.addResourceHandler("/assets/**")
                    .addResourceLocations("classpath:/static/assets/")
                    .setCacheControl(
                            CacheControl.maxAge(365, TimeUnit.DAYS).cachePublic().immutable())
                    .resourceChain(true)
                    .addResolver(compressed());
            for (String file : PagePaths.FILES) {
                registry.addResourceHandler("/" + file)
                        .addResourceLocations("classpath:/static/")
                        .setCacheControl(CacheControl.noCache());
            }
        }
    }
}

package dev.procdeck.server.security;

import dev.procdeck.server.db.StoredWords;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.PageDocument;
import dev.procdeck.server.http.PagePaths;
import dev.procdeck.server.http.Problems;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// The filter chain: CSRF, the session, and which routes are open; everything else is denied.
@Configuration(proxyBeanMethods = false)
public class SecurityConfiguration implements WebMvcConfigurer {
    private static final String[] OPEN_ROUTES = {
        "/api/v1/session",
        "/api/v1/session/passkey",
        "/api/v1/session/passkey/options",
        "/api/v1/session/ticket",
        "/api/v1/setup"
    };
    private static final String[] SECOND_FACTOR_ROUTES = {"/api/v1/session/second-factor"};

    /// Where an account that must have a second factor adds its first one.
    private static final String[] ENROLMENT_ROUTES = {
        "/api/v1/session/step-up",
        "/api/v1/account/totp",
        "/api/v1/account/totp/confirm",
        "/api/v1/account/passkeys",
        "/api/v1/account/passkeys/options"
    };

    private final GateInterceptor gate;
    private final ActorArgument actorArgument;

    public SecurityConfiguration(GateInterceptor gate, ActorArgument actorArgument) {
        this.gate = gate;
        this.actorArgument = actorArgument;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(gate).addPathPatterns("/api/**");
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(actorArgument);
    }

    @Bean
    static StoredWords roleWords() {
        return StoredWords.of(Role.class);
    }

    @Bean
    static CookieCsrfTokenRepository csrfTokens() {
        CookieCsrfTokenRepository tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
        tokens.setCookieName("__Host-XSRF-TOKEN");
        tokens.setHeaderName("X-XSRF-TOKEN");
        tokens.setCookiePath("/");
        tokens.setCookieCustomizer(cookie -> cookie.secure(true).sameSite("Strict"));
        return tokens;
    }

    @Bean
    static SecurityFilterChain filterChain(
            HttpSecurity http,
            CookieCsrfTokenRepository csrfTokens,
            SessionResolver sessions,
            RecentActors recent,
            PageDocument document,
            Problems problems) {
        RequestMatcher pages = PagePaths::isPage;
        return http.csrf(csrf -> csrf.spa().csrfTokenRepository(csrfTokens))
                .addFilterBefore(new SessionFilter(sessions, recent, problems), CsrfFilter.class)
                .authorizeHttpRequests(requests ->
                        requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers(
                                        HttpMethod.GET,
                                        "/api/v1/health",
                                        "/api/v1/session",
                                        "/metrics")
                                .permitAll()
                                .requestMatchers(HttpMethod.POST, OPEN_ROUTES)
                                .permitAll()
                                .requestMatchers(HttpMethod.POST, SECOND_FACTOR_ROUTES)
                                .authenticated()
                                .requestMatchers(HttpMethod.DELETE, "/api/v1/session")
                                .authenticated()
                                .requestMatchers(HttpMethod.POST, ENROLMENT_ROUTES)
                                .hasAnyAuthority(
                                        ActorAuthentication.SIGNED_IN,
                                        ActorAuthentication.FACTOR_DUE)
                                .requestMatchers("/api/v1/**")
                                .hasAuthority(ActorAuthentication.SIGNED_IN)
                                .requestMatchers(pages)
                                .permitAll()
                                .anyRequest()
                                .denyAll())
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint(notSignedIn(document, problems))
                                .accessDeniedHandler(denied(document, problems)))
                .securityContext(context ->
                        context.securityContextRepository(new NullSecurityContextRepository()))
                // It would take each request for a fresh sign-in and change the CSRF token with
                // its answer: an act asked for meanwhile would come with the old one.
                .sessionManagement(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }

    /// Spring Security's firewall refuses odd paths (`//`, `;`, encoded slashes) before any route
    /// is chosen.
    @Bean
    static RequestRejectedHandler requestRejected(Problems problems) {
        return (request, response, rejected) ->
                problems.write(
                        request,
                        response,
                        ApiException.of(HttpStatus.BAD_REQUEST, "malformed_request"));
    }

    private static AuthenticationEntryPoint notSignedIn(PageDocument document, Problems problems) {
        return (request, response, exception) -> {
            if (isApi(request)) {
                problems.write(request, response, HttpStatus.UNAUTHORIZED);
            } else {
                notFound(request, response, document, problems);
            }
        };
    }

    private static AccessDeniedHandler denied(PageDocument document, Problems problems) {
        return (request, response, exception) -> {
            if (exception instanceof CsrfException) {
                problems.write(
                        request,
                        response,
                        ApiException.of(HttpStatus.FORBIDDEN, "csrf_token_invalid"));
            } else if (SecurityContextHolder.getContext().getAuthentication()
                            instanceof ActorAuthentication signedIn
                    && !signedIn.actor().isComplete()
                    && isApi(request)) {
                problems.write(
                        request,
                        response,
                        signedIn.actor().factorMissing()
                                ? StepUp.secondFactorRequired()
                                : StepUp.secondFactorDue());
            } else if (isApi(request)) {
                problems.write(request, response, HttpStatus.FORBIDDEN);
            } else {
                notFound(request, response, document, problems);
            }
        };
    }

    private static void notFound(
            HttpServletRequest request,
            HttpServletResponse response,
            PageDocument document,
            Problems problems)
            throws IOException {
        if (!document.writeNotFound(request, response)) {
            problems.write(request, response, HttpStatus.NOT_FOUND);
        }
    }

    private static boolean isApi(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/api/");
    }
}

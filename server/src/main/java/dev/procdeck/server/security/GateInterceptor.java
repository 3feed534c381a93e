package dev.procdeck.server.security;

import dev.procdeck.server.http.ApiException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/// Holds every controller method to its [Gate]. Thread-safe.
@Component
public class GateInterceptor implements HandlerInterceptor {
    private final Actors actors;
    private final StepUp stepUp;
    private final ApplicationEventPublisher events;

    public GateInterceptor(Actors actors, StepUp stepUp, ApplicationEventPublisher events) {
        this.actors = actors;
        this.stepUp = stepUp;
        this.events = events;
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (request.getDispatcherType() != DispatcherType.REQUEST
                || !(handler instanceof HandlerMethod method)) {
            return true;
        }
        Gate gate = method.getMethodAnnotation(Gate.class);
        if (gate != null && gate.open()) {
            return true;
        }
        Actor actor = actors.current();
        if (actor.factorMissing() && (gate == null || !gate.factorMissing())) {
            throw StepUp.secondFactorRequired();
        }
        if (actor.factorDue() && (gate == null || !gate.factorDue())) {
            throw StepUp.secondFactorDue();
        }
        if (gate == null) {
            throw ApiException.of(HttpStatus.FORBIDDEN, "forbidden");
        }
        if (!actor.role().may(gate.value())) {
            throw denied(request, actor, gate, ApiException.of(HttpStatus.FORBIDDEN, "forbidden"));
        }
        if (gate.stepUp() && !stepUp.isFresh(actor)) {
            throw denied(request, actor, gate, StepUp.required());
        }
        return true;
    }

    private ApiException denied(
            HttpServletRequest request, Actor actor, Gate gate, ApiException problem) {
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            events.publishEvent(
                    new Denied(
                            actor,
                            gate.value(),
                            request.getMethod(),
                            request.getRequestURI(),
                            problem.code()));
        }
        return problem;
    }

    /// A change that was refused at the gate; the operation log writes it down.
    public record Denied(Actor actor, Right right, String method, String path, String code) {}
}

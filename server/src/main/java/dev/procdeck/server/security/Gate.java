package dev.procdeck.server.security;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a route asks of the one who calls it. Every controller method carries it; one without is
/// refused.
///
/// Acts on the host (`POST …/signals` and the like) ask only for [Right#LOOK] here: their gateway
/// judges the right together with the target, because each refusal of an act is a row of the
/// operation log.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Gate {
    /// The right that the role must hold.
    Right value() default Right.LOOK;

    /// Whether the password must have been proved within the last minutes.
    boolean stepUp() default false;

    /// Also for a session whose second factor is still missing.
    boolean factorMissing() default false;

    /// Also for an account that must add a second factor before anything else.
    boolean factorDue() default false;

    /// Open to everybody, signed in or not. The filter chain must name such a route as well.
    boolean open() default false;
}

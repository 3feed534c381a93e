package dev.procdeck.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.procdeck.server.security.Gate;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The boundaries of the module, each with its reason.
@AnalyzeClasses(
        packages = "dev.procdeck.server",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.procdeck.server.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule INFRASTRUCTURE_KNOWS_NO_FEATURE =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "..server.http..",
                            "..server.db..",
                            "..server.tls..",
                            "..server.time..",
                            "..server.security..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "..server.session..",
                            "..server.users..",
                            "..server.setup..",
                            "..server.operations..",
                            "..server.stream..",
                            "..server.live..",
                            "..server.agent..",
                            "..server.console..")
                    .because(
                            "whoever reads a feature must not need another to understand the edge");

    @ArchTest
    static final ArchRule SQL_STAYS_IN_REPOSITORIES =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..server.db..")
                    .and()
                    .haveSimpleNameNotEndingWith("Repository")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.sql..",
                            "javax.sql..",
                            "org.sqlite..",
                            "org.postgresql..",
                            "org.springframework.jdbc..")
                    .because(
                            "features see entities and repositories (I4: no SQL is put together anywhere)");

    @ArchTest
    static final ArchRule NOTHING_STARTS_A_PROCESS =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(ProcessBuilder.class)
                    .orShould()
                    .callMethod(Runtime.class, "exec", String.class)
                    .orShould()
                    .callMethod(Runtime.class, "exec", String[].class)
                    .because("acts on the host are the agent's");

    @ArchTest
    static final ArchRule THE_HOST_IS_NEVER_SEEN =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.procdeck.host..", "dev.procdeck.agent..", "java.lang.foreign..")
                    .because("whatever is known of the host comes through the socket");

    @ArchTest
    static final ArchRule NO_SERIALISATION_OR_EXPRESSIONS =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.io.ObjectInputStream")
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAPackage("org.springframework.expression..")
                    .because("user data is never code (F10)");

    @ArchTest
    static final ArchRule ONLY_THE_CONSOLE_PRINTS =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName("dev.procdeck.server.console.Console")
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err")
                    .orShould()
                    .accessField(System.class, "in");

    @ArchTest
    static final ArchRule TIME_COMES_FROM_THE_CLOCKS =
            noClasses()
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(OffsetDateTime.class, "now")
                    .orShould()
                    .callMethod(LocalDateTime.class, "now")
                    .orShould()
                    .callMethod(ZonedDateTime.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .because(
                            "tests set the time, and timeouts must not follow the machine's clock");

    @ArchTest
    static final ArchRule ROUTES_DECLARE_THEIR_GATES =
            methods()
                    .that()
                    .areMetaAnnotatedWith(RequestMapping.class)
                    .and()
                    .areDeclaredInClassesThat()
                    .areAnnotatedWith(RestController.class)
                    .should()
                    .beAnnotatedWith(Gate.class)
                    .andShould()
                    .bePublic()
                    .because(
                            "a route without a gate is refused, and this says so before it runs (Z2)");

    @ArchTest
    static final ArchRule NO_GRAB_BAGS =
            noClasses()
                    .should()
                    .haveNameMatching(
                            ".*\\.(util|utils|common|helper|misc)\\..*|.*(Util|Utils|Helper|Manager|Impl)");
}

package dev.procdeck.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.procdeck.host.commands.CommandCage;
import dev.procdeck.host.services.ServiceManager;
import dev.procdeck.host.signals.GroupSignals;
import dev.procdeck.host.signals.ProcessPriority;
import dev.procdeck.host.signals.ProcessSignals;
import dev.procdeck.protocol.operation.Operation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(
        packages = "dev.procdeck.agent",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    private final ArchRule actsGoThroughTheGateway =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("dev.procdeck.agent.acts")
                    .should()
                    .callMethodWhere(
                            com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                                    com.tngtech.archunit.base.DescribedPredicate.describe(
                                            "acts on the host",
                                            target ->
                                                    isActing(
                                                            target.getOwner().getName(),
                                                            target.getName()))))
                    .because("an act that is not journalled first must not be possible");

    @ArchTest
    private final ArchRule onlyTheGatewayPerforms =
            noClasses()
                    .that()
                    .doNotHaveSimpleName("ActGateway")
                    .should()
                    .callMethod(
                            "dev.procdeck.agent.acts.Prepared$Perform",
                            "perform",
                            "java.util.function.Consumer")
                    .because("there is one order of policy, journal and act");

    @ArchTest
    private final ArchRule noProcessesAreStarted =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.lang.ProcessBuilder")
                    .orShould()
                    .callMethod(Runtime.class, "exec", String.class)
                    .orShould()
                    .callMethod(Runtime.class, "exec", String[].class)
                    .because("commands run in the host module's cage alone");

    @ArchTest
    private final ArchRule noWebAndNoReflection =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.springframework..",
                            "com.fasterxml..",
                            "tools.jackson..",
                            "java.net.http..",
                            "com.sun.net.httpserver..",
                            "java.sql..",
                            "java.lang.reflect..")
                    .because("the half that is root has no web, no database and no binding");

    @ArchTest
    private final ArchRule onlyTheConsolePrints =
            noClasses()
                    .that()
                    .doNotHaveSimpleName("Console")
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err")
                    .because("a log record is one escaped line");

    @ArchTest
    private final ArchRule noSerialisation =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.io.ObjectInputStream")
                    .because("bytes from elsewhere never become objects by themselves");

    @ArchTest
    private final ArchRule packagesHaveAnOrder =
            slices().matching("dev.procdeck.agent.(*)..").should().beFreeOfCycles();

    /// The sealed set of operations: whoever adds one sees here that the agent's authority grew.
    @Test
    void theOperationsAreTheseAlone() throws Exception {
        List<String> names = new ArrayList<>();
        collect(Operation.class, names);
        Path golden = Path.of("src/test/resources/dev/procdeck/agent/operations.golden");
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.createDirectories(golden.getParent());
            Files.write(golden, names);
        }
        assertThat(names).isEqualTo(Files.readAllLines(golden));
    }

    /// At most three direct run-time dependencies besides the project's own modules.
    @Test
    void theDependenciesAreFew() throws Exception {
        List<String> artifacts = new ArrayList<>();
        for (String pom : List.of("pom.xml", "../host/pom.xml", "../protocol/pom.xml")) {
            String text = Files.readString(Path.of(pom));
            String body = text.substring(text.indexOf("<dependencies>"));
            for (String dependency : body.split("<dependency>")) {
                if (dependency.contains("<artifactId>")
                        && !dependency.contains("<scope>test</scope>")
                        && !dependency.contains("<groupId>dev.procdeck</groupId>")) {
                    artifacts.add(
                            dependency.replaceAll("(?s).*<artifactId>(.*?)</artifactId>.*", "$1"));
                }
            }
        }
        assertThat(artifacts).hasSizeLessThanOrEqualTo(3);
    }

    private static void collect(Class<?> root, List<String> names) {
        for (Class<?> permitted : root.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                collect(permitted, names);
            } else {
                names.add(permitted.getName());
            }
        }
    }

    private static boolean isActing(String owner, String method) {
        return owner.equals(ProcessSignals.class.getName()) && method.equals("send")
                || owner.equals(GroupSignals.class.getName())
                        && (method.equals("send") || method.equals("release"))
                || owner.equals(ProcessPriority.class.getName()) && method.equals("change")
                || owner.equals(ServiceManager.class.getName()) && method.equals("act")
                || owner.equals(CommandCage.class.getName()) && method.equals("start");
    }
}

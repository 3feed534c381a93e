package dev.procdeck.server.security;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/// Rules that hold because of attacks on programs of this kind, beside those of ArchitectureTest.
class SecurityRulesTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.procdeck.server");

    /// Words of authority that no body may carry, but where accounts are managed (Z4).
    private static final Set<String> AUTHORITY =
            Set.of(
                    "role",
                    "admin",
                    "owner",
                    "actor",
                    "userId",
                    "sessionId",
                    "requestId",
                    "rights",
                    "factors",
                    "id");

    private static final ArchRule PASSWORDS_ARE_HASHED_IN_ONE_PLACE =
            noClasses()
                    .that()
                    .doNotHaveSimpleName("PasswordHasher")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.springframework.security.crypto.argon2..")
                    .because("the costs are chosen there, never the library's (A1)");

    private static final ArchRule NO_UPLOADS =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(MultipartFile.class)
                    .because("nothing that is sent here becomes a file that runs");

    private static final ArchRule GATES_ARE_ON_METHODS_OF_FINAL_SHAPE =
            methods()
                    .that()
                    .areAnnotatedWith(Gate.class)
                    .should(
                            new ArchCondition<>(
                                    "stand in a class that inherits and leaves out nothing") {
                                @Override
                                public void check(JavaMethod method, ConditionEvents events) {
                                    JavaClass owner = method.getOwner();
                                    boolean plain =
                                            method.getModifiers().contains(JavaModifier.PUBLIC)
                                                    && !owner.isInterface()
                                                    && owner.getTypeParameters().isEmpty()
                                                    && owner.isAnnotatedWith(RestController.class)
                                                    && owner.getRawSuperclass()
                                                            .map(parent ->
                                                                    parent.isEquivalentTo(
                                                                            Object.class))
                                                            .orElse(false);
                                    events.add(
                                            new SimpleConditionEvent(
                                                    method, plain, method.getFullName()));
                                }
                            });

    @Test
    void theRulesHold() {
        PASSWORDS_ARE_HASHED_IN_ONE_PLACE.check(CLASSES);
        NO_UPLOADS.check(CLASSES);
        GATES_ARE_ON_METHODS_OF_FINAL_SHAPE.check(CLASSES);
    }

    @Test
    void bodiesCarryNoAuthority() throws ReflectiveOperationException {
        Set<String> found = new TreeSet<>();
        int bodies = 0;
        for (JavaClass controller : CLASSES) {
            if (!controller.isAnnotatedWith(RestController.class)) {
                continue;
            }
            for (Method method : controller.reflect().getDeclaredMethods()) {
                Gate gate = method.getAnnotation(Gate.class);
                for (Parameter parameter : method.getParameters()) {
                    if (!parameter.isAnnotationPresent(RequestBody.class) || gate == null) {
                        continue;
                    }
                    bodies++;
                    for (RecordComponent part : parameter.getType().getRecordComponents()) {
                        if (AUTHORITY.contains(part.getName()) && gate.value() != Right.USERS) {
                            found.add(method + ": " + part.getName());
                        }
                    }
                }
            }
        }
        assertThat(bodies).isGreaterThan(8);
        assertThat(found).isEmpty();
    }

    /// Z2, in the text, since what Spring builds of it cannot be asked for its last rule.
    @Test
    void theLastRuleDenies() throws IOException {
        String text =
                Files.readString(
                        Path.of(
                                "src/main/java/dev/procdeck/server/security/SecurityConfiguration.java"));
        assertThat(text.replaceAll("\\s", "")).contains(".anyRequest().denyAll())");
        assertThat(Pattern.compile("permitAll\\(").matcher(text).results().count())
                .as("each is a way in without a session")
                .isEqualTo(4);
    }

    /// I4: a statement is a constant; values are its parameters.
    @Test
    void noSqlIsPutTogether() throws IOException {
        Pattern joined =
                Pattern.compile(
                        "\"[^\"\n]*\\b(?i:select |insert into|update |delete from|order by|where )[^\"\n]*\"\\s*(\\+\\s*[a-z]|\\.formatted|\\)\\.append\\([a-z])");
        // It names a schema, from the administrator's own command line, when it grants rights.
        assertThat(found(joined, "server").filter(hit -> !hit.contains("DatabaseRoles"))).isEmpty();
    }

    /// In every module: argument vectors only (CWE-78, F10).
    @Test
    void noShellAndNoCommandAsOneString() throws IOException {
        Pattern forbidden =
                Pattern.compile(
                        "\"(/usr)?(/bin/)?(ba|da|z|k)?sh\"|Runtime\\.getRuntime\\(\\)\\s*\\.exec|ScriptEngine|SpelExpression|ObjectInputStream|Class\\.forName");
        for (String module : List.of("host", "protocol", "agent", "server")) {
            assertThat(found(forbidden, module)).isEmpty();
        }
    }

    /// Where a module's sources match.
    private static Stream<String> found(Pattern pattern, String module) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("..", module, "src/main/java"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                pattern.matcher(Files.readString(file))
                        .results()
                        .forEach(hit -> found.add(file + ": " + hit.group()));
            }
        }
        return found.stream();
    }
}

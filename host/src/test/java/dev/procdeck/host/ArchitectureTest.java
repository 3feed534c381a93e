package dev.procdeck.host;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.InstantSource;

/// The rules that keep this module what it is; each says why it exists.
@AnalyzeClasses(
        packages = "dev.procdeck.host",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule foreignMemoryStaysInThreePackages =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("..host.libc..", "..host.netlink..", "..host.bpf..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.lang.foreign..")
                    .because("a wrong layout or length there is a crash of the whole agent");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.procdeck.host.(*)..")
                    .should()
                    .beFreeOfCycles()
                    .because("a reader must be understood, and tested, without those who use it");

    @ArchTest
    static final ArchRule libcKnowsNobody =
            classes()
                    .that()
                    .resideInAPackage("..host.libc..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage("dev.procdeck.host.libc..", "java..", "org.jspecify..")
                    .because("every reader stands on it");

    @ArchTest
    static final ArchRule procfsIsReadingAndParsingOnly =
            classes()
                    .that()
                    .resideInAPackage("..host.procfs..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "dev.procdeck.host.procfs..",
                            "dev.procdeck.host.libc..",
                            "java..",
                            "org.jspecify..")
                    .because("rates, joins and policy belong to those who use it");

    @ArchTest
    static final ArchRule looksNeverAct =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "..host.procfs..",
                            "..host.processes..",
                            "..host.sockets..",
                            "..host.resources..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("..host.signals..")
                    .because("acts go one way, through the agent's gateway");

    @ArchTest
    static final ArchRule noHttpJsonOrDatabase =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.sql..",
                            "java.net.http..",
                            "com.fasterxml..",
                            "tools.jackson..",
                            "org.springframework..",
                            "dev.procdeck.protocol..")
                    .because("this module runs as root and only knows the host");

    @ArchTest
    static final ArchRule timeIsGivenNotTaken =
            noClasses()
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(java.time.LocalDateTime.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .because("callers hand in an " + InstantSource.class.getSimpleName());

    @ArchTest
    static final ArchRule nobodySleepsButTheUnitWatch =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName("dev.procdeck.host.systemd.UnitAct")
                    .should()
                    .callMethod(Thread.class, "sleep", long.class)
                    .orShould()
                    .callMethod(Thread.class, "sleep", java.time.Duration.class)
                    .because("waiting is for an event; a journal that settles has none");

    @ArchTest
    static final ArchRule nothingIsPrinted =
            noClasses()
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err")
                    .because("output belongs to main");
}

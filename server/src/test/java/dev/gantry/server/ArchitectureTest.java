package dev.gantry.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The arrows of `docs/architecture.md`, and the calls that no code of ours makes. Each message says why.
class ArchitectureTest {
    private static final String SERVER = "dev.gantry.server";
    private static final String FLOW_AND_ROOT = "only the composition root and the pipeline see every step";

    private static JavaClasses ours;

    @BeforeAll
    static void read() {
        ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.gantry.protocol", SERVER);
    }

    /// What each package may know of the others, besides `protocol`.
    record Arrow(String from, List<String> to) {}

    static List<Arrow> arrows() {
        return List.of(
                new Arrow("config", List.of()),
                new Arrow("catalog", List.of("config")),
                new Arrow("auth", List.of()),
                new Arrow("engine", List.of()),
                new Arrow("edge", List.of()),
                new Arrow("routing", List.of("catalog", "config")),
                new Arrow("upstream", List.of("routing", "config")),
                new Arrow("metering", List.of()),
                new Arrow("relay", List.of("catalog", "config", "edge", "metering", "routing", "upstream")),
                new Arrow("store", List.of("auth", "config")));
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void packagesKnowOnlyWhatLiesBehindThem(Arrow arrow) {
        String[] allowed = Stream.concat(Stream.of(arrow.from()), arrow.to().stream())
                .map(name -> SERVER + "." + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(SERVER + "." + arrow.from() + "..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage(SERVER + "..").and(DescribedPredicate.not(resideInAnyPackage(allowed))))
                .because(arrow.from() + " stands on " + arrow.to() + " alone: " + FLOW_AND_ROOT)
                .check(ours);
    }

    @Test
    void everyPackageHasItsArrow() {
        List<String> known = Stream.concat(arrows().stream().map(Arrow::from), Stream.of("cli"))
                .map(name -> SERVER + "." + name)
                .toList();
        classes()
                .that()
                .resideInAPackage(SERVER + "..")
                .should()
                .resideInAnyPackage(
                        Stream.concat(Stream.of(SERVER), known.stream()).toArray(String[]::new))
                .because("a new package says in this test what it may know")
                .check(ours);
    }

    static List<ArchRule> rules() {
        return List.of(
                noClasses()
                        .that()
                        .resideInAPackage("dev.gantry.protocol..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "dev.gantry.server..", "io.vertx..", "io.netty..", "java.net..", "org.slf4j..")
                        .because("protocol is pure: bytes in, bytes out, no socket, no log, no server"),
                noClasses()
                        .that()
                        .resideOutsideOfPackages(SERVER + ".edge..", SERVER + ".upstream..")
                        .and(DescribedPredicate.not(outermostIs(SERVER + ".Gateway")))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("io.vertx..", "io.netty..")
                        .because("the HTTP stack can be replaced only while it stays in edge, upstream and Gateway"),
                noClasses()
                        .that()
                        .resideOutsideOfPackages(SERVER + ".store..", SERVER + ".cli..")
                        .and(DescribedPredicate.not(outermostIs(SERVER + ".Server")))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(SERVER + ".store..")
                        .because("steps own small store interfaces; the composition root picks the implementation"),
                noClasses()
                        .that()
                        .resideOutsideOfPackages(SERVER + ".store..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.sql..", "org.jdbi..", "com.zaxxer..", "org.flywaydb..")
                        .because("SQL blocks, and an event loop must not"),
                noClasses()
                        .that()
                        .resideOutsideOfPackages(SERVER + ".cli..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(SERVER + ".cli..")
                        .because("the command line stands on the server, not the server on it"),
                slices().matching("dev.gantry.(**)").should().beFreeOfCycles(),
                noClasses()
                        .that(DescribedPredicate.not(outermostIs(SERVER + ".engine.EngineClock")))
                        .should()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")
                        .orShould()
                        .callMethod(LocalDate.class, "now")
                        .orShould()
                        .callMethod(LocalDateTime.class, "now")
                        .orShould()
                        .callMethod(ZonedDateTime.class, "now")
                        .orShould()
                        .callMethod(Clock.class, "systemDefaultZone")
                        .because("time is injected as a clock, so that a test can set it"),
                noClasses()
                        .should()
                        .callMethod(Thread.class, "sleep", long.class)
                        .orShould()
                        .callMethod(Thread.class, "sleep", Duration.class)
                        .because("waiting is a timer on a loop or a condition with a deadline"),
                noClasses()
                        .that(DescribedPredicate.not(outermostIs(SERVER + ".Gateway")))
                        .should()
                        .dependOnClassesThat()
                        .areAssignableTo(Executors.class)
                        .because("a pool that nobody composed is a pool that nobody bounds or closes"),
                noClasses()
                        .should()
                        .callMethod(Throwable.class, "printStackTrace")
                        .because("failures go to the log, once, with their request id"),
                noClasses()
                        .should()
                        .callMethod(String.class, "getBytes")
                        .orShould()
                        .callConstructor(String.class, byte[].class)
                        .orShould()
                        .callMethod(Charset.class, "defaultCharset")
                        .because("bytes on the wire have a charset, whatever the machine's default is"));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(ArchRule rule) {
        rule.check(ours);
    }

    private static DescribedPredicate<JavaClass> outermostIs(String name) {
        return DescribedPredicate.describe(
                "are " + name + " or inside it",
                type -> type.getName().equals(name) || type.getName().startsWith(name + "$"));
    }
}

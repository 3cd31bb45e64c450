package io.sportskk;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.sportskk.api.http.ProblemParsingErrorHandler;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What each part may know of the others. The rules are allow-lists: what they do not name is
 * forbidden. A rule whose package does not exist, or that is about no class, fails.
 */
class ArchitectureTest {

  private static final String ROOT = "io.sportskk";
  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  /** What the ticket context publishes for those who read its events. */
  private static final Set<String> PUBLISHED_BY_TICKET =
      Set.of(
          "TicketEvent",
          "Purchase",
          "Ticket",
          "TicketStatus",
          "CancellationReason",
          "ReversalDecision",
          "Award");

  /**
   * Whose public types a part may know. The rooms of {@code api} and {@code node} are parts, too:
   * they know neither the package that they are in, nor each other in a circle.
   */
  private static final Map<String, Set<String>> KNOWS =
      Map.ofEntries(
          entry("kernel", Set.of()),
          entry("pool", Set.of("kernel")),
          entry("match", Set.of("kernel", "pool")),
          entry("payment", Set.of("kernel")),
          entry("ticket", Set.of("kernel")),
          entry("tally", Set.of("kernel")),
          entry("view", Set.of("kernel")),
          entry("settlement", Set.of("kernel", "pool", "match", "ticket", "tally")),
          entry("ledger", Set.of("kernel", "pool", "settlement")),
          entry("api.http", Set.of("kernel")),
          entry("api.auth", Set.of("api.http")),
          entry("api.page", Set.of("api.http")),
          entry("api.stream", Set.of("kernel", "ticket", "tally", "api.http")),
          entry(
              "api",
              Set.of(
                  "kernel",
                  "match",
                  "payment",
                  "pool",
                  "ticket",
                  "tally",
                  "view",
                  "settlement",
                  "ledger",
                  "api.http",
                  "api.auth",
                  "api.page",
                  "api.stream")),
          entry(
              "audit",
              Set.of(
                  "kernel",
                  "match",
                  "payment",
                  "pool",
                  "settlement",
                  "ticket",
                  "tally",
                  "view",
                  "ledger")),
          entry("node.startup", Set.of()),
          entry("node.management", Set.of("node.startup")),
          entry("node.cluster", Set.of("kernel", "node.startup", "node.management")),
          entry("node.database", Set.of("kernel", "node.startup", "node.management")),
          entry("node.journal", Set.of("kernel", "node.management", "node.database")),
          entry("node.embedded", Set.of("node.startup", "node.database")),
          entry(
              "node.wiring",
              Set.of("kernel", "match", "payment", "ticket", "tally", "settlement", "ledger")),
          entry(
              "node",
              Set.of(
                  "kernel",
                  "pool",
                  "match",
                  "payment",
                  "ticket",
                  "tally",
                  "view",
                  "settlement",
                  "ledger",
                  "api",
                  "audit",
                  "node.startup",
                  "node.management",
                  "node.cluster",
                  "node.database",
                  "node.journal",
                  "node.embedded",
                  "node.wiring")));

  /** What the payment context publishes for those who read its events. */
  private static final Set<String> PUBLISHED_BY_PAYMENT = Set.of("WalletEvent");

  /** The parts that read the ticket's events. */
  private static final Set<String> READERS_OF_TICKET_EVENTS = Set.of("tally", "view");

  /** The parts that read the wallet's events. */
  private static final Set<String> READERS_OF_WALLET_EVENTS = Set.of("ledger");

  static Set<String> parts() {
    return KNOWS.keySet();
  }

  @ParameterizedTest
  @MethodSource("parts")
  void aPartKnowsNoMoreThanItMay(String part) {
    DescribedPredicate<JavaClass> allowed =
        resideOutsideOfPackage(ROOT + "..").or(resideInAPackage(packageOf(part)));
    for (String known : KNOWS.get(part)) {
      allowed = allowed.or(resideInAPackage(packageOf(known)));
    }
    if (READERS_OF_TICKET_EVENTS.contains(part)) {
      allowed = allowed.or(published("ticket", PUBLISHED_BY_TICKET));
    }
    if (READERS_OF_WALLET_EVENTS.contains(part)) {
      allowed = allowed.or(published("payment", PUBLISHED_BY_PAYMENT));
    }
    check(
        classes()
            .that()
            .resideInAPackage(packageOf(part))
            .should()
            .onlyDependOnClassesThat(allowed));
  }

  @ParameterizedTest
  @MethodSource("parts")
  void aRoomKnowsNothingOfTheHouse(String part) {
    assertThat(KNOWS.get(part)).noneMatch(known -> part.startsWith(known + "."));
  }

  @ParameterizedTest
  @MethodSource("parts")
  void noPartsKnowEachOtherInACircle(String part) {
    Set<String> reached = new TreeSet<>(KNOWS.get(part));
    while (reached.addAll(reached.stream().flatMap(known -> KNOWS.get(known).stream()).toList())) {}
    assertThat(reached).doesNotContain(part);
  }

  @Test
  void everyClassBelongsToAPart() {
    check(
        classes()
            .should()
            .resideInAnyPackage(
                parts().stream().map(ArchitectureTest::packageOf).toArray(String[]::new))
            .because("a new package needs a rule here"));
  }

  @Test
  void whatIsPublishedIsThere() {
    assertThat(typesOf("ticket")).containsAll(PUBLISHED_BY_TICKET);
    assertThat(typesOf("payment")).containsAll(PUBLISHED_BY_PAYMENT);
  }

  private static Set<String> typesOf(String part) {
    return SHIPPED.stream()
        .filter(type -> type.getPackageName().equals(ROOT + "." + part))
        .map(JavaClass::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Entity", "State", "Repository", "Handler", "Projection"})
  void insidesArePackagePrivate(String ending) {
    check(
        classes()
            .that()
            .haveSimpleNameEndingWith(ending)
            .and()
            .areTopLevelClasses()
            .and()
            // Akka HTTP makes its error handler by name, which only works with a public class.
            .doNotBelongToAnyOf(ProblemParsingErrorHandler.class)
            .should()
            .bePackagePrivate());
  }

  @Test
  void onlyTheNodeReadsTheClock() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage(packageOf("node"))
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because("time comes in through commands or an injected Clock");
    check(rule);
  }

  @Test
  void nobodyUsesTheOldDateExceptForTheLibraryThatAsksForIt() {
    check(
        noClasses()
            .that(describe("do not make or check tokens", type -> !usesTokenLibrary(type)))
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Date.class));
  }

  @Test
  void nobodyPrints() {
    check(
        noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace"));
  }

  private static boolean usesTokenLibrary(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .anyMatch(it -> it.getTargetClass().getPackageName().startsWith("com.nimbusds"));
  }

  private static DescribedPredicate<JavaClass> published(String part, Set<String> types) {
    return describe(
        "are published by " + part,
        type -> {
          JavaClass outermost = type;
          while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
          }
          return outermost.getPackageName().equals(ROOT + "." + part)
              && types.contains(outermost.getSimpleName());
        });
  }

  /** The package of a part, which must exist: a misspelt name would make a rule mean nothing. */
  private static String packageOf(String part) {
    String name = ROOT + "." + part;
    assertThat(SHIPPED.containPackage(name)).as("the package " + name + " exists").isTrue();
    return name;
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(false).check(SHIPPED);
  }
}

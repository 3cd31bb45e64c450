package io.sportskk;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
      Set.of("TicketEvent", "Purchase", "Ticket", "TicketStatus", "CancellationReason");

  /**
   * A part, the parts of which it may know all that is public, and whether it reads ticket events.
   */
  private enum Part {
    KERNEL(false),
    MATCH(false, "kernel"),
    PAYMENT(false, "kernel"),
    TICKET(false, "kernel"),
    TALLY(true, "kernel"),
    VIEW(true, "kernel"),
    API(false, "kernel", "match", "payment", "ticket", "tally", "view"),
    NODE(false, "kernel", "match", "payment", "ticket", "tally", "view", "api");

    private final boolean readsTicketEvents;
    private final List<String> knows;

    Part(boolean readsTicketEvents, String... knows) {
      this.readsTicketEvents = readsTicketEvents;
      this.knows = List.of(knows);
    }

    String packageName() {
      return ROOT + "." + name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPartKnowsNoMoreThanItMay(Part part) {
    DescribedPredicate<JavaClass> allowed =
        resideOutsideOfPackage(ROOT + "..").or(resideInAPackage(part.packageName()));
    for (String known : part.knows) {
      allowed = allowed.or(resideInAPackage(existing(ROOT + "." + known)));
    }
    if (part.readsTicketEvents) {
      allowed = allowed.or(publishedByTicket());
    }
    check(
        classes()
            .that()
            .resideInAPackage(existing(part.packageName()))
            .should()
            .onlyDependOnClassesThat(allowed));
  }

  @Test
  void everyClassBelongsToAPart() {
    Set<String> parts =
        java.util.Arrays.stream(Part.values()).map(Part::packageName).collect(Collectors.toSet());
    check(
        classes()
            .should()
            .resideInAnyPackage(parts.toArray(new String[0]))
            .because("a new package needs a rule here"));
  }

  @Test
  void whatTicketPublishesIsThere() {
    Set<String> present =
        SHIPPED.stream()
            .filter(type -> type.getPackageName().equals(ROOT + ".ticket"))
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(present).containsAll(PUBLISHED_BY_TICKET);
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
            .should()
            .bePackagePrivate());
  }

  @Test
  void onlyTheNodeReadsTheClock() {
    ArchRule rule =
        noClasses()
            .that()
            .resideOutsideOfPackage(existing(ROOT + ".node"))
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
  void nobodyUsesTheOldDateOrPrints() {
    check(
        noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Date.class)
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace"));
  }

  private static DescribedPredicate<JavaClass> publishedByTicket() {
    return describe(
        "are published by ticket",
        type -> {
          JavaClass outermost = type;
          while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
          }
          return outermost.getPackageName().equals(ROOT + ".ticket")
              && PUBLISHED_BY_TICKET.contains(outermost.getSimpleName());
        });
  }

  private static String existing(String packageName) {
    assertThat(SHIPPED.containPackage(packageName)).as(packageName + " exists").isTrue();
    return packageName;
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(false).check(SHIPPED);
  }
}

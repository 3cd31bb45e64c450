package io.sportskk.api.http;

import java.util.regex.Pattern;

/**
 * Which texts are accepted somewhere.
 *
 * @param wanted completes a sentence that begins with "must be"
 */
public record TextRule(Pattern pattern, String wanted) {

  /** Whatever becomes the id of an entity. */
  public static final TextRule BUYER_ID =
      of("[A-Za-z0-9._:@-]{1,128}", "1 to 128 letters, digits or ._:@-");

  public static final TextRule MATCH_ID =
      of(
          "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
          "1 to 64 letters, digits or ._-, a letter or digit first");

  public static final TextRule DEPOSIT_ID =
      of("[A-Za-z0-9._:-]{1,128}", "1 to 128 letters, digits or ._:-");

  public static final TextRule APPROVAL_ID =
      of("[A-Za-z0-9._:-]{1,128}", "1 to 128 letters, digits or ._:-");

  public static final TextRule TEAM =
      of("[\\p{L}\\p{N}._-]{1,32}", "1 to 32 letters, digits or ._-");

  /** Some teams, with commas in between. */
  public static final TextRule TEAMS =
      of(
          "(?:%1$s)(?:,(?:%1$s)){0,63}".formatted(TEAM.pattern()),
          "1 to 64 teams with commas in between");

  /** Names of things, for people: the rules are with the things. */
  public static final TextRule NAME =
      of("[^\\p{Cntrl}]{0,1000}", "at most 1000 characters, none of them a control character");

  /** What a person writes for other people to read. */
  public static final TextRule NOTE =
      of("[^\\p{Cntrl}]{1,500}", "1 to 500 characters, none of them a control character");

  /** Why something is done, which must be said. */
  public static final TextRule REASON =
      of(
          "(?=\\p{IsWhite_Space}*\\P{IsWhite_Space})" + NOTE.pattern(),
          NOTE.wanted() + ", and not blank");

  /** The canonical form, in which the ids of entities are. */
  public static final TextRule TICKET_ID =
      of("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "a UUID in lower case");

  /** The name of an account of the ledger. */
  public static final TextRule ACCOUNT =
      of(
          "deposits|takeout|breakage|carry|tax|wallet:"
              + BUYER_ID.pattern()
              + "|pool:"
              + MATCH_ID.pattern(),
          "deposits, takeout, breakage, carry, tax, wallet: and a buyer's id, or pool: and a match's"
              + " id");

  public static final TextRule ACCOUNT_PREFIX =
      of("[A-Za-z0-9._:@-]{1,160}", "1 to 160 letters, digits or ._:@-");

  public static final TextRule CORRELATION_ID =
      of("[A-Za-z0-9._-]{1,128}", "1 to 128 letters, digits or ._-");

  public static final TextRule IDEMPOTENCY_KEY =
      of("[\\x20-\\x7e]{1,255}", "1 to 255 printable ASCII characters");

  static final TextRule CURSOR = of("[\\x21-\\x7e]{1,512}", "a nextCursor of an earlier page");

  private static TextRule of(String pattern, String wanted) {
    return new TextRule(Pattern.compile(pattern), wanted);
  }

  public boolean accepts(String text) {
    return pattern.matcher(text).matches();
  }
}

package io.sportskk.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

  @Test
  void valuesAreSeparatedByCommas() {
    assertThat(Csv.line(Arrays.asList(1, "a", null, -5L, ""))).isEqualTo("1,a,,-5,\r\n");
  }

  @Test
  void whatWouldEndAValueIsQuoted() {
    assertThat(Csv.line(Arrays.asList("a,b", "say \"a\"", "a\nb", "a\rb")))
        .isEqualTo("\"a,b\",\"say \"\"a\"\"\",\"a\nb\",\"a\rb\"\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1"})
  void aTextIsNoFormula(String text) {
    assertThat(Csv.line(Arrays.asList(text))).isEqualTo("'" + text + "\r\n");
  }

  @Test
  void norIsOneThatHasToBeQuoted() {
    assertThat(Csv.line(Arrays.asList("=HYPERLINK(\"x\",1)", "\r=1")))
        .isEqualTo("\"'=HYPERLINK(\"\"x\"\",1)\",\"'\r=1\"\r\n");
  }
}

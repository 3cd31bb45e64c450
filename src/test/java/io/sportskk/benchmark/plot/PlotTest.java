package io.sportskk.benchmark.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sportskk.benchmark.plot.Plot.Axis;
import io.sportskk.benchmark.plot.Plot.Point;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PlotTest {

  private static Plot plot() {
    return new Plot(
        "Rate & more",
        "It <grows>.",
        "a machine",
        new Axis("clients", Scale.logarithmic(List.of(1, 10, 100))),
        new Axis("purchases/s", Scale.fromZero(100)));
  }

  @Test
  void aLineGoesUpWhereValuesDo() throws Exception {
    Element svg = parsed(plot().line("node", List.of(at(1, 0), at(10, 50), at(100, 100))));

    List<Point> points = points(svg, 0);
    assertThat(points).hasSize(3);
    assertThat(points.get(1).across())
        .as("half way from 1 to 100")
        .isEqualTo((points.get(0).across() + points.get(2).across()) / 2);
    assertThat(points.get(1).up()).isEqualTo((points.get(0).up() + points.get(2).up()) / 2);
    assertThat(points.get(2).up()).as("y counts from the top").isLessThan(points.get(0).up());
    assertThat(all(svg, "circle")).hasSize(3);
  }

  @Test
  void allIsWithinThePicture() throws Exception {
    Element svg = parsed(plot().line("node", List.of(at(0.1, -5), at(1_000, 1_000))));

    double width = Double.parseDouble(svg.getAttribute("width"));
    double height = Double.parseDouble(svg.getAttribute("height"));
    assertThat(points(svg, 0))
        .hasSize(2)
        .allMatch(point -> point.across() > 0 && point.across() < width)
        .allMatch(point -> point.up() > 0 && point.up() < height);
  }

  @Test
  void itCanBeReadOut() throws Exception {
    Element svg = parsed(plot().line("node", List.of(at(1, 1))).line("plain", List.of(at(1, 2))));

    assertThat(svg.getAttribute("role")).isEqualTo("img");
    assertThat(svg.getAttribute("aria-labelledby")).isEqualTo("title description");
    assertThat(text(svg, "title")).containsExactly("Rate & more");
    assertThat(text(svg, "desc")).containsExactly("It <grows>.");
    assertThat(text(svg, "text"))
        .contains("Rate & more", "clients", "purchases/s", "node", "plain", "a machine", "100");
    assertThat(all(svg, "script")).isEmpty();
  }

  @Test
  void linesDifferInMoreThanTheirColours() throws Exception {
    Plot plot = plot();
    IntStream.range(0, 4).forEach(n -> plot.line("line " + n, List.of(at(1, n), at(10, n))));

    List<Element> lines = all(parsed(plot), "polyline");
    assertThat(lines).extracting(line -> line.getAttribute("stroke")).doesNotHaveDuplicates();
    assertThat(lines)
        .extracting(line -> line.getAttribute("stroke-dasharray"))
        .doesNotHaveDuplicates();
    assertThatThrownBy(() -> plot.line("a fifth", List.of()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aLineOfManyPointsHasNoMarkers() throws Exception {
    List<Point> many = IntStream.rangeClosed(1, 100).mapToObj(n -> at(n, n)).toList();

    assertThat(all(parsed(plot().line("node", many)), "circle")).isEmpty();
  }

  @Test
  void numbersAreWrittenAsSvgWantsThemWhereverOneIs() {
    Locale before = Locale.getDefault();
    Plot plot = plot().line("node", List.of(at(3, 33.3)));
    String here = plot.svg();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(plot.svg()).isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
  }

  private static Point at(double across, double up) {
    return new Point(across, up);
  }

  private static Element parsed(Plot plot) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    return factory
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(plot.svg())))
        .getDocumentElement();
  }

  private static List<Point> points(Element svg, int line) {
    return Stream.of(all(svg, "polyline").get(line).getAttribute("points").split(" "))
        .map(pair -> pair.split(","))
        .map(pair -> at(Double.parseDouble(pair[0]), Double.parseDouble(pair[1])))
        .toList();
  }

  private static List<String> text(Element svg, String tag) {
    return all(svg, tag).stream().map(Element::getTextContent).toList();
  }

  private static List<Element> all(Element svg, String tag) {
    NodeList found = svg.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }
}

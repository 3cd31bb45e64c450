package io.sportskk.benchmark.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Lines over two axes, as an SVG that needs nothing else: no script, no style sheet, no font. Its
 * title and what it shows can be read out, and its lines differ in more than in their colours.
 */
public final class Plot {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 440;
  private static final int LEFT = 78;
  private static final int RIGHT = 28;
  private static final int TOP = 78;
  private static final int BOTTOM = 84;
  private static final int SMALL_MARGIN = 18;

  /** More of them would hide the line. */
  private static final int MOST_MARKERS = 12;

  /** Those of Okabe and Ito, which the colour-blind can tell apart, and dashes. */
  private static final List<Pen> PENS =
      List.of(
          new Pen("#0072b2", ""),
          new Pen("#d55e00", "8 4"),
          new Pen("#009e73", "2 4"),
          new Pen("#7a3f6d", "10 4 2 4"));

  private final String title;
  private final String description;
  private final String footer;
  private final Axis across;
  private final Axis up;
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param label with the unit
   */
  public record Axis(String label, Scale scale) {}

  public record Point(double across, double up) {}

  private record Line(String name, List<Point> points) {}

  private record Pen(String colour, String dashes) {}

  /**
   * @param description what is to be seen, in a sentence, for who does not see it
   * @param footer in small letters: where it comes from
   */
  public Plot(String title, String description, String footer, Axis across, Axis up) {
    this.title = title;
    this.description = description;
    this.footer = footer;
    this.across = across;
    this.up = up;
  }

  /** Adds a line through these points, from left to right. */
  public Plot line(String name, List<Point> points) {
    if (lines.size() == PENS.size()) {
      throw new IllegalStateException("more lines than can be told apart");
    }
    lines.add(new Line(name, List.copyOf(points)));
    return this;
  }

  public String svg() {
    StringBuilder svg = new StringBuilder();
    append(
        svg,
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
        role="img" aria-labelledby="title description" font-family="sans-serif" font-size="13" \
        fill="#222">
        <title id="title">%3$s</title>
        <desc id="description">%4$s</desc>
        <rect width="%1$d" height="%2$d" fill="#fff"/>
        <text x="%5$d" y="26" font-size="17">%3$s</text>
        """,
        WIDTH,
        HEIGHT,
        escaped(title),
        escaped(description),
        LEFT);
    axes(svg);
    int legend = LEFT;
    for (int i = 0; i < lines.size(); i++) {
      draw(svg, lines.get(i), PENS.get(i));
      legend = name(svg, lines.get(i), PENS.get(i), legend);
    }
    append(
        svg,
        "<text x=\"%d\" y=\"%d\" font-size=\"10\" fill=\"#666\">%s</text>%n</svg>%n",
        SMALL_MARGIN,
        HEIGHT - 12,
        escaped(footer));
    return svg.toString();
  }

  private void axes(StringBuilder svg) {
    int bottom = HEIGHT - BOTTOM;
    for (Scale.Tick tick : up.scale().ticks()) {
      double y = y(tick.value());
      append(svg, "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>%n", LEFT, y, WIDTH - RIGHT);
      append(
          svg,
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
          LEFT - 8,
          y + 4.5,
          escaped(tick.label()));
    }
    for (Scale.Tick tick : across.scale().ticks()) {
      double x = x(tick.value());
      append(svg, "<path d=\"M%.1f %dV%d\" stroke=\"#ddd\"/>%n", x, TOP, bottom);
      append(
          svg,
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
          x,
          bottom + 20,
          escaped(tick.label()));
    }
    append(svg, "<path d=\"M%d %dV%dH%d\" ", LEFT, TOP, bottom, WIDTH - RIGHT);
    append(svg, "fill=\"none\" stroke=\"#222\"/>%n");
    append(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
        (LEFT + WIDTH - RIGHT) / 2,
        bottom + 42,
        escaped(across.label()));
    append(
        svg,
        "<text transform=\"translate(%d %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
        SMALL_MARGIN,
        (TOP + bottom) / 2,
        escaped(up.label()));
  }

  private void draw(StringBuilder svg, Line line, Pen pen) {
    String points =
        line.points().stream()
            .map(point -> format("%.1f,%.1f", x(point.across()), y(point.up())))
            .collect(Collectors.joining(" "));
    append(svg, "<polyline points=\"%s\" fill=\"none\" %s/>%n", points, stroke(pen));
    if (line.points().size() <= MOST_MARKERS) {
      for (Point point : line.points()) {
        append(
            svg,
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n",
            x(point.across()),
            y(point.up()),
            pen.colour());
      }
    }
  }

  /** Returns where the next name may stand. */
  private static int name(StringBuilder svg, Line line, Pen pen, int x) {
    append(svg, "<path d=\"M%d 50h32\" %s/>%n", x, stroke(pen));
    append(svg, "<text x=\"%d\" y=\"54.5\">%s</text>%n", x + 40, escaped(line.name()));
    int letter = 7; // on average
    return x + 40 + line.name().length() * letter + 24;
  }

  private static String stroke(Pen pen) {
    return "stroke=\""
        + pen.colour()
        + "\" stroke-width=\"2\""
        + (pen.dashes().isEmpty() ? "" : " stroke-dasharray=\"" + pen.dashes() + '"');
  }

  private double x(double value) {
    return LEFT + across.scale().at(value) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - up.scale().at(value) * (HEIGHT - BOTTOM - TOP);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static void append(StringBuilder svg, String format, Object... arguments) {
    svg.append(format(format, arguments));
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}

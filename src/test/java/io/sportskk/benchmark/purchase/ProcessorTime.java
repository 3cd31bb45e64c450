package io.sportskk.benchmark.purchase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What processes have taken of the processors so far, as Linux accounts for it. */
final class ProcessorTime {

  private static final Path PROC = Path.of("/proc");

  /** Of {@code USER_HZ}, which is 100 on every Linux that Java runs on. */
  private static final int MILLIS_A_TICK = 10;

  // Fields of /proc/PID/stat, counted from the one after the name, see proc(5).
  private static final int PARENT = 1;
  private static final int USER = 11;
  private static final int ENDED_CHILDREN_SYSTEM = 14;

  private ProcessorTime() {}

  /** Of one process with all its threads, in milliseconds. */
  static long of(long pid) {
    String[] fields = fields(pid);
    return fields == null ? 0 : ticks(fields, USER, USER + 1) * MILLIS_A_TICK;
  }

  /**
   * Of a process and of its children, also those that have ended, in milliseconds: of a PostgreSQL
   * server with all its connections.
   */
  static long ofFamily(long pid) {
    String[] parent = fields(pid);
    long sum = parent == null ? 0 : ticks(parent, USER, ENDED_CHILDREN_SYSTEM);
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        String[] fields = fields(Long.parseLong(process.getFileName().toString()));
        if (fields != null && Long.parseLong(fields[PARENT]) == pid) {
          sum += ticks(fields, USER, USER + 1);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw new UncheckedIOException(e.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sum * MILLIS_A_TICK;
  }

  private static long ticks(String[] fields, int first, int last) {
    long sum = 0;
    for (int field = first; field <= last; field++) {
      sum += Long.parseLong(fields[field]);
    }
    return sum;
  }

  /** Null if there is no such process any more. */
  private static String[] fields(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      if (!Files.exists(PROC.resolve(Long.toString(pid)))) {
        return null; // it ended while it was read
      }
      throw new UncheckedIOException(e);
    }
  }

  /** What of the memory of a process is resident, in MiB. */
  static long residentMebibytes(long pid) {
    try {
      return Files.readAllLines(PROC.resolve(pid + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

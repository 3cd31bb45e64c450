package io.sportskk.node.startup;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.util.List;

/**
 * The configuration of a node, in layers. The first one that knows a setting decides:
 *
 * <ol>
 *   <li>what the node itself must decide (where its embedded database is)
 *   <li>environment variables ({@code CONFIG_FORCE_sportskk_http_port=8081}) and system properties
 *   <li>the operator's file ({@code -Dconfig.file=application.conf})
 *   <li>{@code laptop.conf}, if the embedded database is on
 *   <li>the defaults that are shipped, and those of the libraries
 * </ol>
 *
 * <p>Substitutions like <code>${sportskk.database.journal.url}</code> are resolved last, so that
 * they see the values of all layers.
 */
public final class NodeConfiguration {

  /** Where an operator says which file it is. */
  private static final List<String> FILE = List.of("config.file", "config.resource", "config.url");

  private static final String UNUSED = "akka-persistence-jdbc.shared-databases";

  private static final String EMBEDDED = "sportskk.database.embedded.enabled";

  private final Config operator;

  private NodeConfiguration(Config operator) {
    this.operator = operator;
  }

  /**
   * What the operator has set, in the environment, in system properties and in a file.
   *
   * @throws StartFailure if the file can't be read
   */
  public static NodeConfiguration load() {
    try {
      ConfigFactory.invalidateCaches();
      boolean hasFile = FILE.stream().anyMatch(name -> System.getProperty(name) != null);
      Config file = hasFile ? ConfigFactory.defaultApplication() : ConfigFactory.empty();
      return new NodeConfiguration(
          ConfigFactory.systemEnvironmentOverrides()
              .withFallback(ConfigFactory.defaultOverrides())
              .withFallback(file));
    } catch (ConfigException e) {
      throw failure(e);
    }
  }

  /**
   * Slick loads the configuration by itself, the operator's file in place of what is shipped, not
   * before it. A file that refers to a setting that it does not have would then end the process.
   * After this it finds what is shipped, in which it has no settings.
   */
  public static void hideFileFromLibraries() {
    FILE.forEach(System::clearProperty);
    ConfigFactory.invalidateCaches();
  }

  /** The given settings instead of an operator's. */
  public static NodeConfiguration of(Config settings) {
    return new NodeConfiguration(settings);
  }

  /**
   * @throws StartFailure if a setting refers to one that there is not, or has a name of the past,
   *     or counts for nothing
   */
  public Config resolve() {
    return resolve(ConfigFactory.empty());
  }

  /**
   * @param decided goes before everything else
   * @throws StartFailure if a setting refers to one that there is not, or has a name of the past,
   *     or counts for nothing
   */
  public Config resolve(Config decided) {
    try {
      Config shipped =
          ConfigFactory.parseResources(
                  "application.conf", ConfigParseOptions.defaults().setAllowMissing(false))
              .withFallback(ConfigFactory.defaultReferenceUnresolved());
      Config all = decided.withFallback(operator);
      if (all.withFallback(shipped).resolve().getBoolean(EMBEDDED)) {
        all =
            all.withFallback(
                ConfigFactory.parseResources(
                    "laptop.conf", ConfigParseOptions.defaults().setAllowMissing(false)));
      }
      Config resolved = all.withFallback(shipped).resolve();
      RenamedSettings.refuse(resolved);
      refuseUnused(resolved, shipped);
      return resolved;
    } catch (ConfigException e) {
      throw failure(e);
    }
  }

  /**
   * The journal plugin's own databases are never opened: what an operator sets there would count
   * for nothing, without a word.
   */
  private static void refuseUnused(Config resolved, Config shipped) {
    if (!resolved.getValue(UNUSED).equals(shipped.resolve().getValue(UNUSED))) {
      throw new StartFailure(
          UNUSED
              + " counts for nothing ("
              + resolved.getValue(UNUSED).origin().description()
              + "): the journal's database is set by sportskk.database.journal.url and the settings"
              + " next to it.");
    }
  }

  public static StartFailure failure(ConfigException e) {
    return new StartFailure("The configuration is wrong: " + StartFailure.reason(e) + ".", e);
  }
}

package io.sportskk.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.harrel.jsonschema.FormatEvaluatorFactory;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The schemas of a description (JSON Schema 2020-12, formats asserted), ready to validate with. */
public final class JsonSchemas {

  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private static final String COMPONENTS = "urn:openapi:components";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final JsonNode document;
  private final Validator validator =
      new ValidatorFactory()
          .withJsonNodeFactory(new JacksonNode.Factory())
          .withEvaluatorFactory(new FormatEvaluatorFactory())
          .createValidator();
  private final Map<JsonNode, URI> registered = new ConcurrentHashMap<>();

  /**
   * @throws dev.harrel.jsonschema.InvalidSchemaException if a schema does not comply with its
   *     metaschema
   */
  JsonSchemas(JsonNode document) {
    this.document = document;
    ObjectNode components = JsonNodeFactory.instance.objectNode();
    components.put("$schema", DIALECT);
    components.set("$defs", relocated(document.at("/components/schemas")));
    validator.registerSchema(URI.create(COMPONENTS), components);
  }

  /** What is wrong with the instance by the schema; empty if it is valid. */
  public List<String> errors(JsonNode schema, JsonNode instance) {
    URI uri = registered.computeIfAbsent(schema, this::register);
    Validator.Result result;
    // The validator keeps the state of a validation in itself.
    synchronized (validator) {
      result = validator.validate(uri, instance);
    }
    return result.isValid()
        ? List.of()
        : result.getErrors().stream()
            .map(error -> error.getInstanceLocation() + ": " + error.getError())
            .toList();
  }

  /** What a reference refers to; the node itself if it is none; missing if there is no such. */
  public JsonNode resolved(JsonNode node) {
    JsonNode current = node;
    while (current.path("$ref").isTextual()) {
      current = document.at(current.path("$ref").textValue().substring(1));
    }
    return current;
  }

  /**
   * @throws dev.harrel.jsonschema.InvalidSchemaException if the schema does not comply with its
   *     metaschema
   */
  private URI register(JsonNode schema) {
    ObjectNode wrapped = JsonNodeFactory.instance.objectNode();
    wrapped.put("$schema", DIALECT);
    wrapped.putArray("allOf").add(relocated(schema));
    URI uri = URI.create("urn:openapi:schema:" + NUMBER.incrementAndGet());
    synchronized (validator) {
      return validator.registerSchema(uri, wrapped);
    }
  }

  /** A schema whose references are absolute. */
  private static JsonNode relocated(JsonNode schema) {
    JsonNode copy = schema.deepCopy();
    for (JsonNode parent : copy.findParents("$ref")) {
      ObjectNode object = (ObjectNode) parent;
      object.put(
          "$ref",
          object
              .path("$ref")
              .textValue()
              .replace("#/components/schemas/", COMPONENTS + "#/$defs/"));
    }
    return copy;
  }
}

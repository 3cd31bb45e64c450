package io.sportskk.kubernetes;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The operations "add" and "replace" of RFC 6902. */
final class JsonPatch {

  private JsonPatch() {}

  /**
   * @throws IllegalArgumentException if the operation is another, or there is no such place
   */
  static void apply(JsonNode operation, ObjectNode target) {
    JsonPointer path = JsonPointer.compile(operation.get("path").asText());
    JsonNode parent = target.at(path.head());
    String key = path.last().getMatchingProperty();
    JsonNode value = operation.get("value").deepCopy();
    switch (operation.get("op").asText()) {
      case "replace" -> {
        require(parent instanceof ObjectNode && parent.has(key), operation);
        ((ObjectNode) parent).set(key, value);
      }
      case "add" -> {
        if (parent instanceof ArrayNode list) {
          require(key.equals("-"), operation);
          list.add(value);
        } else {
          require(parent instanceof ObjectNode, operation);
          ((ObjectNode) parent).set(key, value);
        }
      }
      default -> require(false, operation);
    }
  }

  private static void require(boolean condition, JsonNode operation) {
    if (!condition) {
      throw new IllegalArgumentException("can't be applied: " + operation);
    }
  }
}

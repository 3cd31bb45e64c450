"use strict";

window.SwaggerUIBundle({
  url: "/openapi.yaml",
  dom_id: "#api",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  // Its own server would be asked whether the document is valid; the tests have done that.
  validatorUrl: null,
});

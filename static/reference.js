// Swagger UI over our own document; no validator of another host is asked.
"use strict";

SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  validatorUrl: null,
  displayRequestDuration: true,
  tagsSorter: "alpha",
});

// A file of its own, so that the page's policy can refuse scripts within pages.
SwaggerUIBundle({url: "openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null});

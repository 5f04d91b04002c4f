// Lets Swagger UI draw /v1/openapi.json. Calls go to the server that the page is from, with the token alone: whatever
// cookies the browser has for the web client stay out of it.
/* global SwaggerUIBundle */

// The server may be served under a path, so its root is found from here.
const root = new URL('..', import.meta.url);
const TOKEN_GIVERS = ['v1/login', 'v1/register'].map((path) => new URL(path, root).href);

const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();

const description = await (await fetch(new URL('v1/openapi.json', root))).json();
description.servers = [{ url: root.href.replace(/\/$/, '') }];

const ui = SwaggerUIBundle({
  spec: description,
  dom_id: '#reader',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  filter: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  // Nobody else's server is told of ours.
  validatorUrl: null,
  requestInterceptor: (request) => Object.assign(request, { credentials: 'omit' }),
  responseInterceptor: (response) => {
    // Who logs in here goes on as that user.
    const token = TOKEN_GIVERS.includes(response.url) ? response.body?.token : undefined;
    if (typeof token === 'string') ui.preauthorizeApiKey('token', token);
    return response;
  },
});

// The page that shows /v1/openapi.json and tries it out. Everything that comes from the description or from an
// answer is put in as text, never as markup.
// The server may be served under a path, so its root is found from here.
const root = new URL('..', import.meta.url);
const at = (path) => new URL(path.slice(1), root);
const description = await (await fetch(at('/v1/openapi.json'))).json();
let token = '';

const byId = (id) => document.getElementById(id);
byId('about').append(
  `Version ${description.info.version}. `,
  ...withCode(description.info.description ?? ''),
);
byId('account').addEventListener('submit', (event) => {
  event.preventDefault();
  void logIn();
});
show();

async function logIn() {
  const device = { id: 'api-docs', class: 'bot', label: 'API docs' };
  const body = { name: byId('name').value, password: byId('password').value, device };
  const answer = await (await send('POST', '/v1/login', body)).json();
  token = answer.token ?? '';
  byId('who').textContent =
    token === '' ? (answer.error?.message ?? 'failed') : `logged in as ${answer.user.name}`;
  byId('password').value = '';
}

function show() {
  const groups = new Map();
  for (const [path, methods] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? 'Other';
      groups.set(tag, [...(groups.get(tag) ?? []), { path, method: method.toUpperCase(), operation }]);
    }
  }
  for (const [tag, operations] of groups) {
    byId('contents').append(element('h2', {}, tag));
    byId('operations').append(element('h2', {}, tag));
    for (const each of operations) {
      const id = `${each.method} ${each.path}`.replaceAll(/[^A-Za-z0-9]+/g, '-');
      byId('contents').append(element('a', { href: `#${id}` }, each.operation.summary ?? each.path));
      byId('operations').append(article(each, id));
    }
  }
}

function article({ path, method, operation }, id) {
  const details = element('details', {});
  const summary = element(
    'summary',
    {},
    element('b', {}, method),
    element('code', {}, path),
    element('span', {}, operation.summary ?? ''),
  );
  details.append(summary);
  details.addEventListener('toggle', () => {
    if (details.open && details.children.length === 1) details.append(bodyOf({ path, method, operation }));
  });
  return element('article', { id }, details);
}

function bodyOf({ path, method, operation }) {
  const box = element('div', { class: 'body' });
  if (operation.description) box.append(element('p', {}, ...withCode(operation.description)));
  const parameters = (operation.parameters ?? []).map(resolve);
  if (parameters.length > 0) box.append(element('h4', {}, 'Parameters'), tableOf(parameters));
  const { schema, example } = resolve(operation.requestBody)?.content?.['application/json'] ?? {};
  if (schema)
    box.append(element('h4', {}, 'Body'), element('pre', {}, JSON.stringify(exampleOf(schema), null, 2)));
  box.append(
    element('h4', {}, 'Answers'),
    answersOf(operation.responses ?? {}),
    tryOf({ path, method, parameters, schema, example }),
  );
  return box;
}

function tableOf(parameters) {
  const rows = parameters.map(({ name, in: place, required, description: text = '', schema = {} }) =>
    element(
      'tr',
      {},
      element('td', {}, element('code', {}, name)),
      element('td', {}, `${place}${required ? ', required' : ''}`),
      element('td', {}, `${typeOf(schema)} ${text}`),
    ),
  );
  return element('table', {}, ...rows);
}

function answersOf(responses) {
  const rows = Object.entries(responses).map(([status, response]) => {
    const { description: text = '', content } = resolve(response);
    const schema = content?.['application/json']?.schema;
    const shown =
      schema && status.startsWith('2') ? element('pre', {}, JSON.stringify(exampleOf(schema), null, 2)) : '';
    return element('tr', {}, element('td', {}, status), element('td', {}, text, shown));
  });
  return element('table', {}, ...rows);
}

function tryOf({ path, method, parameters, schema, example }) {
  const fields = parameters
    .filter(({ in: place }) => place !== 'header')
    .map((parameter) => ({
      ...parameter,
      input: element('input', { placeholder: parameter.name, 'aria-label': parameter.name }),
    }));
  const body = schema ? element('textarea', { 'aria-label': 'body' }) : undefined;
  if (body) body.value = JSON.stringify(example ?? exampleOf(schema), null, 2);
  const output = element('pre', {});
  const button = element('button', {}, 'Try it');
  button.addEventListener('click', async () => {
    let url = path;
    const query = new URLSearchParams();
    for (const { name, in: place, input } of fields) {
      if (place === 'path') url = url.replace(`{${name}}`, encodeURIComponent(input.value));
      else if (input.value !== '') query.set(name, input.value);
    }
    try {
      const response = await send(
        method,
        query.size > 0 ? `${url}?${query}` : url,
        body ? JSON.parse(body.value || '{}') : undefined,
      );
      const text = await response.text();
      output.textContent = `${response.status}\n${pretty(text)}`;
    } catch (error) {
      output.textContent = String(error);
    }
  });
  return element(
    'section',
    {},
    element('h4', {}, 'Try it'),
    element('div', { class: 'try' }, ...fields.map(({ input }) => input), button),
    ...(body ? [body] : []),
    output,
  );
}

function send(method, url, body) {
  const headers = {};
  if (token !== '') headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  return fetch(at(url), { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Text in which `backticks` mark code. */
function withCode(text) {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : element('code', {}, part)));
}

/** Follows a reference inside the description. */
function resolve(value) {
  if (typeof value?.$ref !== 'string') return value ?? {};
  return resolve(
    value.$ref
      .replace(/^#\//, '')
      .split('/')
      .reduce((at, key) => at?.[key], description),
  );
}

function typeOf(schema) {
  const { type, enum: words, anyOf } = resolve(schema);
  if (words) return words.join(' | ');
  return anyOf ? anyOf.map(typeOf).join(' or ') : (type ?? '');
}

/** Something of the schema's shape; `depth` ends what contains itself. */
function exampleOf(schema, depth = 0) {
  const { type, properties, items, enum: words, anyOf, example } = resolve(schema);
  if (example !== undefined) return example;
  if (words) return words[0];
  if (anyOf) return exampleOf(anyOf[0], depth);
  if (type === 'object' || properties) {
    if (depth > 3) return {};
    return Object.fromEntries(
      Object.entries(properties ?? {}).map(([name, each]) => [name, exampleOf(each, depth + 1)]),
    );
  }
  if (type === 'array') return depth > 3 ? [] : [exampleOf(items ?? {}, depth + 1)];
  return { integer: 0, number: 0, boolean: false, string: '' }[type] ?? null;
}

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

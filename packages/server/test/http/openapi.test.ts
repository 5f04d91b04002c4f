/** The OpenAPI document: valid, and such that generators of clients in any language make good types of it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ERRORS } from '@posthorn/protocol';
import { REGISTRY } from '../../src/compose/features.ts';
import { openApiPaths } from '../../src/compose/protocols.ts';
import { InputReader, inputSchemas } from '../../src/http/input.ts';
import { openApiDocument } from '../../src/http/openapi.ts';
import type { Json } from '../../src/http/route.ts';

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly responses: Readonly<Record<string, unknown>>;
}

const DOCUMENT = openApiDocument({
  version: '1.0.0',
  publicUrl: undefined,
  features: REGISTRY,
  more: openApiPaths(),
}) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly tags: readonly { readonly name: string }[];
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
};

const OPERATIONS = Object.values(DOCUMENT.paths).flatMap((methods) => Object.values(methods));

/** Every object in the document, with its place. What an extension says is not for generators. */
function* places(value: unknown, place = ''): Generator<readonly [place: string, value: Json]> {
  if (typeof value !== 'object' || value === null) return;
  yield [place, value as Json];
  for (const [key, each] of Object.entries(value)) {
    if (!key.startsWith('x-') && !key.startsWith('example')) yield* places(each, `${place}/${key}`);
  }
}

describe('the OpenAPI document', () => {
  it('is valid', async () => {
    // The validator wants a document of its own.
    const { valid, errors } = await new Validator().validate(
      structuredClone(DOCUMENT) as unknown as Record<string, unknown>,
    );
    assert.ok(valid, JSON.stringify(errors));
  });

  it('is checked against schemas that are valid', () => {
    const ajv = new Ajv2020({ strict: false });
    for (const [name, schema] of Object.entries(REGISTRY.schemas))
      assert.ok(ajv.validateSchema(schema), `${name}: ${ajv.errorsText()}`);
    for (const each of REGISTRY.routes) {
      for (const schema of Object.values(inputSchemas(each, REGISTRY.schemas)))
        assert.ok(
          schema === undefined || ajv.validateSchema(schema as Json),
          `${each.route.url}: ${ajv.errorsText()}`,
        );
    }
  });

  it('has everything that it refers to', () => {
    for (const [place, { $ref: reference }] of places(DOCUMENT)) {
      if (typeof reference !== 'string') continue;
      let found: unknown = DOCUMENT;
      for (const key of reference.replace(/^#\//, '').split('/')) found = (found as Json | undefined)?.[key];
      assert.ok(found !== undefined, `${place} refers to ${reference}`);
    }
  });

  it('names each call once, with words that a program can use', () => {
    const ids = OPERATIONS.map(({ operationId }) => operationId);
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
    for (const id of ids) assert.match(id, /^[a-z][A-Za-z]{2,30}$/);
  });

  it('has a heading, a summary and the answer of an error for each call', () => {
    const known = new Set(DOCUMENT.tags.map(({ name }) => name));
    for (const { operationId, tags, summary, responses } of OPERATIONS) {
      assert.ok(tags.length === 1 && known.has(tags[0] ?? ''), operationId);
      assert.ok(summary !== '', operationId);
      assert.deepEqual(responses['default'], { $ref: '#/components/responses/Error' }, operationId);
    }
    const { code } = (DOCUMENT.components.schemas['ErrorDetail'] ?? {})['properties'] as { code: Json };
    for (const name of Object.keys(ERRORS)) assert.match(String(code['description']), new RegExp(name));
  });

  it('shows an example of each JSON body, which is a valid one', () => {
    const reader = new InputReader(REGISTRY.schemas);
    for (const each of REGISTRY.routes) {
      const { body } = inputSchemas(each, REGISTRY.schemas);
      if (body === undefined) continue;
      const { route } = each;
      assert.ok(route.example !== undefined, `${route.method} ${route.url} has no example`);
      const none = { type: 'object', properties: {} };
      assert.deepEqual(
        reader.read({ path: none, query: none, body }, { path: {}, query: {}, body: route.example }),
        route.example,
      );
    }
  });

  it('names every object and every choice of types, so that clients have good names for them too', () => {
    for (const [place, schema] of places(DOCUMENT)) {
      if (/^\/components\/schemas\/\w+$/.test(place) || place.endsWith('/properties')) continue;
      assert.ok(!(schema['type'] === 'object' && schema['properties'] !== undefined), place);
      assert.ok(schema['oneOf'] === undefined, place);
    }
  });

  it('says how large each integer may be', () => {
    for (const [place, { type, format }] of places(DOCUMENT)) {
      if (type === 'integer') assert.ok(typeof format === 'string', place);
    }
  });

  it('has answers that may get more properties in a later version', () => {
    for (const [name, schema] of Object.entries(DOCUMENT.components.schemas)) {
      if (!name.endsWith('Request')) assert.ok(schema['additionalProperties'] === undefined, name);
    }
  });
});

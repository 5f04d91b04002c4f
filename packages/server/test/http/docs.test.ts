/** Anybody may ask for the description of the API, so it is not made anew for each who asks. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fastify } from 'fastify';
import { REGISTRY } from '../../src/compose/features.ts';
import { addDocs } from '../../src/http/docs.ts';

it('the description of the API is made once', async (t) => {
  let made = 0;
  const features = new Proxy(REGISTRY, {
    get(registry, name) {
      if (name === 'routes') made += 1;
      return Reflect.get(registry, name, registry) as unknown;
    },
  });
  const app = fastify();
  t.after(() => app.close());
  addDocs(app, { version: '1', features, more: {}, publicUrl: undefined });
  const ask = async (): Promise<string> => (await app.inject('/v1/openapi.json')).body;
  const first = await ask();
  assert.equal(await ask(), first);
  assert.equal(made, 1);
});

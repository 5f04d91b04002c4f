import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { REGISTRY } from '../src/compose/features.ts';

/** Prints what a process has loaded once it has imported the modules that its arguments name. */
const LISTING = `
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
  for (const module of process.argv.slice(1)) await import(module);
  console.log(JSON.stringify([...loaded, ...process.moduleLoadList]));
`;

function loadedBy(...modules: readonly string[]): readonly string[] {
  const args = ['--input-type=module', '--eval', LISTING, '--', ...modules];
  const output = execFileSync(process.execPath, args, { cwd: import.meta.dirname, encoding: 'utf8' });
  return JSON.parse(output) as readonly string[];
}

describe('a server without neighbours', () => {
  it('loads no drivers of databases, no NATS, no S3, no decoders of pictures, and nothing for fetching', () => {
    const loaded = loadedBy('@posthorn/server');
    assert.ok(loaded.some((name) => name.includes('/fastify/')));
    const needless = loaded.filter((name) =>
      /\/(mysql2|pg|@nats-io|aws4fetch|sharp|thumbhash)\/|deps\/undici/.test(name),
    );
    assert.deepEqual(needless, []);
  });
});

describe('a thread of a store', () => {
  it('loads the store, the protocol, queries and tables alone', () => {
    const modules = REGISTRY.storages.map(({ module }) => module);
    const entry = '@posthorn/server/storage';
    const loaded = loadedBy(entry, ...modules).filter((name) => name.startsWith('file:'));
    assert.ok(modules.every((module) => loaded.includes(module)));
    const needless = loaded.filter(
      (name) =>
        !/\/src\/(storage\.ts$|store\/)/.test(name) &&
        !/\/protocol\/src\//.test(name) &&
        !/\/src\/(features|pipeline)\/[\w-]+\/(storage|tables|selection|[\w-]*effects|[\w-]*queries)\.ts$/.test(
          name,
        ),
    );
    assert.deepEqual(needless, []);
  });
});

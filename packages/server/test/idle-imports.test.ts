import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';

/** What the server's modules have loaded when a process has imported them. */
const LISTING = `
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
  await import('@posthorn/server');
  console.log(JSON.stringify([...loaded, ...process.moduleLoadList]));
`;

describe('a server without neighbours', () => {
  it('loads no drivers of databases, no NATS, and nothing for fetching', () => {
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', LISTING], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
    });
    const loaded = JSON.parse(output) as readonly string[];
    assert.ok(loaded.some((name) => name.includes('/fastify/')));
    const needless = loaded.filter((name) => /\/(mysql2|pg|@nats-io)\/|deps\/undici/.test(name));
    assert.deepEqual(needless, []);
  });
});

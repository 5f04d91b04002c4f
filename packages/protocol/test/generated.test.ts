import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** What is in the repository is what the generator makes of the contract (`npm run generate -w @posthorn/protocol`). */
it('the generated code is that of the contract', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-generate-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [messages, schema, requests] = ['messages.ts', 'schema.ts', 'requests.ts'].map((name) =>
    join(folder, name),
  );
  const generate = (...args: readonly (string | undefined)[]): unknown =>
    execFileSync(process.execPath, [path('../scripts/generate.ts'), ...args.map((arg) => arg ?? '')]);
  generate(path('../proto/posthorn.proto'), messages, '--schema', schema, '--requests', requests);
  const read = (file: string | undefined): string => readFileSync(file ?? '', 'utf8');
  assert.equal(read(messages), read(path('../src/generated/messages.ts')));
  assert.equal(read(schema), read(path('../src/generated/schema.ts')));
  assert.equal(read(requests), read(path('../src/generated/requests.ts')));
  for (const name of ['bus', 'mqtt']) {
    const generated = join(folder, `${name}.ts`);
    generate(path(`../../server/proto/${name}.proto`), generated, '--wire', '@posthorn/protocol/wire');
    assert.equal(read(generated), read(path(`../../server/src/generated/${name}.ts`)));
  }
});

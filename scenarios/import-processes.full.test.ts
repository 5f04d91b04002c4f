/** An import is complete and has nothing twice, though importer and server are killed in the middle; and on each database. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { decodeContent } from '@posthorn/protocol';
import { launch } from '@posthorn/testing/command';
import { TEST_ENGINES } from '@posthorn/testing/databases';
import type { Running } from '@posthorn/testing/command';
import { ServerProcess } from '@posthorn/testing/server-process';
import { historyOf } from './support/import-stage.ts';
import { entry, keyOf, PEOPLE, said, VERONA } from './support/importing.ts';
import { People } from './support/people.ts';

const COUNT = 8000;
const KILLED_AT = [1500, 3500, 5500];
const PAGE = 1000;

/** Each tenth message has a thread, and each seventh a reaction. */
function talk(): readonly object[] {
  return Array.from({ length: COUNT }, (_, index) => {
    const id = index + 1;
    const who = ['romeo', 'juliet'][id % 2] ?? '';
    const before = ['romeo', 'juliet'][(id - 1) % 2] ?? '';
    const isEntry = (of: number): boolean => of % 7 === 0 && of % 10 > 1;
    if (id % 10 === 0 && !isEntry(id - 1))
      return said(id, who, `line ${id}`, { thread: keyOf(id - 1, before) });
    if (isEntry(id)) return entry(id, who, { reaction: { emoji: '👍' } }, keyOf(id - 1, before));
    return said(id, who, `line ${id}`);
  }).map((record, index) => ({ ...record, time: 1_500_000_000_000 + index * 60_000 }));
}

/** Waits until the importer has come so far, as it notes itself. */
async function comes(archive: string, done: number): Promise<void> {
  for (;;) {
    const text = await readFile(`${archive}.import-state.json`, 'utf8').catch(() => '{}');
    if (((JSON.parse(text) as { readonly done?: number }).done ?? 0) >= done) return;
    await pause(5);
  }
}

it('importer and server are killed, and all is there once', { timeout: 120_000 }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-import-test-'));
  const server = await ServerProcess.start(['--registration', 'open']);
  const people = new People({ tcpUrl: server.tcpUrl, httpUrl: server.httpUrl });
  t.after(async () => {
    await people.close();
    await server.remove();
    await rm(folder, { recursive: true });
  });
  const ann = await people.join('ann');
  const archive = join(folder, 'archive');
  const lines = [{ type: 'export', format: 1 }, ...PEOPLE, VERONA, ...talk(), { type: 'end' }];
  await mkdir(archive);
  await writeFile(join(archive, 'records.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const importing = (...more: readonly string[]): Running =>
    launch([
      'import',
      'posthorn',
      archive,
      server.httpUrl,
      '--user',
      'ann',
      '--password',
      'pw',
      '--json',
      ...more,
    ]);

  const [first = 0, second = 0, third = 0] = KILLED_AT;
  const one = importing();
  await comes(archive, first);
  one.child.kill('SIGKILL');
  await one.ended;
  const two = importing('--resume');
  await comes(archive, second);
  await server.kill();
  await server.start();
  await comes(archive, third);
  two.child.kill('SIGKILL');
  await two.ended;
  // From the beginning again: that is only slower.
  const { code, stdout, stderr } = await importing().ended;
  assert.equal(code, 0, stderr + stdout);
  const { records } = JSON.parse(stdout) as {
    readonly records: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
  const { made = 0, there = 0 } = records['message'] ?? {};
  assert.equal(made + there, COUNT);
  assert.ok(there >= third - lines.length + COUNT);

  const romeo = await ann.client.user('romeo');
  await ann.client.call('resetPassword', { user: romeo?.id ?? 0, newPassword: 'pw' });
  const { client } = await people.join('romeo');
  const { conversations } = await client.call('listConversations', {});
  const conversation = conversations.find(({ title }) => title === 'Verona')?.id ?? 0;
  const seqs: number[] = [];
  const texts: string[] = [];
  for (let after = 0, more = true; more;) {
    const { batches } = await client.call('pull', { ranges: [{ conversation, after, limit: PAGE }] });
    const [batch] = batches;
    for (const { seq, content } of batch?.messages ?? []) {
      seqs.push(seq);
      texts.push(decodeContent(content).text);
    }
    after = batch?.through ?? 0;
    more = batch?.more ?? false;
  }
  assert.deepEqual(
    seqs,
    Array.from({ length: COUNT + 1 }, (_, index) => index + 1),
  );
  const wanted = talk().map(
    (record) => (record as { readonly content: { readonly text?: string } }).content.text ?? '',
  );
  assert.deepEqual(texts.slice(1), wanted);
});

for (const engine of TEST_ENGINES) {
  it(`a history comes once on ${engine.name}`, async (t) => {
    const server = await engine.start();
    if (typeof server === 'string') {
      t.skip(server);
      return;
    }
    const store = await engine.open(await server.database());
    await historyOf(t, { store });
    t.after(() => store.close());
  });
}

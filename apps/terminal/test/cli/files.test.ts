/** Files in scripts. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { beat } from '@posthorn/testing/beat';
import { launch } from '@posthorn/testing/command';
import { ServerProcess } from '@posthorn/testing/server-process';
import { stateDirectory } from '../../src/profiles.ts';
import { Shell } from '../support/shell.ts';

let shell: Shell;

before(async () => {
  // Files need a disk.
  const server = await ServerProcess.start();
  shell = await Shell.open(server, { close: () => server.remove() });
});

after(() => shell.close());

describe('storage', () => {
  it('says what files have, and what they may have', async () => {
    const path = join(shell.home, 'some.bin');
    await writeFile(path, randomBytes(2000));
    assert.equal(
      (await shell.run(['send', ...shell.as('juliet'), '--to', 'romeo', '--file', path, 'x'])).code,
      0,
    );
    const shown = await shell.run(['storage', ...shell.as('juliet'), '--json']);
    assert.deepEqual(JSON.parse(shown.lines[0] ?? ''), { bytes: 2000, files: 1, quotaBytes: 20 * 2 ** 30 });
    const { lines } = await shell.run(['storage', ...shell.as('juliet')]);
    assert.deepEqual(lines, ['files\t1', 'used\t0.0 MiB', 'allowed\t20480.0 MiB']);
  });
});

describe('files', () => {
  const bytes = randomBytes(300_000);

  it('are sent and downloaded, exactly so', async () => {
    const path = join(shell.home, 'a view.bin');
    await writeFile(path, bytes);
    const more = ['--file', path, '--file', path, '--alt', 'the first', '--json', 'look'];
    const sent = await shell.run(['send', ...shell.as('romeo'), '--to', 'juliet', ...more]);
    assert.equal(sent.code, 0, sent.stderr);
    const ack = JSON.parse(sent.lines[0] ?? '') as {
      attachments: readonly { id: string }[];
      conversation: number;
    };
    assert.deepEqual(Object.keys(ack), ['conversation', 'seq', 'clientId', 'attachments']);
    const [{ id } = assert.fail()] = ack.attachments;
    const type = 'application/octet-stream';
    assert.deepEqual(ack.attachments[0], { id, name: 'a view.bin', type, bytes: bytes.length });
    const read = await shell.run([
      'history',
      ...shell.as('juliet'),
      '--with',
      'romeo',
      '--limit',
      '1',
      '--json',
    ]);
    const line = JSON.parse(read.lines[0] ?? '') as {
      text: string;
      attachments: readonly { alt?: string }[];
    };
    assert.deepEqual(
      [line.text, line.attachments[0]?.alt, line.attachments[1]?.alt],
      ['look', 'the first', undefined],
    );
    const out = join(shell.home, 'copy.bin');
    const loaded = await shell.run(['download', ...shell.as('juliet'), id, '--out', out, '--json']);
    assert.deepEqual(JSON.parse(loaded.lines[0] ?? ''), { id, path: out, bytes: bytes.length });
    assert.ok(bytes.equals(await readFile(out)));
    const again = await shell.run(['download', ...shell.as('juliet'), id, '--out', out]);
    assert.deepEqual([again.code, again.stderr], [1, `posthorn: ${out} is there already\n`]);
    const stranger = await shell.run(['download', ...shell.as('romeo'), '0'.repeat(32), '--out', '-']);
    assert.deepEqual([stranger.code, stranger.lines], [1, []]);
    const none = await shell.run([
      'send',
      ...shell.as('romeo'),
      '--to',
      'juliet',
      '--file',
      join(shell.home, 'none'),
    ]);
    assert.equal(none.code, 2);
    assert.match(none.stderr, /there is no file .*none/);
  });

  it('an upload goes on after its command was killed', async () => {
    const path = join(shell.home, 'large.bin');
    await writeFile(path, randomBytes(24_000_000));
    const args = ['send', ...shell.as('romeo'), '--to', 'juliet', '--file', path, '--json'];
    const first = launch(args, { env: shell.environment() });
    const notes = join(stateDirectory({ HOME: shell.home }, shell.place.httpUrl, 'romeo'), 'uploads');
    let noted: string | undefined;
    while (noted === undefined) {
      const names = await readdir(notes).catch(() => []);
      noted = names.find((name) => name.startsWith('24000000-') && name.endsWith('.json'));
      await beat();
    }
    const { id } = JSON.parse(await readFile(join(notes, noted), 'utf8')) as { id: string };
    first.child.kill('SIGKILL');
    await first.ended;
    const second = await shell.run(args);
    assert.equal(second.code, 0, second.stderr);
    const ack = JSON.parse(second.lines[0] ?? '') as { attachments: readonly { id: string }[] };
    assert.equal(ack.attachments[0]?.id, id);
    assert.deepEqual(await readdir(notes), []);
  });
});

/** What there is about users, in scripts: what was said, noted, and kept. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Shell } from '../support/shell.ts';

let shell: Shell;

before(async () => {
  shell = await Shell.inProcess();
});

after(() => shell.close());

describe('search', () => {
  it('prints what was found, newest first, in the shape that scripts rely on', async () => {
    const said = ['the first harbour', '我家在上海东边', 'the second harbour'];
    const acks: { readonly conversation: number; readonly seq: number }[] = [];
    for (const text of said) {
      const { lines } = await shell.run(['send', '--to', 'juliet', '--json', ...shell.as('romeo'), text]);
      acks.push(JSON.parse(lines[0] ?? '{}') as (typeof acks)[number]);
    }
    const lineOf = (index: number): string => {
      const { conversation, seq } = acks[index] ?? {};
      return JSON.stringify({ conversation, seq, from: 'romeo', text: said[index] });
    };
    const search = async (...words: readonly string[]): Promise<readonly string[]> => {
      const found = await shell.run(['search', '--json', ...shell.as('juliet'), ...words]);
      assert.equal(found.code, 0, found.stderr);
      return found.lines.filter((line) => line !== '');
    };
    // The index follows what is said.
    while ((await search('harbour')).length < 2);
    assert.deepEqual(await search('harbour'), [lineOf(2), lineOf(0)]);
    assert.deepEqual(await search('--with', 'romeo', '上海'), [lineOf(1)]);
    assert.deepEqual(await search('--group', '1', 'harbour'), []);
    assert.deepEqual(await search('from:romeo -second harbour'), [lineOf(0)]);
    const { lines } = await shell.run(['search', 'second', ...shell.as('juliet')]);
    assert.match(lines[0] ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\S+ \d+\/\d+ romeo: the second harbour$/);
    assert.equal(
      (await shell.run(['search', '--with', 'romeo', '--group', '1', 'x', ...shell.as('juliet')])).code,
      2,
    );
  });

  it('builds its index anew for administrators', async () => {
    const { lines, code, stderr } = await shell.run(['reindex', '--json', ...shell.as('romeo')]);
    assert.equal(code, 0, stderr);
    const { state, lag } = JSON.parse(lines.findLast((line) => line !== '') ?? '{}') as {
      readonly state: string;
      readonly lag: number;
    };
    assert.deepEqual([state, lag], ['ready', 0]);
    assert.equal((await shell.run(['reindex', ...shell.as('juliet')])).code, 1);
  });
});

describe('audit', () => {
  it('prints who did what, oldest first, for administrators', async () => {
    const found = await shell.run([
      'audit',
      '--about',
      'juliet',
      '--event',
      'register',
      ...shell.as('romeo'),
    ]);
    assert.equal(found.code, 0, found.stderr);
    assert.match(found.lines[0] ?? '', /Z\tregister\tjuliet\t[\d.]+\tadministrator=false$/);
    const last = [
      'audit',
      '--event',
      'login',
      '--limit',
      '1',
      '--since',
      '1h',
      '--json',
      ...shell.as('romeo'),
    ];
    const { lines } = await shell.run(last);
    assert.equal(lines.length, 1);
    assert.partialDeepStrictEqual(JSON.parse(lines[0] ?? ''), {
      event: 'login',
      code: '',
      user: 1,
      count: 1,
    });
    const denied = await shell.run(['audit', ...shell.as('juliet')]);
    assert.deepEqual([denied.code, denied.lines], [1, []]);
    assert.equal((await shell.run(['audit', '--since', 'soon', ...shell.as('romeo')])).code, 2);
  });
});

describe('export', () => {
  it('prints all that there is about the user, and needs the HTTP address', async () => {
    const all = await shell.run(['export', ...shell.as('romeo')]);
    assert.equal(all.code, 0, all.stderr);
    const lines = all.lines.map((line) => JSON.parse(line) as { type: string; name?: string });
    assert.equal(lines.find(({ type }) => type === 'profile')?.name, 'romeo');
    assert.ok(lines.some(({ type }) => type === 'message'));
    const others = await shell.run(['export', 'romeo', ...shell.as('juliet')]);
    assert.deepEqual([others.code, others.lines], [1, []]);
    const wrong = await shell.run(['export', ...shell.as('romeo').with(1, shell.place.tcpUrl)]);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /HTTP address/);
    assert.equal((await shell.run(['export', ...shell.as('nobody')])).code, 3);
  });
});

describe('erase', () => {
  it('erases an account for good, when it is meant', async () => {
    assert.equal((await shell.run(['register', ...shell.as('tybalt')])).code, 0);
    const hasty = await shell.run(['erase', 'tybalt', ...shell.as('romeo')]);
    assert.equal(hasty.code, 2);
    assert.match(hasty.stderr, /--yes/);
    const own = await shell.run(['erase', '--yes', ...shell.as('tybalt')]);
    assert.equal(own.code, 1);
    assert.match(own.stderr, /only administrators erase accounts/);
    assert.equal((await shell.run(['erase', 'tybalt', '--yes', ...shell.as('juliet')])).code, 1);
    const done = await shell.run(['erase', 'tybalt', '--yes', '--json', ...shell.as('romeo')]);
    assert.equal(done.code, 0, done.stderr);
    assert.equal((await shell.run(['sessions', ...shell.as('tybalt')])).code, 3);
    assert.equal((await shell.run(['register', ...shell.as('tybalt')])).code, 1, 'nobody else gets the name');
  });
});

describe('mine', () => {
  it('shows and changes the personal space', async () => {
    const mine = async (...args: readonly string[]): Promise<readonly unknown[]> => {
      const { code, lines, stderr } = await shell.run(['mine', ...args, ...shell.as('juliet'), '--json']);
      assert.equal(code, 0, stderr);
      return lines.map((line) => JSON.parse(line) as unknown);
    };
    const note = { key: 'app/test/note', value: 'O Romeo', version: 1 };
    const pin = { key: 'pin/1', value: 1.5, version: 2 };
    assert.deepEqual(await mine('set', 'app/test/note', 'O Romeo'), [note]);
    assert.deepEqual(await mine('set', 'pin/1', '1.5'), [pin]);
    assert.deepEqual(await mine(), [note, pin]);
    assert.deepEqual(await mine('list', 'pin/'), [pin]);
    assert.deepEqual(await mine('get', 'pin/1'), [pin]);
    assert.deepEqual(await mine('remove', 'pin/1'), [{ key: 'pin/1', version: 3 }]);
    assert.equal((await shell.run(['mine', 'get', 'pin/1', ...shell.as('juliet')])).code, 1);
    assert.equal((await shell.run(['mine', 'set', 'pin/1', ...shell.as('juliet')])).code, 2);
    assert.equal((await shell.run(['mine', 'burn', ...shell.as('juliet')])).code, 2);
  });
});

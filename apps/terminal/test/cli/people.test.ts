/** Groups and people, in scripts. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Shell } from '../support/shell.ts';

let shell: Shell;

before(async () => {
  shell = await Shell.inProcess();
});

after(() => shell.close());

describe('groups and users', () => {
  it('a group from its making to its end', async () => {
    const made = await shell.run(['groups', 'create', 'Verona', 'juliet', ...shell.as('romeo'), '--json']);
    const { group } = JSON.parse(made.lines[0] ?? '') as { group: number };
    const id = String(group);
    assert.equal((await shell.run(['send', ...shell.as('juliet'), '--group', id, 'hello'])).code, 0);
    assert.equal((await shell.run(['groups', 'mute', id, 'juliet', ...shell.as('romeo')])).code, 0);
    assert.match((await shell.run(['send', ...shell.as('juliet'), '--group', id, 'x'])).stderr, /silenced/);
    const members = await shell.run(['groups', 'members', id, ...shell.as('juliet')]);
    assert.deepEqual(members.lines, ['1\tromeo\towner', '2\tjuliet\tmember\tsilenced']);
    assert.equal((await shell.run(['groups', 'leave', id, ...shell.as('romeo')])).code, 0);
    const after = await shell.run(['groups', 'members', id, ...shell.as('juliet')]);
    assert.deepEqual(after.lines, ['2\tjuliet\towner\tsilenced']);
  });

  it('a group that is found, asked, joined and left for good', async () => {
    const made = await shell.run(['groups', 'create', 'Orchard', ...shell.as('romeo'), '--json']);
    const id = String((JSON.parse(made.lines[0] ?? '') as { group: number }).group);
    const groups = (who: string, ...rest: readonly string[]) =>
      shell.run(['groups', ...rest, ...shell.as(who)]);
    assert.equal((await groups('romeo', 'set', id, 'join', 'approval')).code, 0);
    assert.equal((await groups('romeo', 'set', id, 'topic', 'Trees', 'and', 'walls')).code, 0);
    assert.match((await groups('romeo', 'set', id, 'join', 'soon')).stderr, /invite, approval, open/);
    assert.match((await groups('romeo', 'set', id, 'colour', 'red')).stderr, /mention-all/);
    const found = await groups('juliet', 'directory', 'orch');
    assert.deepEqual(found.lines, [`${id}\tOrchard\t1 members\task to join\tTrees and walls`]);
    assert.match((await groups('juliet', 'join', id)).lines.join(), /have been asked/);
    assert.match((await groups('romeo', 'joins', id)).lines.join(), /juliet/);
    assert.equal((await groups('romeo', 'accept', id, 'juliet')).code, 0);
    assert.equal((await groups('juliet', 'nickname', id, 'The', 'Sun')).code, 0);
    const members = await groups('juliet', 'members', id, 'the');
    assert.deepEqual(members.lines, ['2\tjuliet\tmember\tThe Sun']);
    assert.equal((await groups('romeo', 'ban', id, 'juliet', 'too', 'bright')).code, 0);
    assert.match((await groups('juliet', 'join', id)).stderr, /banned from this group: too bright/);
    assert.match((await groups('romeo', 'bans', id)).lines.join(), /juliet\tby romeo\ttoo bright/);
    assert.equal((await groups('romeo', 'unban', id, 'juliet')).code, 0);
    const history = await shell.run(['history', '--group', id, ...shell.as('romeo')]);
    assert.match(
      history.lines.join('\n'),
      /lets everybody ask to join[^]*set the topic to "Trees and walls"[^]*banned juliet/,
    );
  });

  it('users are found, listed and blocked', async () => {
    const found = await shell.run(['users', 'list', 'rom', ...shell.as('juliet'), '--json']);
    assert.equal((JSON.parse(found.lines[0] ?? '') as { name: string }).name, 'romeo');
    assert.equal((await shell.run(['users', 'block', 'romeo', ...shell.as('juliet')])).code, 0);
    assert.match((await shell.run(['send', ...shell.as('romeo'), '--to', 'juliet', 'x'])).stderr, /blocked/);
    assert.equal((await shell.run(['users', 'unblock', 'romeo', ...shell.as('juliet')])).code, 0);
  });
});

describe('privacy', () => {
  it('shows and changes what others may do', async () => {
    const shown = await shell.run(['privacy', ...shell.as('juliet'), '--json']);
    assert.equal(shown.code, 0, shown.stderr);
    const everyone = { add: 'everyone', find: 'everyone', online: 'everyone', write: 'everyone' };
    assert.deepEqual(JSON.parse(shown.lines[0] ?? ''), everyone);
    const changed = await shell.run(['privacy', ...shell.as('juliet'), '--json', '--find', 'contacts']);
    assert.deepEqual(JSON.parse(changed.lines[0] ?? ''), { ...everyone, find: 'contacts' });
    assert.equal((await shell.run(['privacy', ...shell.as('juliet')])).lines.length, 4);
    assert.equal((await shell.run(['privacy', ...shell.as('juliet'), '--find', 'friends'])).code, 2);
  });
});

describe('contacts', () => {
  it('asks, accepts and removes', async () => {
    const contacts = async (who: string, ...args: readonly string[]): Promise<unknown> => {
      const { code, lines, stderr } = await shell.run(['contacts', ...args, ...shell.as(who), '--json']);
      assert.equal(code, 0, stderr);
      return lines.map((line) => JSON.parse(line) as unknown);
    };
    assert.partialDeepStrictEqual(await contacts('romeo', 'add', 'juliet', 'But soft'), [
      { name: 'juliet', state: 'asked', text: 'But soft' },
    ]);
    assert.partialDeepStrictEqual(await contacts('juliet'), [
      { name: 'romeo', state: 'asking', text: 'But soft' },
    ]);
    assert.partialDeepStrictEqual(await contacts('juliet', 'add', 'romeo'), [{ state: 'mutual' }]);
    assert.partialDeepStrictEqual(await contacts('romeo', 'remove', 'juliet'), [{ name: 'juliet' }]);
    assert.deepEqual(await contacts('juliet', 'list'), []);
    assert.equal((await shell.run(['contacts', 'add', 'nobody-here', ...shell.as('juliet')])).code, 1);
    assert.equal((await shell.run(['contacts', 'dance', ...shell.as('juliet')])).code, 2);
  });
});

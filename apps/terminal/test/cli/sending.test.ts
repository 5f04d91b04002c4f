/** Sending and listening, as a script does it: against a real server. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ServerProcess } from '@posthorn/testing/server-process';
import { Shell } from '../support/shell.ts';

let server: ServerProcess;
let shell: Shell;

before(async () => {
  server = await ServerProcess.start();
  shell = await Shell.open(server);
});

after(async () => {
  await shell.close();
  await server.remove();
});

describe('send and listen', () => {
  it('a message gets its ack, and a listener gets the message, exactly so', async () => {
    const sent = await shell.run(['send', ...shell.as('romeo'), '--to', 'juliet', '--json', 'But soft']);
    assert.equal(sent.code, 0);
    const ack = JSON.parse(sent.lines[0] ?? '') as { conversation: number; seq: number; clientId: string };
    assert.deepEqual(Object.keys(ack), ['conversation', 'seq', 'clientId']);
    const heard = await shell.run([
      'listen',
      ...shell.as('juliet'),
      '--json',
      '--from-start',
      '--count',
      '1',
    ]);
    assert.equal(heard.code, 0);
    assert.equal(
      heard.lines[0],
      JSON.stringify({ conversation: ack.conversation, seq: ack.seq, from: 'romeo', text: 'But soft' }),
    );
  });

  it('--stdin acks one line each, in order; a repeated client id is the same message', async () => {
    const texts = Array.from({ length: 300 }, (_, index) => `line ${index}`);
    const sent = await shell.run(
      ['send', ...shell.as('romeo'), '--to', 'juliet', '--json', '--stdin'],
      texts.join('\n'),
    );
    assert.equal(sent.code, 0);
    const seqs = sent.lines.map((line) => (JSON.parse(line) as { seq: number }).seq);
    assert.deepEqual(
      seqs,
      Array.from({ length: 300 }, (_, index) => (seqs[0] ?? 0) + index),
    );
    const history = await shell.run([
      'history',
      ...shell.as('juliet'),
      '--with',
      'romeo',
      '--json',
      '--limit',
      '300',
    ]);
    assert.deepEqual(
      history.lines.map((line) => (JSON.parse(line) as { text: string }).text),
      texts,
    );
    const twice = ['send', ...shell.as('romeo'), '--to', 'juliet', '--json', '--client-id', 'once', 'again'];
    const [first, second] = [await shell.run(twice), await shell.run(twice)];
    assert.deepEqual(first.lines, second.lines);
  });

  it('schedules a message, lists it, cancels it, and says what is wrong with a time', async () => {
    const schedule = (...args: readonly string[]) =>
      shell.run(['schedule', ...shell.as('romeo'), '--json', ...args]);
    const where = ['--with', 'juliet'];
    const tomorrow = `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 16)}Z`;
    const made = await schedule(...where, '--at', tomorrow, 'be', 'mine');
    assert.equal(made.code, 0);
    const listed = await schedule('--list');
    assert.deepEqual(listed.lines, made.lines);
    const { id, ...shown } = JSON.parse(made.lines[0] ?? '') as { readonly id: number };
    assert.partialDeepStrictEqual(shown, { at: Date.parse(tomorrow), text: 'be mine' });
    assert.equal((await schedule('--cancel', String(id))).lines[0], JSON.stringify({ cancelled: id }));
    assert.deepEqual((await schedule('--list')).lines, []);
    assert.equal((await schedule('--cancel', String(id))).code, 1);
    for (const wrong of [
      [...where, '--at', 'tomorrow', 'hi'],
      [...where, '--at', '2020-01-01', 'hi'],
      [...where, 'hi'],
      [...where, '--at', '+1m'],
      ['--list', '--cancel', '1'],
    ]) {
      assert.equal((await schedule(...wrong)).code, 2, wrong.join(' '));
    }
  });

  it('forwards messages, in the order given', async () => {
    const place = ['forward', ...shell.as('romeo'), '--with', 'juliet', '--json'];
    const said = await shell.run(
      ['send', ...shell.as('romeo'), '--to', 'juliet', '--json', '--stdin'],
      'one\ntwo\n',
    );
    const seqs = said.lines.map((line) => String((JSON.parse(line) as { readonly seq: number }).seq));
    const { group } = JSON.parse(
      (await shell.run(['groups', 'create', 'Verona', ...shell.as('romeo'), '--json'])).lines[0] ?? '',
    ) as { readonly group: number };
    const done = await shell.run([...place, '--to-group', String(group), ...seqs.toReversed()]);
    assert.equal(done.lines[0], JSON.stringify({ conversation: group, seqs: [2, 3] }));
    const history = await shell.run(['history', ...shell.as('romeo'), '--group', String(group), '--json']);
    assert.deepEqual(
      history.lines.map((line) => (JSON.parse(line) as { readonly text: string }).text).slice(-2),
      ['two', 'one'],
    );
    assert.deepEqual(
      history.lines.map((line) => (JSON.parse(line) as { readonly forwardedFrom?: string }).forwardedFrom),
      [undefined, 'romeo', 'romeo'],
    );
    const [seq = ''] = seqs;
    for (const wrong of [
      [seq],
      ['--to', 'juliet', '--to-group', '1', seq],
      ['--to', 'juliet', 'x'],
      ['--to', 'juliet'],
    ])
      assert.equal((await shell.run([...place, ...wrong])).code, 2, wrong.join(' '));
  });

  it('a thread is printed apart, and who has read a message', async () => {
    const json = (line = '{}') => JSON.parse(line) as Readonly<Record<string, unknown>>;
    const send = (...args: readonly string[]) =>
      shell.run(['send', ...shell.as('romeo'), '--to', 'juliet', '--json', ...args]);
    const seq = String(json((await send('Who is there?')).lines[0])['seq']);
    for (const text of ['one', 'two', 'three']) await send('--thread', seq, text);
    const history = async (...args: readonly string[]) => {
      const where = ['history', ...shell.as('juliet'), '--with', 'romeo', '--json', ...args];
      return (await shell.run(where)).lines.map((line) => json(line)['text']);
    };
    assert.deepEqual(await history('--limit', '1'), ['Who is there?']);
    assert.deepEqual(await history('--thread', seq), ['one', 'two', 'three']);
    assert.deepEqual(await history('--thread', seq, '--limit', '2'), ['two', 'three']);
    assert.deepEqual(await history('--thread', seq, '--after', seq, '--limit', '2'), ['one', 'two']);
    const readers = ['readers', ...shell.as('romeo'), '--with', 'juliet', '--seq', seq];
    assert.partialDeepStrictEqual(json((await shell.run([...readers, '--json'])).lines[0]), {
      count: 0,
      of: 1,
      users: [],
    });
    assert.equal((await shell.run([...readers, 'x'])).code, 2);
  });

  it('a byte order mark is no part of the first message', async () => {
    const input = '\uFEFFfirst\nsecond\n';
    assert.equal(
      (await shell.run(['send', ...shell.as('romeo'), '--to', 'juliet', '--stdin'], input)).code,
      0,
    );
    const state = join(shell.home, 'mark');
    assert.equal(
      (await shell.run(['chat', ...shell.as('romeo'), '--state', state], '\uFEFF:open juliet\nthird\n')).code,
      0,
    );
    const { lines } = await shell.run([
      'history',
      ...shell.as('juliet'),
      '--with',
      'romeo',
      '--json',
      '--limit',
      '3',
    ]);
    const texts = lines.map((line) => (JSON.parse(line) as { text: string }).text);
    assert.deepEqual(texts, ['first', 'second', 'third']);
  });

  it('a listener goes on after the server was killed, with nothing missing and nothing twice', async () => {
    const listening = shell.launch([
      'listen',
      ...shell.as('juliet'),
      '--json',
      '--from-start',
      '--count',
      '312',
    ]);
    await server.kill();
    await server.start();
    for (let count = 0; count < 10; count++) {
      const sent = await shell.run([
        'send',
        ...shell.as('romeo'),
        '--to',
        'juliet',
        '--json',
        `after ${count}`,
      ]);
      assert.equal(sent.code, 0);
    }
    const { lines, code } = await listening;
    assert.equal(code, 0);
    const seqs = lines.map((line) => (JSON.parse(line) as { seq: number }).seq);
    assert.deepEqual(
      seqs,
      Array.from({ length: 312 }, (_, index) => index + 1),
    );
  });

  it('--state goes on where the last listener ended', async () => {
    const state = join(shell.home, 'listener');
    const options = [
      'listen',
      ...shell.as('juliet'),
      '--json',
      '--from-start',
      '--count',
      '5',
      '--state',
      state,
    ];
    const [first, second] = [await shell.run(options), await shell.run(options)];
    const seqs = [...first.lines, ...second.lines].map((line) => (JSON.parse(line) as { seq: number }).seq);
    assert.deepEqual(seqs, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

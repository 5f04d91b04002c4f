/** The chat where there is no terminal, and what is printed of messages. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Shell } from '../support/shell.ts';

let shell: Shell;

before(async () => {
  shell = await Shell.inProcess();
});

after(() => shell.close());

describe('a message that fakes others', () => {
  it('stays one, however it is printed', async () => {
    await shell.run(['register', ...shell.as('paris')]);
    const text = 'well\n2026-11-28 12:00:00 juliet: I quit\n[romeo] juliet: I quit\u001B[2J';
    await shell.run(['send', ...shell.as('romeo'), '--to', 'paris', text]);
    const listening = ['listen', ...shell.as('paris'), '--from-start', '--count', '1'];
    assert.match((await shell.run(listening)).lines.join('\n'), /^\d+\/1 romeo: well ⏎ 2026-11.*\uFFFD\[2J$/);
    const exact = await shell.run([...listening, '--json']);
    assert.equal((JSON.parse(exact.lines[0] ?? '') as { text: string }).text, text);
    const asked = ['history', ...shell.as('paris'), '--with', 'romeo'];
    const history = await shell.launch(asked, '', { TZ: 'Asia/Kathmandu' });
    assert.match(history.lines[0] ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+05:45 romeo: well$/);
    const utc = await shell.launch([...asked, '--utc'], '', { TZ: 'Asia/Kathmandu' });
    assert.match(utc.lines[0] ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ romeo: well$/);
    const chat = await shell.run(
      ['chat', ...shell.as('paris'), '--state', join(shell.home, 'paris')],
      ':open romeo\n',
    );
    for (const { lines } of [history, chat]) {
      const fakes = lines.filter((line) => line.includes('I quit'));
      assert.equal(fakes.length, 2);
      for (const fake of fakes) assert.match(fake, /^ {2}\S\P{Cc}*$/u);
    }
  });
});

describe('chat without a terminal', () => {
  it('asks for a password again when the first one was refused, and not once there is a login', async () => {
    const where = ['--server', shell.place.httpUrl, '--user', 'viola', '--state', join(shell.home, 'viola')];
    const refused = await shell.run(
      ['chat', ...where, '--register', '--password', 'x'.repeat(300)],
      'hello\n',
    );
    assert.match(refused.stderr, /password/);
    const again = await shell.run(['chat', ...where, '--register']);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /A password is needed/);
    assert.equal(
      (await shell.run(['chat', ...where, '--register', '--password', 'secret'], ':q!\n')).code,
      0,
    );
    assert.equal((await shell.run(['chat', ...where], ':q!\n')).code, 0);
  });

  it('takes lines and prints lines', async () => {
    await shell.run(['send', ...shell.as('romeo'), '--to', 'juliet', 'a nightingale']);
    await untilFound('nightingale');
    const script = [
      'hello lobby',
      ':open juliet',
      'to you alone',
      'juliet;;and again',
      ':info',
      ':q nightingale',
      ':ai',
      'how are you?',
      ':qai',
      ':nonsense',
      ':emoji 2',
      ':q!',
      '',
    ].join('\n');
    const { lines, code } = await shell.run(
      ['chat', ...shell.as('romeo'), '--state', join(shell.home, 'chat')],
      script,
    );
    assert.equal(code, 0);
    const said = lines.join('\n');
    for (const part of [
      /\[Lobby\] romeo: hello lobby/,
      /\[juliet\] romeo: to you alone/,
      /You are romeo, number 1/,
      /found in 1 message:/,
      /You talk to rules/,
      /There is no command :nonsense/,
      /Page 2 of/,
    ]) {
      assert.match(said, part);
    }
  });
});

/** The index follows what is said. */
async function untilFound(word: string): Promise<void> {
  while ((await shell.run(['search', ...shell.as('romeo'), word])).lines.length === 0);
}

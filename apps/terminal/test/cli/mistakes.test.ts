/** What goes wrong, as a script sees it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Shell } from '../support/shell.ts';
import type { Ended } from '../support/shell.ts';

let shell: Shell;
/** Begins before all tests, as it takes ten seconds until it gives up. */
let withoutServer: Promise<Ended>;

before(async () => {
  shell = await Shell.inProcess();
  const nowhere = ['--server', 'http://127.0.0.1:9', '--user', 'a', '--password', 'b'];
  withoutServer = shell.run(['send', ...nowhere, '--to', 'c', 'x']);
});

after(() => shell.close());

describe('what goes wrong', () => {
  const cases: Readonly<Record<string, readonly [args: () => string[], code: number, stderr: RegExp]>> = {
    'a wrong password': [
      () => [
        'send',
        '--server',
        shell.place.httpUrl,
        '--user',
        'romeo',
        '--password',
        'no',
        '--to',
        'juliet',
        'x',
      ],
      3,
      /do not belong together/,
    ],
    'nobody of that name': [
      () => ['send', ...shell.as('romeo'), '--to', 'nobody', 'x'],
      1,
      /no user called nobody/,
    ],
    'a name that is taken': [() => ['register', ...shell.as('romeo')], 1, /another account has this name/],
    'no target': [() => ['send', ...shell.as('romeo'), 'x'], 2, /--to NAME or --group ID/],
    'no text': [() => ['send', ...shell.as('romeo'), '--to', 'juliet'], 2, /a text or --stdin/],
    'an unknown option': [() => ['send', ...shell.as('romeo'), '--too', 'x'], 2, /--too/],
    'a text that looks like an option': [
      () => ['send', ...shell.as('romeo'), '--to', 'juliet', '-5 degrees'],
      2,
      /comes last, behind "--"/,
    ],
    'an unknown command': [() => ['sned'], 2, /no command "sned"/],
    'an argument where a verb takes none': [
      () => ['keys', 'create', 'http://host:7010', ...shell.as('romeo'), '--name', 'x', '--scopes', 'read'],
      2,
      /"http:\/\/host:7010" is one argument too many: posthorn keys create --name NAME/,
    ],
    'an argument more than a verb takes': [
      () => ['groups', 'remove', ...shell.as('romeo'), '1', 'juliet', 'paris'],
      2,
      /"paris" is one argument too many: posthorn groups remove ID NAME/,
    ],
    'nobody to be': [
      () => ['send', '--server', shell.place.httpUrl, '--to', 'juliet', 'x'],
      2,
      /--user NAME/,
    ],
    'a number that is none': [
      () => ['listen', ...shell.as('romeo'), '--count', 'many'],
      2,
      /--count must be a whole number/,
    ],
  };
  for (const [name, [args, code, stderr]] of Object.entries(cases)) {
    it(`${name}: exit code ${code} and a sentence`, async () => {
      const ended = await shell.run(args());
      assert.match(ended.stderr, stderr);
      assert.equal(ended.code, code);
      assert.deepEqual(ended.lines, []);
    });
  }

  it('no server there: exit code 4 and a sentence', async () => {
    const { code, lines, stderr } = await withoutServer;
    assert.match(stderr, /cannot reach/);
    assert.equal(code, 4);
    assert.deepEqual(lines, []);
  });

  it('with --json the error is an object on stderr', async () => {
    const { stderr } = await shell.run(['send', ...shell.as('romeo'), '--to', 'nobody', '--json', 'x']);
    assert.deepEqual(JSON.parse(stderr), {
      error: { code: 'NOT_FOUND', message: 'there is no user called nobody' },
    });
  });
});

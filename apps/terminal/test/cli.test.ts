/** The script commands, as a script uses them: real processes against a real server. */
import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { launch } from '@posthorn/testing/command';
import { ServerProcess } from '@posthorn/testing/server-process';

interface Ended {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly stderr: string;
}

let server: ServerProcess;
let home = '';
/** Begins before all tests, as it takes ten seconds until it gives up. */
let withoutServer: Promise<Ended>;

before(async () => {
  home = await mkdtemp(join(tmpdir(), 'posthorn-home-'));
  const nowhere = ['--server', 'http://127.0.0.1:9', '--user', 'a', '--password', 'b'];
  withoutServer = posthorn(['send', ...nowhere, '--to', 'c', 'x']);
  server = await ServerProcess.start();
  for (const name of ['romeo', 'juliet']) {
    assert.equal((await posthorn(['register', ...as(name)])).code, 0);
  }
});

after(async () => {
  await server.remove();
  await rm(home, { recursive: true });
});

function as(name: string): string[] {
  return ['--server', server.httpUrl, '--user', name, '--password', 'secret'];
}

async function posthorn(args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const base = { PATH: process.env['PATH'], HOME: home, TERM: 'dumb' };
  const { code, stdout, stderr } = await launch(args, { input, env: { ...base, ...env } }).ended;
  return { code, lines: stdout.split('\n').filter((line) => line !== ''), stderr };
}

describe('send and listen', () => {
  it('a message gets its ack, and a listener gets the message, exactly so', async () => {
    const sent = await posthorn(['send', ...as('romeo'), '--to', 'juliet', '--json', 'But soft']);
    assert.equal(sent.code, 0);
    const ack = JSON.parse(sent.lines[0] ?? '') as { conversation: number; seq: number; clientId: string };
    assert.deepEqual(Object.keys(ack), ['conversation', 'seq', 'clientId']);
    const heard = await posthorn(['listen', ...as('juliet'), '--json', '--from-start', '--count', '1']);
    assert.equal(heard.code, 0);
    assert.equal(
      heard.lines[0],
      JSON.stringify({ conversation: ack.conversation, seq: ack.seq, from: 'romeo', text: 'But soft' }),
    );
  });

  it('--stdin acks one line each, in order; a repeated client id is the same message', async () => {
    const texts = Array.from({ length: 300 }, (_, index) => `line ${index}`);
    const sent = await posthorn(
      ['send', ...as('romeo'), '--to', 'juliet', '--json', '--stdin'],
      texts.join('\n'),
    );
    assert.equal(sent.code, 0);
    const seqs = sent.lines.map((line) => (JSON.parse(line) as { seq: number }).seq);
    assert.deepEqual(
      seqs,
      Array.from({ length: 300 }, (_, index) => (seqs[0] ?? 0) + index),
    );
    const history = await posthorn([
      'history',
      ...as('juliet'),
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
    const twice = ['send', ...as('romeo'), '--to', 'juliet', '--json', '--client-id', 'once', 'again'];
    const [first, second] = [await posthorn(twice), await posthorn(twice)];
    assert.deepEqual(first.lines, second.lines);
  });

  it('schedules a message, lists it, cancels it, and says what is wrong with a time', async () => {
    const schedule = (...args: readonly string[]) =>
      posthorn(['schedule', ...as('romeo'), '--json', ...args]);
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
    const place = ['forward', ...as('romeo'), '--with', 'juliet', '--json'];
    const said = await posthorn(
      ['send', ...as('romeo'), '--to', 'juliet', '--json', '--stdin'],
      'one\ntwo\n',
    );
    const seqs = said.lines.map((line) => String((JSON.parse(line) as { readonly seq: number }).seq));
    const { group } = JSON.parse(
      (await posthorn(['groups', 'create', 'Verona', ...as('romeo'), '--json'])).lines[0] ?? '',
    ) as { readonly group: number };
    const done = await posthorn([...place, '--to-group', String(group), ...seqs.toReversed()]);
    assert.equal(done.lines[0], JSON.stringify({ conversation: group, seqs: [2, 3] }));
    const history = await posthorn(['history', ...as('romeo'), '--group', String(group), '--json']);
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
      assert.equal((await posthorn([...place, ...wrong])).code, 2, wrong.join(' '));
  });

  it('a thread is printed apart, and who has read a message', async () => {
    const json = (line = '{}') => JSON.parse(line) as Readonly<Record<string, unknown>>;
    const send = (...args: readonly string[]) =>
      posthorn(['send', ...as('romeo'), '--to', 'juliet', '--json', ...args]);
    const seq = String(json((await send('Who is there?')).lines[0])['seq']);
    for (const text of ['one', 'two', 'three']) await send('--thread', seq, text);
    const history = async (...args: readonly string[]) => {
      const where = ['history', ...as('juliet'), '--with', 'romeo', '--json', ...args];
      return (await posthorn(where)).lines.map((line) => json(line)['text']);
    };
    assert.deepEqual(await history('--limit', '1'), ['Who is there?']);
    assert.deepEqual(await history('--thread', seq), ['one', 'two', 'three']);
    assert.deepEqual(await history('--thread', seq, '--limit', '2'), ['two', 'three']);
    assert.deepEqual(await history('--thread', seq, '--after', seq, '--limit', '2'), ['one', 'two']);
    const readers = ['readers', ...as('romeo'), '--with', 'juliet', '--seq', seq];
    assert.partialDeepStrictEqual(json((await posthorn([...readers, '--json'])).lines[0]), {
      count: 0,
      of: 1,
      users: [],
    });
    assert.equal((await posthorn([...readers, 'x'])).code, 2);
  });

  it('a byte order mark is no part of the first message', async () => {
    const input = '\uFEFFfirst\nsecond\n';
    assert.equal((await posthorn(['send', ...as('romeo'), '--to', 'juliet', '--stdin'], input)).code, 0);
    const state = join(home, 'mark');
    assert.equal(
      (await posthorn(['chat', ...as('romeo'), '--state', state], '\uFEFF:open juliet\nthird\n')).code,
      0,
    );
    const { lines } = await posthorn([
      'history',
      ...as('juliet'),
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
    const listening = posthorn(['listen', ...as('juliet'), '--json', '--from-start', '--count', '312']);
    await server.kill();
    await server.start();
    for (let count = 0; count < 10; count++) {
      const sent = await posthorn(['send', ...as('romeo'), '--to', 'juliet', '--json', `after ${count}`]);
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
    const state = join(home, 'listener');
    const options = ['listen', ...as('juliet'), '--json', '--from-start', '--count', '5', '--state', state];
    const [first, second] = [await posthorn(options), await posthorn(options)];
    const seqs = [...first.lines, ...second.lines].map((line) => (JSON.parse(line) as { seq: number }).seq);
    assert.deepEqual(seqs, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe('what goes wrong', () => {
  const cases: Readonly<Record<string, readonly [args: () => string[], code: number, stderr: RegExp]>> = {
    'a wrong password': [
      () => [
        'send',
        '--server',
        server.httpUrl,
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
      () => ['send', ...as('romeo'), '--to', 'nobody', 'x'],
      1,
      /no user called nobody/,
    ],
    'a name that is taken': [() => ['register', ...as('romeo')], 1, /another account has this name/],
    'no target': [() => ['send', ...as('romeo'), 'x'], 2, /--to NAME or --group ID/],
    'no text': [() => ['send', ...as('romeo'), '--to', 'juliet'], 2, /a text or --stdin/],
    'an unknown option': [() => ['send', ...as('romeo'), '--too', 'x'], 2, /--too/],
    'a text that looks like an option': [
      () => ['send', ...as('romeo'), '--to', 'juliet', '-5 degrees'],
      2,
      /comes last, behind "--"/,
    ],
    'an unknown command': [() => ['sned'], 2, /no command "sned"/],
    'nobody to be': [() => ['send', '--server', server.httpUrl, '--to', 'juliet', 'x'], 2, /--user NAME/],
    'a number that is none': [
      () => ['listen', ...as('romeo'), '--count', 'many'],
      2,
      /--count must be a whole number/,
    ],
  };
  for (const [name, [args, code, stderr]] of Object.entries(cases)) {
    it(`${name}: exit code ${code} and a sentence`, async () => {
      const ended = await posthorn(args());
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
    const { stderr } = await posthorn(['send', ...as('romeo'), '--to', 'nobody', '--json', 'x']);
    assert.deepEqual(JSON.parse(stderr), {
      error: { code: 'NOT_FOUND', message: 'there is no user called nobody' },
    });
  });
});

describe('saved logins', () => {
  it('login once, then no password; the file is for its owner alone and holds no password', async () => {
    assert.equal((await posthorn(['login', ...as('romeo')])).code, 0);
    const path = join(home, '.config/posthorn/profiles.json');
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.doesNotMatch(await readFile(path, 'utf8'), /secret/);
    assert.equal((await posthorn(['send', '--to', 'juliet', 'no password'])).code, 0);
    const elsewhere = await posthorn(['send', '--server', 'http://127.0.0.1:1', '--to', 'juliet', 'x']);
    assert.match(elsewhere.stderr, /saved login is one at http:.*leave --server out/);
    assert.equal(elsewhere.code, 2, 'a token goes nowhere else');
    await chmod(path, 0o644);
    assert.equal((await posthorn(['send', '--to', 'juliet', 'no password'])).code, 0);
    assert.equal((await stat(path)).mode & 0o777, 0o600, 'taken from others again');
    assert.equal((await posthorn(['logout'])).code, 0);
    assert.equal((await posthorn(['send', '--to', 'juliet', 'x'])).code, 2);
  });
});

describe('a user without a home that can be written to', () => {
  const nowhere = { HOME: '/dev/null' };

  it('sends with name and password', async () => {
    assert.equal((await posthorn(['send', ...as('romeo'), '--to', 'juliet', 'x'], '', nowhere)).code, 0);
  });

  it('is told what to do where something must be kept, before anything is done', async () => {
    const login = await posthorn(['login', ...as('romeo')], '', nowhere);
    assert.match(login.stderr, /cannot be saved in \/dev\/null\/.* set HOME or XDG_CONFIG_HOME/);
    const register = await posthorn(['register', ...as('mercutio'), '--save'], '', nowhere);
    assert.match(register.stderr, /cannot be saved/);
    const chat = await posthorn(['chat', ...as('romeo')], '', nowhere);
    assert.match(chat.stderr, /Nothing can be kept in \/dev\/null\/.*--state DIR/);
    assert.deepEqual([login.code, register.code, chat.code], [2, 2, 2]);
    const { lines } = await posthorn(['users', 'list', 'mercutio', ...as('romeo')]);
    assert.deepEqual(lines, []);
  });
});

it('a password may lie in a file', async () => {
  const env = { POSTHORN_PASSWORD_FILE: join(home, 'password') };
  const args = ['send', '--server', server.httpUrl, '--user', 'romeo', '--to', 'juliet', 'x'];
  const without = await posthorn(args, '', env);
  assert.match(without.stderr, /POSTHORN_PASSWORD_FILE: \S+ cannot be read \(ENOENT\)/);
  assert.equal(without.code, 2);
  await writeFile(env.POSTHORN_PASSWORD_FILE, 'secret\n');
  assert.equal((await posthorn(args, '', env)).code, 0);
});

describe('groups and users', () => {
  it('a group from its making to its end', async () => {
    const made = await posthorn(['groups', 'create', 'Verona', 'juliet', ...as('romeo'), '--json']);
    const { group } = JSON.parse(made.lines[0] ?? '') as { group: number };
    const id = String(group);
    assert.equal((await posthorn(['send', ...as('juliet'), '--group', id, 'hello'])).code, 0);
    assert.equal((await posthorn(['groups', 'mute', id, 'juliet', ...as('romeo')])).code, 0);
    assert.match((await posthorn(['send', ...as('juliet'), '--group', id, 'x'])).stderr, /silenced/);
    const members = await posthorn(['groups', 'members', id, ...as('juliet')]);
    assert.deepEqual(members.lines, ['1\tromeo\towner', '2\tjuliet\tmember\tsilenced']);
    assert.equal((await posthorn(['groups', 'leave', id, ...as('romeo')])).code, 0);
    const after = await posthorn(['groups', 'members', id, ...as('juliet')]);
    assert.deepEqual(after.lines, ['2\tjuliet\towner\tsilenced']);
  });

  it('a group that is found, asked, joined and left for good', async () => {
    const made = await posthorn(['groups', 'create', 'Orchard', ...as('romeo'), '--json']);
    const id = String((JSON.parse(made.lines[0] ?? '') as { group: number }).group);
    const groups = (who: string, ...rest: readonly string[]) => posthorn(['groups', ...rest, ...as(who)]);
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
    const history = await posthorn(['history', '--group', id, ...as('romeo')]);
    assert.match(
      history.lines.join('\n'),
      /lets everybody ask to join[^]*set the topic to "Trees and walls"[^]*banned juliet/,
    );
  });

  it('users are found, listed and blocked', async () => {
    const found = await posthorn(['users', 'list', 'rom', ...as('juliet'), '--json']);
    assert.equal((JSON.parse(found.lines[0] ?? '') as { name: string }).name, 'romeo');
    assert.equal((await posthorn(['users', 'block', 'romeo', ...as('juliet')])).code, 0);
    assert.match((await posthorn(['send', ...as('romeo'), '--to', 'juliet', 'x'])).stderr, /blocked/);
    assert.equal((await posthorn(['users', 'unblock', 'romeo', ...as('juliet')])).code, 0);
  });
});

describe('a message that fakes others', () => {
  it('stays one, however it is printed', async () => {
    await posthorn(['register', ...as('paris')]);
    const text = 'well\n2026-11-28 12:00:00 juliet: I quit\n[romeo] juliet: I quit\u001B[2J';
    await posthorn(['send', ...as('romeo'), '--to', 'paris', text]);
    const listening = ['listen', ...as('paris'), '--from-start', '--count', '1'];
    assert.match((await posthorn(listening)).lines.join('\n'), /^\d+\/1 romeo: well ⏎ 2026-11.*\uFFFD\[2J$/);
    const exact = await posthorn([...listening, '--json']);
    assert.equal((JSON.parse(exact.lines[0] ?? '') as { text: string }).text, text);
    const asked = ['history', ...as('paris'), '--with', 'romeo'];
    const history = await posthorn(asked, '', { TZ: 'Asia/Kathmandu' });
    assert.match(history.lines[0] ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+05:45 romeo: well$/);
    const utc = await posthorn([...asked, '--utc'], '', { TZ: 'Asia/Kathmandu' });
    assert.match(utc.lines[0] ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ romeo: well$/);
    const chat = await posthorn(['chat', ...as('paris'), '--state', join(home, 'paris')], ':open romeo\n');
    for (const { lines } of [history, chat]) {
      const fakes = lines.filter((line) => line.includes('I quit'));
      assert.equal(fakes.length, 2);
      for (const fake of fakes) assert.match(fake, /^ {2}\S\P{Cc}*$/u);
    }
  });
});

describe('chat without a terminal', () => {
  it('asks for a password again when the first one was refused, and not once there is a login', async () => {
    const where = ['--server', server.httpUrl, '--user', 'viola', '--state', join(home, 'viola')];
    const refused = await posthorn(
      ['chat', ...where, '--register', '--password', 'x'.repeat(300)],
      'hello\n',
    );
    assert.match(refused.stderr, /password/);
    const again = await posthorn(['chat', ...where, '--register']);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /A password is needed/);
    assert.equal((await posthorn(['chat', ...where, '--register', '--password', 'secret'], ':q!\n')).code, 0);
    assert.equal((await posthorn(['chat', ...where], ':q!\n')).code, 0);
  });

  it('takes lines and prints lines', async () => {
    const script = [
      'hello lobby',
      ':open juliet',
      'to you alone',
      'juliet;;and again',
      ':info',
      ':q alone',
      ':ai',
      'how are you?',
      ':qai',
      ':nonsense',
      ':emoji 2',
      ':q!',
      '',
    ].join('\n');
    const { lines, code } = await posthorn(['chat', ...as('romeo'), '--state', join(home, 'chat')], script);
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

describe('search', () => {
  it('prints what was found, newest first, in the shape that scripts rely on', async () => {
    const said = ['the first harbour', '我家在上海东边', 'the second harbour'];
    const acks: { readonly conversation: number; readonly seq: number }[] = [];
    for (const text of said) {
      const { lines } = await posthorn(['send', '--to', 'juliet', '--json', ...as('romeo'), text]);
      acks.push(JSON.parse(lines[0] ?? '{}') as (typeof acks)[number]);
    }
    const lineOf = (index: number): string => {
      const { conversation, seq } = acks[index] ?? {};
      return JSON.stringify({ conversation, seq, from: 'romeo', text: said[index] });
    };
    const search = async (...words: readonly string[]): Promise<readonly string[]> => {
      const found = await posthorn(['search', '--json', ...as('juliet'), ...words]);
      assert.equal(found.code, 0, found.stderr);
      return found.lines.filter((line) => line !== '');
    };
    // It is found within 2 s.
    for (let tries = 0; tries < 20 && (await search('harbour')).length < 2; tries += 1);
    assert.deepEqual(await search('harbour'), [lineOf(2), lineOf(0)]);
    assert.deepEqual(await search('--with', 'romeo', '上海'), [lineOf(1)]);
    assert.deepEqual(await search('--group', '1', 'harbour'), []);
    assert.deepEqual(await search('from:romeo -second harbour'), [lineOf(0)]);
    const { lines } = await posthorn(['search', 'second', ...as('juliet')]);
    assert.match(lines[0] ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\S+ \d+\/\d+ romeo: the second harbour$/);
    assert.equal(
      (await posthorn(['search', '--with', 'romeo', '--group', '1', 'x', ...as('juliet')])).code,
      2,
    );
  });

  it('builds its index anew for administrators', async () => {
    const { lines, code, stderr } = await posthorn(['reindex', '--json', ...as('romeo')]);
    assert.equal(code, 0, stderr);
    const { state, lag } = JSON.parse(lines.findLast((line) => line !== '') ?? '{}') as {
      readonly state: string;
      readonly lag: number;
    };
    assert.deepEqual([state, lag], ['ready', 0]);
    assert.equal((await posthorn(['reindex', ...as('juliet')])).code, 1);
  });
});

describe('audit', () => {
  it('prints who did what, oldest first, for administrators', async () => {
    const found = await posthorn(['audit', '--about', 'juliet', '--event', 'register', ...as('romeo')]);
    assert.equal(found.code, 0, found.stderr);
    assert.match(found.lines[0] ?? '', /Z\tregister\tjuliet\t[\d.]+\tadministrator=false$/);
    const last = ['audit', '--limit', '1', '--since', '1h', '--json', ...as('romeo')];
    const { lines } = await posthorn(last);
    assert.equal(lines.length, 1);
    assert.partialDeepStrictEqual(JSON.parse(lines[0] ?? ''), {
      event: 'login',
      code: '',
      user: 1,
      count: 1,
    });
    const denied = await posthorn(['audit', ...as('juliet')]);
    assert.deepEqual([denied.code, denied.lines], [1, []]);
    assert.equal((await posthorn(['audit', '--since', 'soon', ...as('romeo')])).code, 2);
  });
});

describe('export', () => {
  it('prints all that there is about the user, and needs the HTTP address', async () => {
    const all = await posthorn(['export', ...as('romeo')]);
    assert.equal(all.code, 0, all.stderr);
    const lines = all.lines.map((line) => JSON.parse(line) as { type: string; name?: string });
    assert.equal(lines.find(({ type }) => type === 'profile')?.name, 'romeo');
    assert.ok(lines.some(({ type }) => type === 'message'));
    const others = await posthorn(['export', 'romeo', ...as('juliet')]);
    assert.deepEqual([others.code, others.lines], [1, []]);
    const wrong = await posthorn(['export', ...as('romeo').with(1, server.tcpUrl)]);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /HTTP address/);
    assert.equal((await posthorn(['export', ...as('nobody')])).code, 3);
  });
});

describe('erase', () => {
  it('erases an account for good, when it is meant', async () => {
    assert.equal((await posthorn(['register', ...as('tybalt')])).code, 0);
    const hasty = await posthorn(['erase', 'tybalt', ...as('romeo')]);
    assert.equal(hasty.code, 2);
    assert.match(hasty.stderr, /--yes/);
    const own = await posthorn(['erase', '--yes', ...as('tybalt')]);
    assert.equal(own.code, 1);
    assert.match(own.stderr, /only administrators erase accounts/);
    assert.equal((await posthorn(['erase', 'tybalt', '--yes', ...as('juliet')])).code, 1);
    const done = await posthorn(['erase', 'tybalt', '--yes', '--json', ...as('romeo')]);
    assert.equal(done.code, 0, done.stderr);
    assert.equal((await posthorn(['sessions', ...as('tybalt')])).code, 3);
    assert.equal((await posthorn(['register', ...as('tybalt')])).code, 1, 'nobody else gets the name');
  });
});

describe('privacy', () => {
  it('shows and changes what others may do', async () => {
    const shown = await posthorn(['privacy', ...as('juliet'), '--json']);
    assert.equal(shown.code, 0, shown.stderr);
    const everyone = { add: 'everyone', find: 'everyone', online: 'everyone', write: 'everyone' };
    assert.deepEqual(JSON.parse(shown.lines[0] ?? ''), everyone);
    const changed = await posthorn(['privacy', ...as('juliet'), '--json', '--find', 'contacts']);
    assert.deepEqual(JSON.parse(changed.lines[0] ?? ''), { ...everyone, find: 'contacts' });
    assert.equal((await posthorn(['privacy', ...as('juliet')])).lines.length, 4);
    assert.equal((await posthorn(['privacy', ...as('juliet'), '--find', 'friends'])).code, 2);
  });
});

describe('mine', () => {
  it('shows and changes the personal space', async () => {
    const mine = async (...args: readonly string[]): Promise<readonly unknown[]> => {
      const { code, lines, stderr } = await posthorn(['mine', ...args, ...as('juliet'), '--json']);
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
    assert.equal((await posthorn(['mine', 'get', 'pin/1', ...as('juliet')])).code, 1);
    assert.equal((await posthorn(['mine', 'set', 'pin/1', ...as('juliet')])).code, 2);
    assert.equal((await posthorn(['mine', 'burn', ...as('juliet')])).code, 2);
  });
});

describe('contacts', () => {
  it('asks, accepts and removes', async () => {
    const contacts = async (who: string, ...args: readonly string[]): Promise<unknown> => {
      const { code, lines, stderr } = await posthorn(['contacts', ...args, ...as(who), '--json']);
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
    assert.equal((await posthorn(['contacts', 'add', 'nobody-here', ...as('juliet')])).code, 1);
    assert.equal((await posthorn(['contacts', 'dance', ...as('juliet')])).code, 2);
  });
});

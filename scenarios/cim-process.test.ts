/** CIM's clients against a real server process: beside other clients, and while it dies. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'node:test';
import type { Client, Incoming } from '@posthorn/client';
import { connect } from '@posthorn/client/node';
import { decodeContent } from '@posthorn/protocol';
import { callCim } from './support/cim-client.ts';
import { CimPerson } from './support/cim-person.ts';
import { Ledger } from './support/ledger.ts';
import { beat } from '@posthorn/testing/beat';
import { RawClient } from '@posthorn/testing/raw-client';
import { LAUNCHER, ServerProcess } from '@posthorn/testing/server-process';
import { Condition } from '@posthorn/testing/condition';

const LOBBY = 1;
const EACH = 40;
const KILLS = 5;

test('a CIM client, a terminal and a raw WebSocket client see one conversation in one order', async (t) => {
  const server = await ServerProcess.start(['--cim', '--cim-port', '0']);
  const home = await mkdtemp(join(tmpdir(), 'posthorn-home-'));
  const children: ChildProcess[] = [];
  const posthorn = (...args: readonly string[]): ChildProcess => {
    const login = ['--server', server.tcpUrl, '--user', 'terminal', '--password', 'a secret'];
    const env = { PATH: process.env['PATH'], HOME: home, TERM: 'dumb' };
    const child = spawn(process.execPath, [LAUNCHER, ...args, ...login], { env });
    children.push(child);
    return child;
  };
  const cim = await CimPerson.register(server.httpUrl, 'cim');
  t.after(async () => {
    await cim.leave();
    for (const child of children) child.kill('SIGKILL');
    await server.remove();
    await rm(home, { recursive: true, force: true });
  });
  assert.ok((server.ready.cim ?? 0) > 0, 'a script learns the port');
  assert.match(server.stderr, /whoever reaches the HTTP port can act as any account/);
  cim.stay();
  await online(server, cim.id);
  await new Promise((resolve) => posthorn('register').once('exit', resolve));
  const raw = await RawClient.overWebSocket(server.httpUrl);
  await raw.enter('raw', 'a secret');

  const byTerminal: string[] = [];
  const listening = posthorn('listen', '--json', '--from-start', '--count', String(3 * EACH));
  const heard = new Promise((resolve) => listening.once('exit', resolve));
  createInterface({ input: listening.stdout ?? assert.fail() }).on('line', (line) =>
    byTerminal.push((JSON.parse(line) as { readonly text: string }).text),
  );
  const speaking = posthorn('send', '--group', String(LOBBY), '--stdin');
  const own = new Map<number, string>();
  for (let count = 0; count < EACH; count++) {
    speaking.stdin?.write(`terminal ${count}\n`);
    await Promise.all([cim.sayToAll(`cim ${count}`), say(raw, `raw ${count}`, own)]);
  }
  speaking.stdin?.end();
  await heard;
  await raw.until(() => pushed(raw).length === 2 * EACH);
  await cim.until(() => cim.texts.length === 2 * EACH);
  const seqs = pushed(raw).map(({ seq }) => seq);
  assert.deepEqual(
    seqs,
    seqs.toSorted((one, other) => one - other),
    'the raw client got them in order',
  );
  const log = new Map([...own, ...pushed(raw).map(({ seq, text }) => [seq, text] as const)]);
  assert.deepEqual(
    byTerminal,
    Array.from({ length: 3 * EACH }, (_, index) => log.get(index + 1)),
  );
  // CIM's client shows its own messages itself.
  assert.deepEqual(
    cim.texts,
    byTerminal.filter((text) => !text.startsWith('cim')),
  );
});

test('promises 1 to 4 and 7, seen from CIM’s wire, under SIGKILL', async (t) => {
  const server = await ServerProcess.start(['--cim', '--cim-port', '0']);
  const [romeo, nurse] = [
    await CimPerson.register(server.httpUrl, 'romeo'),
    await CimPerson.register(server.httpUrl, 'nurse'),
  ];
  const juliet = await connect(
    { server: server.tcpUrl, user: 'juliet', password: 'wherefore', register: true },
    { start: 'start' },
  );
  t.after(async () => {
    await Promise.all([romeo.leave(), nurse.leave(), juliet.close()]);
    await server.remove();
  });
  const ledger = new Ledger();
  const progress = new Condition();
  juliet.on('message', (message) => {
    ledger.received('juliet', message);
    progress.changed();
  });
  const julietId = (await juliet.user('juliet'))?.id ?? 0;
  const { id: direct } = await juliet.call('openDirect', { user: romeo.id });
  romeo.stay();

  let isStorm = true;
  const talk = async (name: string, say: (text: string) => Promise<void>): Promise<string[]> => {
    const said: string[] = [];
    for (let count = 0; isStorm; count++) {
      const text = `${name} ${count}`;
      said.push(text);
      await say(text);
    }
    return said;
  };
  const inLedger =
    (sender: string, conversation: number, say: (text: string) => Promise<unknown>) =>
    async (text: string): Promise<void> => {
      ledger.sent(sender, text);
      await say(text);
      ledger.acked(text, { conversation, seq: undefined });
    };
  const talking = [
    talk(
      'romeo',
      inLedger('romeo', direct, (text) => romeo.say(julietId, text)),
    ),
    talk(
      'all',
      inLedger('romeo in the lobby', LOBBY, (text) => romeo.sayToAll(text)),
    ),
    talk(
      'juliet',
      inLedger('juliet', direct, (text) => juliet.send({ to: romeo.id }, text).done),
    ),
    talk('nurse', (text) => nurse.say(romeo.id, text)),
  ] as const;
  for (let kill = 0; kill < KILLS; kill++) {
    await pause(100 + Math.random() * 500);
    await server.kill();
    await pause(Math.random() * 200);
    await server.start();
  }
  isStorm = false;
  const [, , byJuliet, byNurse] = await Promise.all(talking);

  for (const conversation of [direct, LOBBY]) {
    const log = await readLog(juliet, conversation);
    await progress.until(() => ledger.countOf('juliet', conversation) >= log.length);
    ledger.check(conversation, log, ['juliet']);
  }
  for (const [name, said] of [
    ['juliet', byJuliet],
    ['nurse', byNurse],
  ] as const) {
    await romeo.until(() => said.every((text) => romeo.texts.includes(text)));
    // What no ping has confirmed comes again after the connection is lost; apart from that, the order stands.
    const heard = [...new Set(romeo.texts.filter((text) => text.startsWith(name)))];
    assert.deepEqual(heard, said, `promises 1, 3, 4 and 7: ${name}`);
  }
  const repeats = romeo.texts.length - new Set(romeo.texts).size;
  t.diagnostic(
    `${ledger.sentCount + byNurse.length} messages, ${KILLS} kills; ${repeats} came twice to CIM’s client`,
  );
});

async function online(server: ServerProcess, id: number): Promise<void> {
  for (;;) {
    const { dataBody } = await callCim(server.httpUrl, '/onlineUser');
    if ((dataBody as readonly { readonly userId: number }[]).some(({ userId }) => userId === id)) return;
    await beat();
  }
}

async function say(raw: RawClient, text: string, own: Map<number, string>): Promise<void> {
  const target = { case: 'conversation', value: LOBBY } as const;
  const reply = await raw.ask({ case: 'send', value: { target, clientId: text, content: { text } } });
  assert.equal(reply.case, 'ack');
  own.set(reply.value.seq, text);
}

function pushed(raw: RawClient): readonly { readonly seq: number; readonly text: string }[] {
  return raw.pushes
    .flatMap((push) => (push.case === 'message' ? [push.value] : []))
    .map(({ seq, content }) => ({ seq, text: decodeContent(content).text }));
}

async function readLog(client: Client, conversation: number): Promise<Incoming[]> {
  const log: Incoming[] = [];
  for (;;) {
    const page = await client.history(conversation, { after: log.at(-1)?.seq ?? 0, limit: 200 });
    if (page.length === 0) return log;
    log.push(...page);
  }
}

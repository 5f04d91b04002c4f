/**
 * A feature that a test registers, without touching the server: it works over every way in and on every store, in one
 * process and in a cluster whose gateways do not know it; promote moves its rows; the reference shows it.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { decodeContent, decodeServerFrame, encodeContent, errorName } from '@posthorn/protocol';
import { requestIn } from '@posthorn/protocol/requests';
import {
  createMemoryStore,
  DatabaseAddress,
  openMysqlStore,
  openPostgresStore,
  openSqliteStore,
  silentLogger,
  systemClock,
  systemRandom,
} from '@posthorn/server';
import type { Store } from '@posthorn/server';
import { OPERATE_COMMANDS, runOperate } from '@posthorn/server/operate';
import { groupQueries } from '@posthorn/server/queries';
import { InProcessCluster } from '@posthorn/testing/in-process-cluster';
import { startInProcess } from '@posthorn/testing/in-process';
import { RawClient } from '@posthorn/testing/raw-client';
import { registryWith } from '../packages/server/src/compose/features.ts';
import { optionSets } from '../packages/server/src/compose/options.ts';
import { cimText } from '../packages/server/src/protocols/cim/texts.ts';
import { startHelp } from '../packages/server/src/config/reference.ts';
import { queriesOf } from '../packages/server/src/store/sql-store.ts';
import { TEST_ENGINES } from '@posthorn/testing/databases';
import { NUMBERS, SAMPLE } from './sample-feature/feature.ts';
import { LIST_ROLLS, ROLL_DICE, ROLLS } from './sample-feature/messages.ts';
import type { RollRequest } from './sample-feature/messages.ts';
import { rollsOf, seenOf } from './sample-feature/storage.ts';
import type { RollRecord } from './sample-feature/storage.ts';
import { readMatrix } from './support/access-matrix.ts';
import { walk } from './support/access-walk.ts';
import type { Call } from './support/access-walk.ts';
import type { InProcessPlace } from './support/topologies.ts';
import { onePlace } from './support/topologies.ts';

const FEATURES = registryWith([SAMPLE]);
const { storages } = FEATURES;

interface Database {
  readonly name: string;
  readonly skip: string | false;
  readonly open: (t: TestContext) => Promise<Store>;
}

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-sample-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const GIVEN = { clock: systemClock, random: systemRandom, logger: silentLogger, storages };
const OPEN = { PostgreSQL: openPostgresStore, MariaDB: openMysqlStore } as const;

const DATABASES: Database[] = [
  {
    name: 'SQLite',
    skip: false,
    open: async (t) => openSqliteStore({ ...GIVEN, directory: await folderOf(t) }),
  },
];
const SERVERS = new Map<string, { database(): Promise<string> }>();
for (const engine of TEST_ENGINES) {
  const { name } = engine;
  const server = await engine.start();
  const open = OPEN[name as keyof typeof OPEN];
  if (typeof server !== 'string') SERVERS.set(name, server);
  DATABASES.push({
    name,
    skip: typeof server === 'string' ? server : false,
    async open() {
      assert.ok(typeof server !== 'string');
      return open({ ...GIVEN, address: new DatabaseAddress(await server.database()) });
    },
  });
}

/** The rolls that a frame answers with, or the code of its error. */
function answerIn(frame: Uint8Array, number: number): readonly RollRecord[] | string {
  const { body } = decodeServerFrame(frame);
  if (body?.case === 'error') return errorName(body.value.code);
  const bytes = requestIn(frame, number);
  assert.ok(bytes !== undefined);
  return ROLLS.decode(bytes).rolls;
}

async function roll(client: RawClient, request: RollRequest): Promise<readonly RollRecord[] | string> {
  return answerIn(await client.askNew(NUMBERS.rollDice, ROLL_DICE.encode(request)), NUMBERS.rollDice);
}

async function list(client: RawClient, conversation: number): Promise<readonly RollRecord[] | string> {
  const request = LIST_ROLLS.encode({ conversation, clientId: '' });
  return answerIn(await client.askNew(NUMBERS.listRolls, request), NUMBERS.listRolls);
}

interface Urls {
  readonly tcp: string;
  readonly ws: string;
  readonly http: string;
}

/** Romeo and Juliet roll dice in a group: over TCP, over WebSocket, over REST. */
async function play(t: TestContext, store: Store, urls: Urls): Promise<void> {
  const romeo = await RawClient.connect(urls.tcp);
  const juliet = await RawClient.overWebSocket(urls.ws);
  t.after(() => {
    romeo.close();
    juliet.close();
  });
  const { id: user } = await romeo.enter('romeo');
  const { id: other, token } = await juliet.enter('juliet');
  const group = { title: 'Dice', members: [other], clientId: 'dice' };
  const made = await romeo.ask({ case: 'createGroup', value: group });
  assert.ok(made.case === 'conversation');
  const conversation = made.value.id;

  const first = await roll(romeo, { conversation, clientId: 'one' });
  assert.ok(typeof first !== 'string');
  assert.partialDeepStrictEqual(first, [{ seq: 2, user }]);
  assert.deepEqual(await roll(romeo, { conversation, clientId: 'one' }), first, 'a repeat is harmless');
  assert.equal(await roll(romeo, { conversation, clientId: '' }), 'INVALID');
  const second = await roll(juliet, { conversation, clientId: 'two' });
  assert.ok(typeof second !== 'string');

  const response = await fetch(`${urls.http}/v1/conversations/${conversation}/rolls`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'three' },
  });
  const { rolls: third, clientId } = (await response.json()) as {
    readonly rolls: readonly RollRecord[];
    readonly clientId: string;
  };
  assert.deepEqual([response.status, clientId], [200, 'three']);
  const all = [...first, ...second, ...third];
  assert.deepEqual(await list(romeo, conversation), all);
  assert.deepEqual(await store.run(rollsOf, conversation), all);
  const read = await fetch(`${urls.http}/v1/conversations/${conversation}/rolls`, {
    headers: { authorization: `Bearer ${token}` },
  });
  assert.deepEqual(await read.json(), { rolls: all });

  assert.equal((await fetch(`${urls.http}/v1/sample/sides`)).status, 401, 'its own calls know who asks');
  const sides = await fetch(`${urls.http}/v1/sample/sides`, {
    headers: { authorization: `Bearer ${token}` },
  });
  assert.deepEqual(await sides.json(), { sides: 6 });

  // The message that tells of the roll came live to the other one, and content of this kind may be sent as it is.
  await romeo.until(() => romeo.pushes.filter((push) => push.case === 'message').length >= 2);
  const contents = romeo.pushes.flatMap((push) =>
    push.case === 'message' ? [decodeContent(push.value.content).kind] : [],
  );
  assert.ok(contents.some((kind) => kind?.case === 'custom' && kind.value.type === 'sample.roll'));
  const send = (data: Uint8Array, id: string) =>
    romeo.code({
      case: 'send',
      value: {
        target: { case: 'conversation', value: conversation },
        clientId: id,
        content: { kind: { case: 'custom', value: { type: 'sample.roll', data } } },
      },
    });
  assert.equal(await send(Uint8Array.of(0), 'zero'), 'INVALID', 'its check is asked');
  assert.equal(await send(Uint8Array.of(4), 'four'), 'OK');
  const last = (await store.run(rollsOf, conversation)).at(-1);
  assert.equal(last?.value, 4, 'its effect is carried out');
  // The test's time limit bounds how long its follower may take.
  while ((await store.run(seenOf, conversation)) < last.seq) await pause(20);
}

for (const { name, skip, open } of DATABASES) {
  describe(`a feature of one's own, on ${name}`, { skip }, () => {
    it('works in one process', async (t) => {
      const store = await open(t);
      const { server, httpUrl, tcpUrl } = await startInProcess({}, { store, features: [SAMPLE] });
      t.after(async () => {
        await server.close();
        await store.close();
      });
      await play(t, store, { tcp: tcpUrl, ws: httpUrl, http: httpUrl });
    });

    it('works in a cluster whose gateways do not know it', async (t) => {
      const store = await open(t);
      const cluster = await InProcessCluster.start({ store, routers: 0, gateways: 0 });
      t.after(async () => {
        await cluster.close();
        await store.close();
      });
      for (let index = 0; index < 2; index++) await cluster.add('router', { features: [SAMPLE] });
      for (let index = 0; index < 2; index++) await cluster.add('gateway');
      const urls = { tcp: cluster.tcpUrl(0), ws: cluster.wsUrl(1), http: cluster.httpUrl(0) };
      await play(t, store, urls);
    });
  });
}

describe('a feature of one’s own', () => {
  it('is in the OpenAPI document and in the help text', async (t) => {
    const { server, httpUrl } = await startInProcess({}, { store: memory(), features: [SAMPLE] });
    t.after(() => server.close());
    const document = (await (await fetch(`${httpUrl}/v1/openapi.json`)).json()) as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
      readonly components: { readonly schemas: object };
    };
    const path = document.paths['/v1/conversations/{conversation}/rolls'];
    assert.deepEqual([path?.['post']?.operationId, path?.['get']?.operationId], ['rollDice', 'listRolls']);
    assert.ok('Rolls' in document.components.schemas);
    assert.match(startHelp(optionSets({ features: [SAMPLE] }), 100), /--sample-sides/);
    assert.doesNotMatch(startHelp(optionSets(), 100), /--sample-sides/);
  });

  it('reads as a text on wires that cannot show it', async () => {
    const custom = { type: 'sample.roll', data: Uint8Array.of(5) };
    const content = encodeContent({ kind: { case: 'custom', value: custom } });
    const nobody = async (): Promise<string> => '';
    const options = { nameOf: nobody, wordsOf: nobody, contents: FEATURES.contents, linkTo: () => '' };
    assert.equal((await cimText({ content }, options))?.text, '[rolled 5]');
  });

  it('claims no name, number or URL that another one has', () => {
    assert.throws(() => registryWith([SAMPLE, SAMPLE]), /two features have the feature sample/);
    assert.throws(() => registryWith([{ ...SAMPLE, name: 'other' }, SAMPLE]), /two/);
    const stolen = { name: 'thief', operations: FEATURES.operations.slice(0, 1) };
    assert.throws(() => registryWith([stolen]), /two features have the request register/);
  });

  for (const [name, server] of SERVERS) {
    it(`is moved by promote to ${name}`, async (t) => {
      const data = await folderOf(t);
      const source = await openSqliteStore({ ...GIVEN, directory: data });
      const ids = await inGroup(source);
      await source.close();
      const url = await server.database();
      const out: string[] = [];
      const code = await runOperate(promote(), ['--from', data, '--to', url, '--json'], {
        stdout: { write: (text) => out.push(text) },
        stderr: { write: (text) => out.push(text) },
        env: {},
        signal: t.signal,
        clock: systemClock,
        tables: queriesOf(storages).tables,
      });
      assert.equal(code, 0, out.join(''));
      const open = OPEN[name as keyof typeof OPEN];
      const target = await open({ ...GIVEN, address: new DatabaseAddress(url) });
      t.after(() => target.close());
      assert.deepEqual(await target.run(rollsOf, ids.conversation), [{ seq: 2, user: ids.user, value: 3 }]);
    });
  }
});

function promote(): (typeof OPERATE_COMMANDS)[number] {
  const found = OPERATE_COMMANDS.find(({ name }) => name === 'promote');
  assert.ok(found !== undefined);
  return found;
}

function memory(): Store {
  return createMemoryStore({ random: systemRandom, storages });
}

/** A group with one roll in it. */
async function inGroup(store: Store): Promise<{ readonly conversation: number; readonly user: number }> {
  const user = 7;
  const content = new Uint8Array(0);
  const spec = { title: 'Dice', owner: user, members: [], clientId: 'dice', time: 1, content };
  const made = await store.run(groupQueries.createGroup, spec);
  assert.ok(made.status === 'created');
  const { id: conversation, version } = made.conversation;
  const effect = { type: 'sample-roll', value: 3 };
  const append = { conversation, version, sender: user, clientId: 'roll', time: 1, content, effect };
  assert.partialDeepStrictEqual(await store.log.append([append]), [{ status: 'appended', seq: 2 }]);
  return { conversation, user };
}

const MATRIX = readMatrix(`
             stranger   outsider   member     manager    owner      administrator
  rollDice   login      nonmember  ok         ok         ok         nonmember
  listRolls  login      nonmember  ok         ok         ok         nonmember
`);

describe('the access matrix of a feature of one’s own', () => {
  let count = 0;
  const call =
    (ask: (client: RawClient, group: number) => Promise<unknown>): Call =>
    async ({ client }, { group }) => {
      const answer = await ask(client, group);
      return typeof answer === 'string' ? answer : 'OK';
    };
  const calls = new Map<string, Call>([
    [
      'rollDice',
      call((client, group) => roll(client, { conversation: group, clientId: `r${(count += 1)}` })),
    ],
    ['listRolls', call((client, group) => list(client, group))],
  ]);
  it('has a row for each of its requests', () => {
    const own = (SAMPLE.operations ?? []).map(({ request }) => request.name);
    assert.deepEqual([...MATRIX.keys()], own);
  });
  walk(MATRIX, calls, async (): Promise<InProcessPlace> => {
    const given = { store: memory(), features: [SAMPLE] };
    return onePlace(await startInProcess({ sendRate: 1_000_000, loginPolicy: 'multi' }, given));
  });
});

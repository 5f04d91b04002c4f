/** What a router is told of the connections of its gateways. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeClientFrame, PosthornError } from '@posthorn/protocol';
import type { Link } from '../../src/cluster/link.ts';
import { decodeRouterAnswer, encodeRouterCall } from '../../src/generated/bus.ts';
import type { ArrivalInit, RouterAnswer } from '../../src/generated/bus.ts';
import { silentLogger } from '../../src/logger.ts';
import type { Caller, CallerSession, Proof, ServableRouter } from '../../src/router/router.ts';
import { fromCallError } from '../../src/rpc/call-codec.ts';
import { ServedRouter } from '../../src/rpc/served.ts';
import { systemClock } from '../../src/system.ts';

const SESSION = {
  id: 1,
  user: 3,
  name: 'romeo',
  nameKey: 'romeo',
  admin: false,
  bot: false,
  deviceId: 'd',
  deviceClass: 'desktop',
  inbox: 9,
} as const;

interface StageOptions {
  readonly identify?: (proof: Proof) => Promise<CallerSession>;
  readonly provesSessions?: () => boolean | undefined;
}

function stage({ identify = async () => SESSION, provesSessions = () => true }: StageOptions = {}) {
  const detached: number[] = [];
  const callers: Caller[] = [];
  // No more of a router and of a link is used here.
  const router = {
    identify,
    forward: (caller: Caller) => {
      callers.push(caller);
      return Promise.resolve({ case: 'done', value: {} });
    },
    detached: (sequence: number) => void detached.push(sequence),
  } as unknown as ServableRouter;
  let sequences = 0;
  const served = new ServedRouter({
    router,
    provesSessions,
    newSequence: () => ++sequences,
    clock: systemClock,
    logger: silentLogger,
  });
  const open = () => {
    const answers: RouterAnswer[] = [];
    const { promise: answered, resolve } = Promise.withResolvers<void>();
    const send = (item: Uint8Array): boolean => {
      answers.push(decodeRouterAnswer(item));
      resolve();
      return true;
    };
    const owner = served.accept('gateway', { isOver: false, send } as unknown as Link);
    const tell = (item: Parameters<typeof encodeRouterCall>[0]): void => owner.onItem(encodeRouterCall(item));
    return {
      answers,
      answered,
      arrive: (connection: number, more: ArrivalInit = { proof: { case: 'token', value: 'ph_' } }) =>
        tell({ connection, body: { case: 'arrival', value: { address: '', session: SESSION, ...more } } }),
      ask: (connection: number, id: number) =>
        tell({ id, connection, body: { case: 'request', value: encodeClientFrame({ body: LIST }) } }),
      detach: (connection: number) =>
        tell({ connection, body: { case: 'detached', value: { offlineUser: 0 } } }),
      end: () => owner.onEnd('silent'),
    };
  };
  return { detached, callers, open };
}

const LIST = { case: 'listSessions', value: {} } as const;

function errorIn(answer: RouterAnswer | undefined): string | undefined {
  return answer?.body?.case === 'sessionLost' ? fromCallError(answer.body.value).code : undefined;
}

describe('a connection that a gateway names', () => {
  it('has the session of its proof, whatever the gateway says of it', async () => {
    const proofs: Proof[] = [];
    const { callers, open } = stage({
      identify: async (proof) => {
        proofs.push(proof);
        return { ...SESSION, user: 4, name: 'juliet' };
      },
    });
    const link = open();
    link.arrive(7, { session: { ...SESSION, admin: true }, proof: { case: 'token', value: 'ph_x' } });
    link.ask(7, 1);
    await link.answered;
    assert.deepEqual(proofs, ['ph_x']);
    assert.partialDeepStrictEqual(callers, [{ session: { user: 4, name: 'juliet', admin: false } }]);
  });

  it('may prove an identity of a protocol without tokens', async () => {
    const proofs: Proof[] = [];
    const { open } = stage({
      identify: async (proof) => {
        proofs.push(proof);
        return SESSION;
      },
    });
    const link = open();
    const identity = { protocol: 'cim', user: 3, name: 'romeo' };
    link.arrive(7, { proof: { case: 'identity', value: identity } });
    link.ask(7, 1);
    await link.answered;
    assert.deepEqual(proofs, [identity]);
  });

  it('is refused without a proof, or with one that is none', async () => {
    const wrong = new PosthornError('UNAUTHENTICATED', 'no such token');
    for (const proof of [undefined, { case: 'token', value: 'ph_' }] as const) {
      const { callers, open } = stage({ identify: () => Promise.reject(wrong) });
      const link = open();
      link.arrive(7, { proof });
      link.ask(7, 1);
      await link.answered;
      assert.equal(errorIn(link.answers[0]), 'UNAUTHENTICATED');
      assert.deepEqual(callers, []);
    }
  });

  it('is believed of a gateway of the previous version, which has no proofs', async () => {
    const { callers, open } = stage({ provesSessions: () => false });
    const link = open();
    link.arrive(7, {});
    link.ask(7, 1);
    await link.answered;
    assert.partialDeepStrictEqual(callers, [{ session: SESSION }]);
  });

  it('waits until its gateway is known', async () => {
    let looks = 0;
    const { callers, open } = stage({ provesSessions: () => (looks++ === 0 ? undefined : false) });
    const link = open();
    link.arrive(7, {});
    link.ask(7, 1);
    await link.answered;
    assert.deepEqual([callers.length, looks], [1, 2]);
  });

  it('keeps its calls in order while its session is read, also over a failure, and leaves after them', async () => {
    const away = new PosthornError('UNAVAILABLE', 'the store is away');
    const outcomes = [() => Promise.reject(away), async () => SESSION];
    const { callers, detached, open } = stage({ identify: () => outcomes.shift()?.() ?? assert.fail() });
    const link = open();
    link.arrive(7);
    link.ask(7, 1);
    link.ask(7, 2);
    link.ask(8, 3);
    await link.answered;
    // The stranger does not wait for it.
    assert.deepEqual([link.answers.map(({ id }) => id), callers.length], [[3], 1]);
    while (callers.length < 3) await new Promise(setImmediate);
    link.ask(7, 4);
    link.detach(7);
    while (link.answers.length < 4) await new Promise(setImmediate);
    assert.deepEqual(
      link.answers.map(({ id }) => id),
      [3, 1, 2, 4],
    );
    assert.deepEqual(detached, [1]);
  });

  it('is heard to the end when it leaves before its session is read', async () => {
    const { callers, detached, open } = stage();
    const link = open();
    link.arrive(7);
    link.ask(7, 1);
    link.detach(7);
    assert.deepEqual([callers.length, detached], [0, []]);
    await link.answered;
    assert.deepEqual([callers.length, detached], [1, [1]]);
  });
});

it('the end of a link ends what came by it', async () => {
  const { detached, open } = stage();
  const link = open();
  link.arrive(7);
  link.arrive(8);
  await new Promise(setImmediate);
  link.detach(8);
  link.end();
  assert.deepEqual(detached, [2, 1]);
});

it('an older link, whose end is heard late, ends no sequence that has begun on a newer one (promise 4)', async () => {
  const { detached, open } = stage();
  const [older, newer] = [open(), open()];
  older.arrive(7);
  older.arrive(8);
  newer.arrive(7);
  await new Promise(setImmediate);
  older.detach(7);
  older.end();
  assert.deepEqual(detached, [1, 2]);
  newer.end();
  assert.deepEqual(detached, [1, 2, 3]);
});

it('a connection that arrives twice by one link goes on with its sequence', async () => {
  const { detached, open } = stage();
  const link = open();
  link.arrive(7);
  link.arrive(7);
  await new Promise(setImmediate);
  link.end();
  assert.deepEqual(detached, [1]);
});

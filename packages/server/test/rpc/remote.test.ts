/** How a gateway's requests cross the bus: as the bytes that came, and so do the answers. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeServerFrame, encodeClientFrame, encodeServerFrame, PosthornError } from '@posthorn/protocol';
import { REQUEST_NUMBERS } from '@posthorn/protocol/requests';
import { createMemoryBus } from '../../src/bus/memory.ts';
import type { LinkOwner, Links } from '../../src/cluster/links.ts';
import type { Nodes } from '../../src/cluster/nodes.ts';
import { decodeRouterCall, encodeRouterAnswer } from '../../src/generated/bus.ts';
import type { RouterAnswerBodyInit, RouterCall } from '../../src/generated/bus.ts';
import { silentLogger } from '../../src/logger.ts';
import { RemoteRouter } from '../../src/rpc/remote.ts';
import { systemClock } from '../../src/system.ts';

const CALLER = { connection: 0, address: '', session: undefined };
const NEW = 1000;

/** One router that answers all calls as `answer` says. */
function remote(answer: (call: RouterCall) => RouterAnswerBodyInit): RemoteRouter {
  const links = {
    open: (_to: string, owner: LinkOwner) => ({
      isOver: false,
      send: (item: Uint8Array) => {
        const call = decodeRouterCall(item);
        // It answers later, as a router does.
        setImmediate(() => owner.onItem(encodeRouterAnswer({ id: call.id, body: answer(call) })));
        return true;
      },
      close: () => owner.onEnd('closed'),
    }),
  } as unknown as Links;
  const nodes = {
    others: () => [{ id: 'one', isRouter: true, isDraining: false, requests: undefined }],
    listen: () => ({ unsubscribe: () => {} }),
  } as unknown as Nodes;
  return new RemoteRouter({
    bus: createMemoryBus({ clock: systemClock, onError: (error) => assert.fail(String(error)) }),
    clock: systemClock,
    logger: silentLogger,
    nodes,
    links,
    usualRequests: { harmless: [], byClientId: [], never: [] },
  });
}

function frameOf(call: RouterCall): Uint8Array {
  return call.body?.case === 'request' ? call.body.value : assert.fail('no request');
}

describe('a request that is bytes', () => {
  it('reaches the router as it came, also when the caller uses the bytes again', async (t) => {
    let seen: Uint8Array = new Uint8Array(0);
    const router = remote((call) => {
      seen = frameOf(call).slice();
      return { case: 'reply', value: Uint8Array.of(0xfa, 7, 0) };
    });
    t.after(() => router.close());
    const frame = Uint8Array.of(8, 7, 0xc2, 0x3e, 1, 99);
    const sent = frame.slice();
    const answer = router.forward(CALLER, { number: NEW, frame });
    frame.fill(0);
    assert.deepEqual(await answer, Uint8Array.of(0xfa, 7, 0));
    assert.deepEqual(seen, sent);
  });

  it('is answered with an error that only the router knows, as it came', async (t) => {
    const error = { code: 999, message: 'too blue', retryAfterMs: 7, reason: 'blue' };
    const router = remote(() => ({ case: 'error', value: error }));
    t.after(() => router.close());
    const answer = await router.forward(CALLER, { number: NEW, frame: new Uint8Array(0) });
    assert.ok(answer instanceof Uint8Array);
    assert.deepEqual(decodeServerFrame(answer).body, { case: 'error', value: error });
    await assert.rejects(router.call(CALLER, { case: 'ping', value: {} }), { code: 'INTERNAL' });
  });

  it('is refused at once when it is a send whose place in the order cannot be read', (t) => {
    const router = remote(() => assert.fail('asked'));
    t.after(() => router.close());
    const frame = Uint8Array.of(0x52, 1, 0x28);
    const answer = router.forward(CALLER, { number: REQUEST_NUMBERS.send, frame });
    assert.ok(answer instanceof PosthornError);
    assert.equal(answer.code, 'MALFORMED_FRAME');
  });
});

it('a request that is none yet becomes the same bytes', async (t) => {
  const request = { case: 'findUsers', value: { prefix: 'ro', cursor: '', limit: 3 } } as const;
  const router = remote((call) => {
    assert.deepEqual(frameOf(call).slice(), encodeClientFrame({ body: request }));
    return { case: 'reply', value: encodeServerFrame({ body: { case: 'done', value: {} } }) };
  });
  t.after(() => router.close());
  assert.equal((await router.call(CALLER, request)).case, 'done');
});

/** Under which client ids publications are sent, what is refused, and when a client is not read on. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Reply } from '@posthorn/protocol';
import { Inbound } from '../../../src/protocols/mqtt/inbound.ts';
import { decodeState, encodeState, newState } from '../../../src/protocols/mqtt/state.ts';
import type { SessionState } from '../../../src/protocols/mqtt/state.ts';
import { settled, StepClock } from './support/kept-sessions.ts';
import { incomingOf, RECEIVE_MAXIMUM } from './support/publishing.ts';

/** A connection whose saves the test ends, and the client ids of what it sends. */
class Scene {
  readonly clientIds: string[] = [];
  readonly inbound: Inbound;
  #saving = Promise.withResolvers<void>();

  readonly outcomes: string[] = [];

  constructor(
    state: SessionState,
    isPresent: boolean,
    answer: () => Promise<Reply> = () => Promise.resolve({ case: 'ack', value: { seq: 1 } }),
  ) {
    this.inbound = new Inbound({
      state,
      isPresent,
      receiveMaximum: RECEIVE_MAXIMUM,
      tellsRefusals: true,
      clock: new StepClock(),
      request: (request) => {
        if (request.case === 'send') this.clientIds.push(request.value.clientId);
        return answer();
      },
      save: () => this.#saving.promise,
      settled: (_incoming, outcome) =>
        void this.outcomes.push('error' in outcome ? outcome.error.code : 'ack'),
      completed: () => {},
      onRoom: () => {},
      onFailure: (error) => assert.fail(String(error)),
      maxReleased: 1,
    });
  }

  async publish(id: number, dup = false, qos: 1 | 2 = 2): Promise<void> {
    const said = { id, qos, conversation: 1, text: 'hi', clientId: undefined } as const;
    this.inbound.publish(incomingOf({ ...said, isForbidden: false, isReceived: false }, dup));
    await settled();
  }

  async saved(): Promise<void> {
    this.#saving.resolve();
    this.#saving = Promise.withResolvers();
    await settled();
  }
}

describe('a new epoch', () => {
  it('is kept before anything is sent in it', async () => {
    const scene = new Scene(newState('uid'), false);
    await scene.publish(1);
    scene.inbound.pubrel(1);
    await scene.publish(2);
    assert.deepEqual(scene.clientIds, ['uid.0.1.0']);
    await scene.saved();
    assert.deepEqual(scene.clientIds, ['uid.0.1.0', 'uid.1.2.0']);
  });

  it('leaves what was not released its client id, also in another connection', async () => {
    const state = newState('uid');
    const first = new Scene(state, false);
    for (const id of [1, 2, 3]) await first.publish(id);
    first.inbound.close();
    const second = new Scene(decodeState(encodeState(state, true)), true);
    second.inbound.pubrel(1);
    await second.saved();
    await second.publish(2, true);
    await second.publish(1);
    assert.deepEqual(second.clientIds, ['uid.0.2.0', 'uid.1.1.0']);
  });
});

it('a repeat with QoS 1 is that of the last connection, and of no earlier one', async () => {
  let state = newState('uid');
  /** The router answers nobody before the connection breaks. */
  const connection = async (
    isPresent: boolean,
    ...packets: readonly (readonly [id: number, dup: boolean])[]
  ) => {
    state.connections++;
    const scene = new Scene(state, isPresent, () => new Promise(() => {}));
    for (const [id, dup] of packets) await scene.publish(id, dup, 1);
    scene.inbound.close();
    state = decodeState(encodeState(state, true));
    return scene.clientIds;
  };
  assert.deepEqual(await connection(false, [1, false], [2, false]), ['uid.1.1', 'uid.1.2']);
  assert.deepEqual(await connection(true, [1, true]), ['uid.1.1']);
  // Here the client has begun anew, and what it published with these packet ids has not come.
  assert.deepEqual(await connection(true, [1, true], [2, true]), ['uid.1.1', 'uid.3.1']);
});

it('what cannot be read is refused and does not hold up what follows', async () => {
  const scene = new Scene(newState('uid'), false);
  const fault = () => Promise.reject(new TypeError('a fault of ours'));
  scene.inbound.publish({ qos: 1, messageId: 1, dup: false, bytes: 0, prepare: fault });
  await scene.publish(2, false, 1);
  assert.deepEqual(scene.outcomes, ['INTERNAL', 'ack']);
});

it('a client that publishes much at once is not read on', () => {
  const scene = new Scene(newState('uid'), false, () => new Promise(() => {}));
  const prepare = () => new Promise<never>(() => {});
  for (let count = 0; count < 3; count++) {
    assert.equal(scene.inbound.isFull, false);
    scene.inbound.publish({ qos: 0, messageId: 0, dup: false, bytes: 400_000, prepare });
  }
  assert.equal(scene.inbound.isFull, true);
});

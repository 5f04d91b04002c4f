/** How many bans a group may have. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EffectContext } from '../../store/log/effects.ts';
import type { Refusal } from '../../store/log/records.ts';
import { DOOR_EFFECTS, MAX_BANS } from './door-effects.ts';

const CONVERSATION = { id: 1 };

/** Why a user is not banned from a group with as many bans as there may be, of which one is that of user 7. */
function refusal(user: number): Refusal | undefined {
  // The part of the context that is asked for.
  const context = { conversation: CONVERSATION } as unknown as EffectContext;
  const query = DOOR_EFFECTS.ban.refusal?.(context, { type: 'ban', user, reason: '' } as never);
  assert.ok(query !== undefined, 'there is no bound');
  let step = query.next();
  while (step.done !== true) {
    assert.ok(step.value.kind === 'rows');
    const { text, values } = step.value;
    if (text.includes('OFFSET')) {
      assert.deepEqual(values, [1, MAX_BANS - 1]);
      step = query.next([{ user: 9 }]);
    } else step = query.next(user === 7 ? [{ user, by: 1, time: 0, reason: '' }] : []);
  }
  return step.value;
}

describe('a group with as many bans as there may be', () => {
  it('takes no more', () => assert.equal(refusal(8)?.code, 'LIMIT_EXCEEDED'));
  it('takes another reason for one that it has', () => assert.equal(refusal(7), undefined));
});

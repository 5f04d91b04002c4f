/** That somebody joined or left is said again for a minute: no advert reaches who does not listen yet (promise 6). */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { RecentMembershipChanges } from '../../src/pipeline/recent-membership-changes.ts';

const MINUTE_MS = 60_000;

function clockAt(time: { ms: number }): ConstructorParameters<typeof RecentMembershipChanges>[0] {
  return {
    now: () => 0,
    monotonic: () => time.ms,
    after: () => ({ cancel() {} }),
    afterTurn: () => {},
  };
}

it('each change is remembered for a minute, oldest first', () => {
  const time = { ms: 0 };
  const membershipChanges = new RecentMembershipChanges(clockAt(time));
  const first = { conversation: 1, users: [2, 3], version: 4, seq: 5 };
  const second = { conversation: 6, users: [2], version: 1, seq: 1 };
  membershipChanges.add(first);
  time.ms += MINUTE_MS / 2;
  membershipChanges.add(second);
  assert.deepEqual(membershipChanges.all(), [first, second]);
  time.ms += MINUTE_MS / 2 + 1;
  assert.deepEqual(membershipChanges.all(), [second]);
  time.ms += MINUTE_MS;
  assert.deepEqual(membershipChanges.all(), []);
});

it('the oldest are forgotten when there are too many', () => {
  const membershipChanges = new RecentMembershipChanges(clockAt({ ms: 0 }));
  const users = Array.from({ length: 90_000 }, (_, index) => index);
  for (let conversation = 1; conversation <= 4; conversation++) {
    membershipChanges.add({ conversation, users, version: 1, seq: 1 });
  }
  assert.deepEqual(
    membershipChanges.all().map(({ conversation }) => conversation),
    [3, 4],
  );
});

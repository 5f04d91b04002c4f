/** The members a gateway is told of are those of the version that it is told with them. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Registry } from 'prom-client';
import { createRouterMetrics } from '../../src/router/metrics.ts';
import { createLogins } from '../../src/features/accounts/logins.ts';
import { createRouter } from '../../src/router/local.ts';
import type { Services } from '../../src/router/services.ts';
import * as logQueries from '../../src/store/log/conversations.ts';
import { settingsFrom } from '../../src/store/log/group-settings.ts';
import type { ConversationRecord, MemberRecord } from '../../src/store/log/records.ts';
import type { Store } from '../../src/store/store.ts';

/** A group that user 3 joins, which makes it version 6, when it is read for the `at`-th time. */
function groupThatChanges(at: number): Store {
  let reads = 0;
  const version = (): number => ((reads += 1) >= at ? 6 : 5);
  const get = (id: number): ConversationRecord => ({
    id,
    kind: 'group',
    version: version(),
    title: 'Inn',
    users: [],
    blockedBy: [],
    departed: [],
    vanishAfterMs: 0,
    memberCount: 2,
    head: 9,
    settings: settingsFrom('', 2),
  });
  const membersAmong = (users: readonly number[]): MemberRecord[] => {
    const members = version() === 6 ? [1, 2, 3] : [1, 2];
    return users
      .filter((user) => members.includes(user))
      .map((user) => ({ user, role: 'member', silenced: false, joinedSeq: 1 }));
  };
  // A router asks for nothing else here.
  return {
    run: async (query: unknown, id: number, users: readonly number[]) =>
      query === logQueries.getConversation ? get(id) : membersAmong(users),
  } as unknown as Store;
}

it('whenever the group changes while it is read', async () => {
  for (let at = 1; at <= 6; at++) {
    const services = { store: groupThatChanges(at) } as Services;
    const router = createRouter({
      services,
      metrics: createRouterMetrics(new Registry()),
      requests: new Map(),
      logins: createLogins(services),
    });
    const { version, members } = await router.membership(7, [1, 3, 4]);
    assert.deepEqual(members, version === 6 ? [1, 3] : [1], `changes at read ${at}`);
  }
});

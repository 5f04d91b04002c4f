/** What the answers of a push service mean, and how those in trouble are left alone. */
import assert from 'node:assert/strict';
import { createECDH } from 'node:crypto';
import { describe, it } from 'node:test';
import { checkSender } from '@posthorn/testing/push-service';
import { OutgoingError } from '../../outgoing/error.ts';
import type { Outgoing, Posted } from '../../outgoing/outgoing.ts';
import { systemRandom } from '../../system.ts';
import { send } from './push-service.ts';
import type { Answer } from './push-service.ts';
import { ServiceHealth } from './service-health.ts';
import { makeVapidKeys, Vapid } from './vapid.ts';

const NOW = Date.parse('2026-01-05T12:00:00Z');
const DAY_S = 86_400;

function pushTo(answer: () => { readonly status: number; readonly retryAfter?: string }): {
  readonly answer: Promise<Answer>;
  readonly posted: Posted[];
} {
  const posted: Posted[] = [];
  const outgoing = {
    post: (given: Posted) => {
      posted.push(given);
      return Promise.resolve().then(() => ({ retryAfter: undefined, ...answer() }));
    },
  };
  const browser = createECDH('prime256v1').generateKeys('base64url');
  const auth = Buffer.alloc(16).toString('base64url');
  const endpoint = 'https://push.example/x';
  const push = {
    url: new URL(endpoint),
    subscription: { session: 1, user: 1, endpoint, p256dh: browser, auth, createdAt: 0 },
    payload: Buffer.from('{}'),
    ttlMs: 60_500,
    isUrgent: true,
    topic: 'topic',
  };
  const vapid = new Vapid(makeVapidKeys(), 'mailto:a@example.com');
  const options = {
    // It posts.
    outgoing: outgoing as unknown as Outgoing,
    vapid,
    clock: { now: () => NOW },
    random: systemRandom,
  };
  return { answer: send(options, push, AbortSignal.timeout(60_000)), posted };
}

describe('a push service', () => {
  it('is told who sends, how urgent it is, and how long it is of use', async () => {
    const { answer, posted } = pushTo(() => ({ status: 201 }));
    assert.deepEqual(await answer, { type: 'taken' });
    const { headers } = posted[0] ?? assert.fail();
    checkSender(headers['authorization'] ?? '', 'https://push.example');
    assert.partialDeepStrictEqual(headers, { ttl: '60', urgency: 'high', topic: 'topic' });
  });

  it('says what becomes of it', async () => {
    const of = (status: number, retryAfter?: string): Promise<Answer> =>
      pushTo(() => ({ status, ...(retryAfter !== undefined && { retryAfter }) })).answer;
    assert.equal((await of(200)).type, 'taken');
    for (const status of [404, 410]) assert.equal((await of(status)).type, 'gone');
    for (const status of [301, 400, 401, 403, 413]) assert.equal((await of(status)).type, 'refused');
    for (const status of [500, 502, 503])
      assert.partialDeepStrictEqual(await of(status), { type: 'later', isService: true });
    assert.partialDeepStrictEqual(await of(429, '7'), {
      type: 'later',
      isService: false,
      retryAfterMs: 7000,
    });
    const date = new Date(NOW + 90_000).toUTCString();
    assert.partialDeepStrictEqual(await of(503, date), { type: 'later', retryAfterMs: 90_000 });
    assert.ok(!('retryAfterMs' in (await of(503, 'soon'))));
  });

  it('that cannot be reached is tried later, and one that may not be called is not', async () => {
    const failing = (problem: 'timeout' | 'refused'): Promise<Answer> =>
      pushTo(() => {
        throw new OutgoingError(problem, problem);
      }).answer;
    assert.partialDeepStrictEqual(await failing('timeout'), { type: 'later', isService: true });
    assert.equal((await failing('refused')).type, 'refused');
  });

  it('in trouble is left alone: longer each time, and as long as it asks for', () => {
    const health = new ServiceHealth();
    const after = (retryAfterMs?: number): number => {
      health.failed('a', NOW, retryAfterMs);
      return health.pausedUntil('a') - NOW;
    };
    assert.deepEqual([after(), after(), after(), after(), after()], [0, 0, 10_000, 20_000, 40_000]);
    assert.equal(after(900_000), 900_000);
    assert.equal(after(DAY_S * 1000), 3_600_000);
    assert.equal(health.pausedUntil('b'), 0);
    health.answered('a');
    assert.equal(health.pausedUntil('a'), 0);
  });
});

describe('the key pair of a server', () => {
  it('signs anew before its word expires', () => {
    const vapid = new Vapid(makeVapidKeys(), 'mailto:a@example.com');
    const first = vapid.authorization('https://a.example', NOW);
    assert.equal(vapid.authorization('https://a.example', NOW + 3_600_000), first);
    assert.notEqual(vapid.authorization('https://b.example', NOW), first);
    const later = vapid.authorization('https://a.example', NOW + 11.5 * 3_600_000);
    assert.notEqual(later, first);
    checkSender(later, 'https://a.example');
    const claims = Buffer.from(later.split('.')[1] ?? '', 'base64url').toString();
    const { exp, sub } = JSON.parse(claims) as { readonly exp: number; readonly sub: string };
    assert.ok(exp - (NOW / 1000 + 11.5 * 3600) <= DAY_S);
    assert.equal(sub, 'mailto:a@example.com');
  });
});

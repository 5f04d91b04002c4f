import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { createMemoryBus } from '../bus/memory.ts';
import { systemClock, systemRandom } from '../system.ts';
import { isTicket, TICKET_TTL_MS, Tickets } from './tickets.ts';

function nodes(t: TestContext): {
  readonly one: Tickets;
  readonly other: Tickets;
  readonly pass: (ms: number) => void;
} {
  let now = 0;
  const clock = { ...systemClock, monotonic: () => now };
  const bus = createMemoryBus({ clock: systemClock, onError: assert.ifError });
  const [one, other] = ['one', 'other'].map(
    (node) => new Tickets({ bus, clock, random: systemRandom, node }),
  ) as [Tickets, Tickets];
  t.after(async () => {
    one.close();
    other.close();
    await bus.close();
  });
  return { one, other, pass: (ms) => void (now += ms) };
}

describe('tickets', () => {
  it('are redeemed once, by any router', async (t) => {
    const { one, other } = nodes(t);
    const tickets = [one.issue('ph_a'), one.issue('ph_a')];
    assert.deepEqual(await Promise.all(tickets.map((each) => other.redeem(each))), ['ph_a', 'ph_a']);
    assert.equal(await one.redeem(tickets[0] ?? ''), undefined);
    assert.equal(await other.redeem(tickets[1] ?? ''), undefined);
  });

  it('of two who redeem one at once, one gets it', async (t) => {
    const { one, other } = nodes(t);
    const ticket = one.issue('ph_a');
    const outcomes = await Promise.all([one, other, other, one].map((each) => each.redeem(ticket)));
    assert.equal(outcomes.filter((token) => token !== undefined).length, 1);
  });

  it('end with their time, and with the router that gave them', async (t) => {
    const { one, other, pass } = nodes(t);
    const [early, late] = [one.issue('ph_a'), one.issue('ph_a')];
    pass(TICKET_TTL_MS - 1);
    assert.equal(await other.redeem(early), 'ph_a');
    pass(1);
    assert.equal(await other.redeem(late), undefined);
    const lost = one.issue('ph_a');
    one.close();
    assert.equal(await other.redeem(lost), undefined);
  });

  it('are no tokens, and nothing else is a ticket', async (t) => {
    const { one, other } = nodes(t);
    assert.ok(isTicket(one.issue('ph_a')));
    for (const text of [
      '',
      'ph_abc',
      `ph_${'A'.repeat(43)}`,
      'one.',
      '.x',
      'one.x.y',
      'o>.x',
      `one.${'x'.repeat(65)}`,
    ]) {
      assert.ok(!isTicket(text), text);
      assert.equal(await other.redeem(text), undefined);
    }
  });
});

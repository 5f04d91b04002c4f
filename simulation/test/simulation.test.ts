/** The promises hold in simulated worlds: some hundred new ones each time, and those that once found a fault. */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { describe, it } from 'node:test';
import { parseArguments } from '../src/arguments.ts';
import { Chance } from '../src/chance.ts';
import { play } from '../src/play.ts';
import { report, replayArguments } from '../src/report.ts';
import { Scheduler } from '../src/scheduler.ts';
import { everything, reduced, shrink } from '../src/shrink.ts';
import { planOf, simulate } from '../src/simulate.ts';
import type { Failure } from '../src/simulate.ts';
import { REGRESSIONS } from './regressions.ts';
import { NO_SWEEP } from './support/bugs.ts';

/** New ones in each run. */
const FRESH_SEEDS = 250;

describe('whatever happens', () => {
  it('every promise holds', async (t) => {
    const from = randomInt(2 ** 40);
    t.diagnostic(`seeds from ${from} on`);
    const totals = await simulate({ from, seeds: FRESH_SEEDS, onFailure: explain });
    t.diagnostic(`${totals.sent} messages sent, ${totals.handed} handed over`);
    assert.ok(totals.handed > totals.acked, 'something happened');
  });

  for (const { seed, about } of REGRESSIONS) {
    it(`seed ${seed}: ${about}`, async () => {
      const plan = planOf(seed);
      const outcome = await play(plan);
      if (outcome.violation !== undefined) await explain({ plan, outcome });
    });
  }
});

describe('a seed', () => {
  it('gives the same trace each time, byte for byte', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const first = await play(planOf(seed), { isTraced: true });
      const second = await play(planOf(seed), { isTraced: true });
      assert.equal(second.lines.join('\n'), first.lines.join('\n'));
      assert.equal(second.fingerprint, first.fingerprint);
      assert.ok(first.lines.length > 20);
    }
  });

  it('gives the same run with and without a trace', async () => {
    const plain = await play(planOf(3));
    const traced = await play(planOf(3), { isTraced: true });
    assert.equal(plain.fingerprint, traced.fingerprint);
    assert.deepEqual(plain.lines, []);
  });

  it('differs from others', async () => {
    const fingerprints = new Set<string>();
    for (let seed = 1; seed <= 20; seed++) fingerprints.add((await play(planOf(seed))).fingerprint);
    assert.equal(fingerprints.size, 20);
  });
});

describe('a failure', () => {
  it('is made shorter while it stays the same, and replays from what is printed', async () => {
    let failure: Failure | undefined;
    await simulate({
      from: 1,
      seeds: 400,
      sabotage: NO_SWEEP,
      onFailure: (found) => {
        failure = found;
        return false;
      },
    });
    assert.ok(failure !== undefined);
    const { plan, outcome } = failure;
    const { rest } = await shrink(plan, outcome, { sabotage: NO_SWEEP });
    assert.ok(rest.steps.length < plan.steps.length / 2, `${rest.steps.length} steps are left`);

    const { seed = '', steps, without } = parseArguments(replayArguments(plan, rest).split(' '));
    assert.equal(seed, plan.seed);
    const again = reduced(planOf(seed), { steps: steps ?? everything(plan).steps, without });
    const replayed = await play(again, { sabotage: NO_SWEEP, isTraced: true });
    assert.equal(replayed.violation?.rule, outcome.violation?.rule);
    const words = report(plan, rest, replayed);
    assert.match(words, /breaks promise 6[^]*VIOLATION[^]*Replay: npm run simulate/);
  });
});

describe('the scheduler', () => {
  it('runs tasks by time, and between two tasks everything that promises have to do', async () => {
    const scheduler = new Scheduler(new Chance('a test'));
    const seen: string[] = [];
    scheduler.after(5, () => seen.push('late'));
    scheduler.after(1, () => {
      seen.push('early');
      void chain(50).then(() => seen.push('its promises'));
      scheduler.after(0, () => seen.push('soon'));
    });
    scheduler.after(2, () => seen.push('never'))();
    await scheduler.run(() => false);
    assert.deepEqual(seen, ['early', 'its promises', 'soon', 'late']);
    assert.equal(scheduler.now, 5);
  });

  it('lets chance decide among tasks of one moment', async () => {
    const orders = new Set<string>();
    for (let seed = 0; seed < 50; seed++) {
      const scheduler = new Scheduler(new Chance(String(seed)));
      let order = '';
      for (const name of ['a', 'b', 'c']) scheduler.after(1, () => (order += name));
      await scheduler.run(() => false);
      orders.add(order);
    }
    assert.equal(orders.size, 6);
  });

  it('ends with what a task throws', async () => {
    const scheduler = new Scheduler(new Chance('a test'));
    scheduler.after(1, () => {
      throw new Error('a fault');
    });
    await assert.rejects(
      scheduler.run(() => false),
      /a fault/,
    );
  });
});

describe('the command', () => {
  const refused: readonly (readonly [string, RegExp])[] = [
    ['--seeds 0', /--seeds needs a whole number from 1 up/],
    ['--seeds x', /--seeds needs a whole number/],
    ['--minutes x', /--minutes needs a number/],
    ['--steps 1', /name it with --seed/],
    ['--seed 1 --steps 1,x', /--steps needs a whole number/],
    ['--seed 1 --without rain', /--without knows slicing/],
    ['--sedes 1', /--sedes/],
  ];
  for (const [words, message] of refused) {
    it(`refuses ${words}`, () => {
      assert.throws(() => parseArguments(words.split(' ')), message);
    });
  }
});

async function chain(length: number): Promise<void> {
  for (let i = 0; i < length; i++) await Promise.resolve();
}

async function explain({ plan, outcome }: Failure): Promise<never> {
  const { rest } = await shrink(plan, outcome);
  const traced = await play(reduced(plan, rest), { isTraced: true });
  assert.fail(report(plan, rest, traced));
}

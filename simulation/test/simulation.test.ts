/** The promises hold in simulated worlds: the same ones each time, and those that once found a fault. The full run has more. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseArguments } from '../src/arguments.ts';
import { Chance } from '../src/chance.ts';
import { EventLoop } from '../src/event-loop.ts';
import { openDatabase, play } from '../src/play.ts';
import { report, replayArguments } from '../src/report.ts';
import { Scheduler } from '../src/scheduler.ts';
import { everything, reduced, shrink } from '../src/shrink.ts';
import { planOf, simulate } from '../src/simulate.ts';
import type { Failure } from '../src/simulate.ts';
import { REGRESSIONS } from './regressions.ts';
import { NO_SWEEP } from './support/bugs.ts';

const FIRST_SEED = 1;
const SEEDS = 20;
/** A little before the first seed in which it is missed. */
const NO_SWEEP_IS_MISSED = 88;

describe('whatever happens', () => {
  it('every promise holds', async (t) => {
    const totals = await simulate({ from: FIRST_SEED, seeds: SEEDS, onFailure: explain });
    t.diagnostic(`${totals.sent} messages sent, ${totals.handed} handed over`);
    assert.ok(totals.handed > totals.acked, 'something happened');
  });

  for (const { seed, shape = 'together', about } of REGRESSIONS) {
    it(`seed ${seed}, ${shape}: ${about}`, async () => {
      const plan = planOf(seed, shape);
      const outcome = await play(plan);
      if (outcome.violation !== undefined) await explain({ plan, outcome });
    });
  }
});

describe('a seed', () => {
  it('gives the same trace each time, byte for byte', async () => {
    // One that others have used must be as good as a new one.
    const database = openDatabase();
    for (let seed = 1; seed <= 3; seed++) {
      for (const shape of ['together', 'apart'] as const) {
        const first = await play(planOf(seed, shape), { isTraced: true });
        const second = await play(planOf(seed, shape), { isTraced: true, database });
        assert.equal(second.lines.join('\n'), first.lines.join('\n'));
        assert.equal(second.fingerprint, first.fingerprint);
        assert.ok(first.lines.length > 20);
      }
    }
    database.close();
  });

  it('chooses its shape, and does the same in the other one as far as it can', () => {
    const seeds = Array.from({ length: 300 }, (_each, seed) => seed);
    const apart = seeds.filter((seed) => planOf(seed).setting.shape === 'apart');
    assert.ok(apart.length > 60 && apart.length < 140, `${apart.length} of 300 apart`);
    for (const seed of seeds.slice(0, 20)) {
      const [together, other] = [planOf(seed, 'together'), planOf(seed, 'apart')];
      assert.deepEqual(other.setting.devices, together.setting.devices);
      assert.ok(other.setting.gateways < other.setting.nodes);
      assert.equal(together.setting.gateways, together.setting.nodes);
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
    for (let seed = 1; seed <= 6; seed++) fingerprints.add((await play(planOf(seed))).fingerprint);
    assert.equal(fingerprints.size, 6);
  });
});

describe('a failure', () => {
  it('is made shorter while it stays the same, and replays from what is printed', async () => {
    let failure: Failure | undefined;
    await simulate({
      from: NO_SWEEP_IS_MISSED,
      seeds: 400,
      // Apart, what the bus loses changes with every step that is left out, so that fewer can be.
      shape: 'together',
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

    const { seed = '', shape, steps, without } = parseArguments(replayArguments(plan, rest).split(' '));
    assert.equal(seed, plan.seed);
    const again = reduced(planOf(seed, shape), { steps: steps ?? everything(plan).steps, without });
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
    ['--shape round', /--shape is together, apart or both/],
    ['--sedes 1', /--sedes/],
  ];
  for (const [words, message] of refused) {
    it(`refuses ${words}`, () => {
      assert.throws(() => parseArguments(words.split(' ')), message);
    });
  }
});

describe('a process that sleeps', () => {
  const loopOf = (seed: number): { readonly scheduler: Scheduler; readonly loop: EventLoop } => {
    const scheduler = new Scheduler(new Chance('a test'));
    return { scheduler, loop: new EventLoop(scheduler, new Chance(String(seed))) };
  };

  it('hears everything when it wakes, timers first or last', async () => {
    const orders = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const { scheduler, loop } = loopOf(seed);
      let heard = '';
      loop.sleep();
      loop.hear('from outside', () => (heard += 'a'));
      loop.hear('timer', () => (heard += '1'));
      loop.hear('from outside', () => (heard += 'b'));
      loop.hear('timer', () => (heard += '2'));
      assert.equal(heard, '');
      loop.wake();
      // What comes while it wakes waits for its turn.
      loop.hear('from outside', () => (heard += 'c'));
      await scheduler.run(() => false);
      loop.hear('timer', () => (heard += '3'));
      orders.add(heard);
    }
    assert.deepEqual([...orders].sort(), ['12abc3', 'ab12c3']);
  });

  it('hears nothing more once it is gone', async () => {
    const { scheduler, loop } = loopOf(1);
    loop.sleep();
    loop.hear('timer', () => assert.fail('it is gone'));
    loop.stop();
    loop.wake();
    loop.hear('from outside', () => assert.fail('it is gone'));
    await scheduler.run(() => false);
  });
});

async function chain(length: number): Promise<void> {
  for (let i = 0; i < length; i++) await Promise.resolve();
}

async function explain({ plan, outcome }: Failure): Promise<never> {
  const { rest } = await shrink(plan, outcome);
  const traced = await play(reduced(plan, rest), { isTraced: true });
  assert.fail(report(plan, rest, traced));
}

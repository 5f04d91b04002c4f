import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Clock } from '../../clock.ts';
import { Throttle } from './throttle.ts';
import type { LoginAttempt, ThrottleEvent } from './throttle.ts';

/** Time stands still, but for timers: they run at once, and their delays are kept. */
function stoppedClock(): Clock & { readonly delays: number[]; ms: number } {
  const delays: number[] = [];
  const clock = {
    delays,
    ms: 0,
    now: () => clock.ms,
    monotonic: () => clock.ms,
    after(delayMs: number, run: () => void) {
      delays.push(delayMs);
      queueMicrotask(run);
      return { cancel: () => {} };
    },
    afterTurn: queueMicrotask,
  };
  return clock;
}

function attemptOf(nameKey: string, address: string, knownDevice = ''): LoginAttempt {
  const device = 'phone';
  return { nameKey, address, device, isKnownDevice: () => Promise.resolve(device === knownDevice) };
}

const codeOf = (outcome: Promise<boolean>): Promise<string> =>
  outcome.then(
    (fits) => (fits ? 'right' : 'wrong'),
    (error: unknown) => String((error as { code?: unknown }).code),
  );

const wrong = (): Promise<boolean> => Promise.resolve(false);
const right = (): Promise<boolean> => Promise.resolve(true);

async function failOften(throttle: Throttle, times: number, nameKey: string, address: string): Promise<void> {
  for (let i = 0; i < times; i++) await codeOf(throttle.login(attemptOf(nameKey, address), wrong));
}

describe('guesses at once', () => {
  /** How many of 190 are tried. */
  async function triedOf190(addressOf: (guess: number) => string): Promise<number> {
    const throttle = new Throttle(stoppedClock());
    let tried = 0;
    const guesses = Array.from({ length: 190 }, (_, guess) =>
      codeOf(
        throttle.login(attemptOf('ann', addressOf(guess)), async () => {
          tried++;
          await new Promise<void>((resolve) => setImmediate(resolve));
          return false;
        }),
      ),
    );
    const codes = await Promise.all(guesses);
    assert.equal(codes.filter((code) => code === 'wrong').length, tried);
    assert.equal(codes.filter((code) => code === 'RATE_LIMITED').length, 190 - tried);
    return tried;
  }

  it('count from their admission', async () => {
    assert.equal(await triedOf190(() => '192.0.2.1'), 5);
  });

  it('at several routers share what may fail, because they learn of each other’s failures late', async () => {
    const routers: Throttle[] = [];
    const count = 3;
    for (let index = 0; index < count; index++) {
      const tell = (event: ThrottleEvent): void => {
        const others = routers.filter((_, other) => other !== index);
        setImmediate(() => others.forEach((other) => other.heard(event)));
      };
      routers.push(new Throttle(stoppedClock(), tell, () => count));
    }
    let tried = 0;
    const guesses = Array.from({ length: 190 }, (_, guess) =>
      codeOf(
        (routers[guess % count] ?? assert.fail()).login(attemptOf('ann', '192.0.2.1'), async () => {
          tried++;
          for (let turn = 0; turn < 4; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
          return false;
        }),
      ),
    );
    await Promise.all(guesses);
    // Fifteen, if each let five through. A router admits the next one before it hears of what failed just now elsewhere.
    assert.ok(tried <= 5 + 2 * (count - 1), `${tried} were tried`);
  });

  it('count together from one IPv6 network, also when its addresses are compressed', async () => {
    assert.equal(await triedOf190((guess) => `2001:db8::${guess.toString(16)}`), 5);
  });

  it('count together from one /48, four times as many', async () => {
    assert.equal(await triedOf190((guess) => `2001:db8:0:${guess.toString(16)}::1`), 20);
  });

  it('with the right password are let in, however many', async () => {
    const throttle = new Throttle(stoppedClock());
    let most = 0;
    let running = 0;
    const logins = Array.from({ length: 50 }, () =>
      codeOf(
        throttle.login(attemptOf('ann', '192.0.2.1'), async () => {
          most = Math.max(most, ++running);
          await new Promise<void>((resolve) => setImmediate(resolve));
          running--;
          return true;
        }),
      ),
    );
    assert.deepEqual(new Set(await Promise.all(logins)), new Set(['right']));
    assert.equal(most, 5);
  });

  it('give their place back when they cannot be checked', async () => {
    const throttle = new Throttle(stoppedClock());
    for (let i = 0; i < 50; i++) {
      const failure = Promise.reject(Object.assign(new Error('away'), { code: 'UNAVAILABLE' }));
      assert.equal(await codeOf(throttle.login(attemptOf('ann', '192.0.2.1'), () => failure)), 'UNAVAILABLE');
    }
    assert.equal(await codeOf(throttle.login(attemptOf('ann', '192.0.2.1'), right)), 'right');
  });
});

describe('a stranger who guesses', () => {
  it('is refused, but not others from the same network, nor the owner from elsewhere', async () => {
    const clock = stoppedClock();
    const throttle = new Throttle(clock);
    await failOften(throttle, 20, 'ann', '192.0.2.1');
    assert.equal(await codeOf(throttle.login(attemptOf('ann', '192.0.2.1'), right)), 'RATE_LIMITED');
    assert.equal(await codeOf(throttle.login(attemptOf('bob', '192.0.2.1'), right)), 'right');
    assert.equal(await codeOf(throttle.login(attemptOf('ann', '198.51.100.1'), right)), 'right');
    assert.deepEqual(clock.delays, []);
  });

  it('does not lock out a device of the owner in the same network', async () => {
    const clock = stoppedClock();
    const throttle = new Throttle(clock);
    await failOften(throttle, 20, 'ann', '192.0.2.1');
    for (let i = 0; i < 50; i++) await codeOf(throttle.login(attemptOf('ann', `10.0.0.${i}`), wrong));
    const owner = attemptOf('ann', '192.0.2.1', 'phone');
    clock.delays.length = 0;
    assert.equal(await codeOf(throttle.login(owner, right)), 'right');
    assert.deepEqual(clock.delays, []);
    for (let i = 0; i < 5; i++) assert.equal(await codeOf(throttle.login(owner, wrong)), 'wrong');
    assert.equal(await codeOf(throttle.login(owner, wrong)), 'RATE_LIMITED', 'not without end');
  });

  it('does not keep the owner from changing the password', async () => {
    const throttle = new Throttle(stoppedClock());
    await failOften(throttle, 20, 'ann', '192.0.2.1');
    assert.equal(await codeOf(throttle.confirm(1, right)), 'right');
    for (let i = 0; i < 5; i++) assert.equal(await codeOf(throttle.confirm(1, wrong)), 'wrong');
    assert.equal(await codeOf(throttle.confirm(1, right)), 'RATE_LIMITED');
  });

  it('is let in again after a while', async () => {
    const clock = stoppedClock();
    const throttle = new Throttle(clock);
    await failOften(throttle, 20, 'ann', '192.0.2.1');
    clock.ms += 31_000;
    assert.equal(await codeOf(throttle.login(attemptOf('ann', '192.0.2.1'), right)), 'right');
  });
});

it('routers count together, also with those of the version before', async () => {
  const [here, there] = [
    new Throttle(stoppedClock()),
    new Throttle(stoppedClock(), (event) => here.heard(event)),
  ];
  await failOften(there, 5, 'ann', '2001:db8::1');
  assert.equal(await codeOf(here.login(attemptOf('ann', '2001:db8::2'), right)), 'RATE_LIMITED');
  for (let i = 0; i < 5; i++) {
    here.heard({ case: 'loginFailed', value: { nameKey: 'bob', place: '2001:db8::3' } });
  }
  assert.equal(await codeOf(here.login(attemptOf('bob', '2001:db8::4'), right)), 'RATE_LIMITED');
});

it('new accounts are counted for a /64, and four times as many for a /48', () => {
  const throttle = new Throttle(stoppedClock());
  const register = (address: string): void => throttle.register(address, 2);
  register('2001:db8::1');
  register('2001:db8::2');
  assert.throws(() => register('2001:db8::3'), { code: 'RATE_LIMITED' });
  for (let i = 1; i <= 6; i++) register(`2001:db8:0:${i}::`);
  assert.throws(() => register('2001:db8:0:9::'), { code: 'RATE_LIMITED' });
  register('2001:db8:1::');
});

it('25,000 failures with long names stay in little memory', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void; // The flag adds it.
  const usedMiB = (): number => {
    collectGarbage();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const throttle = new Throttle(stoppedClock());
  const before = usedMiB();
  for (let i = 0; i < 25_000; i++) {
    const name = `${'x'.repeat(4000)}${i}`;
    await codeOf(throttle.login(attemptOf(name, `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`), wrong));
  }
  const grown = usedMiB() - before;
  assert.ok(grown < 30, `${grown} MiB`);
  assert.equal(await codeOf(throttle.login(attemptOf('ann', '192.0.2.1'), right)), 'right');
});

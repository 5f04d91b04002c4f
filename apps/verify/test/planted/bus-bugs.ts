/**
 * Buses with a bug each, around one that is right.
 *
 * @module
 */
import type { Bus } from '@posthorn/server';
import { testBus } from '@posthorn/testing/in-process-cluster';
import { Dice } from '../../src/dice.ts';
import { over } from './store-bugs.ts';

/** Loses one message in three: what a bus may do, since the heads are advertised. */
export function lossyBus(): Bus {
  const bus = testBus();
  const dice = new Dice(1);
  return over(bus, {
    publish(subject, data) {
      if (!dice.chance(0.33)) bus.publish(subject, data);
    },
  });
}

/** After so many pushes nothing gets through any more, and it does not say so. */
export function deafBus(afterPushes: number): () => Bus {
  return () => {
    const bus = testBus();
    let pushes = 0;
    return over(bus, {
      publish(subject, data) {
        if (/^(user|group)\./.test(subject)) pushes += 1;
        if (pushes <= afterPushes) bus.publish(subject, data);
      },
    });
  };
}

/** Interest is in force much later than it says. */
export function lateSubscriptions(delayMs: number): () => Bus {
  return () => {
    const bus = testBus();
    return over(bus, {
      subscribe(subject, handler, options) {
        let subscription: ReturnType<Bus['subscribe']> | undefined;
        const timer = setTimeout(() => (subscription = bus.subscribe(subject, handler, options)), delayMs);
        timer.unref();
        return {
          unsubscribe() {
            clearTimeout(timer);
            subscription?.unsubscribe();
          },
        };
      },
    });
  };
}

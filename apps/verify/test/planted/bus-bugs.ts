/**
 * Buses with a bug each, around one that is right.
 *
 * @module
 */
import { createMemoryBus, systemClock } from '@posthorn/server';
import type { Bus } from '@posthorn/server';
import { Dice } from '../../src/dice.ts';
import { over } from './store-bugs.ts';

export function memoryBus(): Bus {
  const onError = (error: unknown): void => {
    throw error;
  };
  return createMemoryBus({ clock: systemClock, onError });
}

/** Loses one message in three: what a bus may do, since the heads are advertised. */
export function lossyBus(): Bus {
  const bus = memoryBus();
  const dice = new Dice(1);
  return over(bus, {
    publish(subject, data) {
      if (!dice.chance(0.33)) bus.publish(subject, data);
    },
  });
}

/** After a while nothing gets through any more, and it does not say so. */
export function deafBus(afterMs: number): () => Bus {
  return () => {
    const bus = memoryBus();
    const deafAt = performance.now() + afterMs;
    return over(bus, {
      publish(subject, data) {
        if (performance.now() < deafAt) bus.publish(subject, data);
      },
    });
  };
}

/** Interest is in force much later than it says. */
export function lateSubscriptions(delayMs: number): () => Bus {
  return () => {
    const bus = memoryBus();
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

import type { TestContext } from 'node:test';
import { MissingProgramError, startNats } from '@posthorn/services';
import type { NatsOptions, PrivateService } from '@posthorn/services';
import type { Bus, BusStatus } from '../../../src/bus/bus.ts';
import { parseNatsAddress } from '../../../src/bus/nats/address.ts';
import { connectNatsBus } from '../../../src/bus/nats.ts';
import type { NatsBusOptions } from '../../../src/bus/nats.ts';
import { silentLogger } from '../../../src/logger.ts';
import { systemClock, systemRandom } from '../../../src/system.ts';

/** Why tests of NATS cannot run here; false when they can. */
export async function whyNoNats(): Promise<string | false> {
  try {
    await (await startNats()).remove();
    return false;
  } catch (error) {
    if (error instanceof MissingProgramError) return error.message;
    throw error;
  }
}

/** A nats-server that goes with the test. */
export async function natsOf(t: TestContext, options?: NatsOptions): Promise<PrivateService> {
  const nats = await startNats(options);
  t.after(() => nats.remove());
  return nats;
}

/** A connection that the caller closes. */
export function openBus(url: string, options: Partial<NatsBusOptions> = {}): Promise<Bus> {
  return connectNatsBus({
    address: parseNatsAddress(url),
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
    name: 'test',
    onError: (error) => {
      throw error;
    },
    ...options,
  });
}

/** A connection that goes with the test. */
export async function busOf(
  t: TestContext,
  url: string,
  options: Partial<NatsBusOptions> = {},
): Promise<Bus> {
  const bus = await openBus(url, options);
  t.after(() => bus.close());
  return bus;
}

/** Resolves when the bus says so next. */
export function nextStatus(bus: Bus, wanted: BusStatus): Promise<void> {
  return new Promise((resolve) => {
    const listening = bus.onStatus((status) => {
      if (status !== wanted) return;
      listening.unsubscribe();
      resolve();
    });
  });
}

export interface Heard {
  readonly texts: string[];
  /** Resolves when that many have come. */
  until(count: number): Promise<void>;
}

/** What comes on a subject. */
export function listen(bus: Bus, subject: string): Heard {
  const texts: string[] = [];
  const waiting = new Set<() => void>();
  bus.subscribe(subject, (data) => {
    texts.push(new TextDecoder().decode(data));
    for (const look of waiting) look();
  });
  return {
    texts,
    until: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (texts.length < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

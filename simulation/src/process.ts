/**
 * A simulated process: the common part of all nodes, of any role. It can be killed, sleep, lose the bus, and have its
 * clock set.
 *
 * @module
 */
import type { Bus, BusStatus } from '../../packages/server/src/bus/bus.ts';
import { createMemoryBus } from '../../packages/server/src/bus/memory.ts';
import type { Logger } from '../../packages/server/src/logger.ts';
import type { BusEnd, BusHub, BusLoss } from './bus.ts';
import type { Chance } from './chance.ts';
import { EventLoop } from './event-loop.ts';
import { ProcessClock } from './process-clock.ts';
import type { Sabotage } from './sabotage.ts';
import type { Scheduler } from './scheduler.ts';
import type { Setting } from './setting.ts';

export interface ProcessOptions {
  readonly name: string;
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly setting: Setting;
  readonly hub: BusHub;
  /** Wall clock minus virtual time. */
  readonly wallOffsetMs: number;
  readonly sabotage: Sabotage;
  readonly onFault: (error: unknown, sentence: string) => void;
}

export class Process {
  readonly loop: EventLoop;
  readonly clock: ProcessClock;
  readonly logger: Logger;
  readonly bus: Bus;
  /** Undefined: the bus is in the process. */
  readonly #busEnd: BusEnd | undefined;

  constructor({ name, scheduler, chance, setting, hub, wallOffsetMs, sabotage, onFault }: ProcessOptions) {
    this.loop = new EventLoop(scheduler, chance.stream('waking'));
    this.clock = new ProcessClock(scheduler, this.loop, wallOffsetMs);
    this.logger = loggerTo(onFault);
    this.#busEnd = setting.bus === 'in process' ? undefined : hub.join(name, this.loop);
    const bus =
      this.#busEnd ??
      createMemoryBus({ clock: this.clock, onError: (error) => onFault(error, 'a bus handler failed') });
    this.bus = sabotage.bus?.(bus) ?? bus;
  }

  /** Kills the process, with everything in its memory. */
  kill(): void {
    this.loop.stop();
    if (this.#busEnd !== undefined) void this.#busEnd.close();
  }

  /** Its connection to the bus breaks, or returns. */
  becomeOnBus(status: BusStatus): void {
    this.#busEnd?.become(status);
  }

  /** Its messages on the bus, or those of others to it, are lost unnoticed from now on. */
  loseOnBus(loss: BusLoss): void {
    this.#busEnd?.lose(loss);
  }
}

/** A log entry at level error means a bug: simulated faults only cause warnings. */
function loggerTo(onFault: ProcessOptions['onFault']): Logger {
  const quiet = (): void => {};
  return {
    debug: quiet,
    info: quiet,
    warn: quiet,
    error: ({ err }, sentence) => onFault(err, sentence),
    isLevelEnabled: () => false,
  };
}

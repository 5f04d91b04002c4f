/**
 * Times to send a message at.
 *
 * @module
 */

export type LaterName = 'in-1-hour' | 'this-evening' | 'tomorrow-morning' | 'monday-morning';

export interface Later {
  readonly name: LaterName;
  /** Unix ms. */
  readonly at: number;
}

const MAX_LATER_MS = 365 * 24 * 60 * 60 * 1000;

/** Times that people often want, soonest first, in the device's time zone. */
export function usualTimes(now: Date): readonly Later[] {
  const at = (days: number, hour: number): number =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour).getTime();
  // From Sunday on the next Monday is tomorrow, and said so.
  const toMonday = (8 - now.getDay()) % 7 || 7;
  const times: Later[] = [
    { name: 'in-1-hour', at: roundedUp(now.getTime() + 60 * 60_000) },
    { name: 'this-evening', at: at(0, 19) },
    { name: 'tomorrow-morning', at: at(1, 9) },
    { name: 'monday-morning', at: at(toMonday, 9) },
  ];
  return times.filter(({ name, at: time }) => {
    if (name === 'this-evening') return time > now.getTime() + 60 * 60_000;
    return name !== 'monday-morning' || toMonday > 1;
  });
}

/** Whether a message can be sent then. */
export function isPossible(at: number, now: number): boolean {
  return Number.isFinite(at) && at > now && at <= now + MAX_LATER_MS;
}

/** Of a message that is with the server. */
export interface Due {
  /** Unix ms, by the device's clock. */
  readonly at: number;
  /** The code with which it was refused for good; 0: it was not. */
  readonly refused: number;
  /** The code with which it was refused for the moment; 0: it was not. */
  readonly waiting: number;
}

/** Whether its time has come, so that it is in the conversation or about to be. */
export function isOnItsWay({ at, refused, waiting }: Due, now: number): boolean {
  return at <= now && refused === 0 && waiting === 0;
}

/** When the next one is due. Unix ms; undefined: none will be. */
export function nextDue(all: readonly Due[], now: number): number | undefined {
  const times = all.map(({ at }) => at).filter((at) => at > now);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** For `<input type="datetime-local">`: the device's local time, without seconds. */
export function inputValue(at: number): string {
  const date = new Date(at);
  const local = new Date(at - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

function roundedUp(ms: number): number {
  const step = 5 * 60_000;
  return Math.ceil(ms / step) * step;
}

/** Durations that a vanishing message may have, in ms. */
export const VANISH_TIMES: readonly number[] = [
  60_000,
  60 * 60_000,
  24 * 60 * 60_000,
  7 * 24 * 60 * 60_000,
  30 * 24 * 60 * 60_000,
];

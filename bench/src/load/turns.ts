/**
 * The same load on several servers in turns, so that whatever else the machine does slows them all.
 *
 * @module
 */
import { rounded } from '../outcome.ts';
import type { Result } from '../outcome.ts';
import type { DirectChat } from './direct-chat.ts';

/** What came of the turns of one kind of server. */
export interface Turns {
  acked: number;
  cpuSeconds: number;
  seconds: number;
}

export const NO_TURNS: Readonly<Turns> = { acked: 0, cpuSeconds: 0, seconds: 0 };

/** As much as it takes, for so long; added to `turns`. */
export async function takeTurn(
  turns: Turns,
  chat: DirectChat,
  { inFlight, seconds }: { readonly inFlight: number; readonly seconds: number },
): Promise<void> {
  const { serverCpu, ackedPerSecond } = await chat.saturate(inFlight, seconds);
  turns.acked += ackedPerSecond * seconds;
  turns.cpuSeconds += serverCpu * seconds;
  turns.seconds += seconds;
}

/** What it costs to have something, beside servers without it. */
export function comparedTurns(
  turns: Turns,
  without: Turns,
  { what, floorName, detail = {} }: Pick<Result, 'what' | 'floorName'> & Partial<Pick<Result, 'detail'>>,
): Result {
  return {
    what,
    figure: turns.acked / turns.seconds,
    unit: 'msg/s',
    floor: without.acked / without.seconds,
    floorName,
    targets: [{ ratioAtLeast: 0.95 }],
    detail: { serverUs: usOf(turns), 'floor serverUs': usOf(without), ...detail },
  };
}

/** Processor time of the server for a message, in µs. */
function usOf({ cpuSeconds, acked }: Turns): number {
  return rounded((cpuSeconds / Math.max(1, acked)) * 1e6);
}

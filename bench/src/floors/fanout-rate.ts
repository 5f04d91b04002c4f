/**
 * Measures the floor of every fan-out.
 *
 * @module
 */
import { SERVER_CORE } from '../cores.ts';
import type { Lab } from '../lab.ts';
import { dialTcp } from '../load/client.ts';
import { sideBySide } from '../side-by-side.ts';

export interface FanoutOrder {
  readonly frameBytes: number;
  readonly framesPerWrite: number;
  readonly sockets: number;
  readonly seconds: number;
}

/** Frames per second to that many sockets, from a server that does nothing else. */
export async function plainFanoutRate(lab: Lab, order: FanoutOrder): Promise<number> {
  const child = lab.start('floors/fanout-server', [], { core: SERVER_CORE });
  const { port } = await child.next<{ port: number }>();
  child.say(order);
  const pipes = await sideBySide(order.sockets, () => dialTcp(port));
  const { frames, seconds } = await child.next<{ frames: number; seconds: number }>();
  for (const pipe of pipes) pipe.close();
  await lab.end(child);
  return frames / seconds;
}

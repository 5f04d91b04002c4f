/**
 * A device may not go on believing in a connection that is dead: the heartbeat notices, whatever its wall clock does.
 *
 * @module
 */
import type { Device } from './device.ts';
import { Violation } from './violation.ts';

/** A handshake that is given up takes this long, or so many heartbeats pass. */
const HANDSHAKE_MS = 10_000;
const HEARTBEATS = 3;
/** For the answer to a ping after what looks like a sleep. */
const SLACK_MS = 6000;

/** Throws a Violation if a connection has been dead for too long without its device noticing. */
export function assertDeadPathsNoticed(
  devices: readonly Device[],
  now: number,
  { heartbeatMs }: { readonly heartbeatMs: number },
): void {
  const longestMs = Math.max(HANDSHAKE_MS, HEARTBEATS * heartbeatMs) + SLACK_MS;
  for (const { name, wire } of devices) {
    const deadMs = now - (wire?.deadSince ?? now);
    if (deadMs <= longestMs) continue;
    throw new Violation('6 self-healing', `${name} has not noticed for ${deadMs} ms that it is cut off`, [
      name,
    ]);
  }
}

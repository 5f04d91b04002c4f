/**
 * Asking all nodes at once how they are.
 *
 * @module
 */
import type { Bus } from '../bus/bus.ts';
import { STATUS_SUBJECT } from '../bus/subjects.ts';
import { decodeNodeStatus, encodeStatusQuery } from '../generated/bus.ts';
import type { NodeStatus } from '../generated/bus.ts';

/** A node that takes longer is not well. */
const ANSWER_TIMEOUT_MS = 1500;

const ASK = encodeStatusQuery({});

/** What those say that answer in time. `expected`: when so many have, nobody else is waited for. Rejects with a BusError. */
export async function askStatuses(bus: Bus, expected: number): Promise<readonly NodeStatus[]> {
  const answers = await bus.gather(STATUS_SUBJECT, ASK, { timeoutMs: ANSWER_TIMEOUT_MS, expected });
  return answers.map((answer) => decodeNodeStatus(answer));
}

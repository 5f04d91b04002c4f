/**
 * Asks all nodes for their status.
 *
 * @module
 */
import type { Bus } from '../bus/bus.ts';
import { STATUS_SUBJECT } from '../bus/subjects.ts';
import { decodeNodeStatus, encodeStatusQuery } from '../generated/bus.ts';
import type { NodeStatus } from '../generated/bus.ts';

/** Timeout. A node that takes longer counts as not answering. */
const ANSWER_TIMEOUT_MS = 1500;

const ASK = encodeStatusQuery({});

/**
 * Resolves with the statuses received before the timeout, or as soon as there are `expected`. Rejects with a BusError.
 */
export async function askStatuses(bus: Bus, expected: number): Promise<readonly NodeStatus[]> {
  const answers = await bus.gather(STATUS_SUBJECT, ASK, { timeoutMs: ANSWER_TIMEOUT_MS, expected });
  return answers.map((answer) => decodeNodeStatus(answer));
}

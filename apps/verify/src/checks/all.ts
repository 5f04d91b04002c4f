/**
 * Every check, in the order of the promises.
 *
 * @module
 */
import { block, membership } from './access.ts';
import { answered, grownOnce, pressedOnce } from './bots.ts';
import { changesAllowed, ownChanges } from './changes.ts';
import type { Check, Finding } from './check.ts';
import { converged, repaired, restoreNoticed, settled, stays } from './convergence.ts';
import { handedInOrder, handedOnce, noHole } from './delivery.ts';
import { takenOnce } from './taken.ts';
import type { Evidence } from './evidence.ts';
import { filesClosed, filesKept } from './files.ts';
import { hooked, hookedInOrder } from './hooks.ts';
import { dense, oneContent, reread, senderOrder } from './order.ts';
import { erased, samePicture, served, unread } from './pictures.ts';
import { cursors, ownWrites } from './reads.ts';
import { findable, foundAllowed } from './search.ts';
import { slowReaders } from './slow-readers.ts';
import { willed, willedOnce } from './wills.ts';
import { ackTrue, durable, failedAbsent, notInvented, once, sameAck } from './sends.ts';

export const CHECKS: readonly Check[] = [
  durable,
  reread,
  once,
  sameAck,
  dense,
  ackTrue,
  oneContent,
  notInvented,
  senderOrder,
  handedOnce,
  handedInOrder,
  noHole,
  takenOnce,
  converged,
  repaired,
  settled,
  stays,
  failedAbsent,
  ownWrites,
  ownChanges,
  cursors,
  served,
  samePicture,
  unread,
  membership,
  block,
  changesAllowed,
  erased,
  filesKept,
  filesClosed,
  findable,
  foundAllowed,
  hooked,
  hookedInOrder,
  pressedOnce,
  answered,
  grownOnce,
  willed,
  willedOnce,
  slowReaders,
  restoreNoticed,
];

export interface Violation extends Finding {
  readonly check: Check;
  /** The era in which it was found. */
  readonly evidence: Evidence;
}

export interface CheckResult {
  readonly check: Check;
  readonly looked: number;
  readonly violations: readonly Violation[];
}

/** Runs all checks over all eras. */
export function checkAll(eras: readonly Evidence[]): readonly CheckResult[] {
  return CHECKS.map((check) => {
    const verdicts = eras.map((evidence) => ({ evidence, ...check.run(evidence) }));
    return {
      check,
      looked: verdicts.reduce((sum, { looked }) => sum + looked, 0),
      violations: verdicts.flatMap(({ evidence, findings }) =>
        findings.map((finding) => ({ ...finding, check, evidence })),
      ),
    };
  });
}

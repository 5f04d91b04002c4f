/**
 * The result in numbers.
 *
 * @module
 */
import { KINDS } from './checks/check.ts';
import type { Kind } from './checks/check.ts';
import type { Violation } from './checks/all.ts';
import type { ChangeKind, History, RecoveryFact } from './history.ts';
import type { FaultCount, VerificationResult } from './verification.ts';

export interface Ledger {
  readonly sent: number;
  readonly acked: number;
  /** Sends that were refused for good; their senders know. */
  readonly failed: number;
  /** Sends with an unknown outcome. */
  readonly unknown: number;
  /** Acked changes of messages, which are among the sends. */
  readonly changes: Readonly<Record<ChangeKind, number>>;
  /** Messages handed to applications. */
  readonly handed: number;
  readonly violations: Readonly<Record<Kind, number>>;
  readonly faults: readonly FaultCount[];
  /** The slowest recovery of each kind, in ms; undefined: not measured. */
  readonly recoveries: Readonly<Record<RecoveryFact['of'], number | undefined>>;
}

export function ledgerOf({ results, faults, eras }: VerificationResult, history: History): Ledger {
  const sends = eras.flatMap((era) => [...era.sends.values()]);
  const violations = Object.fromEntries(
    KINDS.map((kind) => [
      kind,
      results
        .filter(({ check }) => check.kind === kind)
        .reduce((sum, result) => sum + result.violations.length, 0),
    ]),
  ) as Record<Kind, number>;
  const acked = sends.filter(({ acks }) => acks.length > 0).length;
  const changed = (change: ChangeKind): number =>
    sends.filter(({ first, acks }) => first.change === change && acks.length > 0).length;
  const failed = sends.filter(({ acks, failure }) => acks.length === 0 && failure !== undefined).length;
  return {
    sent: sends.length,
    acked,
    failed,
    unknown: sends.length - acked - failed,
    changes: {
      edit: changed('edit'),
      recall: changed('recall'),
      reaction: changed('reaction'),
      vote: changed('vote'),
    },
    handed: history.entries.filter(({ op }) => op === 'handed').length,
    violations,
    faults,
    recoveries: { database: slowest('database', history), 'last-push': slowest('last-push', history) },
  };
}

function slowest(of: RecoveryFact['of'], { entries }: History): number | undefined {
  const times = entries.flatMap((entry) =>
    entry.op === 'recovery' && entry.of === of ? [entry.tookMs] : [],
  );
  return times.length === 0 ? undefined : Math.round(Math.max(...times));
}

export function violationsOf({ results }: VerificationResult): readonly Violation[] {
  return results.flatMap(({ violations }) => violations);
}

/** The line of --json. */
export function toJson(ledger: Ledger, more: { readonly seed: number; readonly seconds: number }): string {
  const { sent, acked, failed, unknown, changes, violations, faults, recoveries } = ledger;
  const counted = faults.filter(({ count }) => count > 0).map(({ name, count }) => [name, count]);
  const skipped = faults.filter(({ count }) => count === 0).map(({ name, skipped: why }) => [name, why]);
  return JSON.stringify({
    sent,
    acked,
    ...violations,
    failed,
    unknown,
    changes,
    faults: Object.fromEntries(counted) as unknown,
    skipped: Object.fromEntries(skipped) as unknown,
    recoveryMs: recoveries,
    ...more,
  });
}

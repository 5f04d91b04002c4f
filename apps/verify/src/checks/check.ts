/**
 * The interface of a check: a pure function from evidence to violations. Each checks a part of a promise
 * (ARCHITECTURE.md) and counts in one row of the ledger.
 *
 * @module
 */
import type { Evidence } from './evidence.ts';

/**
 * The rows of the ledger. `lost`: something is missing. `duplicated`: something exists or arrived too often.
 * `reordered`: order, numbers or contents differ between two observers. `leaked`: somebody got what they may not see.
 * `diverged`: something did not converge in time.
 */
export const KINDS = ['lost', 'duplicated', 'reordered', 'leaked', 'diverged'] as const;
export type Kind = (typeof KINDS)[number];

/** The subject of a violation, to find its part of the history. */
export interface Subject {
  /** Ids of operations. */
  readonly ids?: readonly string[];
  readonly who?: string;
  readonly conversation?: number;
  readonly seqs?: readonly number[];
}

export interface Finding {
  /** Equal for the same violation found in a part of the history. */
  readonly key: string;
  /** What is wrong, for display. */
  readonly sentence: string;
  readonly about: Subject;
}

export interface Verdict {
  /** How many things were examined; 0: the check says nothing about this run. */
  readonly looked: number;
  readonly findings: readonly Finding[];
}

export interface Check {
  readonly name: string;
  readonly kind: Kind;
  /** Numbers of promises in the README's table. */
  readonly promises: readonly number[];
  /** What holds if there is no violation. */
  readonly claim: string;
  readonly run: (evidence: Evidence) => Verdict;
}

/**
 * What a check is: a pure function from evidence to violations. Each stands for a piece of a promise
 * (ARCHITECTURE.md) and counts into one row of the ledger.
 *
 * @module
 */
import type { Evidence } from './evidence.ts';

/**
 * The rows of the ledger. `lost`: something that must be there is not. `duplicated`: something is there or came
 * too often. `reordered`: order, numbers or contents differ between two who must agree. `leaked`: somebody got
 * what is not for them. `diverged`: what must become the same in time did not.
 */
export const KINDS = ['lost', 'duplicated', 'reordered', 'leaked', 'diverged'] as const;
export type Kind = (typeof KINDS)[number];

/** What a violation is about, to find its part of the history by. */
export interface Subject {
  /** Ids of operations. */
  readonly ids?: readonly string[];
  readonly who?: string;
  readonly conversation?: number;
  readonly seqs?: readonly number[];
}

export interface Finding {
  /** The same for the same violation found again in a part of the history. */
  readonly key: string;
  /** What is wrong, for a person. */
  readonly sentence: string;
  readonly about: Subject;
}

export interface Verdict {
  /** How many things were looked at; 0 means that the run had nothing to say about it. */
  readonly looked: number;
  readonly findings: readonly Finding[];
}

export interface Check {
  readonly name: string;
  readonly kind: Kind;
  /** Numbers in the README's table. */
  readonly promises: readonly number[];
  /** What holds when there is no finding. */
  readonly claim: string;
  readonly run: (evidence: Evidence) => Verdict;
}

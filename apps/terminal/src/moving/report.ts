/**
 * What came of an import, in numbers and examples.
 *
 * @module
 */
import { Unmapped } from './unmapped.ts';
import type { UnmappedKind } from './unmapped.ts';

/** How many records of a type had which outcome. */
type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface ReportJson {
  readonly source: string;
  /** By the type of the record, and what came of it. */
  readonly records: Counts;
  /** What the server has refused. */
  readonly refused: readonly UnmappedKind[];
  /** What of the source has no place here. */
  readonly unmapped: readonly UnmappedKind[];
  /** Users who have another name now. */
  readonly renamed: readonly UnmappedKind[];
}

export class Report {
  readonly source: string;
  readonly unmapped: Unmapped;
  readonly #refused: Unmapped;
  readonly #renamed: Unmapped;
  readonly #counts = new Map<string, Map<string, number>>();

  constructor(source: string, before?: ReportJson) {
    this.source = source;
    this.unmapped = new Unmapped(before?.unmapped);
    this.#refused = new Unmapped(before?.refused);
    this.#renamed = new Unmapped(before?.renamed);
    for (const [type, outcomes] of Object.entries(before?.records ?? {}))
      this.#counts.set(type, new Map(Object.entries(outcomes)));
  }

  count(type: string, outcome: string): void {
    const outcomes = this.#counts.get(type) ?? new Map<string, number>();
    this.#counts.set(type, outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1));
  }

  refuse(type: string, why: string, example: string): void {
    this.count(type, 'refused');
    this.#refused.note(`${type}: ${why}`, example);
  }

  rename(from: string, to: string): void {
    this.#renamed.note('users', `${from} → ${to}`);
  }

  /** Of a type, whatever came of them. */
  total(type: string): number {
    return [...(this.#counts.get(type)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
  }

  get hasRefused(): boolean {
    return this.#refused.kinds.length > 0;
  }

  json(): ReportJson {
    const records = Object.fromEntries(
      Array.from(this.#counts, ([type, outcomes]) => [type, Object.fromEntries(outcomes)]),
    );
    return {
      source: this.source,
      records,
      refused: this.#refused.kinds,
      unmapped: this.unmapped.kinds,
      renamed: this.#renamed.kinds,
    };
  }

  /** For people. */
  lines(): readonly string[] {
    const { records, refused, unmapped, renamed } = this.json();
    const counted = Object.entries(records).map(([type, outcomes]) => {
      const parts = Object.entries(outcomes).map(
        ([outcome, count]) => `${count} ${WORDS[outcome] ?? outcome}`,
      );
      return `${type}: ${parts.join(', ')}`;
    });
    return [
      ...counted,
      ...section('The server has refused:', refused),
      ...section('This has no place here:', unmapped),
      ...section('They have another name now:', renamed),
    ];
  }
}

const WORDS: Readonly<Record<string, string>> = {
  made: 'imported',
  there: 'there already',
  linked: 'linked to accounts that are there',
  read: 'read',
};

function section(title: string, kinds: readonly UnmappedKind[]): readonly string[] {
  if (kinds.length === 0) return [];
  return [
    title,
    ...kinds.map(({ what, count, examples }) => `  ${count} × ${what}, such as ${examples.join('; ')}`),
  ];
}

/**
 * What of an export has no place here: counted, with some examples.
 *
 * @module
 */
const MAX_EXAMPLES = 5;
const MAX_CHARS = 120;

export interface UnmappedKind {
  readonly what: string;
  readonly count: number;
  readonly examples: readonly string[];
}

export class Unmapped {
  readonly #kinds = new Map<string, { count: number; readonly examples: string[] }>();

  constructor(known: readonly UnmappedKind[] = []) {
    for (const { what, count, examples } of known) this.#kinds.set(what, { count, examples: [...examples] });
  }

  note(what: string, example: string): void {
    const kind = this.#kinds.get(what) ?? { count: 0, examples: [] };
    this.#kinds.set(what, kind);
    kind.count++;
    const short = example.length > MAX_CHARS ? `${example.slice(0, MAX_CHARS)}…` : example;
    if (kind.examples.length < MAX_EXAMPLES && !kind.examples.includes(short)) kind.examples.push(short);
  }

  /** Most first. */
  get kinds(): readonly UnmappedKind[] {
    return Array.from(this.#kinds, ([what, kind]) => ({ what, ...kind })).sort((a, b) => b.count - a.count);
  }
}

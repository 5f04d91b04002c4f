/**
 * The trace of a run. It always keeps a fingerprint, so that two runs can be compared; it keeps the lines only if
 * somebody wants to read them.
 *
 * @module
 */

type Part = string | number;

export class Trace {
  readonly #now: () => number;
  readonly #lines: string[] | undefined;
  #high = 0x811c9dc5;
  #low = 0x1000193;

  /** `isKept`: also keep the lines. */
  constructor(now: () => number, isKept: boolean) {
    this.#now = now;
    this.#lines = isKept ? [] : undefined;
  }

  /** Records that `who` did `what`. The subject of the line is the first part. */
  add(who: string, what: string, ...about: readonly Part[]): void {
    const at = this.#now();
    this.#mix(at);
    this.#mixText(who);
    this.#mixText(what);
    for (const part of about) {
      if (typeof part === 'number') this.#mix(part);
      else this.#mixText(part);
    }
    this.#lines?.push(`${(at / 1000).toFixed(3).padStart(8)}  ${who.padEnd(11)} ${what} ${about.join(' ')}`);
  }

  get lines(): readonly string[] {
    return this.#lines ?? [];
  }

  get fingerprint(): string {
    return [this.#high, this.#low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #mixText(text: string): void {
    for (let i = 0; i < text.length; i++) this.#mix(text.charCodeAt(i));
  }

  #mix(value: number): void {
    this.#high = Math.imul(this.#high ^ value, 0x01000193);
    this.#low = Math.imul((this.#low ^ (this.#high >>> 7)) + value, 0x85ebca6b);
  }
}

/**
 * A broken promise.
 *
 * @module
 */

/**
 * `rule`: number and name of the promise. When a plan is shortened, two failures with the same rule count as the
 * same.
 */
export class Violation extends Error {
  readonly rule: string;
  /** Words in the relevant lines of the trace. */
  readonly about: readonly string[];

  constructor(rule: string, message: string, about: readonly string[] = []) {
    super(`${rule}: ${message}`);
    this.name = 'Violation';
    this.rule = rule;
    this.about = about;
  }
}

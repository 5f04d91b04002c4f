/**
 * A promise that did not hold.
 *
 * @module
 */

/** `rule`: the promise's number and name; two failures of one rule count as the same one when a plan is shortened. */
export class Violation extends Error {
  readonly rule: string;
  /** Words that the relevant lines of the trace contain. */
  readonly about: readonly string[];

  constructor(rule: string, message: string, about: readonly string[] = []) {
    super(`${rule}: ${message}`);
    this.name = 'Violation';
    this.rule = rule;
    this.about = about;
  }
}

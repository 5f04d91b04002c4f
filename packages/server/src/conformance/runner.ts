/**
 * What a conformance suite needs from a test runner. node:test implements it.
 *
 * @module
 */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  /** `skip`: the missing capability because of which this backend need not pass. */
  readonly it: (
    name: string,
    options: { readonly skip: string | false },
    body: () => Promise<void>,
  ) => unknown;
}

/**
 * What a conformance suite needs of a test runner; node:test fits it as it is.
 *
 * @module
 */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  /** `skip`: the reason why this backend need not pass, by a capability that it declares. */
  readonly it: (
    name: string,
    options: { readonly skip: string | false },
    body: () => Promise<void>,
  ) => unknown;
}

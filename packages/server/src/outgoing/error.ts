/**
 * Why a call to another server came to nothing.
 *
 * @module
 */

/**
 * - `refused`: it may not be called: its scheme, port, address, or a login in its URL.
 * - `unreachable`: it has no address, takes no connection, or breaks it.
 * - `timeout`: it took too long in all.
 * - `unusable`: it answered, but not with what was asked for.
 * - `too-large`: its answer is longer than what is taken.
 */
export type OutgoingProblem = 'refused' | 'unreachable' | 'timeout' | 'unusable' | 'too-large';

export class OutgoingError extends Error {
  override readonly name = 'OutgoingError';
  readonly problem: OutgoingProblem;

  constructor(problem: OutgoingProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

/** What is no OutgoingError says that the connection failed. */
export function asOutgoing(error: unknown): OutgoingError {
  if (error instanceof OutgoingError) return error;
  return new OutgoingError('unreachable', 'the connection failed or broke off', { cause: error });
}

/**
 * What a part may log. pino fits it.
 *
 * @module
 */

import type { PosthornError } from '@posthorn/protocol';

/** Fields first, sentence second. Never content of messages, passwords or tokens. */
export type LogLine = (fields: Readonly<Record<string, unknown>>, message: string) => void;

export interface Logger {
  readonly debug: LogLine;
  readonly info: LogLine;
  readonly warn: LogLine;
  readonly error: LogLine;
  /** Whether debug lines go anywhere; for hot paths. */
  isLevelEnabled(level: string): boolean;
}

/** What is logged of a failure: the sentence of one that passes, since whoever has the trouble has told of it; else all. */
export function failureFields(error: PosthornError): Readonly<Record<string, unknown>> {
  const isKnown = error.canRetry && error.code !== 'INTERNAL';
  return isKnown ? { reason: error.message } : { err: error.cause ?? error };
}

/** Says nothing. */
export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  isLevelEnabled: () => false,
};

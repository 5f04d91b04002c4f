/**
 * The logger interface. pino implements it.
 *
 * @module
 */

import type { PosthornError } from '@posthorn/protocol';

/** Fields first, message second. Never pass message content, passwords or tokens. */
export type LogLine = (fields: Readonly<Record<string, unknown>>, message: string) => void;

export interface Logger {
  readonly debug: LogLine;
  readonly info: LogLine;
  readonly warn: LogLine;
  readonly error: LogLine;
  /** Whether debug lines are written. For hot paths. */
  isLevelEnabled(level: string): boolean;
}

/**
 * Fields to log for a failure. Message only if it is transient (already logged at its source); otherwise the full
 * error.
 */
export function failureFields(error: PosthornError): Readonly<Record<string, unknown>> {
  const isKnown = error.canRetry && error.code !== 'INTERNAL';
  return isKnown ? { reason: error.message } : { err: error.cause ?? error };
}

/** Logs nothing. */
export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  isLevelEnabled: () => false,
};

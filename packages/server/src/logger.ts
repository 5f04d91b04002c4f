/**
 * What a part may log. pino fits it.
 *
 * @module
 */

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

/** Says nothing. */
export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  isLevelEnabled: () => false,
};

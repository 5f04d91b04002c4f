/**
 * Writes the log to stderr: one JSON object per line, or text for people. stdout is for the answers of commands.
 *
 * @module
 */
import { pino } from 'pino';
import { build as pretty } from 'pino-pretty';
import type { Config } from './compose/options.ts';
import type { Logger } from './logger.ts';

/** Fields that are never logged, wherever they appear. */
const SECRETS = [
  'token',
  'password',
  'oldPassword',
  'newPassword',
  'passwordHash',
  'authorization',
  'content',
];

const STDERR = 2;

/** What a terminal could obey that JSON leaves as it is: control characters beyond ASCII, and marks of direction. */
const LEFT_BY_JSON = /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu;
/** A control character as JSON has it, but for line feeds and tabs. */
const ESCAPED_CONTROL = /(?<!\\)((?:\\\\)*)(\\u00[01][\da-f]|\\[bfr])/g;

/** The same JSON, with such characters escaped. */
function escapeMarks(line: string): string {
  return line.replace(LEFT_BY_JSON, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** JSON in which the escapes themselves are the text, so that they stay when it is read and printed. */
function keepEscapes(line: string): string {
  return line
    .replace(LEFT_BY_JSON, (found) => `\\\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(ESCAPED_CONTROL, '$1\\$2');
}

/** Creates a logger with the configured level and format. `node`: the name of this process, added to each line. */
export function createLogger(config: Pick<Config, 'logLevel' | 'logFormat'>, node: string): Logger {
  const isText = config.logFormat === 'auto' ? process.stderr.isTTY : config.logFormat === 'text';
  const options = {
    level: config.logLevel,
    base: { node },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '[secret]' },
    // Whoever reads the log sees what others have written, such as the origin of a page.
    hooks: { streamWrite: isText ? keepEscapes : escapeMarks },
  };
  const stream = isText
    ? pretty({
        destination: STDERR,
        sync: true,
        translateTime: 'SYS:HH:MM:ss',
        singleLine: true,
        messageFormat: (log, key) => String(log[key]).replaceAll('\n', ' ⏎ '),
      })
    : pino.destination({ fd: STDERR, sync: true });
  return pino(options, stream);
}

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

/** Creates a logger with the configured level and format. `node`: the name of this process, added to each line. */
export function createLogger(config: Pick<Config, 'logLevel' | 'logFormat'>, node: string): Logger {
  const options = {
    level: config.logLevel,
    base: { node },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '[secret]' },
  };
  const isText = config.logFormat === 'auto' ? process.stderr.isTTY : config.logFormat === 'text';
  const stream = isText
    ? pretty({ destination: STDERR, sync: true, translateTime: 'SYS:HH:MM:ss', singleLine: true })
    : pino.destination({ fd: STDERR, sync: true });
  return pino(options, stream);
}

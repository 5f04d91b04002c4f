/**
 * The log, on stderr: one JSON object a line, or text for people. stdout belongs to what a command answers.
 *
 * @module
 */
import { pino } from 'pino';
import { build as pretty } from 'pino-pretty';
import type { Config } from './compose/options.ts';
import type { Logger } from './logger.ts';

/** Fields that never reach a log, wherever they turn up. */
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

/** A logger of the configured level and format. `node`: the name of this process, which each line has. */
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

/**
 * The scanner that files pass between their arrival and their use, if the operator has named one.
 *
 * @module
 */
import { open, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Clock } from '../../clock.ts';
import { ConfigError } from '../../config/config-error.ts';
import { optionsOf } from '../../config/option.ts';
import type { Values } from '../../config/option.ts';
import type { Logger } from '../../logger.ts';
import { temporaryPath } from './media/temporary.ts';
import { Turns } from './media/turns.ts';
import type { MediaSource } from './media/examined.ts';
import { scanByCommand } from './scan/command.ts';
import { SCAN_OPTIONS } from './scan/options.ts';
import { scanByRequest } from './scan/request.ts';
import type { Verdict } from './scan/verdict.ts';

/** Scans at once. */
const MAX_RUNNING = 4;
const MAX_WAITING = 2000;
const MAX_WAITING_OF_USER = 200;

export interface ScannerParts {
  /** Values of all options. */
  readonly options: Values;
  /** For a copy of each file that a command looks at. Exists. */
  readonly directory: string;
  readonly clock: Pick<Clock, 'after'>;
  readonly logger: Logger;
}

/** What becomes of a file. */
export interface Scanned {
  readonly isAllowed: boolean;
  /** For its sender: one line, maybe empty. */
  readonly reason: string;
}

/** Undefined: every file is let through. */
export function scannerOf(parts: ScannerParts): Scanner | undefined {
  const { scanFiles } = optionsOf(parts.options, SCAN_OPTIONS);
  return scanFiles === undefined ? undefined : new Scanner(parts, scanFiles);
}

/** Throws a ConfigError for a scanner that cannot be one. */
export function checkScanner(options: Values): void {
  const { scanFiles } = optionsOf(options, SCAN_OPTIONS);
  if (scanFiles !== undefined && /^https?:/i.test(scanFiles) && !URL.canParse(scanFiles))
    throw new ConfigError('option scan-files must be a command, or a URL such as http://127.0.0.1:8080/scan');
}

export class Scanner {
  readonly #parts: ScannerParts;
  readonly #scanner: URL | readonly string[];
  readonly #turns = new Turns({
    maxRunning: MAX_RUNNING,
    maxWaiting: MAX_WAITING,
    maxWaitingOfUser: MAX_WAITING_OF_USER,
  });
  readonly #ended = new AbortController();

  constructor(parts: ScannerParts, scanner: string) {
    this.#parts = parts;
    this.#scanner = /^https?:/i.test(scanner) ? new URL(scanner) : scanner.trim().split(/\s+/);
  }

  /**
   * Asks the scanner. Users take turns. Rejects if the source fails, or the disk of temporary files; with OVERLOADED if too much waits,
   * with DRAINING after close(), and with the reason of `signal`.
   */
  async scan(
    source: MediaSource,
    { user, signal }: { user: number; signal?: AbortSignal },
  ): Promise<Scanned> {
    const ends = AbortSignal.any([this.#ended.signal, ...(signal === undefined ? [] : [signal])]);
    const { found, reason } = await this.#turns.run(user, () => this.#inTime(source, ends));
    ends.throwIfAborted();
    if (found === 'clean') return { isAllowed: true, reason: '' };
    if (found === 'infected') {
      this.#parts.logger.warn({ user, reason }, 'The scanner has refused a file.');
      return { isAllowed: false, reason };
    }
    const isAllowed = optionsOf(this.#parts.options, SCAN_OPTIONS).scanFailure === 'allow';
    const outcome = isAllowed ? 'The file was let through.' : 'The file was refused.';
    this.#parts.logger.error({ user, reason }, `The scanner of files failed. ${outcome}`);
    return { isAllowed, reason: isAllowed ? '' : 'it could not be scanned' };
  }

  /** Ends what is under way. Idempotent. */
  async close(): Promise<void> {
    const closing = this.#turns.close();
    this.#ended.abort(new Error('this server is going down'));
    await closing;
  }

  async #inTime(source: MediaSource, ends: AbortSignal): Promise<Verdict> {
    const late = new AbortController();
    const { scanTimeout } = optionsOf(this.#parts.options, SCAN_OPTIONS);
    const timer = this.#parts.clock.after(scanTimeout, () =>
      late.abort(new Error('the scanner took too long')),
    );
    const signal = AbortSignal.any([ends, late.signal]);
    try {
      const verdict =
        this.#scanner instanceof URL
          ? await scanByRequest(this.#scanner, { bytes: source.bytes, chunks: await all(source) }, signal)
          : await this.#scanFile(this.#scanner, source, signal);
      return late.signal.aborted ? { found: 'failed', reason: 'the scanner took too long' } : verdict;
    } finally {
      timer.cancel();
    }
  }

  async #scanFile(words: readonly string[], source: MediaSource, signal: AbortSignal): Promise<Verdict> {
    const path = temporaryPath(this.#parts.directory);
    try {
      await copy(source, path);
      return await scanByCommand(words, path, signal);
    } finally {
      await rm(path, { force: true });
    }
  }
}

async function copy(source: MediaSource, path: string): Promise<void> {
  await using file = await open(path, 'wx', 0o600);
  await file.writeFile(await all(source));
}

function all(source: MediaSource): Promise<AsyncIterable<Uint8Array>> {
  return source.bytes === 0 ? Promise.resolve(Readable.from([])) : source.open(0, source.bytes);
}

/**
 * The output of a command, as text or as JSON. Whatever a command prints, it cannot drive the terminal.
 *
 * @module
 */
import { PosthornError } from '@posthorn/client';
import { UsageError } from './exit-codes.ts';
import { write } from './io.ts';
import type { Io } from './io.ts';
import { sanitiseJson, sanitiseRow } from './sanitise.ts';

export interface Output {
  readonly isJson: boolean;
  /** One result: the object as a line of JSON, or the text, a line each. Waits while the reader is slow. */
  result(value: object, text: string | readonly string[]): Promise<void>;
  /** Prints a note to stderr. */
  note(text: string): void;
  error(error: unknown, more?: object): void;
}

export function createOutput({ stdout, stderr }: Pick<Io, 'stdout' | 'stderr'>, isJson: boolean): Output {
  return {
    isJson,
    result(value, text) {
      const rows = isJson ? [json(value)] : [text].flat().map(sanitiseRow);
      return write(stdout, rows.map((row) => `${row}\n`).join(''));
    },
    note(text) {
      stderr.write(`${isJson ? json({ note: text }) : `posthorn: ${sanitiseRow(text)}`}\n`);
    },
    error(error, more = {}) {
      const { code, message } = describe(error);
      const row = isJson ? json({ error: { code, message }, ...more }) : `posthorn: ${sanitiseRow(message)}`;
      stderr.write(`${row}\n`);
    },
  };
}

function json(value: object): string {
  return sanitiseJson(JSON.stringify(value));
}

function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof PosthornError) return { code: error.code, message: error.message };
  if (error instanceof UsageError) return { code: 'USAGE', message: error.message };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}

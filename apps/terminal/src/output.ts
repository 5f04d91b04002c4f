/**
 * The output of a command, as text or as JSON.
 *
 * @module
 */
import { PosthornError } from '@posthorn/client';
import { UsageError } from './exit-codes.ts';
import { write } from './io.ts';
import type { Io } from './io.ts';

export interface Output {
  readonly isJson: boolean;
  /** One result: the object as a line of JSON, or the text. Waits while the reader is slow. */
  result(value: object, text: string): Promise<void>;
  /** Prints a note to stderr. */
  note(text: string): void;
  error(error: unknown, more?: object): void;
}

export function createOutput({ stdout, stderr }: Pick<Io, 'stdout' | 'stderr'>, isJson: boolean): Output {
  return {
    isJson,
    result: (value, text) => write(stdout, `${isJson ? JSON.stringify(value) : text}\n`),
    note(text) {
      stderr.write(isJson ? `${JSON.stringify({ note: text })}\n` : `posthorn: ${text}\n`);
    },
    error(error, more = {}) {
      const { code, message } = describe(error);
      stderr.write(
        isJson ? `${JSON.stringify({ error: { code, message }, ...more })}\n` : `posthorn: ${message}\n`,
      );
    },
  };
}

function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof PosthornError) return { code: error.code, message: error.message };
  if (error instanceof UsageError) return { code: 'USAGE', message: error.message };
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}

/**
 * Where an import comes from: records in their order, as docs/import.md describes them.
 *
 * @module
 */
import type { Unmapped } from './unmapped.ts';

export interface Json {
  readonly [name: string]: unknown;
}

/** A record, and of a file its bytes. */
export interface Item {
  readonly record: Json;
  /** Rejects with a Missing when there are none to be had. */
  readonly bytes?: () => Promise<AsyncIterable<Uint8Array>>;
}

export interface Source {
  /** Which system it is from. */
  readonly kind: string;
  /** The same records in the same order each time. Notes in `unmapped` what has no place here. */
  items(unmapped: Unmapped): AsyncIterable<Item>;
  /** The server calls a user so, who is in what follows. */
  named(id: string, name: string): void;
  close(): Promise<void>;
}

export interface SourceOptions {
  /** What is imported is unread to everybody. */
  readonly isUnread: boolean;
  /** Accounts of the same name are the same people. */
  readonly links: boolean;
  readonly hasFiles: boolean;
  /** Hosts from which files are fetched, besides those of the system. */
  readonly fileHosts: readonly string[];
  readonly signal: AbortSignal;
}

/** The bytes of a file cannot be had. */
export class Missing extends Error {
  override readonly name = 'Missing';
}

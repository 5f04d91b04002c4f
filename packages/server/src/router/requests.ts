/**
 * The requests of a router as they travel: each by its field number in ClientFrame, with its codec.
 *
 * @module
 */
import type { PosthornError } from '@posthorn/protocol';
import type { Answer, Caller } from './router.ts';
import type { Services } from './services.ts';

/** What a caller must be. `user`: logged in. `admin`: an administrator of the server. */
export type Who = 'stranger' | 'user' | 'admin';

/**
 * Whether a request may be carried out again when nobody knows if it was carried out before, because its router died.
 * `harmless`: it only reads, or sets what it would set again. `by-client-id`: if it carries a client id.
 */
export type Repeat = 'harmless' | 'by-client-id' | 'never';

export interface RoutedRequest {
  /** Its field number in ClientFrame. */
  readonly number: number;
  /** For logs and metrics. */
  readonly name: string;
  readonly who: Who;
  readonly repeat: Repeat;
  /** Field number of the client id in the request; undefined: it has none. */
  readonly clientIdField: number | undefined;
  /** Reads the request from an encoded ClientFrame that holds it. Throws WireError. */
  readonly decode: (frame: Uint8Array) => unknown;
  /**
   * Carries out what `decode` gives. Throws, rejects with, or returns why it is refused; returned at once, a refusal costs
   * next to nothing.
   */
  readonly run: (services: Services, caller: Caller, request: unknown) => Promise<unknown> | PosthornError;
  /** What `run` resolves to, as the client gets it. */
  readonly answer: (result: unknown) => Answer;
}

/** By number. */
export type RoutedRequests = ReadonlyMap<number, RoutedRequest>;

/**
 * The requests that a router carries out, with their codecs, by field number in ClientFrame.
 *
 * @module
 */
import type { PosthornError } from '@posthorn/protocol';
import type { Audited } from './audit.ts';
import type { KeyAccess } from './scopes.ts';
import type { Answer, Caller } from './router.ts';
import type { Services } from './services.ts';

/** Who may make a request. `stranger`: anybody. `user`: logged in. `admin`: an administrator of the server. */
export type Who = 'stranger' | 'user' | 'admin';

/**
 * Whether a request may be repeated when its router died and its outcome is unknown. `harmless`: yes, because it only
 * reads, or sets the same value again. `by-client-id`: only if it carries a client id.
 */
export type Repeat = 'harmless' | 'by-client-id' | 'never';

/**
 * What a request costs a gateway's bounds on a connection. Bytes count in any case: each {@link RequestCost.bytesPerUnit} of
 * the frame is as good as one more request, for the rate and for what is worked on at once.
 */
export interface RequestCost {
  /** At least so many of the requests that a connection may have in flight; for large answers and slow work. */
  readonly slots: number;
  readonly bytesPerUnit: number;
}

/** What a request takes of the bounds of its connection. */
export interface Weight {
  /** Of the rate. */
  readonly units: number;
  /** Of what is worked on at once. */
  readonly slots: number;
}

export const USUAL_COST: RequestCost = { slots: 1, bytesPerUnit: 4096 };

export interface RoutedRequest {
  /** Its field number in ClientFrame. */
  readonly number: number;
  /** For logs and metrics. */
  readonly name: string;
  readonly who: Who;
  readonly repeat: Repeat;
  /** Undefined: that of a usual request. */
  readonly cost?: RequestCost;
  /** Undefined: nothing. */
  readonly audited?: Audited;
  /** What server keys may make it. Undefined: none. */
  readonly keys?: KeyAccess | undefined;
  /** Field number of the client id in the request. Undefined if it has none. */
  readonly clientIdField: number | undefined;
  /**
   * Reads the request from an encoded ClientFrame that holds it. Throws WireError. Bytes in the result may be views of the
   * frame, which is only valid until `run` returns its promise: `run` copies what it needs later.
   */
  readonly decode: (frame: Uint8Array) => unknown;
  /** Carries out a decoded request. A refusal may be thrown, rejected or returned; returning it is the cheapest way. */
  readonly run: (services: Services, caller: Caller, request: unknown) => Promise<unknown> | PosthornError;
  /** Converts what `run` resolved with into the answer for the client. */
  readonly answer: (result: unknown) => Answer;
}

/** By number. */
export type RoutedRequests = ReadonlyMap<number, RoutedRequest>;

/**
 * The requests of a router as they travel: each by its field number in ClientFrame, with its codec.
 *
 * @module
 */
import { decodeClientFrame, PosthornError, REPLY_CASE } from '@posthorn/protocol';
import type { Reply, RequestCase } from '@posthorn/protocol';
import { CLIENT_ID_FIELDS, REQUEST_NUMBERS } from '@posthorn/protocol/requests';
import { OPERATIONS } from './operations.ts';
import type { Operation, Repeat, RoutedCase, Who } from './operations.ts';
import type { Answer, Caller } from './router.ts';
import type { Services } from './services.ts';

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
  /** Carries out what `decode` gives; see {@link Operation.run}. */
  readonly run: (services: Services, caller: Caller, request: unknown) => Promise<unknown> | PosthornError;
  /** What `run` resolves to, as the client gets it. */
  readonly answer: (result: unknown) => Answer;
}

/** By number. */
export type RoutedRequests = ReadonlyMap<number, RoutedRequest>;

/** Those of posthorn.proto. */
export const REQUESTS: RoutedRequests = byNumber(
  Object.entries(OPERATIONS).map(([name, operation]) =>
    routed(name as RoutedCase, operation as unknown as Operation<RoutedCase>),
  ),
);

/** Whether one of posthorn.proto is refused to callers without a login. */
export function needsLogin(number: number): boolean {
  const request = REQUESTS.get(number);
  return request !== undefined && request.who !== 'stranger';
}

/** `requests`, and others; a number that is there already gets the other meaning. */
export function withMore(requests: RoutedRequests, more: readonly RoutedRequest[]): RoutedRequests {
  return new Map([...requests, ...byNumber(more)]);
}

function byNumber(requests: readonly RoutedRequest[]): RoutedRequests {
  return new Map(requests.map((request) => [request.number, request]));
}

function routed(name: RoutedCase, { who, repeat, run }: Operation<RoutedCase>): RoutedRequest {
  const replyCase = REPLY_CASE[name];
  return {
    number: REQUEST_NUMBERS[name],
    name,
    who,
    repeat,
    clientIdField: CLIENT_ID_FIELDS[name],
    decode: (frame) => requestIn(frame, name),
    // The codec of this very request has made it.
    run: (services, caller, request) => run(services, caller, request as never),
    answer: (result) => ({ case: replyCase, value: result }) as Reply,
  };
}

function requestIn(frame: Uint8Array, name: RequestCase): unknown {
  const { body } = decodeClientFrame(frame);
  if (body?.case !== name) throw new PosthornError('INTERNAL', `the frame holds no ${name}`);
  return body.value;
}

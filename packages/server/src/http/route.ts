/**
 * What a REST route is: a request of the protocol behind a method and a URL.
 *
 * @module
 */
import type { Endpoint } from '@posthorn/protocol';
import type { Caller } from '../router/router.ts';

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** What a route may use to build its request and its answer. */
export interface RouteContext {
  readonly caller: Caller;
  /** The Idempotency-Key, or a random id; the request's client id. */
  readonly clientId: string;
  /** The id of a user by id or name. Rejects with NOT_FOUND. */
  readonly resolveUser: (user: unknown) => Promise<number>;
  /** Where this asker's clients can connect. */
  readonly endpoints: () => readonly Endpoint[];
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path in which `:name` is an integer property of the request. */
  readonly url: string;
  /** The name of the request that it carries. */
  readonly request: string;
  /** The heading under which the docs show it. */
  readonly tag: string;
  readonly summary: string;
  /** The message whose properties the inputs are, when it is not the request's own. */
  readonly inputs?: string;
  /** Properties taken from the query. */
  readonly query?: readonly string[];
  /** Properties taken from the JSON body. */
  readonly body?: readonly string[];
  /** A body of the route's own making, instead of `body`. */
  readonly bodySchema?: Json;
  /** A body that works as it stands, for the docs page. */
  readonly example?: Json;
  /** Properties that must be there. */
  readonly required?: readonly string[];
  /** The request's JSON from path, query and body together; without it they are the request's JSON. */
  readonly build?: (input: Json, context: RouteContext) => Json | Promise<Json>;
  /** The answer from the reply's JSON; without it the reply is the answer. */
  readonly answer?: (reply: Json, context: RouteContext) => Json;
  /** The message that the answer is, when it is not the reply's own. */
  readonly answers?: string;
}

/** A route as an operation registers it. */
export type RouteSpec = Omit<Route, 'request'>;

type Extra = Omit<RouteSpec, 'method' | 'url' | 'tag' | 'summary'>;
type Arguments = readonly [url: string, tag: string, summary: string, extra?: Extra];

export function get(...given: Arguments): RouteSpec {
  return made('GET', given);
}

export function post(...given: Arguments): RouteSpec {
  return made('POST', given);
}

export function put(...given: Arguments): RouteSpec {
  return made('PUT', given);
}

export function patch(...given: Arguments): RouteSpec {
  return made('PATCH', given);
}

export function remove(...given: Arguments): RouteSpec {
  return made('DELETE', given);
}

function made(method: Route['method'], [url, tag, summary, extra]: Arguments): RouteSpec {
  return { method, url, tag, summary, ...extra };
}

/** A page of a list. */
export const PAGE = ['cursor', 'limit'];

/** A user in a body, by id or by name; see RouteContext.resolveUser. */
export const USER_OR_NAME = {
  description: 'The user’s id (a number) or name (a string).',
  anyOf: [
    { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
    { type: 'string', minLength: 1 },
  ],
};

/** The message that carries a request or reply: `listHeads` is a ListHeads. */
export function messageOf(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** The names in a URL's path. */
export function pathNames(url: string): readonly string[] {
  return [...url.matchAll(/:([A-Za-z]+)/g)].map((match) => match[1] ?? '');
}

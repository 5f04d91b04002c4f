/**
 * A REST route: a request of the protocol behind a method and a URL.
 *
 * @module
 */
import type { Endpoint } from '@posthorn/protocol';
import type { Caller } from '../router/router.ts';

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** What a route can use to build its request and answer. */
export interface RouteContext {
  readonly caller: Caller;
  /** The request's client id: the Idempotency-Key, or a random id. */
  readonly clientId: string;
  /** Addresses for the caller's clients. */
  readonly endpoints: () => readonly Endpoint[];
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The path. `:name` is an integer property of the request, or a user. */
  readonly url: string;
  /** Name of the request. */
  readonly request: string;
  /** Name of the call in clients that are generated. Default: the request's, which only one of its routes can have. */
  readonly id?: string;
  /** Heading in the docs. */
  readonly tag: string;
  readonly summary: string;
  /** The message that describes the inputs. Default: the request. */
  readonly inputs?: string;
  /** Properties taken from the query. */
  readonly query?: readonly string[];
  /** Properties taken from the JSON body. */
  readonly body?: readonly string[];
  /** Schema of a body that differs from the request, instead of `body`. */
  readonly bodySchema?: Json;
  /** A valid example body, for the docs page. */
  readonly example?: Json;
  /** Required properties. */
  readonly required?: readonly string[];
  /**
   * Builds the request's JSON from the inputs of path, query and body, in which users are ids. Default: the inputs are the
   * request.
   */
  readonly build?: (input: Json, context: RouteContext) => Json | Promise<Json>;
  /** Builds the answer from the reply's JSON. Default: the reply. */
  readonly answer?: (reply: Json, context: RouteContext) => Json;
  /** The message that describes the answer. Default: the reply. */
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

/** Query parameters of a paged list. */
export const PAGE = ['cursor', 'limit'];

/** Schema of a user in a body that differs from the request. An input called `to` takes a name too; see users.ts. */
export const USER = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER };

/** The message type of a request or reply: `listHeads` → `ListHeads`. */
export function messageOf(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** The parameter names in a path. */
export function pathNames(url: string): readonly string[] {
  return [...url.matchAll(/:([A-Za-z]+)/g)].map((match) => match[1] ?? '');
}

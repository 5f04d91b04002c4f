/**
 * Answers 405 with `Allow`, instead of 404, to a method that a known URL does not support (RFC 9110 §15.5.6).
 *
 * Routes for all those methods would be four times as many as there are, and half of the time in which a server starts.
 *
 * @module
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PosthornError } from '@posthorn/protocol';
import { errorAnswer } from './failure.ts';

const METHODS = new Set(['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT']);

/** The route of all URLs that have none of their own: files of the web client, which are public. */
export const OTHER_URLS = '/*';

/** In characters. A longer parameter makes it another URL. */
export const MAX_PARAM_LENGTH = 64;

/** A pattern of URLs, as in `/v1/users/:user`, and the methods that it has. */
export interface KnownUrl {
  readonly url: string;
  readonly methods: Set<string>;
}

/** A segment of patterns. */
interface Segment {
  readonly named: Map<string, Segment>;
  /** Any text. */
  any?: Segment;
  /** The pattern that ends here. */
  known?: KnownUrl;
}

export class MethodsByUrl {
  readonly #root: Segment = { named: new Map() };

  /** Observes all routes added to `app` from now on. */
  constructor(app: FastifyInstance) {
    app.addHook('onRoute', ({ url, method }) => {
      // With a wildcard it is not said which URLs there are.
      if (url.includes('*')) return;
      const { methods } = this.#at(url);
      for (const each of [method].flat()) methods.add(each);
    });
  }

  /** The URL of a request whose method it does not support; undefined when it does, or when there is no such URL. */
  missedBy({ method, url, routeOptions }: FastifyRequest): KnownUrl | undefined {
    const { url: found = OTHER_URLS } = routeOptions;
    // A text itself comes before a parameter, whatever the method.
    const isSure = found !== OTHER_URLS && !found.includes(':');
    if (isSure || !METHODS.has(method)) return undefined;
    const known = find(this.#root, segmentsOf(url.split(/[?#]/, 1)[0] ?? ''), 0);
    return known?.methods.has(method) === false ? known : undefined;
  }

  #at(url: string): KnownUrl {
    let segment = this.#root;
    for (const name of segmentsOf(url)) {
      let next = name.startsWith(':') ? segment.any : segment.named.get(name);
      if (next === undefined) {
        next = { named: new Map() };
        if (name.startsWith(':')) segment.any = next;
        else segment.named.set(name, next);
      }
      segment = next;
    }
    return (segment.known ??= { url, methods: new Set() });
  }
}

/** Answers before the body is read, so that its errors do not matter. */
export function refuseMethod(reply: FastifyReply, { methods }: KnownUrl): FastifyReply {
  const allow = [...methods, 'OPTIONS'].toSorted().join(', ');
  const { body } = errorAnswer(new PosthornError('UNKNOWN_REQUEST', `this URL knows ${allow}`));
  return reply.code(405).header('allow', allow).send(body);
}

function segmentsOf(url: string): readonly string[] {
  return url.split('/').map(decoded);
}

/** As it is, when it cannot be decoded: no pattern is so. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function find(segment: Segment, path: readonly string[], at: number): KnownUrl | undefined {
  const text = path[at];
  if (text === undefined) return segment.known;
  const named = segment.named.get(text);
  const found = named && find(named, path, at + 1);
  if (found !== undefined || segment.any === undefined) return found;
  return text === '' || text.length > MAX_PARAM_LENGTH ? undefined : find(segment.any, path, at + 1);
}

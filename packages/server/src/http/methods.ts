/**
 * Answers 405 with `Allow`, instead of 404, to a method that a known URL does not support (RFC 9110 §15.5.6).
 *
 * @module
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PosthornError } from '@posthorn/protocol';
import { errorAnswer } from './failure.ts';

const METHODS = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'];

/** The route of all URLs that have none of their own: files of the web client, which are public. */
export const OTHER_URLS = '/*';

export class MethodsByUrl {
  readonly #app: FastifyInstance;
  readonly #known = new Map<string, Set<string>>();

  /** Observes all routes added to `app` from now on. */
  constructor(app: FastifyInstance) {
    this.#app = app;
    app.addHook('onRoute', ({ url, method }) => {
      if (url === OTHER_URLS) return;
      const known = this.#known.get(url) ?? new Set();
      this.#known.set(url, known);
      for (const each of [method].flat()) known.add(each);
    });
  }

  /** Refuses all other methods on the URLs observed so far. */
  refuseOthers(): void {
    for (const [url, known] of this.#known) {
      const allow = [...known, 'OPTIONS'].toSorted().join(', ');
      const refuse = async (_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
        const { body } = errorAnswer(new PosthornError('UNKNOWN_REQUEST', `this URL knows ${allow}`));
        return reply.code(405).header('allow', allow).send(body);
      };
      const method = METHODS.filter((each) => !known.has(each));
      // Runs before the body is read, so that its errors do not matter.
      this.#app.route({ method, url, onRequest: refuse, handler: refuse });
    }
  }
}

/**
 * One HTTP request. Streams in both directions, which fetch() cannot do with a known length.
 *
 * @module
 */
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream';
import type { Readable } from 'node:stream';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Readable;
  /** Whether the body of the answer may be taken at any pace: silence is not the server's then. */
  readonly isPaced?: boolean;
}

/** Longest silence of the server. */
const SILENCE_MS = 60_000;
/** Kept open for later requests. */
const MAX_IDLE_SOCKETS = 64;

export class Http {
  readonly #agents = {
    'http:': new HttpAgent({ keepAlive: true, maxFreeSockets: MAX_IDLE_SOCKETS }),
    'https:': new HttpsAgent({ keepAlive: true, maxFreeSockets: MAX_IDLE_SOCKETS }),
  };

  /**
   * Resolves when the answer's head is there. The caller reads its body, or destroys it. There is no bound on sockets, as slow readers
   * would keep others out: whoever serves them bounds their number.
   */
  send({ method, url, headers, body, isPaced = false }: HttpRequest): Promise<IncomingMessage> {
    const isTls = url.protocol === 'https:';
    const send = isTls ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const request = send(url, { method, headers, agent: this.#agents[isTls ? 'https:' : 'http:'] });
      request.setTimeout(SILENCE_MS, () => {
        request.destroy(new Error(`no answer for ${SILENCE_MS / 1000} s`));
      });
      request.once('response', (answer) => {
        if (isPaced) request.setTimeout(0);
        resolve(answer);
      });
      request.on('error', reject);
      if (body === undefined) request.end();
      else pipeline(body, request, (error) => error && reject(error));
    });
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }
}

/**
 * Which web pages may use this server. A browser sends the origin of the page; programs send none.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { PublicUrl } from '../config/public-url.ts';
import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { isLoopback } from '../networks.ts';
import { rarely } from '../rarely.ts';
import type { Rarely } from '../rarely.ts';
import { hostnameOf, isDirect } from './local.ts';

export interface OriginsOptions {
  /** As the option --origins has them. */
  readonly listed: readonly string[];
  /** Pages of its origin are the server's own. */
  readonly publicUrl: PublicUrl | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * - `none`: no page asks.
 * - `own`: a page of the host name that the request is for.
 * - `listed`: a page of another origin that may use the server.
 * - `foreign`: any other page.
 * - `rebound`: like `own`, but its name only points to this machine, as in DNS rebinding.
 */
export type Standing = 'none' | 'own' | 'listed' | 'foreign' | 'rebound';

const LOG_INTERVAL_MS = 10_000;
const MAX_LOGGED_CHARS = 200;

export class Origins {
  readonly #options: OriginsOptions;
  readonly #listed: ReadonlySet<string>;
  readonly #log: Rarely;

  constructor(options: OriginsOptions) {
    this.#options = options;
    this.#listed = new Set(options.listed);
    this.#log = rarely(options.clock, LOG_INTERVAL_MS);
  }

  standingOf(request: IncomingMessage): Standing {
    const { origin, host } = request.headers;
    if (origin === undefined) return 'none';
    if (origin === this.#options.publicUrl?.origin) return 'own';
    if (this.#listed.has(origin.toLowerCase())) return 'listed';
    if (!URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase()) return 'foreign';
    return isOwnName(request) ? 'own' : 'rebound';
  }

  /** The refusal of a page, which is logged now and then. */
  refuse(request: IncomingMessage): PosthornError {
    const origin = (request.headers.origin ?? '').slice(0, MAX_LOGGED_CHARS);
    const sentence = `pages of ${origin} may not use this server`;
    this.#log((unsaid) => {
      this.#options.logger.warn({ origin, unsaid }, `${sentence}; --origins lets them in`);
    });
    return new PosthornError(
      'FORBIDDEN',
      `${sentence}; its operator can let them in with --origins ${origin}`,
      { reason: 'origin-refused' },
    );
  }
}

/**
 * Whether the host name of the request is one of ours. Whoever owns a domain can let its name point to this machine; so,
 * without a proxy in between, only the names and addresses of this machine count on its loopback interface.
 */
function isOwnName(request: IncomingMessage): boolean {
  const name = hostnameOf(request.headers.host);
  return isIP(name) !== 0 || isLoopback(name) || !isDirect(request);
}

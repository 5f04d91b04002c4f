/**
 * What the SDK needs from its runtime: connections, time and randomness. Browsers and Node have their own; tests pass one
 * that they control.
 *
 * @module
 */

/** A connection to a gateway. Its callbacks are called in order and never inside `dial` or `send`. */
export interface Transport {
  /** Sends frames. Does nothing after the end. */
  send(bytes: Uint8Array): void;
  /** Closes the connection; `onClose` follows. Idempotent. */
  close(): void;
}

export interface TransportHandlers {
  readonly onOpen: () => void;
  readonly onBytes: (bytes: Uint8Array) => void;
  /** Called once, whatever the reason, even if the connection never opened. */
  readonly onClose: (reason: string) => void;
}

export interface Platform {
  /** Whether `dial` supports the scheme of this URL. */
  readonly canDial: (url: string) => boolean;
  readonly dial: (url: string, handlers: TransportHandlers) => Transport;
  /** Unix ms. */
  readonly now: () => number;
  /** Calls `run` once after `delayMs`. Returns a function that cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Asks an http(s) server for its gateways, best first; empty if there is no answer. Never rejects. */
  readonly lookUp?: (server: string) => Promise<readonly string[]>;
}

const LOOK_UP_TIMEOUT_MS = 5000;

/** The parts that every JavaScript runtime has. */
export const runtime: Pick<Platform, 'now' | 'after' | 'random' | 'lookUp'> = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  async lookUp(server) {
    try {
      const signal = AbortSignal.timeout(LOOK_UP_TIMEOUT_MS);
      const response = await fetch(new URL('/v1/gateways', server), { signal });
      return response.ok ? urlsOf(await response.json()) : [];
    } catch {
      return [];
    }
  },
};

/** The addresses in an answer to GET /v1/gateways. Returns [] for malformed data. */
function urlsOf(answer: unknown): readonly string[] {
  if (typeof answer !== 'object' || answer === null || !('endpoints' in answer)) return [];
  const { endpoints } = answer;
  if (!Array.isArray(endpoints)) return [];
  return endpoints.flatMap((endpoint: unknown) =>
    typeof endpoint === 'object' && endpoint !== null && 'url' in endpoint && typeof endpoint.url === 'string'
      ? [endpoint.url]
      : [],
  );
}

/**
 * What the SDK needs from its runtime: connections, time and randomness. Browsers and Node have their own; tests pass one
 * that they control.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { restUrl } from './address.ts';

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
  /** May throw: call {@link dial} instead. */
  readonly dial: (url: string, handlers: TransportHandlers) => Transport;
  /** Wall clock in Unix ms. It may jump: for ids, and to notice that the device has slept. */
  readonly now: () => number;
  /** Monotonic ms from an arbitrary start, for durations. It may stand still while the device sleeps. */
  readonly monotonic: () => number;
  /** Calls `run` once after `delayMs`, at most 25 days. Returns a function that cancels it. */
  readonly after: (delayMs: number, run: () => void) => () => void;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Asks an http(s) server for its gateways, best first; empty if there is no answer. Never rejects. */
  readonly lookUp?: (server: string) => Promise<readonly string[]>;
}

const LOOK_UP_TIMEOUT_MS = 5000;
/** 25 days. Runtimes fire a longer timer at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** The first Node whose WebSocket reports that it cannot connect. */
const FIRST_NODE = 24;

/** Throws INVALID in a Node that is too old. `node`: its version; undefined in browsers. */
export function assertRuntime(node = nodeVersion()): void {
  if (node === undefined || Number.parseInt(node, 10) >= FIRST_NODE) return;
  throw new PosthornError(
    'INVALID',
    `Posthorn's SDK needs Node ${FIRST_NODE} or newer; this is Node ${node}`,
  );
}

function nodeVersion(): string | undefined {
  // A browser has no such global, whatever the types say.
  const { process } = globalThis as { readonly process?: { readonly versions?: { readonly node?: string } } };
  return process?.versions?.node;
}

/** Dials. If that throws, as for an address that the runtime refuses, it is a connection that never opened. */
export function dial(platform: Platform, url: string, handlers: TransportHandlers): Transport {
  try {
    return platform.dial(url, handlers);
  } catch (error) {
    queueMicrotask(() => handlers.onClose(`cannot dial ${url}: ${String(error)}`));
    return { send() {}, close() {} };
  }
}

/** The parts that every JavaScript runtime has. */
export const runtime: Pick<Platform, 'now' | 'monotonic' | 'after' | 'random' | 'lookUp'> = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, Math.min(delayMs, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  async lookUp(server) {
    try {
      const signal = AbortSignal.timeout(LOOK_UP_TIMEOUT_MS);
      const response = await fetch(restUrl(server, '/v1/gateways'), { signal });
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

/**
 * The requests that a router carries out, as far as a gateway has to know of them: which there are, and which may be
 * asked of another router when the first one dies. Routers announce it, so that it holds for requests that are newer
 * than the gateway.
 *
 * @module
 */
import { hasClientId } from '@posthorn/protocol/requests';
import type { RequestList } from '../generated/bus.ts';
import type { RoutedRequest } from '../router/requests.ts';
import type { RequestFrame } from '../router/router.ts';

export class KnownRequests {
  readonly #harmless: ReadonlySet<number>;
  /** Field numbers of client ids by request. */
  readonly #byClientId: ReadonlyMap<number, number>;
  readonly #never: ReadonlySet<number>;

  constructor({ harmless, byClientId, never }: RequestList) {
    this.#harmless = new Set(harmless);
    this.#byClientId = new Map(byClientId.map(({ number, field }) => [number, field]));
    this.#never = new Set(never);
  }

  has(number: number): boolean {
    return this.#harmless.has(number) || this.#byClientId.has(number) || this.#never.has(number);
  }

  /** Whether carrying it out twice is as good as once. False for what the router does not know. */
  mayRepeat({ number, frame }: RequestFrame): boolean {
    const clientIdField = this.#byClientId.get(number);
    if (clientIdField === undefined) return this.#harmless.has(number);
    return hasClientId(frame, number, clientIdField);
  }
}

/** What a router announces. */
export function announced(
  requests: Iterable<Pick<RoutedRequest, 'number' | 'repeat' | 'clientIdField'>>,
): RequestList {
  const harmless: number[] = [];
  const byClientId: { readonly number: number; readonly field: number }[] = [];
  const never: number[] = [];
  for (const { number, repeat, clientIdField } of requests) {
    if (repeat === 'harmless') harmless.push(number);
    else if (repeat === 'by-client-id' && clientIdField !== undefined)
      byClientId.push({ number, field: clientIdField });
    else never.push(number);
  }
  return { harmless, byClientId, never };
}

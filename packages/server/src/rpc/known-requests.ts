/**
 * What a gateway knows about the requests of a router: which it carries out, and which may be repeated at another router
 * after this one has died. Routers announce this, so it covers requests that are newer than the gateway.
 *
 * @module
 */
import { hasClientId } from '@posthorn/protocol/requests';
import type { RequestList } from '../generated/bus.ts';
import type { RoutedRequest } from '../router/requests.ts';
import type { RequestFrame } from '../router/router.ts';

export class KnownRequests {
  readonly #harmless: ReadonlySet<number>;
  /** Field number of the client id, by request number. */
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

  /** Whether carrying the request out twice is as good as once. False if the router does not know it. */
  mayRepeat({ number, frame }: RequestFrame): boolean {
    const clientIdField = this.#byClientId.get(number);
    if (clientIdField === undefined) return this.#harmless.has(number);
    return hasClientId(frame, number, clientIdField);
  }
}

/** The announcement of a router that carries out these requests. */
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

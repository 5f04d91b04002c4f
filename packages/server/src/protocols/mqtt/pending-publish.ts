/**
 * A PUBLISH that waits for its turn.
 *
 * @module
 */
import type { Delivery } from './outgoing.ts';
import type { Publications, WriteAs } from './publications.ts';
import type { PublishBody } from './publish-body.ts';
import type { Wanted } from './subscriptions.ts';

export class PendingPublish implements Delivery {
  readonly #publications: Publications;
  readonly #wanted: Wanted;
  readonly #body: PublishBody;
  readonly isRepeat: boolean;
  #isPending = true;

  constructor(publications: Publications, wanted: Wanted, body: PublishBody, isRepeat: boolean) {
    this.#publications = publications;
    this.#wanted = wanted;
    this.#body = body;
    this.isRepeat = isRepeat;
    publications.pendingBytes += body.payload.length;
  }

  get variant(): number {
    return this.#wanted.variant;
  }

  get qos(): Wanted['qos'] {
    return this.#wanted.qos;
  }

  write(as: WriteAs): boolean {
    this.drop();
    return this.#publications.write(this.#wanted, this.#body, as);
  }

  /** Idempotent. */
  drop(): void {
    if (this.#isPending) this.#publications.pendingBytes -= this.#body.payload.length;
    this.#isPending = false;
  }
}

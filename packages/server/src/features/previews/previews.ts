/**
 * Gives messages the previews of their links.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { PreviewInit } from '@posthorn/protocol';
import { pause } from '../../clock.ts';
import { failureFields } from '../../logger.ts';
import { fromStoreError } from '../../pipeline/store-errors.ts';
import { serverClientId } from '../../router/ids.ts';
import type { RouterState, Services } from '../../router/services.ts';
import { mayAct } from '../messages/send.ts';
import { Cards } from './cards.ts';
import type { Card } from './cards.ts';
import type { PreviewEffect } from './effects.ts';
import { Jobs } from '../../router/jobs.ts';
import { linksIn } from './links.ts';
import type { Link } from './links.ts';
import * as previewQueries from './queries.ts';
import type { LinkedMessage } from './queries.ts';
import { Quota } from '../../router/quota.ts';

/** Messages of which links are fetched at once. */
const BOUNDS = { maxRunning: 16, maxRunningOfUser: 2, maxWaitingOfUser: 50, maxWaiting: 1000 } as const;
const PAGES_PER_HOUR = 200;
const TRIES = 3;
const RETRY_MS = 5000;
/** Longer than this, a page does not hold up a router that goes down. */
const CLOSING_MS = 2000;

/** Where a message is. */
export interface Place {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
}

/**
 * Previews are made beside the follower, which waits for none: a slow page delays no other. Those that wait when the router
 * goes down are lost, and all that are not done when it dies.
 */
export class Previews {
  readonly #services: Services;
  readonly #closing = new AbortController();
  readonly #cards: Cards;
  readonly #jobs = new Jobs(BOUNDS);
  readonly #quota: Quota;

  constructor(services: Services) {
    this.#services = services;
    this.#cards = new Cards(services, this.#closing.signal);
    this.#quota = new Quota(services.clock, PAGES_PER_HOUR);
  }

  /** Makes the previews that a message lacks, soon. */
  want(place: Place): void {
    const isTaken = this.#jobs.add(place.sender, () => this.#make(place));
    if (!isTaken)
      this.#services.logger.debug({ ...at(place) }, 'too many links wait; one message gets no preview');
  }

  /** Finishes what is under way, if that takes a moment only. */
  async close(): Promise<void> {
    const abort = (): void => this.#closing.abort(new Error('the router is closing'));
    const timer = this.#services.clock.after(CLOSING_MS, abort);
    await this.#jobs.close();
    timer.cancel();
  }

  async #make(place: Place): Promise<void> {
    const { logger, clock } = this.#services;
    for (let tries = 1; !this.#closing.signal.aborted; tries++) {
      try {
        return await this.#tryToMake(place);
      } catch (caught) {
        const error = fromStoreError(caught);
        // Recalled or edited meanwhile, the sender may not write here any more, or the page has changed between two attempts.
        if (!error.canRetry) return;
        if (tries === TRIES)
          return logger.warn({ ...at(place), ...failureFields(error) }, 'a preview was not written');
        await pause(clock, RETRY_MS, this.#closing.signal);
      }
    }
  }

  async #tryToMake(place: Place): Promise<void> {
    const { conversation, seq } = place;
    const message = await this.#services.store.run(previewQueries.linkedMessage, conversation, seq);
    if (message === undefined) return;
    const links = linksIn(message.text).filter(({ text }) => !message.urls.includes(text));
    const mayFetch = (): boolean => this.#quota.take(message.sender);
    const cards = await Promise.all(links.map(({ url }) => this.#cards.of(url, mayFetch)));
    for (const [index, link] of links.entries()) {
      const card = cards[index];
      if (card !== undefined) await this.#append(place, message, { link, card });
    }
  }

  /** In the name of the sender, whose message it belongs to. */
  async #append(
    { conversation, seq }: Place,
    { sender, edited }: LinkedMessage,
    { link, card }: { readonly link: Link; readonly card: Card },
  ): Promise<void> {
    const preview = { target: seq, url: link.text, ...card } satisfies PreviewInit;
    const effect: PreviewEffect = { type: 'preview', preview, edited };
    await this.#services.append.submit({
      sender,
      // The sender's devices learn of it as others do.
      connection: 0,
      sequence: 0,
      conversation,
      peer: 0,
      clientId: clientIdFor([conversation, seq, edited, link.text]),
      order: 0,
      content: { kind: { case: 'preview', value: preview } },
      // They may have been blocked or removed since, or the group may be closed.
      rule(cached, member, submission) {
        mayAct(cached, member, submission);
        return effect;
      },
    });
  }
}

/** One for each link of each version of a message, so that a repeat writes nothing (promise 2). */
function clientIdFor(parts: readonly (string | number)[]): string {
  return serverClientId(`preview-${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`);
}

function at({ conversation, seq }: Place): { readonly conversation: number; readonly seq: number } {
  return { conversation, seq };
}

export const PREVIEWS: RouterState<Previews> = {
  name: 'previews',
  open: (services) => new Previews(services),
  close: (previews) => previews.close(),
};

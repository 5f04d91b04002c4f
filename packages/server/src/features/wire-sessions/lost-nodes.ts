/**
 * Nodes that are gone, though connections of theirs have wills.
 *
 * @module
 */
import type { Services } from '../../router/services.ts';
import { loseNode, nextNodeWithWills } from './will-queries.ts';

/** A node that only lost the bus has it back by then, or sends its clients elsewhere. */
const MISSING_MS = 10_000;
const PAGE = 500;

export class LostNodes {
  readonly #services: Services;
  /** Since when a node was not there, in monotonic ms. */
  #missing: ReadonlyMap<string, number> = new Map();

  constructor(services: Services) {
    this.#services = services;
  }

  /** Notes which nodes are there, and makes the wills due of those that have been missing for long. */
  async look(mayGoOn: () => Promise<boolean>): Promise<void> {
    const { store, clock, cluster } = this.#services;
    const there = new Set(cluster.all().map(({ id }) => id));
    const missing = new Map<string, number>();
    const now = clock.monotonic();
    for (let node = ''; await mayGoOn();) {
      const next = await store.run(nextNodeWithWills, node);
      if (next === undefined) break;
      node = next;
      if (there.has(node)) continue;
      const since = this.#missing.get(node) ?? now;
      missing.set(node, since);
      if (now - since >= MISSING_MS) await this.#lose(node, Math.round(clock.now() - (now - since)), mayGoOn);
    }
    this.#missing = missing;
  }

  async #lose(node: string, since: number, mayGoOn: () => Promise<boolean>): Promise<void> {
    const { store, logger } = this.#services;
    logger.info({ node }, 'a node is gone: the wills of its clients are sent');
    while (await mayGoOn()) if (!(await store.run(loseNode, node, since, PAGE))) return;
  }
}

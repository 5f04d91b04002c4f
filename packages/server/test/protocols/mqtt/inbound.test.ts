/**
 * A client that publishes while connections and gateways break at any moment, and a router that refuses for now or for good. What
 * was acknowledged is in the log, QoS 2 once, in the order in which it was published.
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { KeptSessions, settled } from './support/kept-sessions.ts';
import { Client, CONVERSATIONS, Link, Router } from './support/publishing.ts';
import type { Said } from './support/publishing.ts';

class World {
  readonly #sessions = new KeptSessions();
  readonly #router = new Router();
  readonly #client = new Client();
  #link: Link | undefined;
  #count = 0;

  async step(what: number, which: number): Promise<void> {
    const link = (this.#link ??= await this.#connect());
    switch (what) {
      case 0:
      case 1:
        this.#client.publish(link, this.#said(which));
        break;
      case 2:
      case 3:
        this.#gatewayTakes(link);
        break;
      case 4:
      case 5:
        this.#router.letThrough(which === 0);
        break;
      case 6:
      case 7:
        this.#clientTakes(link);
        break;
      case 8:
        this.#sessions.letThrough();
        break;
      case 9:
        this.#sessions.clock.fire();
        break;
      case 10:
        link.end();
        await this.#cut(which);
        break;
      case 11:
        link.die();
        await this.#cut(which);
        break;
      default:
        this.#client.publish(link, this.#said(which));
        await this.#goOn(link);
    }
    await settled();
  }

  async finish(): Promise<void> {
    const link = (this.#link ??= await this.#connect());
    while (this.#client.isBusy || this.#router.hasPending) await this.#goOn(link);
    this.#check();
  }

  /** Everything moves on. */
  async #goOn(link: Link): Promise<void> {
    for (let times = 0; times < 2; times++) {
      this.#gatewayTakes(link);
      await settled();
      this.#router.letThrough(false);
      await settled();
      this.#clientTakes(link);
      this.#gatewayTakes(link);
      await settled();
      this.#sessions.letThrough();
    }
    this.#sessions.clock.fire();
    await settled();
  }

  #said(which: number): Said {
    const count = ++this.#count;
    const isForbidden = which === 7;
    return {
      conversation: 1 + (which % CONVERSATIONS),
      qos: which % 3 === 0 ? 1 : 2,
      text: `${isForbidden ? '!' : ''}${count}`,
      clientId: which === 5 ? `own-${count}` : undefined,
      isForbidden,
    };
  }

  async #connect(): Promise<Link> {
    const session = await this.#sessions.open();
    this.#router.connected();
    const link = new Link(session, this.#router, this.#sessions);
    this.#client.connected(link);
    return link;
  }

  async #cut(carriedOut: number): Promise<void> {
    await settled();
    this.#sessions.cut(carriedOut % 3);
    this.#router.cut(carriedOut % 4);
    this.#link = undefined;
  }

  #gatewayTakes(link: Link): void {
    const packet = link.toGateway.shift();
    if (packet !== undefined) link.take(packet);
  }

  #clientTakes(link: Link): void {
    const packet = link.toClient.shift();
    if (packet !== undefined) this.#client.take(link, packet);
  }

  #check(): void {
    const { said, acked, refused } = this.#client;
    assert.equal(new Set([...acked, ...refused].map(({ text }) => text)).size, said.length);
    for (const each of said) {
      const { text, qos, isForbidden } = each;
      const { length } = this.#router.log.filter((entry) => entry.text === text);
      if (isForbidden) assert.equal(length, 0);
      else if (qos === 2) assert.equal(length, 1, `${text} with QoS 2 is there ${length} times`);
      else assert.ok(length >= 1, `${text} is lost`);
    }
    for (let conversation = 1; conversation <= CONVERSATIONS; conversation++) {
      const texts = this.#router.log.filter((entry) => entry.conversation === conversation);
      const first = [...new Set(texts.map(({ text }) => Number(text)))];
      assert.deepEqual(
        first,
        first.toSorted((a, b) => a - b),
        `the order of conversation ${conversation}`,
      );
    }
  }
}

const STEPS = fc.array(fc.tuple(fc.nat(19), fc.nat(11)), { maxLength: 100, size: 'max' });

it('whatever breaks, what a client publishes is there, QoS 2 once, in order', () =>
  fc.assert(
    fc.asyncProperty(STEPS, async (steps) => {
      const world = new World();
      for (const [what, which] of steps) await world.step(what, which);
      await world.finish();
    }),
    { numRuns: 200 },
  ));

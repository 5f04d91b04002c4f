/**
 * What nodes of a cluster may get wrong, planted into their access to the bus.
 *
 * @module
 */
import type { Bus } from '@posthorn/server';
import { decodeLinkBatch, encodeLinkBatch } from '../../../../packages/server/src/generated/bus.ts';
import type { LinkBatch } from '../../../../packages/server/src/generated/bus.ts';
import { FaultyBus } from '@posthorn/testing/faulty-bus';
import { Dice } from '../../src/dice.ts';
import { pause } from '../../src/waiting.ts';
import type { Fault } from '../../src/faults/fault.ts';
import { over } from './store-bugs.ts';

/** What a bus may do to messages, and links, sweeps and comparisons make good. */
export function noisyBus(): (bus: Bus) => Bus {
  const dice = new Dice(1);
  return (bus) => {
    const noisy = new FaultyBus(bus, () => dice.next());
    noisy.faults = { lost: 0.05, doubled: 0.05, swapped: 0.05 };
    return noisy;
  };
}

/** Something that goes wrong with the bus of all nodes for as long as a fault lasts. */
export interface Trouble {
  readonly busOf: (bus: Bus) => Bus;
  readonly fault: Fault;
}

/** A fault that lasts until the end of the storm. */
export function troubleOf(name: string, begin: () => void, end: () => void): Fault {
  return {
    name,
    summary: name,
    lane: 'system',
    lengthMs: [60_000, 60_000],
    leastScale: 1,
    async inflict(_scene, { lengthMs, over }) {
      begin();
      await pause(lengthMs, over);
      end();
      return 'until the end';
    },
  };
}

/** Links to routers that take what comes as it comes: now and then a batch has overtaken the one before it. */
export function disorderedLinks(): Trouble {
  const dice = new Dice(1);
  let share = 0;
  const busOf = (bus: Bus): Bus => {
    const held = new Map<string, LinkBatch>();
    /** What a batch carries instead, also when it is sent again. */
    const exchanged = new Map<string, readonly Uint8Array[]>();
    const send = (subject: string, batch: LinkBatch): void => {
      const items = exchanged.get(nameOf(batch)) ?? batch.items;
      bus.publish(subject, encodeLinkBatch({ ...batch, items }));
    };
    return over(bus, {
      publish(subject, data) {
        const batch = subject.startsWith('link.') ? decodeLinkBatch(data) : undefined;
        if (batch === undefined || !batch.isOpener || batch.number === 0) return bus.publish(subject, data);
        const before = held.get(subject);
        const isNew = !exchanged.has(nameOf(batch));
        if (before === undefined && isNew && dice.chance(share)) return void held.set(subject, batch);
        held.delete(subject);
        if (
          before !== undefined &&
          before.link === batch.link &&
          batch.number === before.number + 1 &&
          isNew
        ) {
          exchanged.set(nameOf(before), batch.items).set(nameOf(batch), before.items);
        }
        if (before !== undefined) send(subject, before);
        return send(subject, batch);
      },
    });
  };
  const fault = troubleOf(
    'links-disorder',
    () => (share = 0.7),
    () => (share = 0),
  );
  return { busOf, fault };
}

function nameOf({ link, number }: LinkBatch): string {
  return `${link} ${number}`;
}

/**
 * A bus that loses all pushes for a while. `isHeard`: whether nodes are told afterwards that there was something, so that
 * they compare all heads.
 */
export function outage({ isHeard }: { readonly isHeard: boolean }): Trouble {
  const nodes: FaultyBus[] = [];
  let isAway = false;
  const isPush = (subject: string): boolean => subject.startsWith('user.') || subject.startsWith('group.');
  const busOf = (bus: Bus): Bus => {
    const node = new FaultyBus(bus, () => 1);
    nodes.push(node);
    return over(node, {
      publish(subject, data) {
        if (!isAway || !isPush(subject)) node.publish(subject, data);
      },
      ...(!isHeard && { onStatus: () => ({ unsubscribe: () => {} }) }),
    });
  };
  const end = (): void => {
    isAway = false;
    for (const node of nodes) {
      node.goAway();
      node.comeBack();
    }
  };
  return { busOf, fault: troubleOf('pushes-lost', () => (isAway = true), end) };
}

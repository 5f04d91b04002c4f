/**
 * What nodes of a cluster may get wrong, planted into their access to the bus.
 *
 * @module
 */
import type { Bus } from 'posthorn';
import { decodeLinkBatch, encodeLinkBatch } from '../../../../packages/server/src/generated/bus.ts';
import { FaultyBus } from '../../../../scenarios/support/faulty-bus.ts';
import { Dice } from '../../src/dice.ts';
import { pause } from '../../src/faults/fault.ts';
import type { Fault } from '../../src/faults/fault.ts';

/** A node's bus with another way of publishing, or of telling how it is. */
function changed(bus: Bus, changes: Partial<Pick<Bus, 'publish' | 'onStatus'>>): Bus {
  return new Proxy(bus, {
    get(target, name) {
      const value: unknown = Reflect.get(Object.hasOwn(changes, name) ? changes : target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** What a bus may do to messages, and links, sweeps and comparisons make good. */
export function noisyBus(): (bus: Bus) => Bus {
  const dice = new Dice(1);
  return (bus) => {
    const noisy = new FaultyBus(bus, () => dice.next());
    noisy.faults = { lost: 0.05, doubled: 0.05, swapped: 0.05 };
    return noisy;
  };
}

/** Links that do not send again what the bus has lost: they go on as if it had come. */
export function forgetfulLinks(): (bus: Bus) => Bus {
  const dice = new Dice(1);
  return (bus) =>
    changed(bus, {
      publish(subject, data) {
        const isLost = subject.startsWith('link.') && dice.chance(0.1);
        const batch = isLost ? decodeLinkBatch(data) : undefined;
        bus.publish(subject, batch === undefined ? data : encodeLinkBatch({ ...batch, items: [] }));
      },
    });
}

/** A bus that loses all pushes for a while, as long as a run lasts, and says so afterwards. */
export interface Outage {
  readonly busOf: (bus: Bus) => Bus;
  readonly fault: Fault;
}

/** `isHeard`: whether nodes are told that there was one, so that they compare all heads. */
export function outage({ isHeard }: { readonly isHeard: boolean }): Outage {
  const nodes: FaultyBus[] = [];
  let isAway = false;
  const busOf = (bus: Bus): Bus => {
    const node = new FaultyBus(bus, () => 1);
    nodes.push(node);
    const isPush = (subject: string): boolean => subject.startsWith('user.') || subject.startsWith('group.');
    return changed(node, {
      publish(subject, data) {
        if (!isAway || !isPush(subject)) node.publish(subject, data);
      },
      ...(!isHeard && { onStatus: () => ({ unsubscribe: () => {} }) }),
    });
  };
  const fault: Fault = {
    name: 'pushes-lost',
    summary: 'The bus loses all pushes until the end.',
    lane: 'system',
    lengthMs: [60_000, 60_000],
    leastScale: 1,
    whyNot: () => undefined,
    async inflict(_scene, { lengthMs, over }) {
      isAway = true;
      await pause(lengthMs, over);
      isAway = false;
      for (const node of nodes) {
        node.goAway();
        node.comeBack();
      }
      return 'all of them';
    },
  };
  return { busOf, fault };
}

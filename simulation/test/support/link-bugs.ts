/**
 * Bugs for planting into what joins gateways and routers in different processes.
 *
 * @module
 */
import { decodeClientFrame, encodeClientFrame, PosthornError } from '@posthorn/protocol';
import type { Send } from '@posthorn/protocol';
import type { Bus } from '../../../packages/server/src/bus/bus.ts';
import {
  decodeLinkBatch,
  decodeRouterCall,
  encodeLinkBatch,
  encodeRouterCall,
} from '../../../packages/server/src/generated/bus.ts';
import type { LinkBatch } from '../../../packages/server/src/generated/bus.ts';
import type { Answer } from '../../../packages/server/src/router/router.ts';
import { replaced } from '../../src/replaced.ts';
import type { Sabotage } from '../../src/sabotage.ts';
import { unrefused } from './bugs.ts';
import type { Bug } from './bugs.ts';

/** What comes out of a link instead of a batch. */
type Swindle = (batch: LinkBatch) => readonly LinkBatch[];

/** Each breaks the order of a link, which is checked by itself, and where nobody looks at that, a promise. */
const LINK_BUGS: readonly {
  readonly name: string;
  readonly rules: RegExp;
  readonly swindle: () => Swindle;
  /** Where to begin to look if nobody looks at links. */
  readonly from?: number;
}[] = [
  { name: 'a link that hands out a batch twice', rules: /^[28] /, swindle: twice, from: 86 },
  { name: 'a link that drops a batch', rules: /^[468] /, swindle: dropping },
  { name: 'a link that swaps two batches', rules: /^[48] /, swindle: swapping },
];

const DISPATCHER_BUGS: readonly Bug[] = [
  {
    name: 'a dispatcher that lets sends overtake what a dead router had',
    from: 1496,
    rules: /^4 first/,
    sabotage: () => ({
      links: (links, scheduler) =>
        replaced(links, {
          open: (to, owner) =>
            links.open(to, {
              onItem: (item) => owner.onItem(item),
              onEnd: (reason) => void scheduler.after(2000, () => owner.onEnd(reason)),
            }),
        }),
    }),
  },
  {
    name: 'a dispatcher that forgets the order of sends',
    isRare: true,
    from: 905,
    rules: /^4 first/,
    sabotage: forgettingOrder,
  },
  {
    name: 'a dispatcher that asks again what may not be asked twice',
    from: 298,
    rules: /^(2 once|8 knows)/,
    sabotage: () => ({
      router: (router) =>
        replaced(router, {
          forward: (caller, { number, frame }) => {
            const kept = { number, frame: frame.slice() };
            const ask = async (): Promise<Answer> => unrefused(router.forward(caller, kept));
            return ask().catch((error: unknown) => {
              if (!isUnknown(error)) throw error;
              return ask();
            });
          },
        }),
    }),
  },
];

export const BUGS_APART: readonly Bug[] = [
  ...LINK_BUGS.flatMap(({ name, rules, swindle, from = 1 }): Bug[] => [
    { name, rules: /^4 order of a link/, sabotage: () => withBatches(swindle()) },
    {
      name: `${name}, with nobody looking at links`,
      from,
      rules,
      sabotage: () => ({ ...withBatches(swindle()), areLinksUnwatched: true }),
    },
  ]),
  ...DISPATCHER_BUGS,
];

/** A router died, or did not answer. */
function isUnknown(error: unknown): boolean {
  return error instanceof PosthornError && error.message.includes('the outcome is unknown');
}

/** The router is told the order, which the gateway does not know. */
function forgettingOrder(): Sabotage {
  const orders = new Map<string, number>();
  const withOrder = (frame: Uint8Array, orderOf: (send: Send) => number): Uint8Array => {
    const { id, body } = decodeClientFrame(frame);
    if (body?.case !== 'send') return frame;
    return encodeClientFrame({
      id,
      body: { case: 'send', value: { ...body.value, order: orderOf(body.value) } },
    });
  };
  return {
    router: (router) =>
      replaced(router, {
        forward: (caller, { number, frame }) => {
          const hidden = withOrder(frame, ({ clientId, order }) => {
            orders.set(`${caller.connection} ${clientId}`, order);
            return 0;
          });
          return router.forward(caller, { number, frame: hidden });
        },
      }),
    links: (links) =>
      replaced(links, {
        open: (to, owner) => {
          const link = links.open(to, owner);
          return replaced(link, {
            send(item) {
              const call = decodeRouterCall(item);
              if (call.body?.case !== 'request') return link.send(item);
              const value = withOrder(
                call.body.value,
                ({ clientId }) => orders.get(`${call.connection} ${clientId}`) ?? 0,
              );
              return link.send(encodeRouterCall({ ...call, body: { case: 'request', value } }));
            },
          });
        },
      }),
  };
}

/** Looks at what a node hears of its links before they do. */
function withBatches(swindle: Swindle): Sabotage {
  return {
    bus: (bus: Bus) =>
      replaced(bus, {
        subscribe: (subject, handler, options) =>
          bus.subscribe(
            subject,
            subject.startsWith('link.')
              ? (data, name, reply) => {
                  for (const batch of swindle(decodeLinkBatch(data)))
                    handler(encodeLinkBatch(batch), name, reply);
                }
              : handler,
            options,
          ),
      }),
  };
}

/** Each tenth batch. */
const EVERY = 10;

function isChosen({ number }: LinkBatch): boolean {
  return number > 0 && number % EVERY === 0;
}

function twice(): Swindle {
  return (batch) => [isChosen(batch) ? { ...batch, items: [...batch.items, ...batch.items] } : batch];
}

function dropping(): Swindle {
  return (batch) => [isChosen(batch) ? { ...batch, items: [] } : batch];
}

/** The chosen batch and the next one have each other's items. */
function swapping(): Swindle {
  const held = new Map<string, LinkBatch>();
  return (batch) => {
    const key = `${batch.from} ${batch.link} ${batch.isOpener}`;
    const first = held.get(key);
    if (isChosen(batch)) {
      held.set(key, batch);
      return [];
    }
    if (first === undefined || batch.number !== first.number + 1) return [batch];
    return [
      { ...first, items: batch.items },
      { ...batch, items: first.items },
    ];
  };
}

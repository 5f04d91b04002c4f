/**
 * What one router does for all: sessions of other wires go when they have expired, or their logins have ended; wills are sent.
 *
 * @module
 */
import { dueDuty } from '../../pipeline/due-work.ts';
import type { Duty } from '../../pipeline/duties.ts';
import type { Services } from '../../router/services.ts';
import { LostNodes } from './lost-nodes.ts';
import { removeExpired, removeLoggedOut } from './queries.ts';
import { dueWills, loseForgotten } from './will-queries.ts';
import { sayWills } from './wills.ts';

const CLEAN_MS = 600_000;
const PAGE = 500;

export function duties(services: Services): readonly Duty[] {
  return [cleaning(services), wills(services)];
}

function cleaning({ store, clock }: Services): Duty {
  return {
    name: 'wire-sessions',
    intervalMs: CLEAN_MS,
    async run(mayGoOn) {
      while (await mayGoOn()) if (!(await store.run(removeExpired, clock.now(), PAGE))) break;
      for (let after = 0; await mayGoOn();) {
        after = await store.run(removeLoggedOut, after, PAGE, clock.now());
        if (after === 0) break;
      }
      for (let after = 0; await mayGoOn();) {
        after = await store.run(loseForgotten, after, PAGE, clock.now());
        if (after === 0) return;
      }
    },
  };
}

function wills(services: Services): Duty {
  const { store } = services;
  const lostNodes = new LostNodes(services);
  const saying = dueDuty(services, {
    name: 'wills',
    find: (page) => store.run(dueWills, page),
    carryOut: (due) => sayWills(services, due),
  });
  return {
    ...saying,
    async run(mayGoOn) {
      await lostNodes.look(mayGoOn);
      await saying.run(mayGoOn);
    },
  };
}

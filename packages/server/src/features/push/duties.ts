/**
 * What one router does for all: it tells browsers, and forgets those whose sessions have ended.
 *
 * @module
 */
import { optionsOf } from '../../config/option.ts';
import type { Duty } from '../../pipeline/duties.ts';
import type { Services } from '../../router/services.ts';
import { PUSH_OPTIONS } from './options.ts';
import { PUSHES } from './pushes.ts';
import { removeDead } from './subscription-queries.ts';

const LOOK_MS = 500;
const CLEAN_MS = 3_600_000;
const PAGE = 500;

export function duties(services: Services): readonly Duty[] {
  const { store, clock } = services;
  const clean: Duty = {
    name: 'push-sessions',
    intervalMs: CLEAN_MS,
    async run(mayGoOn) {
      for (let after = 0; await mayGoOn();) {
        after = await store.run(removeDead, after, PAGE, clock.now());
        if (after === 0) return;
      }
    },
  };
  if (!optionsOf(services.config.options, PUSH_OPTIONS).push) return [clean];
  const tell: Duty = {
    name: 'pushes',
    intervalMs: LOOK_MS,
    async run(mayGoOn) {
      if (await mayGoOn()) await services.state(PUSHES).begin();
    },
  };
  return [tell, clean];
}

/**
 * Messages that vanish some time after they were sent.
 *
 * @module
 */
import { put } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { duties } from './carry-out.ts';
import { STORAGE } from './storage.ts';
import { setVanishing, VANISHING_TRAIT } from './vanishing.ts';

export const VANISHING = {
  name: 'vanishing',
  storage: STORAGE,
  traits: [VANISHING_TRAIT],
  duties,
  operations: [
    operation('setVanishing', {
      who: 'user',
      scope: 'groups',
      conversation: 'manager',
      repeat: 'by-client-id',
      run: setVanishing,
      routes: [
        put('/v1/conversations/:conversation/vanishing', 'Messages', 'Let messages vanish, or stay', {
          body: ['afterMs'],
          example: { afterMs: 604_800_000 },
          required: ['afterMs'],
        }),
      ],
    }),
  ],
} as const satisfies Feature;

/**
 * Sessions of clients of other wires.
 *
 * @module
 */
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { duties } from './duties.ts';
import { WIRE_SESSION_OPTIONS } from './options.ts';
import { personalData } from './personal-data.ts';
import { STORAGE } from './storage.ts';
import { saveWireSession, takeWireSession } from './wire-sessions.ts';

export const WIRE_SESSIONS = {
  name: 'wire-sessions',
  options: { table: WIRE_SESSION_OPTIONS },
  storage: STORAGE,
  personalData,
  duties,
  operations: [
    operation('takeWireSession', { who: 'user', repeat: 'harmless', run: takeWireSession }),
    operation('saveWireSession', { who: 'user', repeat: 'harmless', run: saveWireSession }),
  ],
} as const satisfies Feature;

/**
 * The audit: who did what, and what was refused.
 *
 * @module
 */
import { get, PAGE } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { listAudit } from './audit.ts';
import { AUDIT_OPTIONS } from './options.ts';
import { personalData } from './personal-data.ts';
import { RETENTION } from './retention.ts';
import { STORAGE } from './storage.ts';
import { TRAIL } from './trail.ts';

export const AUDIT = {
  name: 'audit',
  options: { table: AUDIT_OPTIONS },
  storage: STORAGE,
  personalData,
  states: [TRAIL, RETENTION],
  operations: [
    operation('listAudit', {
      who: 'admin',
      scope: 'audit',
      repeat: 'harmless',
      run: listAudit,
      routes: [
        get('/v1/admin/audit', 'Administration', 'What was done, and what was refused', {
          query: ['after', 'event', 'user', 'address', 'since', 'until', 'key', ...PAGE],
        }),
      ],
    }),
  ],
} as const satisfies Feature;

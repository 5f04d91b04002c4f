/**
 * Reports of abuse.
 *
 * @module
 */
import { get, PAGE, post, put } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { ERASE_REPORTED } from './contents.ts';
import { personalData } from './personal-data.ts';
import { listReports, reportAbuse, settleReport } from './reports.ts';
import { STORAGE } from './storage.ts';

const TAG = 'Abuse';

export const REPORTS = {
  name: 'reports',
  storage: STORAGE,
  personalData,
  traits: [ERASE_REPORTED],
  operations: [
    operation('reportAbuse', {
      who: 'user',
      conversation: 'reader',
      repeat: 'harmless',
      run: reportAbuse,
      routes: [
        post('/v1/reports', TAG, 'Report a message or a user', {
          body: ['conversation', 'seq', 'user', 'reason'],
          example: { conversation: 1, seq: 42, reason: 'spam' },
        }),
      ],
    }),
    operation('listReports', {
      who: 'admin',
      repeat: 'harmless',
      run: listReports,
      routes: [get('/v1/admin/reports', TAG, 'What was reported', { query: ['settled', ...PAGE] })],
    }),
    operation('settleReport', {
      who: 'admin',
      repeat: 'never',
      audited: 'refusals',
      run: settleReport,
      routes: [
        put('/v1/admin/reports/:report/settled', TAG, 'Settle a report', {
          body: ['resolution'],
          example: { resolution: 'the message was recalled' },
        }),
      ],
    }),
  ],
} as const satisfies Feature;

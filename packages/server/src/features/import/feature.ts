/**
 * Bringing what another system has kept, with its times; and taking everything along.
 *
 * @module
 */
import { get, post } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { exportRecords } from './export.ts';
import { addImportFiles } from './http.ts';
import { importRecords } from './import.ts';
import { IMPORT_PATHS } from './openapi.ts';
import { personalData } from './personal-data.ts';
import { RECORD_SCHEMAS } from './schemas.ts';
import { STORAGE } from './storage.ts';

const TAG = 'Moving servers';
export const IMPORT = {
  name: 'import',
  storage: STORAGE,
  states: [RECORD_SCHEMAS],
  personalData,
  addHttp: addImportFiles,
  openApi: IMPORT_PATHS,
  operations: [
    operation('importRecords', {
      who: 'admin',
      scope: 'import',
      repeat: 'harmless',
      cost: { slots: 64, bytesPerUnit: 64 },
      run: importRecords,
      routes: [
        post('/v1/admin/import', TAG, 'Import records: users, conversations, messages with their own times', {
          body: ['records'],
          required: ['records'],
          example: { records: ['{"type":"user","id":"slack:U1","name":"romeo","displayName":"Romeo"}'] },
        }),
      ],
    }),
    operation('exportRecords', {
      who: 'admin',
      scope: 'import',
      repeat: 'harmless',
      cost: { slots: 64 },
      run: exportRecords,
      routes: [
        get('/v1/admin/export', TAG, 'Export everything as records, page by page', {
          query: ['cursor'],
        }),
      ],
    }),
  ],
} as const satisfies Feature;

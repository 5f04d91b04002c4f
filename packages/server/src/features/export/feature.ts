/**
 * Taking along what the server keeps about a user.
 *
 * @module
 */
import type { Feature } from '../../router/feature.ts';
import { addExport } from './http.ts';
import { EXPORT_PATHS } from './openapi.ts';
import { RUNNING } from './running.ts';

export const EXPORT = {
  name: 'export',
  states: [RUNNING],
  addHttp: addExport,
  openApi: EXPORT_PATHS,
} as const satisfies Feature;

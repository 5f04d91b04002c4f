/**
 * How long messages are kept.
 *
 * @module
 */
import type { Feature } from '../../router/feature.ts';
import { RETENTION_OPTIONS } from './options.ts';
import { duties } from './retention.ts';

export const RETENTION = {
  name: 'retention',
  options: { table: RETENTION_OPTIONS },
  duties,
} as const satisfies Feature;

/**
 * Files: what messages have attached, and pictures of users and groups.
 *
 * @module
 */
import type { Feature } from '../../router/feature.ts';
import { ATTACHMENTS_TRAIT } from './attachments.ts';
import { STORAGE } from './storage.ts';

export const FILES = {
  name: 'files',
  storage: STORAGE,
  traits: [ATTACHMENTS_TRAIT],
} as const satisfies Feature;

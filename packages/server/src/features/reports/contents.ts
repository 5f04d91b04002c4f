/**
 * What is done about reports when the message is taken back.
 *
 * @module
 */
import type { ContentTrait } from '../../router/contents.ts';
import type { EraseReportedEffect } from './storage.ts';

/** A message is recalled, or vanishes: reports of it that are settled lose their copies. Open ones keep them until then. */
export const ERASE_REPORTED: ContentTrait = {
  name: 'erase-reported',
  isIn: ({ kind }) => kind?.case === 'recall',
  effect: ({ kind }): EraseReportedEffect | undefined =>
    kind?.case === 'recall' ? { type: 'erase-reported', target: kind.value.target } : undefined,
};

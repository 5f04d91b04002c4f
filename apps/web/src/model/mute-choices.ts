/**
 * For how long a conversation can be muted.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import { nextMidnight } from './day-words.ts';

export interface MuteChoice {
  readonly key: string;
  readonly label: string;
  /** Unix ms; Infinity: for ever. */
  readonly until: number;
}

const HOUR_MS = 3_600_000;
/** When people begin their day. */
const MORNING_MS = 8 * HOUR_MS;

export function muteChoices(i18n: I18n, now: number): readonly MuteChoice[] {
  return [
    { key: 'hour', label: i18n._('For an hour'), until: now + HOUR_MS },
    { key: 'evening', label: i18n._('For 8 hours'), until: now + 8 * HOUR_MS },
    { key: 'tomorrow', label: i18n._('Until tomorrow'), until: nextMidnight(now) + MORNING_MS },
    { key: 'week', label: i18n._('For a week'), until: now + 168 * HOUR_MS },
    { key: 'ever', label: i18n._('Until I turn it on'), until: Infinity },
  ];
}

/**
 * Spans of time in words.
 *
 * @module
 */
import type { I18n } from '@lingui/core';

/** "5 minutes", "1 day": in the largest unit that fits without a rest. */
export function spanWords(i18n: I18n, ms: number): string {
  if (ms % WEEK_MS === 0)
    return i18n._('{count, plural, one {# week} other {# weeks}}', { count: ms / WEEK_MS });
  if (ms % DAY_MS === 0) return i18n._('{count, plural, one {# day} other {# days}}', { count: ms / DAY_MS });
  if (ms % HOUR_MS === 0)
    return i18n._('{count, plural, one {# hour} other {# hours}}', { count: ms / HOUR_MS });
  if (ms % MINUTE_MS === 0)
    return i18n._('{count, plural, one {# minute} other {# minutes}}', { count: ms / MINUTE_MS });
  return i18n._('{count, plural, one {# second} other {# seconds}}', { count: Math.round(ms / 1000) });
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

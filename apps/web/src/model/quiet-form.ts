/**
 * Quiet hours as a form shows them (docs/protocol.md, Personal space, `quiet`).
 *
 * @module
 */

export interface QuietForm {
  readonly isOn: boolean;
  /** `22:00` */
  readonly from: string;
  readonly to: string;
  /** Of the IANA time zone database. */
  readonly zone: string;
  /** Monday is 1. On which days they begin. */
  readonly days: readonly number[];
}

export const ALL_DAYS: readonly number[] = [1, 2, 3, 4, 5, 6, 7];

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What is in the user's space; what is not understood is off. `zone`: of the device, for a new entry. */
export function quietForm(entry: unknown, zone: string): QuietForm {
  const {
    from,
    to,
    zone: own,
    days,
  } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
  const isOn = isTime(from) && isTime(to) && from !== to && typeof own === 'string';
  if (!isOn) return { isOn, from: '22:00', to: '07:00', zone, days: ALL_DAYS };
  return {
    isOn,
    from,
    to,
    zone: own,
    days: Array.isArray(days) ? ALL_DAYS.filter((day) => days.includes(day)) : ALL_DAYS,
  };
}

/** The entry of a form; undefined removes it. */
export function quietEntry({ isOn, from, to, zone, days }: QuietForm): unknown {
  if (!isOn || !isTime(from) || !isTime(to) || from === to || days.length === 0) return undefined;
  return {
    from,
    to,
    zone,
    ...(days.length === ALL_DAYS.length ? {} : { days: ALL_DAYS.filter((day) => days.includes(day)) }),
  };
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && TIME.test(value);
}

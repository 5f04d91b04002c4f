/**
 * Changes of how two users stand to each other, committed with the message that tells the other one.
 *
 * @module
 */
import type { EffectKind } from '../../store/log/effects.ts';
import type { Refusal } from '../../store/log/records.ts';
import { change, insertNew, lockedRows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import { addPair, STANDINGS } from './queries.ts';

/** The sender and `other`: what the sender does, if they stand to each other as it presupposes. */
export type ContactEffect = {
  readonly type: 'contact';
  readonly other: number;
  readonly does: 'ask' | 'accept' | 'end';
  /** What is said with a request. */
  readonly text: string;
  /** Requests that the sender may make on a day (UTC). */
  readonly perDay: number;
};

/** Somebody was faster: look again. */
const CHANGED: Refusal = { code: 'CONFLICT', message: 'this has just changed', reason: 'contact-changed' };

const DAY_MS = 86_400_000;

const NEW_DAY: Insert = {
  table: 'contact_days',
  columns: { user: 'int' },
  onConflict: { key: ['user'] },
};

const [, ASKING, MUTUAL] = STANDINGS.keys();

export const CONTACT_EFFECT: EffectKind = {
  raisesVersion: false,
  *apply({ append }, { other, does, text, perDay }: ContactEffect) {
    const { sender: user, time, clientId: told } = append;
    switch (does) {
      case 'ask': {
        const day = yield* dayOf(user, time);
        if (day.asked >= perDay) return tooMany(perDay, time);
        const states = ['asked', 'asking'] as const;
        if (!(yield* addPair({ user, other, states, text, time, told }))) return CHANGED;
        yield* change(
          'UPDATE contact_days SET day = ?, asked = ? WHERE "user" = ?',
          day.day,
          day.asked + 1,
          user,
        );
        return true;
      }
      case 'accept': {
        if ((yield* lockedState(user, other)) !== ASKING) return CHANGED;
        yield* change(
          `UPDATE contacts SET state = ?, time = ?, made_by = ?, told = ? WHERE ("user", other) IN (?)`,
          MUTUAL ?? 0,
          time,
          user,
          told,
          bothOf(user, other),
        );
        return true;
      }
      case 'end': {
        if ((yield* lockedState(user, other)) === undefined) return CHANGED;
        yield* change('DELETE FROM contacts WHERE ("user", other) IN (?)', bothOf(user, other));
        return true;
      }
    }
  },
};

function bothOf(user: number, other: number): readonly (readonly [number, number])[] {
  return [
    [Math.min(user, other), Math.max(user, other)],
    [Math.max(user, other), Math.min(user, other)],
  ];
}

function* lockedState(user: number, other: number): Query<number | undefined> {
  const found = yield* lockedRows<{ readonly user: number; readonly state: number }>(
    `SELECT "user", state FROM contacts WHERE ("user", other) IN (?) ORDER BY "user"`,
    bothOf(user, other),
  );
  return found.find((each) => each.user === user)?.state;
}

interface Day {
  readonly day: number;
  readonly asked: number;
}

/** How many requests the user has made today. */
function* dayOf(user: number, time: number): Query<Day> {
  const today = Math.floor(time / DAY_MS);
  yield* insertNew(NEW_DAY, user);
  const [known] = yield* lockedRows<Day>('SELECT day, asked FROM contact_days WHERE "user" = ?', user);
  return known?.day === today ? known : { day: today, asked: 0 };
}

function tooMany(perDay: number, time: number): Refusal {
  return {
    code: 'RATE_LIMITED',
    message: `at most ${perDay} users can be asked on a day`,
    retryAfterMs: DAY_MS - (time % DAY_MS),
    reason: 'too-many-contact-requests',
  };
}

/**
 * Ends what clients of other wires have kept, in the transaction that ends their logins.
 *
 * @module
 */
import { change } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

/**
 * One login, or all of a user but `except`. `isLeaving`: the client has ended its login itself, or its time was up, and what
 * outlives it is kept.
 */
export type EndedLogins =
  | { readonly session: number; readonly isLeaving?: boolean }
  | { readonly except: number | undefined };

/** Whoever is put out does not find the rest of it waiting: the sessions of these logins, and those that outlive logins. */
export function* endWireSessions(user: number, ended: EndedLogins): Query<void> {
  if ('session' in ended) {
    const { session, isLeaving = false } = ended;
    // Logins have ids above 0.
    yield* change(
      'DELETE FROM wire_sessions WHERE "user" = ? AND (login = ? OR held_by = ?)',
      user,
      session,
      isLeaving ? -1 : session,
    );
    return;
  }
  const { except = -1 } = ended;
  yield* change(
    'DELETE FROM wire_sessions WHERE "user" = ? AND login <> ? AND held_by <> ?',
    user,
    except,
    except,
  );
}

/**
 * What the program keeps beside the log.
 *
 * @module
 */
import { STORAGE as ACCOUNTS } from '../features/accounts/storage.ts';
import { STORAGE as ADMIN } from '../features/admin/storage.ts';
import { STORAGE as CONVERSATIONS } from '../features/conversations/storage.ts';
import { STORAGE as CURSORS } from '../features/cursors/storage.ts';
import { STORAGE as GROUPS } from '../features/groups/storage.ts';
import { STORAGE as PEOPLE } from '../features/people/storage.ts';
import type { EffectKinds } from '../store/log/effects.ts';
import { queriesOf } from '../store/sql-store.ts';
import type { Storage } from '../store/storage.ts';
import type { Table } from '../store/table.ts';

export const STORAGES: readonly Storage[] = [ACCOUNTS, GROUPS, PEOPLE, CONVERSATIONS, CURSORS, ADMIN];

const QUERIES = queriesOf(STORAGES);

/** What the effects of messages do. */
export const EFFECTS: EffectKinds = QUERIES.effects;

/** All tables of a database, the log's included. */
export const TABLES: readonly Table[] = QUERIES.tables;

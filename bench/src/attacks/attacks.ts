/**
 * Every attack that the server is measured under.
 *
 * @module
 */
import type { Attack } from './field.ts';
import { STRANGERS } from './strangers.ts';
import { USERS } from './users.ts';

export const ATTACKS: readonly Attack[] = [...STRANGERS, ...USERS];

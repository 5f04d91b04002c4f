/**
 * All features. The next one is a folder and a line.
 *
 * @module
 */
import { ACCOUNTS } from '../features/accounts/feature.ts';
import { ADMIN } from '../features/admin/feature.ts';
import { AUDIT } from '../features/audit/feature.ts';
import { BOTS } from '../features/bots/feature.ts';
import { CONTACTS } from '../features/contacts/feature.ts';
import { CONVERSATIONS } from '../features/conversations/feature.ts';
import { CURSORS } from '../features/cursors/feature.ts';
import { EDITS } from '../features/edits/feature.ts';
import { ERASURE } from '../features/erasure/feature.ts';
import { EXPORT } from '../features/export/feature.ts';
import { FILES } from '../features/files/feature.ts';
import { FORWARDS } from '../features/forwards/feature.ts';
import { GROUPS } from '../features/groups/feature.ts';
import { INCOMING } from '../features/incoming/feature.ts';
import { IMPORT } from '../features/import/feature.ts';
import { JWT } from '../features/jwt/feature.ts';
import { KEYS } from '../features/keys/feature.ts';
import { LDAP } from '../features/ldap/feature.ts';
import { MANAGEMENT } from '../features/management/feature.ts';
import { HOOKS } from '../features/hooks/feature.ts';
import { MESSAGES } from '../features/messages/feature.ts';
import { MINE } from '../features/mine/feature.ts';
import { OIDC } from '../features/oidc/feature.ts';
import { PEOPLE } from '../features/people/feature.ts';
import { PINS } from '../features/pins/feature.ts';
import { PRESENCE } from '../features/presence/feature.ts';
import { POLLS } from '../features/polls/feature.ts';
import { PREVIEWS } from '../features/previews/feature.ts';
import { PUSH } from '../features/push/feature.ts';
import { REACTIONS } from '../features/reactions/feature.ts';
import { REPORTS } from '../features/reports/feature.ts';
import { RETENTION } from '../features/retention/feature.ts';
import { SCHEDULED } from '../features/scheduled/feature.ts';
import { SEARCH } from '../features/search/feature.ts';
import { SECOND_FACTORS } from '../features/second-factors/feature.ts';
import { SERVER } from '../features/server/feature.ts';
import { THREADS } from '../features/threads/feature.ts';
import { TYPING } from '../features/typing/feature.ts';
import { VANISHING } from '../features/vanishing/feature.ts';
import { WEBHOOKS } from '../features/webhooks/feature.ts';
import { WEB } from '../features/web/feature.ts';
import { WIRE_SESSIONS } from '../features/wire-sessions/feature.ts';
import type { Feature } from '../router/feature.ts';
import { FeatureRegistry } from '../router/feature-registry.ts';
import { queriesOf } from '../store/sql-store.ts';
import type { Queries } from '../store/storage.ts';

export const FEATURES = [
  ACCOUNTS,
  JWT,
  OIDC,
  LDAP,
  SECOND_FACTORS,
  MESSAGES,
  SCHEDULED,
  EDITS,
  REACTIONS,
  PINS,
  THREADS,
  VANISHING,
  POLLS,
  CURSORS,
  TYPING,
  CONVERSATIONS,
  MINE,
  GROUPS,
  PEOPLE,
  CONTACTS,
  PRESENCE,
  PREVIEWS,
  FILES,
  FORWARDS,
  REPORTS,
  SEARCH,
  BOTS,
  PUSH,
  WEBHOOKS,
  HOOKS,
  INCOMING,
  WIRE_SESSIONS,
  EXPORT,
  ERASURE,
  RETENTION,
  ADMIN,
  AUDIT,
  KEYS,
  MANAGEMENT,
  IMPORT,
  SERVER,
  WEB,
] as const satisfies readonly Feature[];

/** The built-in features, put together. */
export const REGISTRY: FeatureRegistry = new FeatureRegistry(FEATURES);

/** The tables, queries and effects of the log and of the built-in features. */
export const QUERIES: Queries = queriesOf(REGISTRY.storages);

/** The built-in features, and a server's own. */
export function registryWith(features: readonly Feature[] = []): FeatureRegistry {
  return features.length === 0 ? REGISTRY : new FeatureRegistry([...FEATURES, ...features]);
}

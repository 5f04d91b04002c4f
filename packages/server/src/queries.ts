/**
 * The queries of the built-in features, for programs that work on a store without a server.
 *
 * @module
 */
export * as adminQueries from './features/admin/queries.ts';
export * as auditQueries from './features/audit/queries.ts';
export * as blockQueries from './features/people/block-queries.ts';
export * as cursorQueries from './features/cursors/queries.ts';
export * as groupQueries from './features/groups/queries.ts';
export * as inviteQueries from './features/groups/invite-queries.ts';
export * as logQueries from './store/log/conversations.ts';
export * as sessionQueries from './features/accounts/session-queries.ts';
export * as userQueries from './features/accounts/user-queries.ts';
export * as viewQueries from './features/conversations/queries.ts';

/**
 * Everything needed to write a feature, for programs that embed the server with their own features
 * (ServerParts.features). CONTRIBUTING.md explains how. storage.ts has what its storage needs.
 *
 * @module
 */
export { choice, count, duration, freeText, onOff, port, size } from './config/kinds.ts';
export { OPTION_GROUPS, option, optional, optionsOf } from './config/option.ts';
export { send } from './features/messages/send.ts';
export { admit, admitAdministrator } from './http/bearer.ts';
export { get, PAGE, patch, post, put, remove, USER } from './http/route.ts';
export type { Json, RouteContext, RouteSpec } from './http/route.ts';
export type { Follower, LogEntry } from './pipeline/followers/follower.ts';
export { originOf } from './router/audit.ts';
export { sessionOf } from './router/caller.ts';
export type { ContentKind, ContentTrait, Sending } from './router/contents.ts';
export type { Feature, FeaturePlace } from './router/feature.ts';
export { extension, FIRST_EXTENSION, operation } from './router/operation.ts';
export type { ExtensionMessage, Operation } from './router/operation.ts';
export type { Caller } from './router/router.ts';
export type { RouterState, Services } from './router/services.ts';
export type { Effect } from './store/log/records.ts';

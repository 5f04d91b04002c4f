/**
 * JSON Schemas and JSON conversion, for servers. A separate entry, so that browsers need not load them.
 *
 * @module
 */
export { SCHEMAS } from './generated/schema.ts';
export { fromJson, toJson } from './json.ts';

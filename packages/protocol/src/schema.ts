/**
 * JSON Schemas and JSON conversion, for servers. Kept apart so that browsers need not carry them.
 *
 * @module
 */
export { SCHEMAS } from './generated/schema.ts';
export { fromJson, toJson } from './json.ts';

/**
 * What descriptions of calls in the OpenAPI document are made of.
 *
 * @module
 */
import type { Json } from './route.ts';

/** Operations of the document: by path, then by method in small letters. */
export type Paths = Readonly<Record<string, Readonly<Record<string, Json>>>>;

export function jsonResponse(description: string, schema: Json): Json {
  return { description, content: { 'application/json': { schema } } };
}

/** Of every call. */
export const ERROR_RESPONSE = jsonResponse('Refused or failed; the code says why.', { $ref: 'Error#' });

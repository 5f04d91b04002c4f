/**
 * Building blocks of the OpenAPI document.
 *
 * @module
 */
import type { Json } from './route.ts';

/** Operations by path, then by method in lower case. */
export type Paths = Readonly<Record<string, Readonly<Record<string, Json>>>>;

export function jsonResponse(description: string, schema: Json): Json {
  return { description, content: { 'application/json': { schema } } };
}

/** The error answer of every call. */
export const ERROR_RESPONSE: Json = { $ref: '#/components/responses/Error' };

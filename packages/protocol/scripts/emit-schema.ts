/**
 * Emits JSON Schemas of the messages, and the fields whose plain JSON differs from what the codec decodes.
 *
 * @module
 */
import protobuf from 'protobufjs';
import { enumWord } from './emit.ts';
import { isOptional, plainFields, unions } from './fields.ts';

interface Schema {
  readonly [key: string]: unknown;
}

export function emitSchemas(messages: readonly protobuf.Type[]): string {
  const schemas = Object.fromEntries(messages.map((type) => [type.name, messageSchema(type)]));
  const shapes = Object.fromEntries(messages.map((type) => [type.name, messageShape(type)]));
  return `import type { Shape } from '../shape.ts';

/** JSON Schema (2020-12, as OpenAPI 3.1 uses it) of each message, by name. */
export const SCHEMAS: Readonly<Record<string, object>> = ${JSON.stringify(schemas, null, 2)};

/** Where JSON differs from the decoded message; see json.ts. */
export const SHAPES: Readonly<Record<string, Shape>> = ${JSON.stringify(shapes, null, 2)};
`;
}

function messageSchema(type: protobuf.Type): Schema {
  const fields = [...plainFields(type), ...unions(type).flatMap((union) => union.fieldsArray)];
  return {
    $id: type.name,
    type: 'object',
    ...described(type.comment),
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
    additionalProperties: false,
  };
}

function fieldSchema(field: protobuf.Field): Schema {
  const item = elementSchema(field);
  const comment = described(field.comment?.replace(/^@.*$/gm, '').trim() ?? null);
  return field.repeated ? { type: 'array', items: item, ...comment } : { ...item, ...comment };
}

function elementSchema(field: protobuf.Field): Schema {
  const nested = jsonType(field);
  if (nested !== undefined) return { $ref: `${nested}#` };
  if (field.resolvedType instanceof protobuf.Enum) {
    const { resolvedType } = field;
    return {
      type: 'string',
      enum: Object.keys(resolvedType.values).map((key) => enumWord(resolvedType, key)),
    };
  }
  switch (field.type) {
    case 'string':
      return { type: 'string' };
    case 'bool':
      return { type: 'boolean' };
    case 'bytes':
      return { type: 'string', contentEncoding: 'base64' };
    case 'uint32':
      return { type: 'integer', minimum: 0, maximum: 4_294_967_295 };
    default:
      return { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
  }
}

/** The message in a field, even if it travels as encoded bytes (`@json Content`). */
function jsonType(field: protobuf.Field): string | undefined {
  const annotated = /@json (\w+)/.exec(field.comment ?? '')?.[1];
  return annotated ?? (field.resolvedType instanceof protobuf.Type ? field.resolvedType.name : undefined);
}

function messageShape(type: protobuf.Type): Schema {
  const entries: [string, Schema][] = [];
  for (const field of plainFields(type)) {
    const kind = fieldShape(field);
    if (kind !== undefined) entries.push([field.name, kind]);
  }
  for (const union of unions(type)) {
    const cases = union.fieldsArray.map((field) => [field.name, fieldShape(field) ?? { kind: 'plain' }]);
    entries.push([union.name, { kind: 'union', cases: Object.fromEntries(cases) as Schema }]);
  }
  const optional = plainFields(type)
    .filter((field) => isOptional(field))
    .map((field) => field.name);
  return { fields: Object.fromEntries(entries), optional };
}

function fieldShape(field: protobuf.Field): Schema | undefined {
  const nested = jsonType(field);
  const isRepeated = field.repeated ? { repeated: true } : {};
  if (nested !== undefined && field.type === 'bytes') return { kind: 'encoded', message: nested };
  if (nested !== undefined) return { kind: 'message', message: nested, ...isRepeated };
  return field.type === 'bytes' ? { kind: 'bytes' } : undefined;
}

function described(comment: string | null): Schema {
  return comment === null || comment === '' ? {} : { description: comment.replaceAll('\n', ' ') };
}

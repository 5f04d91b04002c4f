/**
 * Codec by tables (src/tables.ts) for one message.
 *
 * @module
 */
import protobuf from 'protobufjs';
import { constant, isOptional, plainFields, unions } from './fields.ts';
import { isRare } from './hot.ts';

type Field = protobuf.Field;

/** The same two functions as straight-line code has. */
export function emitTable(type: protobuf.Type): string {
  const { name } = type;
  return `function write${name}(out: Writer, message: ${name}Init): void {
  writeTable(out, message, ${tableOf(type, 'write')});
}
function read${name}(input: Reader, end: number): ${name} {
  // The table has the fields of this type.
  return readTable(input, end, ${tableOf(type, 'read')}) as ${name};
}
`;
}

/** The tables of these messages: each behind those that it refers to. */
export function emitTables(types: readonly protobuf.Type[]): string {
  const done = new Set<protobuf.Type>();
  const emitted: string[] = [];
  const emit = (type: protobuf.Type): void => {
    if (done.has(type) || !isRare(type)) return;
    done.add(type);
    for (const { resolvedType } of type.fieldsArray)
      if (resolvedType instanceof protobuf.Type) emit(resolvedType);
    if (hasMessages(type))
      emitted.push(
        `const ${tableOf(type, 'write')}: WriteTable = [${rows(type, 'write')}];\nconst ${tableOf(type, 'read')}: ReadTable = [${rows(type, 'read')}];\n`,
      );
    else if (tableOf(type, 'read') === ownTableOf(type))
      emitted.push(`const ${ownTableOf(type)}: Table = [${rows(type, 'read')}];\n`);
  };
  for (const type of types) emit(type);
  return emitted.join('');
}

function hasMessages(type: protobuf.Type): boolean {
  return type.fieldsArray.some(({ resolvedType }) => resolvedType instanceof protobuf.Type);
}

/** Tables without messages, by their rows. */
const shared = new Map<string, string>();

/** The name of its table. One that has no messages has the same for both directions, and for all messages with the same fields. */
function tableOf(type: protobuf.Type, direction: Direction): string {
  if (hasMessages(type)) return `${ownTableOf(type)}_${direction === 'write' ? 'OUT' : 'IN'}`;
  const text = rows(type, direction);
  const found = shared.get(text) ?? ownTableOf(type);
  shared.set(text, found);
  return found;
}

function ownTableOf({ name }: protobuf.Type): string {
  return `${constant(name)}_FIELDS`;
}

type Direction = 'read' | 'write';

/** See TableOf in src/tables.ts. */
function rows(type: protobuf.Type, direction: Direction): string {
  return rowsOf([...plainFields(type), ...unions(type).flatMap((union) => union.fieldsArray)], direction);
}

/** `cases`: of which oneof all of them are cases, and messages. */
function rowsOf(fields: readonly Field[], direction: Direction, cases?: string): string {
  const texts = fields.map((field, index) => {
    const isNext = field.id === (fields[index - 1]?.id ?? 0) + 1;
    const kind = cases === undefined ? `${typeOf(field)}${presenceOf(field)}` : '';
    return `${isNext ? '' : field.id}${field.name}${kind}`;
  });
  const others = fields.flatMap(({ resolvedType }) => {
    if (resolvedType === null) return [];
    if (resolvedType instanceof protobuf.Enum) return [`${constant(resolvedType.name)}_WORDS`];
    return [isRare(resolvedType) ? tableOf(resolvedType, direction) : `${direction}${resolvedType.name}`];
  });
  const shared = cases === undefined ? '' : `${cases}:`;
  return [`'${shared}${texts.join(',')}'`, ...others].join(', ');
}

function presenceOf(field: Field): string {
  const { partOf } = field;
  if (partOf !== null && !partOf.isProto3Optional) return `|${partOf.name}`;
  if (field.repeated) return '*';
  return isOptional(field) ? '+' : '';
}

function typeOf({ resolvedType, type, fullName }: Field): string {
  if (resolvedType !== null) return resolvedType instanceof protobuf.Enum ? '%' : '@';
  const sign = { uint64: '', uint32: '', bool: '?', string: '$', bytes: '#' }[type];
  if (sign === undefined) throw new Error(`${fullName}: the type ${type} is not supported`);
  return sign;
}

/** The cases of a oneof that are rare, as a table. Empty: there are none. */
export function emitRareCases(type: protobuf.Type, union: protobuf.OneOf): string {
  const rare = rareCases(union);
  if (rare.length === 0) return '';
  const list = (direction: Direction): string => rowsOf(rare, direction, union.name);
  const name = rareTable(type, union);
  return `const ${name}_OUT: WriteTable = [${list('write')}];\nconst ${name}_IN: ReadTable = [${list('read')}];\n`;
}

export function rareCases(union: protobuf.OneOf): Field[] {
  return union.fieldsArray.filter(
    ({ resolvedType }) => resolvedType instanceof protobuf.Type && isRare(resolvedType),
  );
}

/** Without its suffix for the direction. */
export function rareTable(type: protobuf.Type, union: protobuf.OneOf): string {
  return `${constant(type.name)}_${constant(union.name)}_RARE`;
}

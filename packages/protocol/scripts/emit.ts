/**
 * The TypeScript of one enum, message or service.
 *
 * @module
 */
import protobuf from 'protobufjs';
import { emitRareCases, emitTable, rareCases, rareTable } from './emit-table.ts';
import { constant, isOptional, plainFields, unions } from './fields.ts';
import { isRare } from './hot.ts';

type Field = protobuf.Field;

const RESERVED = new Set([
  'class',
  'default',
  'delete',
  'new',
  'return',
  'switch',
  'case',
  'in',
  'of',
  'end',
  'input',
  'tag',
]);

/** `DEVICE_CLASS_BOT` of `DeviceClass` as the string 'bot'. */
export function enumWord(type: protobuf.Enum, key: string): string {
  const prefix = `${type.name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}_`;
  return key
    .slice(key.startsWith(prefix) ? prefix.length : 0)
    .toLowerCase()
    .replaceAll('_', '-');
}

/** `listHeads` for a message or method named `ListHeads`. */
export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Marked `@encodable`: the writer also takes the message's encoded bytes, which are the same on the wire. */
function isEncodable(field: Field): boolean {
  return /^@encodable$/m.test(field.comment ?? '');
}

export function emitEnum(type: protobuf.Enum): string {
  const words = Object.entries(type.values)
    .map(([key, number]) => ({ word: enumWord(type, key), number }))
    .toSorted((a, b) => a.number - b.number);
  // By number; one that is not given reads as 0.
  const byNumber = words.map(({ word, number }, index) => {
    const gap = number - (words[index - 1]?.number ?? -1) - 1;
    return gap === 0 ? `'${word}'` : `...Array<${type.name}>(${gap}).fill('unspecified'), '${word}'`;
  });
  return `${docs(type.comment)}export type ${type.name} = ${words.map(({ word }) => `'${word}'`).join(' | ')};

export const ${constant(type.name)}_WORDS: readonly ${type.name}[] = [${byNumber.join(', ')}];
`;
}

export function emitMessage(type: protobuf.Type): string {
  const rare = isRare(type) ? [] : unions(type).map((union) => emitRareCases(type, union));
  const unionTypes = unions(type).map((union) => emitUnion(type, union, '') + emitUnion(type, union, 'Init'));
  return `${unionTypes.join('')}${rare.join('')}${emitInterface(type, '')}
${emitInterface(type, 'Init')}
${isRare(type) ? emitTable(type) : `${emitWrite(type)}\n${emitRead(type)}`}
${emitEncode(type)}${type.name.endsWith('Frame') ? emitEncode(type, 'Delimited') : ''}
/** Decodes one ${type.name}; \`bytes\` fields are views into the input. Throws WireError. */
export function decode${type.name}(bytes: Uint8Array): ${type.name} {
  const reader = new Reader(bytes);
  const message = read${type.name}(reader, bytes.length);
  if (reader.position !== bytes.length) throw new WireError('cut off');
  return message;
}
`;
}

/** Frames can be encoded with their length in front, which saves a copy. */
function emitEncode({ name }: protobuf.Type, kind: '' | 'Delimited' = ''): string {
  return `/** Encodes one ${name}${kind === '' ? '' : ' with its length in front'}. The bytes belong to the caller. */
export function encode${kind}${name}(message: ${name}Init): Uint8Array {
  try {
    write${name}(writer, message);
    return writer.finish${kind}();
  } finally {
    writer.reset();
  }
}
`;
}

function emitUnion(type: protobuf.Type, union: protobuf.OneOf, suffix: '' | 'Init'): string {
  const cases = union.fieldsArray.map(
    (field) => `  | { readonly case: '${field.name}'; readonly value: ${elementType(field, suffix)} }`,
  );
  return `export type ${unionName(type, union)}${suffix} =\n${cases.join('\n')};\n\n`;
}

function unionName(type: protobuf.Type, union: protobuf.OneOf): string {
  return `${type.name}${union.name.charAt(0).toUpperCase()}${union.name.slice(1)}`;
}

function emitInterface(type: protobuf.Type, suffix: '' | 'Init'): string {
  const lines = plainFields(type).map((field) => {
    const bytes = suffix === 'Init' && isEncodable(field) ? ' | Uint8Array' : '';
    const value = field.repeated
      ? `readonly ${elementType(field, suffix)}[]`
      : elementType(field, suffix) + bytes;
    const loose = suffix === 'Init' || (isOptional(field) && !field.repeated);
    const sign = suffix === 'Init' ? '?' : '';
    return `${suffix === '' ? docs(field.comment, '  ') : ''}  readonly ${field.name}${sign}: ${value}${loose ? ' | undefined' : ''};`;
  });
  for (const union of unions(type)) {
    const sign = suffix === 'Init' ? '?' : '';
    lines.push(`  readonly ${union.name}${sign}: ${unionName(type, union)}${suffix} | undefined;`);
  }
  const comment =
    suffix === ''
      ? docs(type.comment)
      : `/** Input for encoding a ${type.name}; absent fields have their default. */\n`;
  if (lines.length === 0)
    return `${comment}export interface ${type.name}${suffix} {\n  readonly _?: never;\n}\n`;
  return `${comment}export interface ${type.name}${suffix} {\n${lines.join('\n')}\n}\n`;
}

function elementType(field: Field, suffix: '' | 'Init'): string {
  if (field.resolvedType instanceof protobuf.Type) return field.resolvedType.name + suffix;
  if (field.resolvedType instanceof protobuf.Enum) return field.resolvedType.name;
  if (field.type === 'string') return 'string';
  if (field.type === 'bool') return 'boolean';
  if (field.type === 'bytes') return 'Uint8Array';
  if (field.type === 'uint64' || field.type === 'uint32') return 'number';
  throw new Error(`${field.fullName}: the type ${field.type} is not supported`);
}

function wireType(field: Field): number {
  const isVarint =
    field.resolvedType instanceof protobuf.Enum || ['uint64', 'uint32', 'bool'].includes(field.type);
  return isVarint ? 0 : 2;
}

function key(field: Field, wire = wireType(field)): number {
  return field.id * 8 + wire;
}

function emitWrite(type: protobuf.Type): string {
  const body = plainFields(type)
    .map((field) => writeField(field))
    .join('');
  const unionBodies = unions(type)
    .map((union) => writeUnion(type, union))
    .join('');
  const message = body + unionBodies === '' ? '_message' : 'message';
  const out = body + unionBodies === '' ? '_out' : 'out';
  return `function write${type.name}(${out}: Writer, ${message}: ${type.name}Init): void {\n${body}${unionBodies}}\n`;
}

function writeField(field: Field): string {
  const value = `message.${field.name}`;
  if (field.repeated && wireType(field) === 0) {
    return `  if (${value} !== undefined && ${value}.length > 0) {
    out.tag(${key(field, 2)});
    const start = out.open();
    for (const item of ${value}) ${writeScalar(field, 'item')}
    out.close(start);
  }\n`;
  }
  if (field.repeated) {
    return `  if (${value} !== undefined) {\n    for (const item of ${value}) {\n${writeElement(field, 'item', '      ')}    }\n  }\n`;
  }
  if (isOptional(field)) return `  if (${value} !== undefined) {\n${writeElement(field, value, '    ')}  }\n`;
  const filled =
    field.type === 'bytes'
      ? `${value} !== undefined && ${value}.length > 0`
      : isEnum(field)
        ? `${value} !== undefined && ${value} !== 'unspecified'`
        : value;
  return `  if (${filled}) {\n${writeElement(field, value, '    ')}  }\n`;
}

function isEnum(field: Field): boolean {
  return field.resolvedType instanceof protobuf.Enum;
}

function writeElement(field: Field, value: string, indent: string): string {
  const lines = [`out.tag(${key(field)});`];
  if (field.resolvedType instanceof protobuf.Type && isEncodable(field)) {
    lines.push(
      `if (${value} instanceof Uint8Array) {`,
      `  out.bytes(${value});`,
      '} else {',
      '  const start = out.open();',
      `  write${field.resolvedType.name}(out, ${value});`,
      '  out.close(start);',
      '}',
    );
  } else if (field.resolvedType instanceof protobuf.Type) {
    lines.push(
      'const start = out.open();',
      `write${field.resolvedType.name}(out, ${value});`,
      'out.close(start);',
    );
  } else {
    lines.push(writeScalar(field, value));
  }
  return lines.map((line) => `${indent}${line}\n`).join('');
}

function writeScalar(field: Field, value: string): string {
  if (field.resolvedType instanceof protobuf.Enum)
    return `out.varint(${constant(field.resolvedType.name)}_WORDS.indexOf(${value}));`;
  if (field.type === 'string') return `out.string(${value});`;
  if (field.type === 'bytes') return `out.bytes(${value});`;
  if (field.type === 'bool') return `out.bool(${value});`;
  return `out.varint(${value});`;
}

function writeUnion(type: protobuf.Type, union: protobuf.OneOf): string {
  const rare = rareCases(union);
  const usual = union.fieldsArray.filter((field) => !rare.includes(field));
  const cases = usual.map(
    (field) =>
      `    case '${field.name}': {\n${writeElement(field, `message.${union.name}.value`, '      ')}      break;\n    }\n`,
  );
  const others =
    rare.length === 0 ? '' : `    default:\n      writeTable(out, message, ${rareTable(type, union)}_OUT);\n`;
  return `  switch (message.${union.name}?.case) {\n${cases.join('')}    case undefined:\n      break;\n${others}  }\n`;
}

function emitRead(type: protobuf.Type): string {
  const declarations = plainFields(type).map(declare);
  const cases = plainFields(type).map(readField);
  /** What is done with other tags. */
  let others = '        input.skip(tag);\n';
  if (unions(type).filter((union) => rareCases(union).length > 0).length > 1)
    throw new Error(
      `${type.fullName}: only one oneof can have cases that go by tables, since reading them skips other tags`,
    );
  for (const union of unions(type)) {
    declarations.push(`  let ${union.name}: ${unionName(type, union)} | undefined;\n`);
    const rare = rareCases(union);
    if (rare.length > 0)
      others = `        ${union.name} = (readCase(input, tag, ${rareTable(type, union)}_IN) as ${unionName(type, union)} | undefined) ?? ${union.name};\n`;
    for (const field of union.fieldsArray.filter((each) => !rare.includes(each))) {
      cases.push(
        `      case ${key(field)}:\n        ${union.name} = { case: '${field.name}', value: ${readElement(field)} };\n        break;\n`,
      );
    }
  }
  const names = [...plainFields(type), ...unions(type)].map(({ name }) =>
    local(name) === name ? name : `${name}: ${local(name)}`,
  );
  const loop =
    cases.length === 0
      ? '  while (input.position < end) input.skip(input.varint());\n'
      : `  while (input.position < end) {\n    const tag = input.varint();\n    switch (tag) {\n${cases.join('')}      default:\n${others}    }\n  }\n`;
  return `function read${type.name}(input: Reader, end: number): ${type.name} {\n${declarations.join('')}${loop}  return { ${names.join(', ')} };\n}\n`;
}

/** The variable for a field: the field's name, unless that is a reserved word. */
function local(name: string): string {
  return RESERVED.has(name) ? `${name}_` : name;
}

function declare(field: Field): string {
  const name = local(field.name);
  if (field.repeated) return `  const ${name}: ${elementType(field, '')}[] = [];\n`;
  if (isOptional(field)) return `  let ${name}: ${elementType(field, '')} | undefined;\n`;
  if (isEnum(field)) return `  let ${name}: ${elementType(field, '')} = 'unspecified';\n`;
  const zero = { string: "''", bool: 'false', bytes: 'EMPTY' }[field.type] ?? '0';
  return `  let ${name}${field.type === 'bytes' ? ': Uint8Array' : ''} = ${zero === 'EMPTY' ? 'new Uint8Array(0)' : zero};\n`;
}

function readField(field: Field): string {
  const name = local(field.name);
  if (!field.repeated)
    return `      case ${key(field)}:\n        ${name} = ${readElement(field)};\n        break;\n`;
  const single = `      case ${key(field)}:\n        ${name}.push(${readElement(field)});\n        break;\n`;
  if (wireType(field) !== 0) return single;
  return `${single}      case ${key(field, 2)}:\n        input.packed(${name});\n        break;\n`;
}

function readElement(field: Field): string {
  if (field.resolvedType instanceof protobuf.Type) return `input.message(read${field.resolvedType.name})`;
  if (field.resolvedType instanceof protobuf.Enum)
    return `${constant(field.resolvedType.name)}_WORDS[input.varint()] ?? 'unspecified'`;
  if (field.type === 'string') return 'input.string()';
  if (field.type === 'bytes') return 'input.bytes()';
  if (field.type === 'bool') return 'input.bool()';
  return 'input.varint()';
}

export function emitService(service: protobuf.Service, messages: readonly protobuf.Type[]): string {
  const calls = service.methodsArray.map((method) => {
    const replyCase = lowerFirst(method.responseType);
    return `  readonly ${lowerFirst(method.name)}: {
    readonly request: ${method.requestType};
    readonly init: ${method.requestType}Init;
    readonly reply: ${method.responseType};
    readonly replyInit: ${method.responseType}Init;
    readonly replyCase: '${replyCase}';
  };`;
  });
  const table = service.methodsArray.map(
    (method) => `  ${lowerFirst(method.name)}: '${lowerFirst(method.responseType)}',`,
  );
  const known = new Set(messages.map((message) => message.name));
  for (const method of service.methodsArray) {
    if (!known.has(method.requestType) || !known.has(method.responseType))
      throw new Error(`${method.name}: unknown message`);
  }
  return `${docs(service.comment)}export interface Calls {\n${calls.join('\n')}\n}

export type RequestCase = keyof Calls;

/** The case of the answer to each request. */
export const REPLY_CASE: { readonly [K in RequestCase]: Calls[K]['replyCase'] } = {\n${table.join('\n')}\n};
`;
}

function docs(comment: string | null, indent = ''): string {
  if (comment === null || comment === '') return '';
  const lines = comment.split('\n');
  if (lines.length === 1) return `${indent}/** ${comment} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}

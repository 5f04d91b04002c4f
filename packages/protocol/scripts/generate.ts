/**
 * Turns a .proto file into TypeScript: types, and code to encode and decode them. Of the messages of clients, only those in hot.ts
 * get straight-line code; the others go by tables, which browsers load faster.
 *
 *   node scripts/generate.ts PROTO OUT [--wire MODULE] [--schema OUT] [--requests OUT]
 *
 * Why a generator of our own: docs/adr/0002. protobufjs parses the file; the emitted code has no runtime dependency.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import protobuf from 'protobufjs';
import { emitEnum, emitMessage, emitService } from './emit.ts';
import { emitRequests } from './emit-requests.ts';
import { emitSchemas } from './emit-schema.ts';
import { emitTables } from './emit-table.ts';
import { HOT, isRare } from './hot.ts';

const { positional, options } = parseArgs(process.argv.slice(2));
const [input, output] = positional;
if (input === undefined || output === undefined) {
  process.stderr.write('usage: generate.ts PROTO OUT [--wire MODULE] [--schema OUT] [--requests OUT]\n');
  process.exit(2);
}

const { root, package: packageName } = protobuf.parse(readFileSync(input, 'utf8'), {
  keepCase: false,
  alternateCommentMode: true,
  preferTrailingComment: false,
});
root.resolveAll();
const space = packageName === undefined ? root : root.lookup(packageName);
const nested = (space as protobuf.Namespace).nestedArray;
const enums = nested.filter((item) => item instanceof protobuf.Enum);
const messages = nested.filter((item) => item instanceof protobuf.Type);
const services = nested.filter((item) => item instanceof protobuf.Service);
const file = input.split('/').at(-1);
const hasTables = messages.some(isRare);
for (const name of HOT)
  if (hasTables && !messages.some((message) => message.name === name))
    throw new Error(`hot.ts names ${name}, which ${file} does not have`);

const TABLES = `import { readCase, readTable, writeTable } from '../tables.ts';
import type { ReadTable, Table, WriteTable } from '../tables.ts';
`;
const header = `// Generated from ${file} by scripts/generate.ts. Do not edit.\n`;
writeFileSync(
  output,
  [
    header,
    `import { Reader, WireError, Writer } from '${options.get('wire') ?? '../wire.ts'}';\n`,
    hasTables ? TABLES : '',
    'const writer = new Writer();\n',
    ...enums.map(emitEnum),
    emitTables(messages),
    ...messages.map(emitMessage),
    ...services.map((service) => emitService(service, messages)),
  ]
    .filter((part) => part !== '')
    .join('\n'),
);
const schemaOutput = options.get('schema');
if (schemaOutput !== undefined) writeFileSync(schemaOutput, header + emitSchemas(messages));
const requestsOutput = options.get('requests');
const [service] = services;
const clientFrame = messages.find(({ name }) => name === 'ClientFrame');
if (requestsOutput !== undefined && service !== undefined && clientFrame !== undefined)
  writeFileSync(requestsOutput, header + emitRequests(service, clientFrame));

function parseArgs(args: readonly string[]): { positional: string[]; options: Map<string, string> } {
  const positional: string[] = [];
  const options = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const word = args[i] as string;
    if (word.startsWith('--')) options.set(word.slice(2), args[++i] ?? '');
    else positional.push(word);
  }
  return { positional, options };
}

/**
 * The pages under docs/ that are written from the source, whole or in part.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { lowerFirst } from '../../../packages/protocol/scripts/emit.ts';
import { readContract } from '../../../packages/protocol/scripts/contract.ts';
import { protocolReference } from '../../../packages/protocol/scripts/reference.ts';
import type { RequestFacts } from '../../../packages/protocol/scripts/reference.ts';
import { commandsPage } from '@posthorn/terminal';
import { openApiPaths } from '../../../packages/server/src/compose/protocols.ts';
import { optionSets } from '../../../packages/server/src/compose/options.ts';
import { configurationPage } from '../../../packages/server/src/config/reference.ts';
import { openApiDocument } from '../../../packages/server/src/http/openapi.ts';
import { REGISTRY } from '../../../packages/server/src/compose/features.ts';
import type { Operation } from '../../../packages/server/src/router/operation.ts';

const CONTRACT = new URL('../../../packages/protocol/proto/posthorn.proto', import.meta.url);

/** Where a page lies. */
export function pageUrl(name: string): URL {
  return new URL(`../../../docs/${name}`, import.meta.url);
}

/** Each page with the text that it should have. */
export async function pages(): Promise<ReadonlyMap<string, string>> {
  const contract = readContract(readFileSync(CONTRACT, 'utf8'));
  return new Map([
    ['configuration.md', configurationPage(optionSets())],
    ['cli.md', await commandsPage()],
    [
      'protocol-reference.md',
      protocolReference(contract, { request: requestFacts, contents: REGISTRY.contents.all }),
    ],
    ['rest.md', withTable(readFileSync(pageUrl('rest.md'), 'utf8'), restTable())],
  ]);
}

/** What the server's source says of a request, by the name of its message. */
function requestFacts(message: string): RequestFacts {
  const request = lowerFirst(message);
  const operation = REGISTRY.operation(request);
  return {
    caller: callerOf(operation),
    repeat: operation?.request.repeat,
    routes: (operation?.routes ?? []).map(
      ({ method, url }) => `${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`,
    ),
  };
}

/** A gateway answers what is no operation, and does so for anyone. */
function callerOf(operation: Operation | undefined): string {
  switch (operation?.request.who) {
    case undefined:
    case 'stranger':
      return 'anyone';
    case 'user':
      return operation?.conversation ?? 'user';
    case 'admin':
      return 'administrator';
  }
}

interface Described {
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security?: readonly object[];
  readonly description?: string;
}

/** One table a tag, of every call in the OpenAPI document. */
function restTable(): string {
  const { paths } = openApiDocument({
    version: '',
    publicUrl: undefined,
    features: REGISTRY,
    more: openApiPaths(),
  }) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  };
  const rows = new Map<string, string[]>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [
      method,
      {
        summary,
        tags: [tag = ''],
      },
    ] of Object.entries(methods)) {
      const row = `| \`${method.toUpperCase()} ${path}\` | ${summary} |`;
      rows.set(tag, [...(rows.get(tag) ?? []), row]);
    }
  }
  return [...rows]
    .map(([tag, lines]) => `### ${tag}\n\n| call | does |\n|---|---|\n${lines.join('\n')}\n`)
    .join('\n');
}

const BEGIN = '<!-- Written by `npm run docs` from the OpenAPI document. Do not edit. -->\n';
const END = '<!-- End of what is written. -->\n';

/** The page with a new text between its markers. Throws when they are missing. */
function withTable(page: string, table: string): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error('the page has no place for the table');
  return `${before}${BEGIN}\n${table}\n${END}${after}`;
}

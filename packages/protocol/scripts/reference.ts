/**
 * docs/protocol-reference.md: every request, push, answer and type of the contract.
 *
 * @module
 */
import type { Contract, ContractCall, ContractEnum, ContractField, ContractMessage } from './contract.ts';

/** What only the server's source says of a request. */
export interface RequestFacts {
  /** A key of {@link CALLERS}. */
  readonly caller: string;
  /** A key of {@link REPEATS}; undefined: the question does not arise. */
  readonly repeat: string | undefined;
  /** `GET /v1/…` of each REST route that carries it. */
  readonly routes: readonly string[];
}

/** What only the server's source says of a kind of content. */
export interface ContentFacts {
  /** The field of Content.kind that it is; `text`: none of them. */
  readonly kind: string;
  /** Whether clients send it; what they do not, the server alone writes. */
  readonly isSent: boolean;
  /** Whether it counts as a message: unread numbers, previews, alerts. */
  readonly counts: boolean;
}

export interface ServerFacts {
  /** Asked by the name of the request's message. */
  readonly request: (message: string) => RequestFacts;
  readonly contents: readonly ContentFacts[];
}

/** Who may make a request, and what the word means. */
export const CALLERS: Readonly<Record<string, string>> = {
  anyone: 'Needs no session.',
  user: 'The connection is attached to a session.',
  reader: 'A user who is or was a member of the conversation. Everybody is a reader of a room.',
  member: 'A user who is a member of the conversation now. Everybody may send and type in a room.',
  manager: 'An admin or the owner of the group.',
  owner: 'The owner of the group.',
  administrator: 'A user who is an administrator of the server.',
};

/** What happens when a request is sent again because the outcome of the first try is unknown. */
export const REPEATS: Readonly<Record<string, string>> = {
  harmless: 'harmless',
  'by-client-id': 'harmless with the same `client_id`',
  never: 'may take effect twice, or be refused because of the first try',
};

export function protocolReference(contract: Contract, facts: ServerFacts): string {
  const page = new Page(contract, facts);
  return page.text();
}

class Page {
  readonly #contract: Contract;
  readonly #facts: ServerFacts;
  readonly #calls: ReadonlyMap<string, ContractCall>;
  /** Which field of ClientFrame or ServerFrame carries a message. */
  readonly #carriers: ReadonlyMap<string, ContractField>;

  constructor(contract: Contract, facts: ServerFacts) {
    this.#contract = contract;
    this.#facts = facts;
    this.#calls = new Map(contract.calls.map((call) => [call.request, call]));
    this.#carriers = new Map(
      ['ClientFrame', 'ServerFrame'].flatMap((frame) =>
        this.#message(frame)
          .fields.filter(({ union }) => union !== undefined)
          .map((field) => [field.type, field] as const),
      ),
    );
  }

  text(): string {
    return [
      INTRODUCTION,
      this.#callers(),
      this.#contents(),
      this.#requests(),
      this.#pushes(),
      this.#answers(),
      this.#others(),
      this.#enums(),
    ].join('\n');
  }

  #callers(): string {
    const rows = Object.entries(CALLERS).map(([caller, meaning]) => `| ${caller} | ${meaning} |`);
    return `## Callers\n\n| caller | means |\n|---|---|\n${rows.join('\n')}\n`;
  }

  #contents(): string {
    const word = (isSo: boolean): string => (isSo ? 'yes' : 'no');
    const rows = this.#facts.contents.map(
      ({ kind, isSent, counts }) => `| ${kind} | ${word(isSent)} | ${word(counts)} |`,
    );
    return `## Kinds of content\n\n${CONTENTS}\n\n| kind | clients may send it | counts as a message |\n|---|---|---|\n${rows.join('\n')}\n`;
  }

  #requests(): string {
    const rows = this.#contract.calls.map(({ request, answer }) => {
      const { name, number } = this.#carrier(request);
      return `| ${number} | ${link(request)} | \`${name}\` | ${this.#facts.request(request).caller} | ${link(answer)} |`;
    });
    const groups = this.#contract.sections.flatMap(({ title, messages }) => {
      const requests = messages.filter((name) => this.#calls.has(name));
      return requests.length === 0
        ? []
        : [
            `## Requests: ${title.toLowerCase()}\n\n${requests.map((name) => this.#request(name)).join('\n')}`,
          ];
    });
    return `## All requests\n\n| number | message | field of \`ClientFrame\` | caller | answer |\n|---|---|---|---|---|\n${rows.join('\n')}\n\n${groups.join('\n')}`;
  }

  #request(name: string): string {
    const { name: field, number } = this.#carrier(name);
    const { caller, repeat, routes } = this.#facts.request(name);
    const call = this.#calls.get(name);
    const lines = [
      `- Request: \`${field}\`, number ${number}`,
      `- Caller: ${caller}`,
      `- Answer: ${link(call?.answer ?? '')}`,
      ...(repeat === undefined ? [] : [`- Repeat: ${REPEATS[repeat]}`]),
    ];
    if (call !== undefined && call.errors.length > 0)
      lines.push(`- Errors: ${call.errors.map((code) => `\`${code}\``).join(', ')}`);
    if (routes.length > 0) lines.push(`- REST: ${routes.map((route) => `\`${route}\``).join(', ')}`);
    return this.#section(this.#message(name), lines);
  }

  #pushes(): string {
    return `## Pushes\n\nA \`ServerFrame\` without \`re\`.\n\n${this.#carried(({ type }) => !this.#isAnswer(type))}`;
  }

  #answers(): string {
    return `## Answers\n\nA \`ServerFrame\` whose \`re\` is the id of the request. Any request may be answered by [Error](#error) instead.\n\n${this.#carried(({ type }) => this.#isAnswer(type))}`;
  }

  #isAnswer(name: string): boolean {
    return name === 'Error' || this.#contract.calls.some(({ answer }) => answer === name);
  }

  #carried(isWanted: (field: ContractField) => boolean): string {
    return this.#message('ServerFrame')
      .fields.filter((field) => field.union !== undefined && isWanted(field))
      .map((field) =>
        this.#section(this.#message(field.type), [
          `- Field of \`ServerFrame\`: \`${field.name}\`, number ${field.number}`,
          ...this.#answeredBy(field.type),
        ]),
      )
      .join('\n');
  }

  #answeredBy(name: string): string[] {
    const requests = this.#contract.calls.filter(({ answer }) => answer === name);
    return requests.length === 0
      ? []
      : [`- Answers: ${requests.map(({ request }) => link(request)).join(', ')}`];
  }

  /** Messages that are only parts of others. */
  #others(): string {
    const parts = [...this.#contract.messages.values()].filter(
      ({ name }) => !this.#carriers.has(name) && !name.endsWith('Frame'),
    );
    return `## Messages within messages\n\n${parts.map((message) => this.#section(message, [])).join('\n')}`;
  }

  #enums(): string {
    return `## Enums\n\n${this.#contract.enums.map(enumSection).join('\n')}`;
  }

  #section({ name, comment, fields }: ContractMessage, facts: readonly string[]): string {
    const parts = [`### ${name}\n`];
    if (comment !== '') parts.push(`${oneLine(comment)}\n`);
    if (facts.length > 0) parts.push(`${facts.join('\n')}\n`);
    if (fields.length > 0) {
      const rows = fields.map(
        (field) => `| ${field.number} | \`${field.name}\` | ${this.#typeOf(field)} | ${meaningOf(field)} |`,
      );
      parts.push(`| number | field | type | meaning |\n|---|---|---|---|\n${rows.join('\n')}\n`);
    } else {
      parts.push('No fields.\n');
    }
    return parts.join('\n');
  }

  #typeOf({ type, isRepeated, isOptional }: ContractField): string {
    const isOurs =
      this.#contract.messages.has(type) || this.#contract.enums.some(({ name }) => name === type);
    const one = isOurs ? link(type) : type;
    if (isRepeated) return `list of ${one}`;
    return isOptional ? `optional ${one}` : one;
  }

  #carrier(request: string): ContractField {
    const field = this.#carriers.get(request);
    if (field === undefined) throw new Error(`no frame carries ${request}`);
    return field;
  }

  #message(name: string): ContractMessage {
    const message = this.#contract.messages.get(name);
    if (message === undefined) throw new Error(`the contract has no message ${name}`);
    return message;
  }
}

function enumSection({ name, comment, values }: ContractEnum): string {
  const rows = values.map((value) => `| ${value.number} | \`${value.name}\` | ${cell(value.comment)} |`);
  const about = comment === '' ? '' : `${oneLine(comment)}\n\n`;
  return `### ${name}\n\n${about}| number | name | meaning |\n|---|---|---|\n${rows.join('\n')}\n`;
}

function meaningOf({ union, encodes, comment }: ContractField): string {
  const notes = [
    ...(union === undefined ? [] : [`One of \`${union}\`.`]),
    ...(encodes === undefined ? [] : [`Holds an encoded ${link(encodes)}.`]),
  ];
  return [...notes, cell(comment)].join(' ').trim();
}

function link(name: string): string {
  return `[${name}](#${name.toLowerCase()})`;
}

function oneLine(comment: string): string {
  return comment.replaceAll('\n', ' ');
}

function cell(comment: string): string {
  return oneLine(comment).replaceAll('|', '\\|');
}

/** Above the table of kinds. */
const CONTENTS = `What a [Content](#content) may be: \`text\` has no \`kind\`; the others are a field of it. What clients may not send, the server
alone writes. What counts shows in unread numbers, previews and alerts.`;

const INTRODUCTION = `# The native protocol: reference

<!-- Written by \`npm run docs\` from packages/protocol/proto/posthorn.proto, the server's operations and its REST routes. Do not edit. -->

Every request, push, answer and type. [The native protocol](protocol.md) says how they travel and what a client must do;
[posthorn.proto](../packages/protocol/proto/posthorn.proto) is the contract itself.

- A request travels in a \`ClientFrame\`: \`id\` (field 1, uint64) and the request as the field of its number. Its answer and
  the pushes travel in a \`ServerFrame\`: \`re\` (field 1, uint64; absent in a push) and the body as the field of its number.
- Integers are at most 2^53-1. Times are Unix milliseconds. A field that is absent has its type's zero value.
- In JSON (REST, event stream, the examples of protocol.md) a field's name is in camelCase: \`client_id\` is \`clientId\`.
- *Repeat* says what happens when a client sends the request again, because the outcome of the first try is unknown.
- *Errors* lists the codes that belong to a request. Besides them every request may get \`INVALID\` or \`TOO_LARGE\` (a value
  breaks a rule), \`UNKNOWN_REQUEST\`, and the codes for trouble of the server, which may pass: \`UNAVAILABLE\`, \`STORAGE_FULL\`,
  \`TIMEOUT\`, \`OVERLOADED\`, \`INTERNAL\`. One that needs a session gets \`UNAUTHENTICATED\` without it, and one for
  administrators \`FORBIDDEN\` from others. [The table](protocol.md#errors-goodbye-and-coming-back) says what to do about each.
`;

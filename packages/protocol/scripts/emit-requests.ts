/**
 * Emits the numbers of the requests, with which a server can tell them apart without decoding them.
 *
 * @module
 */
import type protobuf from 'protobufjs';
import { lowerFirst } from './emit.ts';

export function emitRequests(service: protobuf.Service, frame: protobuf.Type): string {
  const names = service.methodsArray.map(({ name }) => lowerFirst(name));
  const numbers = names.map((name) => `  ${name}: ${fieldOf(frame, name).id},`);
  const clientIds = names.flatMap((name) => {
    const number = clientIdOf(fieldOf(frame, name));
    return number === undefined ? [] : [`  ${name}: ${number},`];
  });
  return `import type { RequestCase } from './messages.ts';

/** The field number of each request in ${frame.name}. */
export const REQUEST_NUMBERS = {
${numbers.join('\n')}
} as const satisfies Readonly<Record<RequestCase, number>>;

/** The field number of \`client_id\` in each request that has one. */
export const CLIENT_ID_FIELDS: Readonly<Partial<Record<RequestCase, number>>> = {
${clientIds.join('\n')}
};
`;
}

function fieldOf(frame: protobuf.Type, name: string): protobuf.Field {
  const field = frame.fields[name];
  if (field === undefined) throw new Error(`${frame.name} has no ${name}`);
  return field;
}

function clientIdOf({ resolvedType }: protobuf.Field): number | undefined {
  return (resolvedType as protobuf.Type).fields['clientId']?.id;
}

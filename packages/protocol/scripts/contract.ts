/**
 * A .proto file as a description for documentation: sections, messages, enums, and the service's calls, all in
 * the order of the file.
 *
 * @module
 */
import protobuf from 'protobufjs';

export interface ContractField {
  /** As in the file: `client_id`. */
  readonly name: string;
  readonly number: number;
  /** A scalar's name, or that of a message or enum. */
  readonly type: string;
  readonly isRepeated: boolean;
  readonly isOptional: boolean;
  /** The oneof that it is a case of. */
  readonly union: string | undefined;
  readonly comment: string;
  /** For bytes that hold an encoded message: that message. */
  readonly encodes: string | undefined;
}

export interface ContractMessage {
  readonly name: string;
  readonly comment: string;
  readonly fields: readonly ContractField[];
}

export interface ContractEnum {
  readonly name: string;
  readonly comment: string;
  readonly values: readonly { readonly name: string; readonly number: number; readonly comment: string }[];
}

export interface ContractCall {
  readonly request: string;
  readonly answer: string;
  /** Names of the error codes that its comment lists after `Errors:`. */
  readonly errors: readonly string[];
}

export interface Contract {
  /** Headings of the file, with the messages below each. */
  readonly sections: readonly { readonly title: string; readonly messages: readonly string[] }[];
  readonly messages: ReadonlyMap<string, ContractMessage>;
  readonly enums: readonly ContractEnum[];
  readonly calls: readonly ContractCall[];
}

/** Reads the text of a .proto file. Throws on a syntax error. */
export function readContract(source: string): Contract {
  const { root, package: packageName } = protobuf.parse(source, {
    keepCase: true,
    alternateCommentMode: true,
    preferTrailingComment: false,
  });
  root.resolveAll();
  const { nestedArray } = packageName === undefined ? root : (root.lookup(packageName) as protobuf.Namespace);
  const messages = nestedArray.filter((item) => item instanceof protobuf.Type).map(toMessage);
  return {
    sections: sectionsOf(source),
    messages: new Map(messages.map((message) => [message.name, message])),
    enums: nestedArray.filter((item) => item instanceof protobuf.Enum).map(toEnum),
    calls: nestedArray.filter((item) => item instanceof protobuf.Service).flatMap(toCalls),
  };
}

/** A heading is a comment below a ruler: `// ------`, `// Messages`. */
function sectionsOf(source: string): Contract['sections'] {
  const [, ...parts] = source.split(/^\/\/ -{20,}\n/m);
  return parts.map((part) => ({
    title: /^\/\/ (.+)\n/.exec(part)?.[1] ?? '',
    messages: [...part.matchAll(/^message (\w+)/gm)].map(([, name = '']) => name),
  }));
}

function toMessage({ name, comment, fieldsArray }: protobuf.Type): ContractMessage {
  return { name, comment: comment ?? '', fields: fieldsArray.map(toField) };
}

function toField(field: protobuf.Field): ContractField {
  const { name, id, type, repeated, partOf, comment } = field;
  return {
    name,
    number: id,
    type,
    isRepeated: repeated,
    isOptional: partOf?.isProto3Optional === true,
    union: partOf === null || partOf.isProto3Optional ? undefined : partOf.name,
    comment: (comment ?? '').replaceAll(/^@.*$/gm, '').trim(),
    encodes: /^@json (\w+)/m.exec(comment ?? '')?.[1],
  };
}

function toEnum({ name, comment, values, comments }: protobuf.Enum): ContractEnum {
  return {
    name,
    comment: comment ?? '',
    values: Object.entries(values).map(([value, number]) => ({
      name: value,
      number,
      comment: comments[value] ?? '',
    })),
  };
}

function toCalls({ methodsArray }: protobuf.Service): ContractCall[] {
  return methodsArray.map(({ requestType, responseType, comment }) => ({
    request: requestType,
    answer: responseType,
    errors: [...(/^Errors: ([A-Z_, ]+)\.?$/m.exec(comment ?? '')?.[1] ?? '').matchAll(/[A-Z_]+/g)].map(
      ([code]) => code,
    ),
  }));
}

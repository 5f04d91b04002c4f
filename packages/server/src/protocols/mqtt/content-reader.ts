/**
 * Payloads of clients as what a message says.
 *
 * @module
 */
import { completeContent, decodeContent, WireError } from '@posthorn/protocol';
import type { Content, ContentInit } from '@posthorn/protocol';
import { fromJson, SCHEMAS } from '@posthorn/protocol/schema';
import { CONTENT, contentOf } from '../../http/content-input.ts';
import { InputReader } from '../../http/input.ts';
import type { InputSchemas } from '../../http/input.ts';
import { isDeeperThan, MAX_JSON_DEPTH } from '../../http/json-depth.ts';
import { MqttError } from './error.ts';
import { CONTENT_TYPES } from './payloads.ts';
import { REASON } from './reason-codes.ts';
import type { Form } from './subscriptions.ts';

/** A body of REST, without the path: the topic says where to. */
const BODY: InputSchemas = {
  path: { type: 'object', properties: {} },
  query: { type: 'object', properties: {} },
  body: { type: 'object', properties: CONTENT, additionalProperties: false },
};

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** One serves all connections: it compiles schemas at its first use. */
export class ContentReader {
  #reader: InputReader | undefined;

  /**
   * `form`: what the topic names; it wins over a Content Type of texts. Throws 0x99 for what cannot be read. Rules about what
   * may be said are the router's.
   */
  read(payload: Uint8Array, form: 'text' | 'json', contentType = ''): Content {
    switch (formOf(form, contentType)) {
      case 'text':
        if (payload.length === 0) throw invalid('the payload is empty: it is the text');
        return completeContent({ text: textIn(payload) });
      case 'json':
        return this.#json(payload);
      case 'protobuf':
        return protobufIn(payload);
    }
  }

  #json(payload: Uint8Array): Content {
    if (isDeeperThan(payload, MAX_JSON_DEPTH))
      throw invalid(`the JSON is nested deeper than ${MAX_JSON_DEPTH} levels`);
    const body = jsonIn(payload);
    try {
      this.#reader ??= new InputReader(SCHEMAS);
      const input = contentOf(this.#reader.read(BODY, { path: {}, query: {}, body }));
      return completeContent(fromJson('Content', input as object) as ContentInit);
    } catch (cause) {
      throw invalid(cause instanceof Error ? cause.message : String(cause), cause);
    }
  }
}

function formOf(form: 'text' | 'json', contentType: string): Form {
  const [type = ''] = contentType.toLowerCase().split(';');
  switch (type.trim()) {
    case CONTENT_TYPES.json:
      return 'json';
    case CONTENT_TYPES.protobuf:
      return 'protobuf';
    case CONTENT_TYPES.text:
    case '':
      return form;
    default:
      throw invalid(`the Content Type is one of ${Object.values(CONTENT_TYPES).join(', ')}, or absent`);
  }
}

function textIn(payload: Uint8Array): string {
  try {
    return UTF_8.decode(payload);
  } catch (cause) {
    throw invalid('the text is not UTF-8', cause);
  }
}

function jsonIn(payload: Uint8Array): unknown {
  try {
    return JSON.parse(textIn(payload)) as unknown;
  } catch (cause) {
    throw invalid(
      'the payload is not JSON: it is as the body of a message in REST, like {"text": "hello"}',
      cause,
    );
  }
}

function protobufIn(payload: Uint8Array): Content {
  try {
    return decodeContent(payload);
  } catch (cause) {
    if (!(cause instanceof WireError)) throw cause;
    throw invalid('the payload is not a Content of posthorn.proto', cause);
  }
}

function invalid(message: string, cause?: unknown): MqttError {
  return new MqttError(REASON.payloadFormatInvalid, message, { cause });
}

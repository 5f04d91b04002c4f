/**
 * Minimal XMPP: stanzas as bytes; of the input only what must be counted is parsed.
 *
 * @module
 */
import type { Listener, Talker } from '../../src/load/closed-loop.ts';
import { Line } from '../../src/load/line.ts';

export const HOST = 'bench.test';
export const ROOM = `room@conference.${HOST}`;
const PASSWORD = 'secret';
const RESOURCE = 'r';

/** The acks of stream management (XEP-0198), both ways. */
const ASK = "<r xmlns='urn:xmpp:sm:3'/>";

export interface XmppUser {
  readonly line: Line;
  readonly name: string;
}

/** Registers (XEP-0077), logs in, binds a resource (RFC 6120). Rejects with what the server said. */
export async function connectXmpp(port: number, name: string): Promise<XmppUser> {
  const line = await Line.open(port);
  const reader = new Reader(line);
  await reader.ask(OPEN, /<\/stream:features>/);
  const registration = `<query xmlns='jabber:iq:register'><username>${name}</username><password>${PASSWORD}</password></query>`;
  await reader.ask(`<iq type='set' id='reg'>${registration}</iq>`, /<iq[^>]*type=['"]result['"]/);
  const login = Buffer.from(`\0${name}\0${PASSWORD}`).toString('base64');
  await reader.ask(
    `<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${login}</auth>`,
    /<success/,
  );
  await reader.ask(OPEN, /<\/stream:features>/);
  const bind = `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>${RESOURCE}</resource></bind>`;
  await reader.ask(`<iq type='set' id='bind'>${bind}</iq>`, /<\/iq>/);
  return { line, name };
}

/** The server acks its messages, and it acks what it receives. */
export async function xmppTalker({ line }: XmppUser, peer: string): Promise<Talker> {
  await new Reader(line).ask("<enable xmlns='urn:xmpp:sm:3'/>", /<enabled/);
  const talker = talkerOn(line, (id, text) => message(`${peer}@${HOST}/${RESOURCE}`, 'chat', id, text));
  let [heard, seen, acked, ackedBefore] = [0, 0, 0, 0];
  line.onChunk = scanner(/<\/message>|<r [^>]*\/>|<r [^>]*>|<a [^>]*?h=['"](\d+)['"][^>]*>/g, {
    found([token, count]) {
      if (token === '</message>') heard += 1;
      else if (token.startsWith('<r')) line.putText(`<a xmlns='urn:xmpp:sm:3' h='${seen + heard}'/>`);
      else acked = Number(count) - ackedBefore;
    },
    chunkDone() {
      line.flush();
      const [heardNow, ackedNow] = [heard, acked];
      [heard, acked] = [0, 0];
      seen += heardNow;
      ackedBefore += ackedNow;
      if (heardNow > 0) talker.onHeard(heardNow);
      if (ackedNow > 0) talker.onAcked(ackedNow);
    },
  });
  // One request after all stanzas of a write.
  talker.flush = () => {
    line.putText(ASK);
    line.flush();
  };
  return talker;
}

/** Enters the room (XEP-0045). */
export async function enterRoom({ line, name }: XmppUser): Promise<void> {
  const enter = `<presence to='${ROOM}/${name}'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>`;
  // The room confirms the entry with status 110.
  await new Reader(line).ask(enter, /code=['"]110['"]/);
}

/** Accepts the room's default configuration; for the first one to enter. */
export async function openRoom({ line }: XmppUser): Promise<void> {
  const form = "<x xmlns='jabber:x:data' type='submit'/>";
  const owner = `<query xmlns='http://jabber.org/protocol/muc#owner'>${form}</query>`;
  await new Reader(line).ask(
    `<iq type='set' id='open' to='${ROOM}'>${owner}</iq>`,
    /<iq[^>]*type=['"]result['"]/,
  );
}

/** The reflected message is the ack. */
export function roomTalker({ line, name }: XmppUser): Talker {
  const talker = talkerOn(line, (id, text) => message(ROOM, 'groupchat', id, text));
  let [heard, acked] = [0, 0];
  line.onChunk = scanner(/<message [^>]*?from=['"][^'"]*\/(\w+)['"]/g, {
    found([, nick]) {
      if (nick === name) acked += 1;
      else heard += 1;
    },
    chunkDone() {
      const [heardNow, ackedNow] = [heard, acked];
      [heard, acked] = [0, 0];
      if (heardNow > 0) talker.onHeard(heardNow);
      if (ackedNow > 0) talker.onAcked(ackedNow);
    },
  });
  return talker;
}

export function roomListener({ line }: XmppUser): Listener {
  const listener: Listener = { onBytes: () => {}, close: () => line.close() };
  line.onChunk = (chunk) => listener.onBytes(chunk.length);
  return listener;
}

const OPEN = `<?xml version='1.0'?><stream:stream to='${HOST}' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>`;

function message(to: string, type: string, id: number, text: string): string {
  return `<message to='${to}' type='${type}' id='${id}'><body>${text}</body></message>`;
}

function talkerOn(line: Line, stanza: (id: number, text: string) => string): Talker {
  return {
    say: (id, text) => line.putText(stanza(id, text)),
    flush: () => line.flush(),
    onAcked: () => {},
    onHeard: () => {},
    close: () => line.close(),
  };
}

/** One question at a time, before anything is measured. */
class Reader {
  readonly #line: Line;

  constructor(line: Line) {
    this.#line = line;
  }

  /** Rejects with the error that came instead. */
  ask(question: string, answer: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      let text = '';
      this.#line.onChunk = (chunk) => {
        text += chunk.toString('latin1');
        if (answer.test(text)) resolve();
        else if (/<failure|type=['"]error['"]|<stream:error|<failed/.test(text))
          reject(new Error(`the server refused ${question}: ${text}`));
      };
      this.#line.putText(question);
      this.#line.flush();
    });
  }
}

interface Scanning {
  readonly found: (match: RegExpExecArray) => void;
  readonly chunkDone: () => void;
}

/** Finds tokens in the input, even across chunks. */
function scanner(token: RegExp, { found, chunkDone }: Scanning): (chunk: Buffer) => void {
  let kept = '';
  return (chunk) => {
    const text = kept + chunk.toString('latin1');
    token.lastIndex = 0;
    let end = 0;
    for (let match = token.exec(text); match !== null; match = token.exec(text)) {
      found(match);
      end = token.lastIndex;
    }
    // An unfinished tag may be the start of a token.
    const open = text.lastIndexOf('<');
    kept = open >= end && !text.includes('>', open) ? text.slice(open) : '';
    chunkDone();
  };
}

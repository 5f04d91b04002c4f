/**
 * Our codec compared with protobufjs and pbf. Those are only installed in a checkout, because nothing else needs
 * them.
 *
 * @module
 */
import { decodeServerFrame, encodeServerFrame } from '@posthorn/protocol';
import type { ServerFrameInit } from '@posthorn/protocol';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Lab } from '../lab.ts';
import { numberedText } from '../load/numbered.ts';
import type { Outcome, Result } from '../outcome.ts';
import type { Scenario } from '../scenario.ts';

export const codec: Scenario = {
  name: 'codec',
  summary: 'encoding and decoding a push, beside protobufjs and pbf',
  run,
};

interface Codec {
  readonly name: string;
  readonly encode: () => Uint8Array;
  readonly decode: (bytes: Uint8Array) => unknown;
}

const TEXT = numberedText(1);
const ROUNDS_BETWEEN_LOOKS = 2000;
/** The codecs take turns, so that a slow moment of the machine affects all of them. */
const TURNS = 5;

/** A push as the router sends it: a text of 90 characters from one user to another. */
const PUSH = {
  conversation: 123_456,
  seq: 7890,
  sender: 4711,
  time: 1_790_000_000_000,
  content: Buffer.concat([Buffer.from([0x0a, TEXT.length]), Buffer.from(TEXT)]),
};

async function run(lab: Lab): Promise<Outcome> {
  const codecs = [ours(), await protobufjs(), await pbf()].filter((each) => each !== undefined);
  const [first] = codecs;
  const expected = Buffer.from(first?.encode() ?? []);
  for (const { name, encode } of codecs) {
    if (!expected.equals(encode())) throw new Error(`${name} encodes something else`);
  }
  const [encoding, decoding] = measured(codecs, lab.seconds);
  const results = (['encode', 'decode'] as const).map((what, index): Result => {
    const rates = [encoding, decoding][index] ?? new Map<string, number>();
    const others = codecs.slice(1).map(({ name }) => [`${name}PerSecond`, Math.round(rates.get(name) ?? 0)]);
    return {
      what: `codec: ${what} a push of ${expected.length} bytes`,
      figure: rates.get('ours') ?? 0,
      unit: 'frames/s',
      floor: rates.get('protobufjs'),
      floorName: 'protobufjs',
      detail: Object.fromEntries(others) as Record<string, number>,
    };
  });
  const [headline, ...more] = results;
  if (headline === undefined) throw new Error('nothing was measured');
  if (codecs.length === 1) lab.note('protobufjs and pbf are not installed here: no comparison');
  return { results: [headline, ...more], charts: [] };
}

/** Rates of encoding and decoding, by name. */
function measured(
  codecs: readonly Codec[],
  seconds: number,
): readonly [ReadonlyMap<string, number>, ReadonlyMap<string, number>] {
  const share = seconds / TURNS / codecs.length / 2;
  const rates = [new Map<string, number>(), new Map<string, number>()] as const;
  for (let turn = 0; turn < TURNS; turn++) {
    for (const { name, encode, decode } of codecs) {
      const bytes = encode();
      const better = (index: 0 | 1, rate: number): void =>
        void rates[index].set(name, Math.max(rate, rates[index].get(name) ?? 0));
      better(0, perSecond(encode, share));
      better(
        1,
        perSecond(() => decode(bytes), share),
      );
    }
  }
  return rates;
}

function perSecond(work: () => unknown, seconds: number): number {
  const start = performance.now();
  let [count, kept] = [0, 0];
  do {
    // Checks the result, so that the work cannot be optimised away.
    for (let round = 0; round < ROUNDS_BETWEEN_LOOKS; round++) if (work() !== undefined) kept++;
    count += ROUNDS_BETWEEN_LOOKS;
  } while (performance.now() - start < seconds * 1000);
  if (kept !== count) throw new Error('a codec gave nothing');
  return (count / (performance.now() - start)) * 1000;
}

function ours(): Codec {
  const frame: ServerFrameInit = { re: 0, body: { case: 'message', value: PUSH } };
  return { name: 'ours', encode: () => encodeServerFrame(frame), decode: decodeServerFrame };
}

/** The .proto file of @posthorn/protocol. */
function protoFile(): string {
  return fileURLToPath(
    new URL('proto/posthorn.proto', import.meta.resolve('@posthorn/protocol/package.json')),
  );
}

async function protobufjs(): Promise<Codec | undefined> {
  try {
    const { default: library } = await import('protobufjs');
    // Ids as plain numbers, as we use them: protobufjs's own 64-bit type is slower.
    library.util.Long = null as unknown as typeof library.util.Long;
    library.configure();
    const type = (await library.load(protoFile())).lookupType('posthorn.v1.ServerFrame');
    const frame = type.create({ message: PUSH });
    return {
      name: 'protobufjs',
      encode: () => type.encode(frame).finish(),
      decode: (bytes) => type.decode(bytes),
    };
  } catch (error) {
    return orMissing(error);
  }
}

async function pbf(): Promise<Codec | undefined> {
  try {
    const [{ PbfReader, PbfWriter }, compiler, { default: schema }] = await Promise.all([
      import('pbf'),
      // These packages have no types.
      import('pbf/compile' as string) as Promise<PbfCompiler>,
      import('protocol-buffers-schema' as string) as Promise<{ default: { parse(text: Buffer): unknown } }>,
    ]);
    const { readServerFrame, writeServerFrame } = compiler.compile(schema.parse(readFileSync(protoFile())));
    const frame = { re: 0, message: PUSH };
    return {
      name: 'pbf',
      encode: () => {
        const writer = new PbfWriter();
        writeServerFrame(frame, writer);
        return writer.finish();
      },
      decode: (bytes) => readServerFrame(new PbfReader(bytes)),
    };
  } catch (error) {
    return orMissing(error);
  }
}

interface PbfCompiler {
  readonly compile: (schema: unknown) => {
    readonly readServerFrame: (reader: unknown) => unknown;
    readonly writeServerFrame: (frame: unknown, writer: unknown) => void;
  };
}

function orMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
  throw error;
}

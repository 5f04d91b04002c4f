import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import type { Examined } from '../../../src/features/files/media/examined.ts';
import { findProgram } from '../../../src/features/files/media/find-program.ts';
import { Media } from '../../../src/features/files/media/media.ts';
import { box, bytesIn, latin1, movie, PLACE, riff, sourceOf, u32, wav } from './samples.ts';

const directory = mkdtempSync(join(tmpdir(), 'posthorn-media-'));
const made = mkdtempSync(join(tmpdir(), 'posthorn-media-made-'));
const media = new Media({ directory, stripLocation: true, niceness: 0 });
const ffmpeg = await findProgram('ffmpeg');
const needsFfmpeg = { skip: ffmpeg === undefined && 'ffmpeg is not installed' };

after(async () => {
  await media.close();
  assert.deepEqual(readdirSync(directory), []);
  await Promise.all([directory, made].map((each) => rm(each, { recursive: true })));
});

function examine(bytes: Uint8Array): Promise<Examined> {
  return media.examine(sourceOf(bytes), { user: 1 });
}

/** Files that one run of ffmpeg makes, by name: by extension and options. */
function make(input: readonly string[], files: readonly (readonly string[])[]): ReadonlyMap<string, Buffer> {
  const outputs = files.flatMap(([name = '', ...options]) => [...options, join(made, name)]);
  execFileSync(ffmpeg ?? '', ['-nostdin', '-v', 'error', '-y', ...input, ...outputs]);
  return new Map(files.map(([name = '']) => [name, readFileSync(join(made, name))]));
}

describe('a WAV file', () => {
  it('has a duration and a waveform, without ffmpeg', async () => {
    const alone = new Media({ directory, stripLocation: true, niceness: 0, ffmpeg: 'off' });
    const { type, durationMs, waveform } = await alone.examine(sourceOf(wav(2500)), { user: 1 });
    await alone.close();
    assert.deepEqual([type, durationMs, waveform.length], ['audio/wav', 2500, 100]);
    // It grows louder.
    assert.ok((waveform[5] ?? 255) < 30 && waveform[99] === 255);
    assert.ok([...waveform].every((point, i) => point >= (waveform[i - 1] ?? 0) - 3));
  });

  it('of silence, or without samples, has none of it', async () => {
    const silence = wav(1000).fill(0, 44);
    assert.deepEqual([...new Set((await examine(silence)).waveform)], [0]);
    const empty = await examine(wav(0));
    assert.deepEqual([empty.type, empty.durationMs, empty.waveform.length], ['audio/wav', 0, 0]);
  });

  it('whose header lies is what it can be', async () => {
    const lying = wav(100);
    lying.writeUInt16LE(0, 32);
    assert.deepEqual([...(await examine(lying)).waveform], []);
    assert.equal((await examine(riff('WAVE', []))).type, 'application/octet-stream');
  });
});

describe('sounds', needsFfmpeg, () => {
  const input = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=2:sample_rate=48000'];
  const types: readonly (readonly [string, string, ...string[]])[] = [
    ['audio/mpeg', 'vbr.mp3', '-q:a', '2'],
    ['audio/mpeg', 'plain.mp3', '-write_xing', '0', '-id3v2_version', '0'],
    ['audio/ogg', 'vorbis.ogg', '-c:a', 'libvorbis'],
    ['audio/ogg', 'voice.opus', '-c:a', 'libopus'],
    ['audio/mp4', 'a.m4a'],
    ['audio/aac', 'a.aac'],
    ['audio/flac', 'a.flac'],
    ['audio/webm', 'a.webm', '-c:a', 'libopus'],
    // As browsers record: to a stream, without a duration.
    ['audio/webm', 'live.webm', '-c:a', 'libopus', '-live', '1'],
  ];

  it('have a duration and a waveform', async () => {
    const files = make(
      input,
      types.map(([, ...file]) => file),
    );
    for (const [type, name] of types) {
      const found = await examine(files.get(name) ?? Buffer.alloc(0));
      assert.equal(found.type, type, name);
      assert.ok(Math.abs(found.durationMs - 2000) < 80, `${name}: ${found.durationMs} ms`);
      assert.ok(found.waveform.length > 50 && found.waveform.length <= 100, name);
      // As loud everywhere.
      assert.ok(
        [...found.waveform.subarray(5, 45)].every((point) => point > 180),
        name,
      );
    }
  });
});

describe('videos', needsFfmpeg, () => {
  const input = ['-f', 'lavfi', '-i', 'testsrc=duration=1:size=640x360:rate=5'];
  const place = ['-metadata', 'location=+48.8584+002.2945/', '-metadata', 'title=Holidays'];
  const types: readonly (readonly [string, string, ...string[]])[] = [
    ['video/mp4', 'a.mp4', '-c:v', 'mpeg4', ...place],
    ['video/mp4', 'fragments.mp4', '-c:v', 'mpeg4', '-movflags', 'frag_keyframe+empty_moov+dash', '-g', '2'],
    ['video/quicktime', 'a.mov', '-c:v', 'mpeg4', ...place],
    ['video/webm', 'a.webm', '-c:v', 'libvpx', '-deadline', 'realtime'],
    ['video/x-matroska', 'a.mkv', '-c:v', 'mpeg4', '-metadata', `comment=${PLACE}`],
  ];

  it('have a size, a duration and a picture, and lose their place in place', async () => {
    const files = make(
      input,
      types.map(([, ...file]) => file),
    );
    for (const [type, name] of types) {
      const original = files.get(name) ?? Buffer.alloc(0);
      const found = await examine(original);
      assert.deepEqual([found.type, found.width, found.height], [type, 640, 360], name);
      assert.ok(Math.abs(found.durationMs - 1000) < 240, `${name}: ${found.durationMs} ms`);
      const sizes = found.thumbnails.map(({ size, width, height }) => [size, width, height]);
      assert.deepEqual(sizes, [[320, 320, 180]], name);
      assert.ok(found.thumbhash.length > 4, name);
      if (!name.startsWith('a.m')) continue;
      assert.ok(/\+48\.8584|loci|48\.8584N/.test(original.toString('latin1')), name);
      assert.ok(found.cleaned !== undefined, name);
      const kept = await bytesIn(found.cleaned.open());
      assert.ok(!/\+48\.8584|loci|48\.8584N/.test(kept.toString('latin1')), name);
      assert.equal(kept.length, original.length, name);
      // It plays as before.
      assert.deepEqual(await examine(kept), { ...found, cleaned: undefined }, name);
    }
  });
});

describe('the header of a video', () => {
  it('says how long it is and how it is shown', async () => {
    const { type, width, height, durationMs, cleaned } = await examine(
      movie({ durationMs: 4200, isTurned: true }),
    );
    assert.deepEqual([type, width, height, durationMs, cleaned], ['video/mp4', 360, 640, 4200, undefined]);
    const sound = await examine(movie({ durationMs: 4200, handlers: ['soun'] }));
    assert.deepEqual([sound.type, sound.width, sound.durationMs], ['audio/mp4', 0, 4200]);
  });

  it('loses places, however they are written', async () => {
    const extra = [
      box('udta', box('\xA9xyz', PLACE), box('loci', PLACE), box('\xA9nam', 'Holidays'), box('XMP_', PLACE)),
      box(
        'meta',
        box('hdlr', u32(0, 0), 'mdta'),
        box('keys', 'com.apple.quicktime.location.ISO6709'),
        box('ilst', PLACE),
      ),
      box('uuid', Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex'), PLACE),
    ];
    const original = movie({ durationMs: 1000, extra });
    const { cleaned } = await examine(original);
    assert.ok(cleaned !== undefined);
    const kept = await bytesIn(cleaned.open());
    assert.ok(!kept.includes(PLACE) && !kept.includes('ISO6709') && kept.includes('Holidays'));
    assert.equal(kept.length, original.length);
    assert.equal((await examine(kept)).cleaned, undefined);
  });

  it('of a large file is found at its end, without a copy of the rest', async () => {
    const head = box('ftyp', 'isom', u32(512), 'isommp42');
    const data = latin1('\0\0\0\x01mdat\0\0\0\0\0\0\0\0');
    const dataBytes = 3 * 1024 ** 3;
    data.writeBigUInt64BE(BigInt(dataBytes), 8);
    const whole = movie({ durationMs: 7000, extra: [box('udta', box('\xA9xyz', PLACE))] });
    const tail = whole.subarray(head.length, -72);
    const [start, end] = [head.length + dataBytes, head.length + dataBytes + tail.length];
    let read = 0;
    const source = {
      bytes: end,
      open: async (from: number, to: number) => chunks(from, to),
    };
    async function* chunks(from: number, to: number): AsyncGenerator<Uint8Array> {
      for (let at = from; at < to;) {
        const next = Math.min(
          at + 65_536,
          to,
          ...[head.length, head.length + 16, start].filter((edge) => edge > at),
        );
        const part =
          at < head.length
            ? head.subarray(at, next)
            : at < head.length + 16
              ? data.subarray(at - head.length, next - head.length)
              : at < start
                ? new Uint8Array(next - at)
                : tail.subarray(at - start, next - start);
        read += part.length;
        yield part;
        at = next;
      }
    }
    const found = await media.examine(source, { user: 1 });
    assert.deepEqual([found.type, found.width, found.durationMs], ['video/mp4', 640, 7000]);
    assert.equal(found.cleaned?.bytes, end);
    assert.ok(read < 50 * 1024 ** 2, `${read} bytes were read`);
  });
});

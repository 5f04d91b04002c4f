/**
 * Records a voice message in the composer's place: one hears it before one sends it.
 *
 * @module
 */
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import type { I18n } from '@lingui/core';
import { ArrowRight, Square, Trash2 } from 'lucide-react';
import { durationText } from '../../model/file-kind.ts';
import { lastBars } from '../../model/waveform.ts';
import { IconButton } from '../../ui/button.tsx';
import { SoundPlayer } from '../files/sound-player.tsx';
import { useObjectUrl } from '../files/use-object-url.ts';
import css from './recorder.module.css';
import { Recording, voiceName } from './recording.ts';
import type { Recorded } from './recording.ts';

export interface RecorderProps {
  readonly onSend: (file: Blob, name: string) => void;
  readonly onClose: () => void;
}

const BARS = 48;
const MAX_MS = 15 * 60_000;

export function Recorder({ onSend, onClose }: RecorderProps): ReactNode {
  const { i18n } = useLingui();
  const { recorded, heard, ms, trouble, stop } = useRecording(i18n);
  const send = async (): Promise<void> => {
    const done = recorded ?? (await stop());
    if (done !== undefined) onSend(done.file, voiceName(done.file.type, new Date()));
  };
  return (
    <div
      className={css.recorder}
      role="group"
      aria-label={i18n._('Voice message')}
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      <IconButton icon={Trash2} kind="danger" label={i18n._('Discard recording')} onClick={onClose} />
      {trouble !== '' ? (
        <span className={css.trouble} role="alert">
          {trouble}
        </span>
      ) : recorded === undefined ? (
        <Live heard={heard} ms={ms} />
      ) : (
        <Review recorded={recorded} />
      )}
      {recorded === undefined && trouble === '' && (
        // Nothing can go wrong once it runs.
        <IconButton autoFocus icon={Square} label={i18n._('Stop recording')} onClick={() => void stop()} />
      )}
      <IconButton
        className={css.send}
        kind="primary"
        icon={ArrowRight}
        label={i18n._('Send')}
        disabled={trouble !== '' || ms === 0}
        onClick={() => void send()}
      />
    </div>
  );
}

interface RecordingState {
  readonly recorded: Recorded | undefined;
  readonly heard: readonly number[];
  readonly ms: number;
  /** Why it does not record, in words. */
  readonly trouble: string;
  /** Undefined: it has been stopped already. */
  readonly stop: () => Promise<Recorded | undefined>;
}

function useRecording(i18n: I18n): RecordingState {
  const recording = useRef<Recording>(undefined);
  const [recorded, setRecorded] = useState<Recorded>();
  const [{ heard, ms }, setHeard] = useState<{ readonly heard: readonly number[]; readonly ms: number }>({
    heard: [],
    ms: 0,
  });
  const [trouble, setTrouble] = useState('');
  const stop = async (): Promise<Recorded | undefined> => {
    const { current } = recording;
    if (current === undefined) return undefined;
    recording.current = undefined;
    const result = await current.stop();
    setRecorded(result);
    return result;
  };
  useEffect(() => {
    let isOver = false;
    const start = async (): Promise<void> => {
      const started = await Recording.start((all, now) => setHeard({ heard: lastBars(all, BARS), ms: now }));
      if (isOver) started.cancel();
      else recording.current = started;
    };
    start().catch((error: unknown) => setTrouble(troubleText(i18n, error)));
    return () => {
      isOver = true;
      recording.current?.cancel();
      recording.current = undefined;
    };
  }, [i18n]);
  useEffect(() => {
    // What was said until then can still be sent.
    if (ms > MAX_MS && recording.current !== undefined) void stop();
  });
  return { recorded, heard, ms, trouble, stop };
}

function troubleText(i18n: I18n, error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError')
    return i18n._('This page may not use the microphone. Allow it in the settings of your browser.');
  if (name === 'NotFoundError') return i18n._('No microphone was found.');
  return i18n._('The microphone cannot be used now.');
}

function Live({ heard, ms }: { readonly heard: readonly number[]; readonly ms: number }): ReactNode {
  const { i18n } = useLingui();
  return (
    <>
      <span className={css.dot} aria-hidden="true" />
      <span className={css.time} role="timer" aria-label={i18n._('Recording')}>
        {durationText(ms)}
      </span>
      <span className={css.wave} dir="ltr" aria-hidden="true">
        {heard.map((height, at) => (
          <i key={at} style={{ height: `${Math.max(8, height * 100)}%` }} />
        ))}
      </span>
    </>
  );
}

function Review({ recorded }: { readonly recorded: Recorded }): ReactNode {
  const { i18n } = useLingui();
  const { file, heard, durationMs } = recorded;
  const url = useObjectUrl(file);
  const [waveform] = useState(() => Uint8Array.from(heard, (each) => Math.round(each * 255)));
  if (url === undefined) return <span className={css.wave} />;
  return (
    <div className={css.review}>
      <SoundPlayer url={url} label={i18n._('recording')} durationMs={durationMs} waveform={waveform} />
    </div>
  );
}

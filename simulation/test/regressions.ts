import type { Shape } from '../src/setting.ts';

export interface Regression {
  readonly seed: number;
  /** Together, when it does not say. */
  readonly shape?: Shape;
  readonly about: string;
}

/** Seeds in which a promise once broke, and what was the matter. */
export const REGRESSIONS: readonly Regression[] = [
  { seed: 6, about: 'a push in one piece with the answer to attach came before the client knew who it was' },
  { seed: 16, about: 'a gateway that missed that a member had joined never listened to the group' },
  { seed: 69, about: 'a refused message to a user was overtaken in the conversation that was opened since' },
  { seed: 198, about: 'of two refused messages to one place only the first one held up what came later' },
  { seed: 74, about: 'a group was made, its maker was not told, and the retry told nobody' },
  {
    seed: 386,
    about: 'what was said right after somebody had joined reached them with the next sweep alone',
  },
  {
    seed: 436,
    about:
      'after a restore an ack was taken for what follows in the lost log; a message refused for good held up others',
  },
  { seed: 192, about: 'a conversation got the number of one that a restore had taken away' },
  { seed: 840, about: 'a refused message was forgotten too late, tried again at the next start, and taken' },
  { seed: 1395, about: 'closing while a message was being kept ended the process' },
  { seed: 1746, about: 'a restore before the end of the first sync was not noticed' },
  { seed: 100745, about: 'a disk could keep positions and not of which log they were' },
  {
    seed: 619004797933,
    about: 'a message to nobody was forgotten after later ones were sent, and a restart sent it behind them',
  },
  { seed: 2606, about: 'a client whose sync failed waited for adverts, which others had made superfluous' },
  {
    seed: 1005089,
    about:
      'of refused messages to a user and a later one to their conversation the later one was taken first',
  },
  {
    seed: 220,
    shape: 'apart',
    about: 'what a dead router had in front of a send that it had refused was written first by the next one',
  },
  {
    seed: 1076,
    shape: 'apart',
    about:
      'the router that swept for all had a clock ahead of the others, and passed over what they had written',
  },
  {
    seed: 3916,
    shape: 'apart',
    about: 'a drained router no longer said who had joined, and a gateway that had missed it never knew',
  },
  {
    seed: 302645,
    shape: 'apart',
    about: 'what was pushed while a device compared its position with a restored log was forgotten',
  },
  {
    seed: 402044,
    shape: 'apart',
    about: 'the late end of an older link made a router forget the order of connections on the newer one',
  },
  {
    seed: 402336,
    shape: 'apart',
    about:
      'a login that a sleeping router carried out late made the new token void, and the device closed for good',
  },
  {
    seed: 3001180,
    shape: 'apart',
    about:
      'a router that a connection came back to waited for a message that another router had taken meanwhile',
  },
  {
    seed: 3006973,
    shape: 'apart',
    about:
      'a device heard of a message while an older answer was on its way, and forgot of it when that came',
  },
  { seed: 3006475, about: 'a message to nobody that a disk could not forget was sent behind later ones' },
  {
    seed: 3007492,
    about: 'who had joined a group while the bus lost everything for a minute never heard of it',
  },
  {
    seed: 159251287423,
    about: 'a message that was tried again while a later one was being authorised was written behind it',
  },
  {
    seed: 13242,
    about: 'what a device had of a log before it was restored counted as handed over of the restored one',
  },
  {
    seed: 15921,
    shape: 'apart',
    about: 'what a device had of a lost log, and forgot the position of, was taken for what the log says',
  },
  {
    seed: 3794,
    about:
      'a device that had everything of a log before it was restored had not yet heard of that, and counted as done',
  },
];

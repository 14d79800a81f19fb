/** What each patch is called, and what it promises. */
import type { Calls, Schemas } from '#functions/page/client/home/api.ts';

type Patch = Schemas['PlaylistSummary']['patch'];
export type EditionPatch = Calls['getLatestPlaylist']['params']['patch'];

export const patchNames: Readonly<Record<Patch, string>> = {
  'weekly-exploration': 'Exploration',
  'weekly-jams': 'Weekly jams',
  'daily-jams': 'Daily jams',
  'on-repeat': 'On repeat',
  rewind: 'Rewind',
  mix: 'Mix',
  'new-releases': 'New releases',
};

export const promises: Readonly<Record<Patch, string>> = {
  'weekly-exploration': 'Nothing in it you have heard before',
  'weekly-jams': 'Loved, and not heard for a while',
  'daily-jams': 'What you are into now',
  'on-repeat': 'What you play over and over',
  rewind: 'Loved once, and left alone since',
  mix: 'One side of your taste, half of it new',
  'new-releases': 'Out this week, by artists you like or would like',
};

export const isEditionPatch = (text: string): text is EditionPatch => Object.hasOwn(patchNames, text) && text !== 'mix';

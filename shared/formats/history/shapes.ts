/** The kinds of JSON records that exports hold, the most particular first. */
import { flatRecord } from '#shared/formats/history/shapes/flat.ts';
import { gpodder } from '#shared/formats/history/shapes/gpodder.ts';
import { koito } from '#shared/formats/history/shapes/koito.ts';
import { listenBrainzExport } from '#shared/formats/history/shapes/listenbrainz.ts';
import { panoScrobbler } from '#shared/formats/history/shapes/panoscrobbler.ts';
import { segue } from '#shared/formats/history/shapes/segue.ts';
import type { Shape } from '#shared/formats/history/shapes/shape.ts';
import { spotify } from '#shared/formats/history/shapes/spotify.ts';
import { spotifyAccount } from '#shared/formats/history/shapes/spotify-account.ts';
import { youtubeMusic } from '#shared/formats/history/shapes/youtube-music.ts';

export const shapes: readonly Shape[] = [
  ...[segue, listenBrainzExport, koito, spotify, spotifyAccount, panoScrobbler, youtubeMusic, gpodder, flatRecord],
];

/** One edition: its items with reasons, what changed against the one before, and the ways to take it along. */
import type { ComponentChildren } from 'preact';
import { hrefOf } from '#functions/page/client/base/route.ts';
import { counted, dayOf, shownName } from '#functions/page/client/base/words.ts';
import type { Schemas } from '#functions/page/client/home/api.ts';
import { send } from '#functions/page/client/home/call.ts';
import { type Resource, useCall } from '#functions/page/client/home/resource.ts';
import { InLibrary } from '#functions/page/client/listener/in-player.tsx';
import { type EditionPatch, isEditionPatch, patchNames, promises } from '#functions/page/client/listener/patches.ts';
import { useRatings } from '#functions/page/client/listener/ratings.ts';
import { ReasonedItems } from '#functions/page/client/listener/reasoned-items.tsx';
import { Work } from '#functions/page/client/ui/ask.tsx';
import { Mosaic } from '#functions/page/client/ui/cover.tsx';
import { saveAs } from '#functions/page/client/ui/download.ts';
import { Name } from '#functions/page/client/ui/text.tsx';
import { Empty, Loaded, View } from '#functions/page/client/ui/view.tsx';

type Playlist = Schemas['PlaylistView'];
type Format = 'm3u8' | 'xspf' | 'jspf';

export function EditionPage({ userId, patch }: { readonly userId: string; readonly patch: string }) {
  if (isEditionPatch(patch)) return <OfPatch userId={userId} patch={patch} />;
  return (
    <View title="No such playlist">
      <Empty title="There is no playlist called so">
        <a href={hrefOf('week', userId)}>This week</a>
      </Empty>
    </View>
  );
}

function OfPatch({ userId, patch }: { readonly userId: string; readonly patch: EditionPatch }) {
  const edition = useCall('getLatestPlaylist', { userId, patch });
  return (
    <View title={patchNames[patch]} of={edition} lead={promises[patch]}>
      <List
        userId={userId}
        of={edition}
        fetchAs={({ playlistId }, format) => send('getPlaylist', { playlistId, format }, {})}
      >
        {(shown) => (
          <>
            <p>
              {counted(shown.items.length, 'item')}, made {dayOf(shown.createdAt)} for {shown.period}
            </p>
            <Changes userId={userId} shown={shown} />
            <InLibrary userId={userId} patch={patch} />
          </>
        )}
      </List>
    </View>
  );
}

export function MixPage({ userId, mixId }: { readonly userId: string; readonly mixId: string }) {
  const mix = useCall('getMix', { userId, mixId });
  return (
    <View title={shownName(mix.data?.title ?? patchNames.mix)} of={mix} lead={promises.mix}>
      <List userId={userId} of={mix} fetchAs={(_, format) => send('getMix', { userId, mixId, format }, {})}>
        {({ items, description }) => (
          <>
            <p>{counted(items.length, 'item')}, for today</p>
            <p class="muted">
              <bdi>{description}</bdi>
            </p>
          </>
        )}
      </List>
    </View>
  );
}

type ListProps = {
  readonly userId: string;
  readonly of: Resource<Playlist>;
  readonly fetchAs: (shown: Playlist, format: Format) => Promise<Response>;
  /** What stands beside the cover. */
  readonly children: (shown: Playlist) => ComponentChildren;
};

function List({ userId, of, fetchAs, children }: ListProps) {
  const ratings = useRatings(userId);
  const download = async (shown: Playlist, format: Format): Promise<void> =>
    saveAs(`${shown.patch} ${shown.period}.${format}`, await fetchAs(shown, format));
  return (
    <Loaded
      of={of}
      otherwise={(error) => (
        <Empty title="Not there yet">
          <p>{error.message}</p>
        </Empty>
      )}
    >
      {(shown) => (
        <>
          <div class="masthead">
            <Mosaic items={shown.items.map(({ item }) => item)} />
            <div>
              {children(shown)}
              <div class="row">
                {(['m3u8', 'xspf', 'jspf'] as const).map((format) => (
                  <Work key={format} label={format.toUpperCase()} work={() => download(shown, format)} />
                ))}
              </div>
            </div>
          </div>
          <ol class="items">
            <ReasonedItems userId={userId} items={shown.items} ratings={ratings} />
          </ol>
        </>
      )}
    </Loaded>
  );
}

/** What is new against the edition before, by artist: items of two editions hardly ever repeat. */
function Changes({ userId, shown }: { readonly userId: string; readonly shown: Playlist }) {
  const { data: all } = useCall('getPlaylists', { userId, limit: 30 });
  const before = all?.playlists.find(({ patch, period }) => patch === shown.patch && period < shown.period);
  const { data: last } = useCall('getPlaylist', before && { playlistId: before.playlistId });
  if (all === undefined || (before !== undefined && last === undefined)) return null;
  if (last === undefined) return <p class="muted">The first of its kind.</p>;
  const were = new Set(last.items.map(({ item }) => item.itemId));
  const artists = new Set(last.items.map(({ item }) => item.artistName));
  const fresh = shown.items.filter(({ item }) => !were.has(item.itemId)).length;
  const names = [...new Set(shown.items.map(({ item }) => item.artistName))].filter((name) => !artists.has(name));
  return (
    <p class="muted">
      Against {before?.period}: {fresh === shown.items.length ? 'all new' : `${fresh} of ${shown.items.length} new`}
      {names.length > 0 && (
        <>
          , with {counted(names.length, 'artist')} who {names.length === 1 ? 'was' : 'were'} not in it, such as{' '}
          {names.slice(0, 3).map((name, nth) => (
            <>
              {nth > 0 && ', '}
              <Name of={name} otherwise="somebody unnamed" />
            </>
          ))}
        </>
      )}
    </p>
  );
}

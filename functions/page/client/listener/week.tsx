/** This week: the editions in force, and the shelves of the start page. */

import { hrefOf } from '#functions/page/client/base/route.ts';
import { counted, dayOf } from '#functions/page/client/base/words.ts';
import type { Schemas } from '#functions/page/client/home/api.ts';
import { useCall } from '#functions/page/client/home/resource.ts';
import { isEditionPatch, patchNames, promises } from '#functions/page/client/listener/patches.ts';
import { useRatings } from '#functions/page/client/listener/ratings.ts';
import { ReasonedItems } from '#functions/page/client/listener/reasoned-items.tsx';
import { Mosaic, Tile } from '#functions/page/client/ui/cover.tsx';
import { Ago, Name } from '#functions/page/client/ui/text.tsx';
import { Empty, Loaded, Section, View } from '#functions/page/client/ui/view.tsx';

export function ThisWeek({ userId }: { readonly userId: string }) {
  const home = useCall('getHome', { userId });
  const schedule = useCall('getSchedule', { userId });
  const ratings = useRatings(userId);
  return (
    <View title="This week" of={home} lead={<Freshness of={home.data} />}>
      <Loaded of={home}>
        {({ shelves }) => (
          <>
            <Editions userId={userId} shelves={shelves} schedule={schedule.data} />
            <Mixes userId={userId} />
            {shelves
              .filter(({ items }) => items.length > 0)
              .map(({ shelf, title, items }) => (
                <Section key={shelf} title={<Name of={title} />}>
                  <ul class="items short">
                    <ReasonedItems userId={userId} items={items} ratings={ratings} />
                  </ul>
                </Section>
              ))}
          </>
        )}
      </Loaded>
    </View>
  );
}

function Freshness({ of }: { readonly of: Schemas['HomeView'] | undefined }) {
  if (of === undefined) return <>&nbsp;</>;
  if (of.asOf === null) return <>No listens yet</>;
  return (
    <>
      Newest listen <Ago at={of.asOf} />
    </>
  );
}

type EditionsProps = {
  readonly userId: string;
  readonly shelves: readonly Schemas['Shelf'][];
  readonly schedule: Schemas['ScheduleView'] | undefined;
};

function Editions({ userId, shelves, schedule }: EditionsProps) {
  const playlists = shelves.flatMap((shelf) => shelf.playlists);
  if (playlists.length === 0) return <NoEditions userId={userId} bare={shelves.length === 0} schedule={schedule} />;
  return (
    <div class="editions">
      {playlists.map((playlist) => (
        <EditionCard key={playlist.playlistId} userId={userId} playlist={playlist} />
      ))}
    </div>
  );
}

function EditionCard({ userId, playlist }: { readonly userId: string; readonly playlist: Schemas['PlaylistSummary'] }) {
  const { patch, items, createdAt } = playlist;
  const { data } = useCall('getLatestPlaylist', isEditionPatch(patch) ? { userId, patch } : undefined);
  return (
    <a class="edition" href={hrefOf('edition', userId, patch)}>
      <Mosaic items={(data?.items ?? []).map(({ item }) => item)} />
      <span class="about">
        <strong>{patchNames[patch]}</strong>
        <span class="muted">{promises[patch]}</span>
        <span class="muted small">
          {counted(items, 'item')} · {dayOf(createdAt)}
        </span>
      </span>
    </a>
  );
}

function NoEditions({
  userId,
  bare,
  schedule,
}: {
  readonly userId: string;
  readonly bare: boolean;
  readonly schedule: EditionsProps['schedule'];
}) {
  const why = schedule?.schedule.find((each) => each.why !== null)?.why;
  return (
    <Empty title="No playlists yet">
      <p>{why ?? 'They are made from what you listen to, each week on your Monday and each day at midnight.'}</p>
      {bare ? (
        <p>
          Bring your history along by <a href={hrefOf('history', userId)}>importing it</a>, or point a player here: how,
          stands in the <a href={hrefOf('settings', userId)}>settings</a>.
        </p>
      ) : (
        <p>
          Your listens have arrived; there is nothing to do but wait.{' '}
          <a href={hrefOf('edition', userId, 'daily-jams')}>Daily jams</a> are made of them alone meanwhile.
        </p>
      )}
    </Empty>
  );
}

/** Mixes are of today; a home without a taste has none, and says nothing of them. */
function Mixes({ userId }: { readonly userId: string }) {
  const { data } = useCall('getMixes', { userId });
  if (data === undefined || data.mixes.length === 0) return null;
  return (
    <Section title="Mixes of today">
      <div class="mixes">
        {data.mixes.map(({ mixId, title, items }) => (
          <a key={mixId} class="edition" href={hrefOf('mix', userId, mixId)}>
            <Tile name={title} />
            <span class="about">
              <strong>
                <Name of={title} />
              </strong>
              <span class="muted small">{counted(items, 'item')}</span>
            </span>
          </a>
        ))}
      </div>
    </Section>
  );
}

/** Search as one types: items with their buttons, artists, shows and tags with a station from each, own playlists. */
import { useEffect, useState } from 'preact/hooks';
import { hrefOf } from '#functions/page/client/base/route.ts';
import type { Schemas } from '#functions/page/client/home/api.ts';
import { type Resource, useCall } from '#functions/page/client/home/resource.ts';
import { ItemRow } from '#functions/page/client/listener/item-row.tsx';
import { useRatings } from '#functions/page/client/listener/ratings.ts';
import { Name } from '#functions/page/client/ui/text.tsx';
import { Empty, Loaded, View } from '#functions/page/client/ui/view.tsx';

type Results = Schemas['SearchView'];
type Found = Results['results'][number];

/** Between two letters nobody waits for an answer. */
const typingMs = 200;

export function Find({ userId }: { readonly userId: string }) {
  const [typed, setTyped] = useState('');
  const [query, setQuery] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setQuery(typed.trim()), typingMs);
    return () => clearTimeout(timer);
  }, [typed]);
  const found = useCall('getSearch', query === '' ? undefined : { userId, q: query.slice(0, 200), limit: 30 });
  return (
    <View title="Find" lead="Music, podcasts, tags and your playlists, by name. A station goes on from any of them.">
      <label class="find">
        <span class="hidden">Search for</span>
        <input
          type="search"
          value={typed}
          autocomplete="off"
          spellcheck={false}
          placeholder="An artist, a song, a tag …"
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      {query !== '' && <Hits userId={userId} of={found} />}
    </View>
  );
}

function Hits({ userId, of }: { readonly userId: string; readonly of: Resource<Results> }) {
  const ratings = useRatings(userId);
  return (
    <Loaded of={of}>
      {({ results, modelVersion }) => (
        <>
          <p role="status" class="hidden">
            {results.length} found
          </p>
          {results.length === 0 ? (
            <Empty title="Nothing is called so">
              <p>
                {modelVersion === null
                  ? 'Names are known as soon as a model is trained from the first listens.'
                  : 'Segue knows what its listeners play, and what their libraries hold.'}
              </p>
            </Empty>
          ) : (
            <ul class="items">
              {results.map((found) =>
                found.item === null ? (
                  <Named key={`${found.of} ${found.id}`} userId={userId} found={found} />
                ) : (
                  <ItemRow
                    key={`${found.of} ${found.id}`}
                    userId={userId}
                    item={found.item}
                    rated={ratings.get(found.item.itemId)}
                  />
                ),
              )}
            </ul>
          )}
        </>
      )}
    </Loaded>
  );
}

const seeds = { item: 'item', artist: 'artist', show: 'artist', tag: 'tag', playlist: 'playlist' } as const;

/** What is no item: it leads on. */
function Named({ userId, found }: { readonly userId: string; readonly found: Found }) {
  const { of, id, name, why } = found;
  return (
    <li class="item named">
      <span class="what">
        <span class="title">
          <Name of={name} />
        </span>
        <span class="by">
          {of} · <bdi>{why}</bdi>
        </span>
      </span>
      <a href={hrefOf('station', userId, `${seeds[of]}:${id}`)}>
        Station<span class="hidden"> from {name.slice(0, 80)}</span>
      </a>
    </li>
  );
}

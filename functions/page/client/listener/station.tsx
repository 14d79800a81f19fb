/** A station: a list without an end from a seed, fetched a page at a time as long as somebody wants more. */
import { useEffect, useState } from 'preact/hooks';
import { shownName } from '#functions/page/client/base/words.ts';
import type { Schemas } from '#functions/page/client/home/api.ts';
import { call } from '#functions/page/client/home/call.ts';
import { useCall } from '#functions/page/client/home/resource.ts';
import { useRatings } from '#functions/page/client/listener/ratings.ts';
import { ReasonedItems } from '#functions/page/client/listener/reasoned-items.tsx';
import { Work } from '#functions/page/client/ui/ask.tsx';
import { Empty, Loaded, View } from '#functions/page/client/ui/view.tsx';

type Page = Schemas['RadioView'];
type Played = { readonly pages: readonly Page[]; readonly error?: Error };

const pageLength = 20;

export function Station({ userId, seed }: { readonly userId: string; readonly seed: string }) {
  const [{ pages, error }, setPlayed] = useState<Played>({ pages: [] });
  const further = async (before: readonly Page[]): Promise<void> => {
    const after = before.at(-1)?.next;
    const page = await call('getRadio', { userId, seed, limit: pageLength, ...(after !== undefined && { after }) });
    setPlayed({ pages: [...before, page] });
  };
  const begin = (): void => {
    setPlayed({ pages: [] });
    further([]).catch((error) => setPlayed({ pages: [], error }));
  };
  useEffect(begin, [userId, seed]);
  const [first] = pages;
  return (
    <View
      title={first === undefined ? 'Station' : shownName(first.title)}
      lead="No song twice. What you love, hate and skip steers what follows."
    >
      <Loaded
        of={{ data: first && pages, error, at: undefined, refresh: begin }}
        otherwise={({ message }) => (
          <Empty title="No station from this">
            <p>{message}</p>
          </Empty>
        )}
      >
        {(shown) => (
          <>
            <Played userId={userId} pages={shown} />
            <div class="row">
              <Work label="Go on" work={() => further(shown)} />
            </div>
          </>
        )}
      </Loaded>
    </View>
  );
}

/** What was refused meanwhile is gone at once, also from pages that were fetched before. */
function Played({ userId, pages }: { readonly userId: string; readonly pages: readonly Page[] }) {
  const ratings = useRatings(userId);
  const { data } = useCall('getBlocks', { userId });
  const blocked = new Set(data?.blocks.map(({ kind, id }) => `${kind} ${id}`));
  const items = pages
    .flatMap((page) => page.items)
    .filter(({ item }) => ratings.get(item.itemId) !== -1 && !blocked.has(`artist ${item.artistId}`));
  return (
    <ol class="items">
      <ReasonedItems userId={userId} items={items} ratings={ratings} />
    </ol>
  );
}

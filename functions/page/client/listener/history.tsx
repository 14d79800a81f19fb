/** History: every listen, newest first, in a list that draws only what is seen; and the way to bring more. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { counted, dayAndTime, shownName } from '#functions/page/client/base/words.ts';
import { call } from '#functions/page/client/home/call.ts';
import { useCall } from '#functions/page/client/home/resource.ts';
import { HistoryImport } from '#functions/page/client/listener/import.tsx';
import { type ListenPages, useListens } from '#functions/page/client/listener/listens.ts';
import { Icon } from '#functions/page/client/ui/icon.tsx';
import { Name } from '#functions/page/client/ui/text.tsx';
import { attempt, say } from '#functions/page/client/ui/toast.tsx';
import { Empty, Note, View } from '#functions/page/client/ui/view.tsx';

const rowHeight = 52;
/** Rows drawn above and below what is seen. */
const spare = 8;

export function HistoryPage({ userId }: { readonly userId: string }) {
  const { data: known } = useCall('getAffinities', { userId, of: 'artist', limit: 1 }, 5);
  const [before, setBefore] = useState('');
  const listens = useListens(userId, before);
  const total = known?.listens ?? 0;
  // What was just imported is learned in the seconds after.
  useEffect(() => {
    if (listens.ended && before === '' && total > listens.rows.length) listens.again();
  }, [total]);
  return (
    <View title="History" lead={known === undefined ? <>&nbsp;</> : counted(total, 'listen')}>
      <HistoryImport userId={userId} done={listens.again} />
      {listens.error !== undefined && (
        <Note tone="bad">
          <p>{listens.error.message}</p>
          <button type="button" onClick={listens.again}>
            Try again
          </button>
        </Note>
      )}
      {listens.rows.length === 0 && listens.ended && before === '' ? (
        <Empty title="No listens yet">
          <p>Drop a file with your history above, or point a player here: how, stands in the settings.</p>
        </Empty>
      ) : (
        <>
          <label class="inline">
            Go to
            <input type="date" value={before} onChange={(event) => setBefore(event.currentTarget.value)} />
          </label>
          <Rows userId={userId} listens={listens} total={before === '' ? total : 0} />
        </>
      )}
    </View>
  );
}

/** The scroll bar speaks of all listens; those that are not here yet are fetched before they are seen. */
function Rows({
  userId,
  listens,
  total,
}: {
  readonly userId: string;
  readonly listens: ListenPages;
  readonly total: number;
}) {
  const frame = useRef<HTMLElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });
  const { rows, ended, wanted } = listens;
  const look = (): void => {
    const { scrollTop = 0, clientHeight = 600 } = frame.current ?? {};
    setView({ top: scrollTop, height: clientHeight });
  };
  useEffect(look, []);
  const from = Math.max(0, Math.floor(view.top / rowHeight) - spare);
  const to = Math.ceil((view.top + view.height) / rowHeight) + spare;
  useEffect(() => {
    if (to + 100 > rows.length) wanted(to + 100);
  }, [to, rows.length]);
  const size = ended ? rows.length : Math.max(total, rows.length + 20);
  const take = (id: string, title: string | null): Promise<void> =>
    attempt(async () => {
      await call('deleteListen', { userId, listenId: id });
      listens.drop(id);
      say(`Taken out: ${shownName(title ?? 'a listen')}. It leaves your taste within a minute`);
    });
  return (
    <section class="history" ref={frame} onScroll={look} tabIndex={0} aria-label="Listens, newest first">
      <ol style={{ height: `${size * rowHeight}px` }}>
        {rows.slice(from, to).map(({ id, title, artistName, itemId, listenedAt }, nth) => (
          <li
            key={id}
            style={{ top: `${(from + nth) * rowHeight}px` }}
            aria-posinset={from + nth + 1}
            aria-setsize={size}
          >
            <span class="what">
              <span class="title">
                <Name of={title ?? itemId} />
              </span>
              <span class="by">
                <Name of={artistName} otherwise="unknown artist" />
              </span>
            </span>
            <time class="muted small" dateTime={listenedAt}>
              {dayAndTime(listenedAt)}
            </time>
            <button
              type="button"
              class="act"
              aria-label={`Take out ${shownName(title ?? itemId)} of ${dayAndTime(listenedAt)}`}
              title="Take out"
              onClick={() => void take(id, title)}
            >
              <Icon name="remove" />
            </button>
          </li>
        ))}
      </ol>
      {!ended && to > rows.length && <p class="loading muted">Fetching older listens …</p>}
    </section>
  );
}

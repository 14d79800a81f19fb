/** An item of a list: what it is, why it is there, and what can be said about it. */
import { useId, useState } from 'preact/hooks';
import { hrefOf } from '#functions/page/client/base/route.ts';
import { percent } from '#functions/page/client/base/words.ts';
import type { Schemas } from '#functions/page/client/home/api.ts';
import { block, type Liking, rate, shownTitle } from '#functions/page/client/listener/wishes.ts';
import { Meter } from '#functions/page/client/ui/chart.tsx';
import { Cover } from '#functions/page/client/ui/cover.tsx';
import { copy } from '#functions/page/client/ui/download.ts';
import { Icon } from '#functions/page/client/ui/icon.tsx';
import { Name } from '#functions/page/client/ui/text.tsx';

type Card = Schemas['ItemCard'];

export type ItemRowProps = {
  readonly userId: string;
  readonly item: Card;
  readonly reason?: Schemas['Reason'] | undefined;
  readonly score?: number | undefined;
  readonly rated?: Liking | undefined;
};

export function ItemRow({ userId, item, reason, score, rated = 0 }: ItemRowProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const title = shownTitle(item);
  const loved = rated === 1;
  return (
    <li class="item">
      <Cover item={item} />
      <div class="what">
        <span class="title">
          <Name of={item.title ?? item.itemId} />
        </span>
        <span class="by">
          <Name of={item.artistName} otherwise={item.kind === 'episode' ? 'unknown show' : 'unknown artist'} />
        </span>
        {reason !== undefined && (
          <button type="button" class="why" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
            <bdi>{reason.text}</bdi>
            <Icon name="open" />
          </button>
        )}
      </div>
      <div class="acts">
        <button
          type="button"
          class="act love"
          aria-pressed={loved}
          aria-label={`Love ${title}`}
          title={loved ? 'Loved' : 'Love'}
          onClick={() => void rate(userId, item, { from: rated, to: loved ? 0 : 1 })}
        >
          <Icon name="taste" filled={loved} />
        </button>
        <button
          type="button"
          class="act hate"
          aria-label={`Never ${title} again`}
          title="Never again"
          onClick={() => void rate(userId, item, { from: rated, to: -1 })}
        >
          <Icon name="hate" />
        </button>
        <More userId={userId} item={item} />
      </div>
      {open && reason !== undefined && (
        <div class="reason" id={id}>
          <Evidence item={item} reason={reason} score={score} />
        </div>
      )}
    </li>
  );
}

const rungs: Readonly<Record<Schemas['Reason']['rung'], string>> = {
  loved: 'You love it',
  neighbours: 'Played together with what you play',
  followed: 'From somebody you follow closely',
  artists: 'By an artist close to yours',
  tags: 'Popular among your tags',
  explored: 'Off your usual paths, on purpose',
  popular: 'Popular with everybody',
  released: 'Just out',
};

function Evidence({
  item,
  reason,
  score,
}: {
  readonly item: Card;
  readonly reason: Schemas['Reason'];
  readonly score: number | undefined;
}) {
  return (
    <>
      <p>
        {rungs[reason.rung]}
        {score !== undefined && <span class="muted"> · score {score.toPrecision(3)}</span>}
      </p>
      {reason.because.length > 0 && (
        <table class="because">
          <caption class="hidden">What of yours led here, and with which share</caption>
          <tbody>
            {reason.because.map(({ of, id, name, share }) => (
              <tr key={`${of} ${id}`}>
                <th scope="row">
                  <Name of={name ?? id} /> <span class="muted">{of === 'item' ? '' : of}</span>
                </th>
                <td>
                  <Meter part={share} />
                </td>
                <td class="number">{percent(share)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p class="muted small">
        {item.tags.length > 0 && <bdi>{item.tags.slice(0, 8).join(', ')} · </bdi>}
        <bdi class="code">{item.itemId}</bdi>
      </p>
    </>
  );
}

/** What is seldom wanted: play, copy, and wider wishes. A list that opens in place, so that it needs no layer of its own. */
function More({ userId, item }: { readonly userId: string; readonly item: Card }) {
  const { artistId, artistName = '', url } = item;
  const addresses = (item.addresses ?? []).flatMap(linkOf);
  const close = (event: Event): void => {
    (event.currentTarget as HTMLElement).closest('details')?.removeAttribute('open');
  };
  return (
    <details
      class="more"
      onKeyDown={(event) => event.key === 'Escape' && close(event)}
      onClick={(event) => (event.target as Element).closest('.menu') !== null && close(event)}
    >
      <summary aria-label={`More about ${shownTitle(item)}`} title="More">
        <Icon name="more" />
      </summary>
      <div class="menu">
        {url !== undefined && isWeb(url) && (
          <a href={url} target="_blank" rel="noreferrer noopener">
            <Icon name="play" /> Play
          </a>
        )}
        {addresses.map(({ href, name }) => (
          <a key={href} href={href} target="_blank" rel="noreferrer noopener">
            <Icon name="play" /> {name}
          </a>
        ))}
        <button
          type="button"
          onClick={() =>
            void copy([item.artistName, item.title].filter(Boolean).join(' – ') || item.itemId, 'Its name')
          }
        >
          <Icon name="copy" /> Copy name
        </button>
        <a href={hrefOf('station', userId, `item:${item.itemId}`)}>
          <Icon name="open" /> Station from it
        </a>
        {artistId !== undefined && (
          <button
            type="button"
            onClick={() => void block(userId, { kind: 'artist', id: artistId, name: artistName || artistId })}
          >
            <Icon name="hate" /> Never this {item.kind === 'episode' ? 'show' : 'artist'}
          </button>
        )}
      </div>
    </details>
  );
}

const isWeb = (url: string): boolean => /^https?:\/\//i.test(url);

/** Addresses of other systems that a browser can open. */
function linkOf(address: string): { readonly href: string; readonly name: string }[] {
  const spotify = /^spotify:(track|episode):([A-Za-z0-9]+)$/.exec(address);
  if (spotify !== null) return [{ href: `https://open.spotify.com/${spotify[1]}/${spotify[2]}`, name: 'Spotify' }];
  const mbid = /^mbid:([0-9a-f-]{36})$/i.exec(address);
  return mbid === null ? [] : [{ href: `https://musicbrainz.org/recording/${mbid[1]}`, name: 'MusicBrainz' }];
}

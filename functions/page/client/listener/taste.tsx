/** Taste: what we think somebody likes, now and lasting, from what, and when they listen. */
import { useState } from 'preact/hooks';
import { hrefOf } from '#functions/page/client/base/route.ts';
import { counted, figureOf, shownName } from '#functions/page/client/base/words.ts';
import type { Schemas } from '#functions/page/client/home/api.ts';
import { useCall } from '#functions/page/client/home/resource.ts';
import { block } from '#functions/page/client/listener/wishes.ts';
import { BarChart } from '#functions/page/client/ui/chart.tsx';
import { Icon } from '#functions/page/client/ui/icon.tsx';
import { Ago, Name } from '#functions/page/client/ui/text.tsx';
import { Empty, Loaded, Section, View } from '#functions/page/client/ui/view.tsx';

type Of = Schemas['AffinitiesView']['of'];
const subjects: readonly (readonly [Of, string])[] = [
  ['artist', 'Artists'],
  ['tag', 'Tags'],
  ['show', 'Shows'],
  ['item', 'Tracks'],
];

export function TastePage({ userId }: { readonly userId: string }) {
  const [of, setOf] = useState<Of>('artist');
  const affinities = useCall('getAffinities', { userId, of, limit: 20 });
  return (
    <View
      title="Taste"
      of={affinities}
      lead={affinities.data === undefined ? <>&nbsp;</> : <Sources of={affinities.data} />}
    >
      <fieldset class="choice">
        <legend class="hidden">Of what</legend>
        {subjects.map(([subject, name]) => (
          <button key={subject} type="button" aria-pressed={of === subject} onClick={() => setOf(subject)}>
            {name}
          </button>
        ))}
      </fieldset>
      <Loaded of={affinities}>{(known) => <Affinities userId={userId} known={known} />}</Loaded>
      <Listening userId={userId} />
    </View>
  );
}

/** What we think, and from what. */
function Sources({ of }: { readonly of: Schemas['AffinitiesView'] }) {
  const { listens, rebuilding, asOf } = of;
  if (listens === 0) return <>Nothing is known yet</>;
  return (
    <>
      From {counted(listens, 'listen')}
      {asOf !== null && (
        <>
          , the newest <Ago at={asOf} />
        </>
      )}
      {rebuilding && '; older ones are still being counted'}
    </>
  );
}

function Affinities({ userId, known }: { readonly userId: string; readonly known: Schemas['AffinitiesView'] }) {
  const { affinities, of } = known;
  if (affinities.length === 0) {
    return (
      <Empty title="Nothing here yet">
        {known.listens === 0 ? (
          <p>
            Taste is made of listens. <a href={hrefOf('history', userId)}>Import your history</a>, or point a player
            here.
          </p>
        ) : (
          <p>{of === 'show' ? 'No podcasts are among your listens.' : 'Your listens do not say: they came without.'}</p>
        )}
      </Empty>
    );
  }
  const now = Math.max(...affinities.map(({ recent }) => recent), 1e-9);
  const lasting = Math.max(...affinities.map(({ affinity }) => affinity), 1e-9);
  return (
    <table class="affinities">
      <caption class="hidden">
        Strongest first: how much now, halved every five days, and lasting, halved every thirty
      </caption>
      <Columns />
      <tbody>
        {affinities.map(({ id, name, affinity, recent, plays, lastListenedAt }) => (
          <tr key={id}>
            <td class="left">
              <Side part={recent / now} towards="left" label={recent.toFixed(1)} />
            </td>
            <th scope="row">
              <Name of={name ?? id} />
            </th>
            <td>
              <Side part={affinity / lasting} towards="right" label={affinity.toFixed(1)} />
            </td>
            <td class="number">{figureOf(plays)}</td>
            <td class="wide muted">
              <Ago at={lastListenedAt} />
            </td>
            <td>
              <button
                type="button"
                class="act hate"
                aria-label={`Never ${shownName(name ?? id)} again`}
                title="Never again"
                onClick={() => void block(userId, { kind: of === 'show' ? 'artist' : of, id, name: name ?? id })}
              >
                <Icon name="hate" />
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Columns() {
  return (
    <thead>
      <tr>
        <th scope="col" class="left">
          Now
        </th>
        <th scope="col">Name</th>
        <th scope="col">Lasting</th>
        <th scope="col" class="number">
          Plays
        </th>
        <th scope="col" class="wide">
          Last
        </th>
        <th scope="col">
          <span class="hidden">Never again</span>
        </th>
      </tr>
    </thead>
  );
}

/** A bar that grows from the name outwards. */
function Side({
  part,
  towards,
  label,
}: {
  readonly part: number;
  readonly towards: 'left' | 'right';
  readonly label: string;
}) {
  const width = Math.max(0.5, part * 100);
  return (
    <>
      <svg class={`side ${towards}`} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect x={towards === 'left' ? 100 - width : 0} width={width} height="8" />
      </svg>
      <span class="hidden">{label}</span>
    </>
  );
}

function Listening({ userId }: { readonly userId: string }) {
  const listening = useCall('getListening', { userId }, 300);
  return (
    <Section title="When you listen">
      <Loaded of={listening}>
        {({ hours, months, timeZone }) =>
          months.length === 0 ? (
            <p class="muted">Listens appear here some minutes after they arrived.</p>
          ) : (
            <div class="pair">
              <BarChart
                caption={`By hour of the day over the last year, in ${timeZone}`}
                unit="listens"
                bars={hours.map(({ hour, listens }) => ({
                  label: `${String(hour).padStart(2, '0')}:00`,
                  value: listens,
                  tick: hour % 6 === 0 ? `${hour} h` : '',
                }))}
              />
              <BarChart caption={monthsCaption(months)} unit="listens" bars={barsOf(months)} />
            </div>
          )
        }
      </Loaded>
    </Section>
  );
}

type Months = Schemas['ListeningView']['months'];
/** More months than these do not fit as bars. */
const monthsMax = 36;

/** Every month from the first to the last that fits, also those without listens. */
function barsOf(months: Months) {
  const listens = new Map(months.map(({ month, listens }) => [month, listens]));
  const bars = [];
  const [year = 0, month = 0] = (months.at(-1)?.month ?? '').split('-').map(Number);
  for (let back = monthsMax - 1; back >= 0; back--) {
    const label = new Date(Date.UTC(year, month - 1 - back)).toISOString().slice(0, 7);
    if (bars.length === 0 && !listens.has(label) && label < (months[0]?.month ?? '')) continue;
    bars.push({ label, value: listens.get(label) ?? 0, tick: label.endsWith('-01') ? label.slice(0, 4) : '' });
  }
  return bars;
}

function monthsCaption(months: Months): string {
  const total = months.reduce((sum, { listens }) => sum + listens, 0);
  return `By month: ${counted(total, 'listen')} since ${months[0]?.month}`;
}

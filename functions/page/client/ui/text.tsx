/** Small pieces of text: names that somebody else made up, and ages that go on. */

import { useEffect, useState } from 'preact/hooks';
import { ago, dayAndTime, shownName } from '#functions/page/client/base/words.ts';

/** A name from outside: set apart in its own direction, cut where it is absurd. */
export function Name({
  of,
  otherwise = 'untitled',
}: {
  readonly of: string | null | undefined;
  readonly otherwise?: string;
}) {
  if (of === null || of === undefined || of.trim() === '') return <span class="muted">{otherwise}</span>;
  return <bdi class="name">{shownName(of)}</bdi>;
}

/** How long ago, kept right while it is looked at. */
export function Ago({ at }: { readonly at: number | string }) {
  const [now, tick] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => tick(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, []);
  const instant = new Date(at);
  return (
    <time dateTime={instant.toISOString()} title={dayAndTime(instant.getTime())}>
      {ago(instant.getTime(), Math.max(now, Date.now()))}
    </time>
  );
}

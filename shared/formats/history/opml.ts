/** OPML: the shows that a podcast player follows, in folders or not; Overcast's tells of the episodes that were played, too. */
import { SaxesParser } from 'saxes';
import { definedFields, quote, textOf } from '#shared/formats/history/fields.ts';
import { type HistoryRow, type RecordVerdict, unreadable } from '#shared/formats/history/row.ts';
import { timeOf } from '#shared/formats/history/times.ts';
import { HttpUrl } from '#shared/schemas/url.ts';

export const looksLikeOpml = (head: string): boolean => /<opml[\s>]/i.test(head.slice(0, 4_000));

type Said = ReadonlyMap<string, string | undefined>;

/** A row for each outline that has a feed, or is an episode that was played. */
export async function* opml(chunks: AsyncIterable<string>): AsyncGenerator<HistoryRow> {
  const parser = new SaxesParser();
  let rows: HistoryRow[] = [];
  let show: string | undefined;
  parser.on('error', () => {});
  parser.on('opentag', ({ name, attributes }) => {
    if (name.toLowerCase() !== 'outline') return;
    const said: Said = new Map(Object.entries(attributes).map(([key, value]) => [key.toLowerCase(), textOf(value)]));
    const feed = said.get('xmlurl') ?? (said.get('type') === 'rss' ? said.get('url') : undefined);
    if (feed !== undefined) show = said.get('text') ?? said.get('title');
    const verdict = feed !== undefined ? followOf(show, feed) : playOf(show, said);
    if (verdict !== undefined) rows.push({ line: parser.line, ...verdict });
  });
  for await (const chunk of withAmpersands(chunks)) {
    parser.write(chunk);
    yield* rows;
    rows = [];
  }
  parser.close();
  yield* rows;
}

/** Players write "R&D" as it is, of which XML would make something else. */
async function* withAmpersands(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const chunk of chunks) {
    const all = held + chunk;
    const cut = /&[#\w]{0,10}$/.exec(all)?.index ?? all.length;
    held = all.slice(cut);
    yield escaped(all.slice(0, cut));
  }
  yield escaped(held);
}

const escaped = (text: string): string => text.replace(/&(?!#?\w{1,10};)/g, '&amp;');

function followOf(name: string | undefined, address: string): RecordVerdict {
  const feed = HttpUrl.safeParse(address);
  if (!feed.success) return unreadable(`"xmlUrl" is ${quote(address)}: give an http or https URL`);
  if (name === undefined) return unreadable('names no show: give "text" beside "xmlUrl"');
  return { held: { type: 'follow', value: { name, feed: feed.data } } };
}

/** Overcast notes when the listener last did something with an episode: of one that was played, when it ended. */
function playOf(show: string | undefined, said: Said): RecordVerdict | undefined {
  const title = said.get('title') ?? said.get('text');
  if (said.get('played') !== '1' || show === undefined || title === undefined) return undefined;
  const updated = said.get('userupdateddate');
  const time = timeOf(updated);
  if ('wrong' in time) return unreadable(`"userUpdatedDate" is ${quote(updated)}, which ${time.wrong}`);
  return {
    listen: definedFields({
      kind: 'episode' as const,
      itemId: said.get('enclosureurl'),
      title,
      artistName: show,
      listenedAt: time.at,
    }),
    remarks: ['times of episodes are those at which they were marked as played'],
  };
}

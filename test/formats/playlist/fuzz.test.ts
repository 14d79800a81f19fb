import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, it } from 'vitest';
import { toJspf } from '#shared/formats/playlist/jspf.ts';
import { toM3u8 } from '#shared/formats/playlist/m3u8.ts';
import { toXspf } from '#shared/formats/playlist/xspf.ts';
import type { Edition } from '#shared/schemas/edition.ts';
import { ItemId } from '#shared/schemas/ids.ts';
import { ItemInput } from '#shared/schemas/item.ts';
import { JspfPlaylist } from '#shared/schemas/listenbrainz.ts';
import { someEdition } from '#test/formats/playlist/some-edition.ts';
import { hostileText } from '#test/security/hostile.ts';

const runs = 1_000;
const text = fc.oneof(
  hostileText,
  fc.constantFrom(']]>', '<!--', '&#0;', '#EXTM3U', '#EXTINF:1,x\nhttp://evil.example'),
);
const id = fc
  .oneof(hostileText, fc.string({ unit: 'grapheme', maxLength: 30 }))
  .filter((one) => ItemId.safeParse(one).success);
const url = fc
  .oneof(
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    text.map((path) => `https://example.org/${path}`),
  )
  .filter((one) => ItemInput.safeParse({ itemId: 'x', url: one }).success);

/** Editions that say anything where they may say anything, and what passed the schema where they may not. */
const edition: fc.Arbitrary<Edition> = fc
  .record({
    title: text,
    description: text,
    items: fc.array(
      fc.record(
        {
          itemId: id,
          kind: fc.constantFrom('track', 'episode'),
          title: text,
          artistName: text,
          artistId: id,
          releaseName: text,
          reason: text,
          url,
          durationMs: fc.nat(),
          tags: fc.constant([]),
        },
        { requiredKeys: ['itemId', 'kind', 'tags', 'reason'] },
      ),
      { maxLength: 4 },
    ),
  })
  .map(({ title, description, items }) => ({
    ...someEdition,
    title,
    description,
    items: items.map(({ reason, ...item }, nth) => ({
      position: nth + 1,
      item,
      score: 1,
      reason: { rung: 'popular', because: [], text: reason },
    })),
  })) as unknown as fc.Arbitrary<Edition>;

it('toJspf gives what the strictest client reads, for any text', () => {
  fc.assert(
    fc.property(edition, (one) => {
      const read: unknown = JSON.parse(JSON.stringify(toJspf(one)));
      expect(JspfPlaylist.safeParse(read).error).toBeUndefined();
    }),
    { numRuns: runs },
  );
});

it('toXspf is well-formed for any text, with a track for every item', () => {
  fc.assert(
    fc.property(edition, (one) => {
      let tracks = 0;
      const parser = new SaxesParser({ xmlns: true });
      parser.on('error', (error) => {
        throw error;
      });
      parser.on('opentag', ({ name }) => {
        if (name === 'track') tracks += 1;
      });
      parser.write(toXspf(one)).close();
      expect(tracks).toBe(one.items.length);
    }),
    { numRuns: runs },
  );
});

it('toM3u8 has a line to open or a comment for every item, for any text, and no line that a text made', () => {
  fc.assert(
    fc.property(edition, (one) => {
      const lines = toM3u8(one).split(/\r\n|[\r\n\u2028\u2029\u0085]/);
      expect([lines[0], lines.at(-1)]).toEqual(['#EXTM3U', '']);
      const opened = lines.slice(1, -1).filter((line) => !line.startsWith('#'));
      const comments = lines.filter((line) => line.startsWith('# '));
      expect(opened.length + comments.length).toBe(one.items.length);
      for (const line of opened) expect(line).toMatch(/^https?:\S+$/);
      expect(lines.filter((line) => line.startsWith('#EXTINF:'))).toHaveLength(opened.length);
    }),
    { numRuns: runs },
  );
  process.stdout.write(`playlists: ${3 * runs} editions written as JSPF, XSPF and M3U8, all read back\n`);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toM3u8 } from '#shared/formats/playlist/m3u8.ts';
import { editionNaming, someEdition } from '#test/formats/playlist/some-edition.ts';

describe('toM3u8', () => {
  it('names every item and says where it is; a player opens every line that is no comment', () => {
    expect(toM3u8(someEdition)).toBe(
      [
        '#EXTM3U',
        '#PLAYLIST:Weekly Jams, week of 23 November 2026',
        '# no address is known of: Endless Boogie - Vibe Killer',
        '# no address is known of: a/b c',
        '#EXTINF:-1,The Salt Road - On <salt> & "roads"',
        'https://example.org/salt%20road.mp3?a=1&b=2',
        '',
      ].join('\n'),
    );
  });

  it('keeps the number of lines whatever a title holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (title) => {
        const lines = toM3u8(editionNaming(title)).split(/[\n\r\u0085\u2028\u2029]/);
        expect(lines).toHaveLength(4);
        expect(lines[2]).toMatch(/^# no address is known of: /);
      }),
    );
  });
});

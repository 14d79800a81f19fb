import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { toXspf } from '#shared/formats/playlist/xspf.ts';
import { editionNaming, someEdition } from '#test/formats/playlist/some-edition.ts';

/** Text by path, as a strict XML parser reads it; throws where the document is not well-formed. */
function readXml(xml: string): Map<string, string[]> {
  const texts = new Map<string, string[]>();
  const path: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => {
    path.push(name);
    texts.set(path.join('/'), [...(texts.get(path.join('/')) ?? []), '']);
  });
  parser.on('text', (text) => {
    const all = texts.get(path.join('/'));
    if (all !== undefined) all[all.length - 1] += text;
  });
  parser.on('closetag', () => path.pop());
  parser.write(xml).close();
  return texts;
}

describe('toXspf', () => {
  it('is a playlist whose tracks say what they are, where they are and why', () => {
    const texts = readXml(toXspf(someEdition));
    expect(texts.get('playlist/title')).toEqual(['Weekly Jams, week of 23 November 2026']);
    expect(texts.get('playlist/trackList/track/title')).toEqual(['Vibe Killer', 'a/b c', 'On <salt> & "roads"']);
    expect(texts.get('playlist/trackList/track/location')).toEqual(['https://example.org/salt%20road.mp3?a=1&b=2']);
    expect(texts.get('playlist/trackList/track/duration')).toEqual(['361400']);
    expect(texts.get('playlist/trackList/track/annotation')?.[0]).toBe('You played this 4 times, last in March');
  });

  it('survives a strict parser with any title, which reads back all that XML can spell', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (title) => {
        const spellable = [...title].filter(isXmlCharacter).join('');
        expect(readXml(toXspf(editionNaming(title))).get('playlist/trackList/track/title')).toEqual([spellable]);
      }),
      { numRuns: 500 },
    );
  });

  it('survives lone surrogates, closing tags and entities', () => {
    for (const title of ['\ud800', '\udc00x', ']]>', '</title><script>', '&amp;', '\u0000\u0008', 'a\r\nb']) {
      expect(() => readXml(toXspf(editionNaming(title)))).not.toThrow();
    }
  });
});

/** XML 1.0, production 2. */
function isXmlCharacter(character: string): boolean {
  const point = character.codePointAt(0) as number;
  if (point < 0x20) return point === 0x9 || point === 0xa || point === 0xd;
  return point <= 0xd7ff || (point >= 0xe000 && point <= 0xfffd) || point >= 0x10000;
}

import { gzipSync, zstdCompressSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { expect, test } from 'vitest';
import { readHistories } from '#shared/formats/history/read.ts';
import { inPieces, readAll } from '#test/formats/history/reading.ts';
import { zipOf } from '#test/formats/history/zip.ts';

const csv = 'artist,track,time\nA,B,1700000000\n';
const files = { 'a/b.csv': csv, 'a/notes.txt': 'hello', '__MACOSX/a/._b.csv': 'x', 'c.csv.gz': gzipSync(csv) };

async function summary(bytes: Uint8Array) {
  const found: [string, number | string][] = [];
  for await (const { name, history } of readHistories({ name: 'x', bytes: () => inPieces(bytes, 999) })) {
    let listens = 0;
    if ('rows' in history) for await (const row of history.rows) listens += 'listen' in row ? 1 : 0;
    found.push([name, 'rows' in history ? listens : 'refused']);
  }
  return found;
}

const tarOf = () =>
  packTar(
    Object.entries(files).map(([name, body]) => ({
      header: { name, size: Buffer.byteLength(body) },
      body: new Uint8Array(Buffer.from(body)),
    })),
  );

test('membersOf: the files of a zip are read one by one, a system’s own notes are passed over', async () => {
  const expected = [
    ['x/a/b.csv', 1],
    ['x/a/notes.txt', 'refused'],
    ['x/c.csv.gz', 1],
  ];
  for (const packed of [false, true]) expect(await summary(zipOf(files, packed))).toEqual(expected);
});

test('membersOf: tar, plain or packed, and archives in archives', async () => {
  const tar = await tarOf();
  const expected = [
    ['x/a/b.csv', 1],
    ['x/a/notes.txt', 'refused'],
    ['x/c.csv.gz', 1],
  ];
  for (const bytes of [tar, gzipSync(tar), zstdCompressSync(tar)]) expect(await summary(bytes)).toEqual(expected);
  expect(await summary(zipOf({ 'in.zip': zipOf({ 'b.csv': csv }), 'in.tgz': gzipSync(tar) }))).toEqual([
    ['x/in.zip/b.csv', 1],
    ['x/in.tgz/a/b.csv', 1],
    ['x/in.tgz/a/notes.txt', 'refused'],
    ['x/in.tgz/c.csv.gz', 1],
  ]);
});

test('membersOf: a member that is left early does not keep the next from being read', async () => {
  const names: string[] = [];
  for await (const { name } of readHistories({ name: 'x', bytes: () => inPieces(gzipSync('')) })) names.push(name);
  const tar = await packTar(
    ['1', '2'].map((name) => ({ header: { name, size: csv.length * 9000 }, body: csv.repeat(9000) })),
  );
  for await (const { name } of readHistories({ name: 'x', bytes: () => inPieces(tar) })) names.push(name);
  expect(names).toEqual(['x', 'x/1', 'x/2']);
});

const odd = 'artist,track,time\nBjörk Ångström,Füßchen – “x”,1700000000\n';

test.each(['utf-16le', 'utf-16be', 'utf-8', 'windows-1252', 'latin1 on one line of UTF-8'])(
  'charactersOf: %s keeps every character, and says how it was read',
  async (encoding) => {
    const wide = Buffer.from(`\ufeff${odd}`, 'utf16le');
    const narrow = Buffer.from(odd.replace('–', '\x96').replace('“', '\x93').replace('”', '\x94'), 'latin1');
    const bytes = {
      'utf-16le': wide,
      'utf-16be': Buffer.from(wide).swap16(),
      'utf-8': Buffer.from(`\ufeff${odd}`),
      'windows-1252': narrow,
      'latin1 on one line of UTF-8': Buffer.concat([Buffer.from(odd), narrow.subarray(18)]),
    }[encoding] as Buffer;
    for (const size of [1, 7, 65_536]) {
      const { listens, remarks } = await readAll(bytes, {}, size);
      for (const { artistName, title } of listens)
        expect([artistName, title]).toEqual(['Björk Ångström', 'Füßchen – “x”']);
      expect(listens).toHaveLength(encoding.startsWith('latin1') ? 2 : 1);
      expect(remarks.length).toBe(encoding === 'utf-8' ? 0 : 1);
    }
  },
);

test('charactersOf: another character set is read when it is named', async () => {
  const cyrillic = Buffer.from([...'artist,track,time\n'].map((c) => c.charCodeAt(0)).concat([0xca, 0xe8, 0xed, 0xee]));
  const { listens } = await readAll(Buffer.concat([cyrillic, Buffer.from(',B,1700000000')]), {
    encoding: 'windows-1251',
  });
  expect(listens[0]?.artistName).toBe('Кино');
});

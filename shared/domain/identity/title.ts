/** The parts of a title: the song, and the notes that say which recording of it this is. */
import { fold } from '#shared/domain/identity/fold.ts';
import {
  joints,
  sameSound,
  sameSoundBeside,
  sameSoundPhrases,
  translations,
  unspacedSame,
  unspacedVersions,
  versions,
  versionsAtEnd,
} from '#shared/domain/identity/version-words.ts';

export type Title = {
  /** The folded title without any note: what the song is called. */
  readonly song: string;
  /** Folded notes that name another recording, in order: "live", "ola remix". Notes on the same sound are gone. */
  readonly versions: readonly string[];
};

/**
 * Takes a title apart. Movements, parts and numbers are no notes, and neither is anything that is not known to be one: two
 * titles are never joined by what nobody understands. A title that begins with a bracket is called by it.
 */
export function readTitle(title: string): Title {
  const folded = fold(title);
  if (!noted.test(folded)) return { song: folded, versions: [] };
  const found: string[] = [];
  const rest = withoutTails(withoutBrackets(folded, found), found);
  const song = rest.replace(/\s+/g, ' ').trim();
  return song === '' ? { song: folded, versions: [] } : { song, versions: [...new Set(found)].sort() };
}

/** Most titles have nothing to take apart. */
const noted = /[([{<\u3010\u3014]|\s[-/|:~]|[-/|:~]\s|\s(?:feat|ft|featuring)\b|remaster/;

const openings = '([{<\u3010\u3014\u3008\u300a';
const closings = ')]}>\u3011\u3015\u3009\u300b';
/** An innermost pair of brackets behind something; one that was cut off ends with the title. */
const bracketed = new RegExp(
  `(?<=\\S)\\s*[${escaped(openings)}]([^${escaped(openings + closings)}]*)(?:[${escaped(closings)}]|$)`,
  'gu',
);

function escaped(characters: string): string {
  return characters.replace(/[()[\]{}]/g, '\\$&');
}

/** Twice, for a bracket within a bracket. */
function withoutBrackets(title: string, found: string[]): string {
  let rest = title;
  for (let depth = 0; depth < 2; depth++) {
    rest = rest.replace(bracketed, (whole, note: string) => {
      const kinds = note.split(/\s*[/;|]\s*|\s+-\s+|,\s+/).map(readNote);
      if (kinds.some((kind) => kind === 'title')) return whole;
      for (const kind of kinds) if (typeof kind === 'object') found.push(kind.version);
      return ' ';
    });
  }
  return rest.trim();
}

/** "Kelp - Live", "Kelp / Remastered 2011", "Kelp feat. Ola - Demo". */
function withoutTails(title: string, found: string[]): string {
  const withoutGuests = title.replace(/(?<=\S)\s+(?:feat|ft|featuring)(?:\.\s*|\s+)\S.*?(?=\s[-/|~]\s|\s[([{]|$)/, '');
  const parts = withoutGuests.split(/(\s+[-/|~]+\s*|[-:~|]\s+)/);
  let rest = parts[0] ?? '';
  for (let at = 1; at < parts.length; at += 2) {
    const note = parts[at + 1] ?? '';
    const kind = rest === '' ? 'title' : readNote(note);
    if (kind === 'title') rest += (parts[at] ?? '') + note;
    else if (typeof kind === 'object') found.push(kind.version);
  }
  return rest.replace(
    /(?<=\S)\s+(?:(?:19|20)\d\d\s+)?(?:digital\s+)?remaster(?:ed)?(?:\s+(?:version|(?:19|20)\d\d))*$/,
    '',
  );
}

type Note = 'same' | 'title' | { readonly version: string };

/** What a folded note says: nothing new, part of the title, or which version. */
function readNote(sent: string): Note {
  const note = translations.reduce((text, [words, word]) => text.replace(words, word), sent.trim());
  if (note === '' || isGuest(note) || sameSoundPhrases.test(note)) return 'same';
  const words = note.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  if (words.length === 0 || words.length > wordsMax) return 'title';
  if (words.some((word) => sameSound.has(word)) && words.every(saysSame)) return 'same';
  const unspaced = readUnspaced(note);
  if (unspaced !== undefined) return unspaced;
  return namesVersion(words) ? { version: versionIn(words) } : 'title';
}

/** A longer note is a sentence, and a sentence is a title. */
const wordsMax = 12;

const isNumber = (word: string): boolean => /^\d+(?:st|nd|rd|th|er|e|º|ª|kbps|bit|khz|k)?$/.test(word);
const saysSame = (word: string): boolean => sameSound.has(word) || sameSoundBeside.has(word) || isNumber(word);

function isGuest(note: string): boolean {
  return (
    /^(?:feat|ft|featuring|f\/|prod\.? by|prod\.|produced by|duet with|w\/)(?:\.|\s|$)/.test(note) ||
    /^with (?!(?:me|you|us|him|her|them|it|my|your|our|or|a|an|the|love|no|all|every\w*|some\w*|out|in)\b)\S/.test(
      note,
    ) ||
    /^part\. (?!(?:\d|i+\b|iv\b|v\b|vi+\b|ix\b|x\b|one\b|two\b|three\b|four\b|five\b))\p{L}{2}/u.test(note)
  );
}

function readUnspaced(note: string): Note | undefined {
  if (!/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(note)) return undefined;
  const kinds = unspacedVersions.filter(([words]) => words.test(note));
  if (kinds.length > 0 && !(kinds.length === 1 && kinds[0]?.[1] === 'version' && unspacedSame.test(note))) {
    return { version: kinds[0]?.[1] as string };
  }
  return unspacedSame.test(note) ? 'same' : undefined;
}

function namesVersion(words: readonly string[]): boolean {
  const [first, second] = words as [string, string?];
  const last = words.at(-1) as string;
  if (versions.has(first) && (second === undefined || joints.has(second) || isNumber(second))) return true;
  if (words.length === 1 || !versionsAtEnd.has(last)) return false;
  const before = words.at(-2) as string;
  return !(notes[last] ?? /^$/).test(before);
}

/** Words that make a sentence of the version word behind them: "where we live", "under cover", "in the mix". */
const notes: Readonly<Record<string, RegExp>> = {
  live: /^(?:we|i|you|they|to|people|long|must|can|will|who|not|dont|let|and|how|they|us|wanna|gonna|cannot|cant|never)$/,
  cover: /^(?:under|take|for|to|my|your|the|a|and|run|dont)$/,
  mix: /^(?:the|to|dont|we|and|a)$/,
  take: /^(?:to|i|you|we|and|dont|give|cant|the)$/,
  cut: /^(?:the|a|clean|to|and|paper|i|you|we|final)$/,
  flip: /^(?:the|a|to|back)$/,
};

/** The note without what says nothing beside: years of a transfer, "version" where it says which. */
function versionIn(words: readonly string[]): string {
  const remastered = words.some((word) => sameSound.has(word));
  const telling = words.filter(
    (word) => !(remastered && (sameSound.has(word) || /^(?:19|20)\d\d$/.test(word))) && word !== 'version',
  );
  return telling.length === 0 ? 'version' : telling.join(' ');
}
